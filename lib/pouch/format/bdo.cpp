#include "pouch/format/bdo.hpp"

#include "pouch/base/text.hpp"
#include "pouch/format/xml_reader.hpp"

#include <fmt/core.h>

namespace pouch::format {

namespace {

constexpr std::string_view signature_ns = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view xmime_ns = "http://www.w3.org/2005/05/xmlmime";
constexpr std::size_t alternative_limit = 32;
constexpr std::size_t reference_limit = 4096; ///< Of a BDO inside a document.

/// Two labels speak for the same policy: by identifier where both have one, else by name.
bool same_policy(const label::Label& a, const label::Label& b)
{
    if (!a.policy_id.empty() && !b.policy_id.empty()) return a.policy_id == b.policy_id;
    return label::same_name(a.policy_name, b.policy_name);
}

void read_metadata(const XmlElement& element, bool& has_originator, Bdo& bdo)
{
    check_attributes(element, {"encoding"});
    check_no_text(element);
    if (element.children.size() != 1) throw refused("xml.malformed", "Metadata: holds not exactly one label");
    const auto& child = element.children.front();
    if (child.is(label_ns, "originatorConfidentialityLabel")) {
        if (has_originator) throw refused("xml.malformed", "more than one originator label");
        has_originator = true;
        bdo.originator = label_of(child);
    } else if (child.is(label_ns, "alternativeConfidentialityLabel")) {
        if (bdo.alternatives.size() >= alternative_limit) {
            throw refused("xml.malformed", "more than {} alternative labels", alternative_limit);
        }
        bdo.alternatives.push_back(label_of(child));
    } else {
        throw refused("xml.malformed", "Metadata: {} is neither an originator nor an alternative label",
                      child.name);
    }
}

void check_policies(const Bdo& bdo)
{
    for (std::size_t i = 0; i < bdo.alternatives.size(); ++i) {
        const auto& one = bdo.alternatives[i];
        bool repeated = same_policy(one, bdo.originator);
        for (std::size_t j = 0; j < i; ++j) repeated = repeated || same_policy(one, bdo.alternatives[j]);
        if (repeated) throw refused("xml.malformed", "more than one label in policy '{}'", one.policy_name);
    }
}

struct Reference {
    std::string uri;
    std::string content_type;
};

Reference reference_of(const XmlElement& element)
{
    check_attributes(element, {"URI", "encoding"});
    check_no_text(element);
    if (!element.children.empty()) {
        throw refused("xml.malformed", "DataReference: transforms are not supported");
    }
    const auto* type = element.attribute(xmime_ns, "contentType");
    return {xml_token(required_attribute(element, "URI")), type == nullptr ? std::string() : *type};
}

EmbeddedBdo bdo_of(const XmlElement& root, std::size_t most_references)
{
    if (!root.is(bdo_ns, "BindingInformation")) {
        throw refused("xml.malformed", "{} is not binding information of STANAG 4778", root.name);
    }
    check_attributes(root, {});
    EmbeddedBdo found;
    auto& bdo = found.bdo;
    XmlReader reader(root);
    while (const auto* signature = reader.optional(signature_ns, "Signature")) {
        check_nothing_of(*signature, label_namespaces);
        bdo.has_signature = true;
    }
    const auto& container = reader.required(bdo_ns, "MetadataBindingContainer");
    reader.skip_other(bdo_ns, label_namespaces);
    reader.finish();
    check_attributes(container, {"Id"});
    XmlReader in_container(container);
    const auto& binding = in_container.required(bdo_ns, "MetadataBinding");
    in_container.skip_other(bdo_ns, label_namespaces);
    in_container.finish();
    check_attributes(binding, {"Id"});
    XmlReader in_binding(binding);
    bool has_originator = false;
    while (const auto* metadata = in_binding.optional(bdo_ns, "Metadata")) {
        read_metadata(*metadata, has_originator, bdo);
    }
    if (!has_originator) throw refused("xml.malformed", "there is no originator label");
    check_policies(bdo);
    const auto first = reference_of(in_binding.required(bdo_ns, "DataReference"));
    bdo.data_uri = first.uri;
    bdo.content_type = first.content_type;
    found.references.push_back(first.uri);
    while (found.references.size() < most_references) {
        const auto* more = in_binding.optional(bdo_ns, "DataReference");
        if (more == nullptr) break;
        found.references.push_back(reference_of(*more).uri);
    }
    in_binding.finish();
    return found;
}

EmbeddedBdo read(ByteView document, std::size_t most_references)
{
    XmlLimits limits;
    limits.bytes = bdo_limit;
    return rethrow_as(Fault::refused, "label.malformed",
                      [&] { return bdo_of(read_xml(document, limits), most_references); });
}

std::string metadata_text(const label::Label& label, LabelRole role)
{
    return fmt::format("   <s4778:Metadata>\n{}   </s4778:Metadata>\n", label_text(label, role, 4));
}

} // namespace

Bdo read_bdo(ByteView document)
{
    return read(document, 1).bdo;
}

EmbeddedBdo read_embedded_bdo(ByteView document)
{
    return read(document, reference_limit);
}

Bytes write_bdo(const Bdo& bdo)
{
    std::string text = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                   "<s4778:BindingInformation xmlns:s4778=\"{}\" xmlns:xmime=\"{}\">\n"
                                   " <s4778:MetadataBindingContainer>\n"
                                   "  <s4778:MetadataBinding>\n",
                                   bdo_ns, xmime_ns);
    text += metadata_text(bdo.originator, LabelRole::originator);
    for (const auto& label : bdo.alternatives) text += metadata_text(label, LabelRole::alternative);
    const auto type = bdo.content_type.empty()
                          ? std::string()
                          : fmt::format(" xmime:contentType=\"{}\"", xml_escaped(bdo.content_type));
    text += fmt::format("   <s4778:DataReference URI=\"{}\"{}/>\n"
                        "  </s4778:MetadataBinding>\n"
                        " </s4778:MetadataBindingContainer>\n"
                        "</s4778:BindingInformation>\n",
                        xml_escaped(bdo.data_uri), type);
    return to_bytes(text);
}

std::string reference_to(std::string_view file_name)
{
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string uri = "./";
    for (const char c : file_name) {
        if (unreserved.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return uri;
}

std::optional<std::string> referenced_file(std::string_view uri)
{
    if (!uri.starts_with("./")) return std::nullopt;
    uri.remove_prefix(2);
    std::string name;
    for (std::size_t i = 0; i < uri.size(); ++i) {
        if (uri[i] == '/' || uri[i] == '\\' || uri[i] == '?' || uri[i] == '#') return std::nullopt;
        if (uri[i] != '%') {
            name += uri[i];
            continue;
        }
        std::string digits(uri.substr(i + 1, 2));
        for (auto& c : digits) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        const auto byte = from_hex(digits);
        if (digits.size() != 2 || !byte) return std::nullopt;
        name += static_cast<char>(byte->front());
        i += 2;
    }
    const bool bad = name.empty() || name == "." || name == ".." || !is_utf8(name) ||
                     name.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos;
    return bad ? std::nullopt : std::optional(std::move(name));
}

} // namespace pouch::format
