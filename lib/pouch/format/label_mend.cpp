#include "pouch/format/label_mend.hpp"

#include "pouch/format/bdo.hpp"
#include "pouch/format/clearance.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/xml_reader.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>

namespace pouch::format {

namespace {

constexpr std::string_view far_future = "9999-12-31T23:59:59Z";
constexpr std::string_view long_ago = "1970-01-01T00:00:00Z";

struct Name {
    std::string_view ns;
    std::string_view right;
    std::string_view wrong = {}; ///< A misspelling that is seen.
};

constexpr std::array<Name, 24> element_names = {{
    {label_ns, "originatorConfidentialityLabel"},
    {label_ns, "alternativeConfidentialityLabel", "alternateConfidentialityLabel"},
    {label_ns, "metadataConfidentialityLabel"},
    {label_ns, "ConfidentialityLabel"},
    {label_ns, "ConfidentialityInformation"},
    {label_ns, "PolicyIdentifier"},
    {label_ns, "Classification"},
    {label_ns, "PrivacyMark"},
    {label_ns, "Category"},
    {label_ns, "GenericValue"},
    {label_ns, "OriginatorID"},
    {label_ns, "CreationDateTime", "CreationDataTime"},
    {label_ns, "SuccessionHandling"},
    {label_ns, "SuccessionDateTime"},
    {label_ns, "SuccessorConfidentialityLabel"},
    {bdo_ns, "BindingInformation"},
    {bdo_ns, "MetadataBindingContainer"},
    {bdo_ns, "MetadataBinding"},
    {bdo_ns, "Metadata"},
    {bdo_ns, "MetadataReference"},
    {bdo_ns, "Data"},
    {bdo_ns, "DataReference"},
    {clearance_ns, "ConfidentialityClearance"},
    {clearance_ns, "ClassificationList"},
}};

constexpr std::array<Name, 7> attribute_names = {{{{}, "Id"},
                                                  {{}, "ReviewDateTime", "ReviewDataTime"},
                                                  {{}, "URI", "URL"},
                                                  {{}, "Type"},
                                                  {{}, "TagName"},
                                                  {{}, "IDType"},
                                                  {{}, "encoding"}}};

/// The order of the schema, of the elements whose children are put into it.
constexpr std::array<std::string_view, 8> order = {"ConfidentialityInformation",
                                                   "PolicyIdentifier",
                                                   "Classification",
                                                   "PrivacyMark",
                                                   "Category",
                                                   "OriginatorID",
                                                   "CreationDateTime",
                                                   "SuccessionHandling"};

bool is_label(const XmlElement& element)
{
    return element.ns == label_ns && element.name.ends_with("ConfidentialityLabel");
}

class Mender {
  public:
    std::vector<std::string> run(XmlElement& root)
    {
        mend(root);
        return std::move(mended_);
    }

  private:
    void note(const XmlElement& element, std::string_view what)
    {
        mended_.push_back(fmt::format("line {}: {}: {}", element.line, element.name, what));
    }

    void mend(XmlElement& element)
    {
        mend_name(element);
        if (element.ns != label_ns && element.ns != bdo_ns && element.ns != clearance_ns) return;
        for (auto& attribute : element.attributes) mend_attribute(element, attribute);
        for (auto& child : element.children) mend(child);
        if (is_label(element)) add_dates(element);
        if (is_label(element) || element.is(label_ns, "ConfidentialityInformation")) put_in_order(element);
    }

    void mend_name(XmlElement& element)
    {
        for (const auto& [ns, right, wrong] : element_names) {
            const bool is_near = label::same_name(element.name, right) || element.name == wrong;
            if (!is_near || (element.ns != ns && !element.ns.empty())) continue;
            if (element.ns == ns && element.name == right) return;
            note(element, fmt::format("taken for {} of {}", right, ns));
            element.ns = ns;
            element.name = right;
            return;
        }
    }

    void mend_attribute(const XmlElement& element, XmlAttribute& attribute)
    {
        if (!attribute.ns.empty()) return;
        for (const auto& [ns, right, wrong] : attribute_names) {
            const bool is_near = label::same_name(attribute.name, right) || attribute.name == wrong;
            if (!is_near || attribute.name == right || element.attribute(right) != nullptr) continue;
            note(element, fmt::format("attribute {} taken for {}", attribute.name, right));
            attribute.name = right;
        }
        if (element.ns == bdo_ns) return;
        if (attribute.name == "Type") {
            for (const std::string_view word : {"RESTRICTIVE", "PERMISSIVE", "INFORMATIVE"}) {
                replace_if(label::same_name(attribute.value, word), element, attribute, word);
            }
        }
        if (attribute.name == "URI") {
            const auto token = xml_token(attribute.value);
            replace_if(is_oid(token), element, attribute, "urn:oid:" + token);
        }
        if (attribute.name == "Id" && attribute.value.starts_with('#')) {
            replace_if(true, element, attribute, attribute.value.substr(1));
        }
    }

    void replace_if(bool condition, const XmlElement& element, XmlAttribute& attribute,
                    std::string_view value)
    {
        if (!condition || attribute.value == value) return;
        note(element, fmt::format("{}='{}' taken for '{}'", attribute.name, attribute.value, value));
        attribute.value = value;
    }

    static bool has(const XmlElement& element, std::string_view child)
    {
        return std::any_of(element.children.begin(), element.children.end(),
                           [&](const XmlElement& one) { return one.is(label_ns, child); });
    }

    void add_dates(XmlElement& element)
    {
        if (!has(element, "CreationDateTime")) {
            note(element, fmt::format("CreationDateTime is missing: taken for {}", long_ago));
            XmlElement created;
            created.ns = label_ns;
            created.name = "CreationDateTime";
            created.text = long_ago;
            created.line = element.line;
            element.children.push_back(std::move(created));
        }
        const bool is_root = element.name != "SuccessorConfidentialityLabel";
        if (is_root && element.attribute("ReviewDateTime") == nullptr &&
            !has(element, "SuccessionHandling")) {
            note(element, fmt::format("ReviewDateTime is missing: taken for {}", far_future));
            element.attributes.push_back({{}, "ReviewDateTime", std::string(far_future)});
        }
    }

    void put_in_order(XmlElement& element)
    {
        const auto place = [](const XmlElement& child) {
            return child.ns == label_ns ? std::find(order.begin(), order.end(), child.name) : order.end();
        };
        const auto before = [&](const XmlElement& a, const XmlElement& b) { return place(a) < place(b); };
        if (std::is_sorted(element.children.begin(), element.children.end(), before)) return;
        note(element, "its elements are out of order");
        std::stable_sort(element.children.begin(), element.children.end(), before);
    }

    std::vector<std::string> mended_;
};

/// An element as text; each declares the namespaces it needs.
void append(const XmlElement& element, std::string& text)
{
    text += fmt::format("<{} xmlns=\"{}\"", element.name, xml_escaped(element.ns));
    std::size_t prefixes = 0;
    for (const auto& attribute : element.attributes) {
        std::string prefix;
        if (attribute.ns == "http://www.w3.org/XML/1998/namespace") {
            prefix = "xml:";
        } else if (!attribute.ns.empty()) {
            prefix = fmt::format("n{}:", prefixes);
            text += fmt::format(" xmlns:n{}=\"{}\"", prefixes++, xml_escaped(attribute.ns));
        }
        text += fmt::format(" {}{}=\"{}\"", prefix, attribute.name, xml_escaped(attribute.value));
    }
    text += ">" + xml_escaped(element.text);
    for (const auto& child : element.children) append(child, text);
    text += fmt::format("</{}>", element.name);
}

} // namespace

MendedDocument mend_label(ByteView document)
{
    auto root = rethrow_as(Fault::refused, "label.malformed", [&] { return read_xml(document); });
    MendedDocument result;
    result.mended = Mender().run(root);
    if (result.mended.empty()) {
        result.text = as_text(document);
    } else {
        append(root, result.text);
    }
    return result;
}

} // namespace pouch::format
