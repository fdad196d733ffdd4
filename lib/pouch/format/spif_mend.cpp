#include "pouch/format/spif_parts.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <map>

namespace pouch::format::spif {

namespace {

/// The namespaces that are seen in its place.
constexpr std::array<std::string_view, 4> wrong_namespaces = {
    "", "http://www.xmslpif.org/spif", "http://www.xmlspif.org/spif/", "https://www.xmlspif.org/spif"};

struct Words {
    std::string_view attribute;
    std::array<std::string_view, 5> words; ///< Empty ones are no words.
};

constexpr std::array<Words, 9> closed_lists = {{
    {"tagType", {"restrictive", "permissive", "enumerated", "tagType7", "notApplicable"}},
    {"enumType", {"restrictive", "permissive"}},
    {"tag7Encoding", {"bitSetAttributes", "securityAttributes"}},
    {"operation", {"onlyOne", "oneOrMore", "all"}},
    {"applied", {"encrypt", "decrypt", "both"}},
    {"action", {"discard"}},
    {"userInput", {"string", "integer", "date"}},
    {"obsolete", {"true", "false"}},
    {"singleSelection", {"true", "false"}},
}};

/// Attributes of the root that mean nothing here, and what is taken in their place.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> unread_attributes = {
    {{"originatorDN", "CN=not given"},
     {"keyIdentifier", "00"},
     {"privilegeId", "1.3.26.0.4774.5.24.1"},
     {"rbacId", "1.3.26.0.4774.5.24.1"},
     {"creationDate", no_date}}};

class Mender {
  public:
    std::vector<std::string> run(XmlElement& root)
    {
        const auto ns_of_root = root.ns;
        if (std::find(wrong_namespaces.begin(), wrong_namespaces.end(), ns_of_root) !=
            wrong_namespaces.end()) {
            note(root, fmt::format("namespace '{}' taken for {}", ns_of_root, ns));
            rename(root, ns_of_root);
        }
        if (!root.is(ns, "SPIF")) return std::move(mended_);
        add_missing(root, "schemaVersion", "2.1");
        for (const auto& [key, value] : unread_attributes) add_missing(root, key, value);
        words(root);
        collect_names(root);
        references(root);
        return std::move(mended_);
    }

  private:
    void note(const XmlElement& element, std::string_view what)
    {
        mended_.push_back(fmt::format("line {}: {}: {}", element.line, element.name, what));
    }

    static void rename(XmlElement& element, const std::string& from)
    {
        if (element.ns != from) return;
        element.ns = ns;
        for (auto& child : element.children) rename(child, from);
    }

    void add_missing(XmlElement& element, std::string_view key, std::string_view value)
    {
        const auto* given = element.attribute(key);
        if (given != nullptr && !xml_token(*given).empty()) return;
        std::erase_if(element.attributes,
                      [&](const XmlAttribute& one) { return one.ns.empty() && one.name == key; });
        element.attributes.push_back({{}, std::string(key), std::string(value)});
        note(element, fmt::format("attribute {} is missing", key));
    }

    /// Words of closed lists in another case.
    void words(XmlElement& element)
    {
        if (element.ns != ns) return;
        for (auto& attribute : element.attributes) {
            if (!attribute.ns.empty()) continue;
            for (const auto& list : closed_lists) {
                if (list.attribute != attribute.name) continue;
                for (const auto word : list.words) {
                    const auto token = xml_token(attribute.value);
                    if (word.empty() || token == word || !label::same_name(token, word)) continue;
                    note(element, fmt::format("{}='{}' taken for '{}'", attribute.name, token, word));
                    attribute.value = word;
                }
            }
        }
        const auto* type = element.attribute("tagType");
        if (element.name == "securityCategoryTag" && type != nullptr && xml_token(*type) == "tagType7") {
            add_missing(element, "tag7Encoding", "securityAttributes");
        }
        for (auto& child : element.children) words(child);
    }

    /// Names by object identifier, of what is referred to by name.
    void collect_names(const XmlElement& element)
    {
        const auto* name = element.attribute("name");
        const auto* id = element.attribute("id");
        if (name != nullptr && id != nullptr) {
            if (element.name == "securityCategoryTagSet")
                names_["tagSetRef"].emplace(xml_token(*id), xml_token(*name));
            if (element.name == "equivalentPolicy")
                names_["policyRef"].emplace(xml_token(*id), xml_token(*name));
        }
        for (const auto& child : element.children) collect_names(child);
    }

    /// References by object identifier.
    void references(XmlElement& element)
    {
        for (auto& attribute : element.attributes) {
            const auto names = names_.find(attribute.name);
            if (!attribute.ns.empty() || names == names_.end()) continue;
            const auto found = names->second.find(xml_token(attribute.value));
            if (found == names->second.end()) continue;
            note(element, fmt::format("{}='{}' taken for '{}'", attribute.name, found->first, found->second));
            attribute.value = found->second;
        }
        for (auto& child : element.children) references(child);
    }

    std::vector<std::string> mended_;
    std::map<std::string, std::map<std::string, std::string>> names_;
};

} // namespace

std::vector<std::string> mend(XmlElement& root)
{
    return Mender().run(root);
}

} // namespace pouch::format::spif
