#include "pouch/format/spif.hpp"

#include "pouch/crypto/digest.hpp"
#include "pouch/format/spif_parts.hpp"

#include <charconv>
#include <set>

namespace pouch::format {

namespace {

using spif::for_each_child;

label::Class class_of(const XmlElement& element, spif::Warnings& warnings)
{
    check_attributes(element, {"name", "lacv", "hierarchy", "color", "obsolete"});
    label::Class one;
    one.name = spif::name_attribute(element, "name");
    one.lacv = spif::lacv_attribute(element);
    one.hierarchy = spif::integer_attribute(element, "hierarchy");
    one.color = spif::optional_attribute(element, "color");
    one.obsolete = spif::flag_attribute(element, "obsolete");
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name == "equivalentClassification") {
            one.equivalents.push_back(spif::equivalent_class(child));
        } else if (child.name == "requiredCategory") {
            one.required.push_back(spif::required_category(child));
        } else {
            return spif::take_marking(child, one.markings, warnings);
        }
        return true;
    });
    return one;
}

void read_classes(const XmlElement& element, label::Policy& policy)
{
    check_attributes(element, {"name"});
    label::Markings unused;
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name == "securityClassification") {
            policy.classes.push_back(class_of(child, policy.warnings));
            return true;
        }
        return spif::take_marking(child, unused, policy.warnings);
    });
    if (!unused.data.empty() || !unused.qualifiers.empty()) {
        policy.warnings.emplace_back("markings of securityClassifications as a whole have no effect");
    }
}

label::TagCategory category_of(const XmlElement& element, spif::Warnings& warnings)
{
    check_attributes(element, {"name", "lacv", "requiredClass", "obsolete", "userInput", "dateFormat",
                               "notBefore", "notAfter"});
    label::TagCategory category;
    category.name = spif::name_attribute(element, "name");
    category.lacv = spif::lacv_attribute(element);
    category.required_class = spif::optional_attribute(element, "requiredClass");
    category.obsolete = spif::flag_attribute(element, "obsolete");
    category.not_before = spif::time_attribute(element, "notBefore");
    category.not_after = spif::time_attribute(element, "notAfter");
    if (element.attribute("userInput") != nullptr) {
        warnings.push_back("category '" + category.name + "' wants user input: only its name is understood");
    }
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name == "equivalentSecCategoryTag") {
            category.equivalents.push_back(spif::equivalent_category(child));
        } else if (child.name == "excludedClass") {
            category.excluded_classes.push_back(token_of(child));
        } else if (child.name == "requiredCategory") {
            category.required.push_back(spif::required_category(child));
        } else if (child.name == "excludedCategory") {
            category.excluded.push_back(spif::excluded_category(child));
        } else {
            return spif::take_marking(child, category.markings, warnings);
        }
        return true;
    });
    return category;
}

/// minSelection and maxSelection: a number, or nothing for `unbounded` and for none.
std::optional<std::size_t> selection(const XmlElement& element, std::string_view key)
{
    const auto text = spif::optional_attribute(element, key);
    if (text.empty() || text == "unbounded") return std::nullopt;
    std::size_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) {
        throw refused("xml.malformed", "{}: {} is neither a number nor unbounded", element.name, key);
    }
    return value;
}

label::Tag tag_of(const XmlElement& element, spif::Warnings& warnings)
{
    check_attributes(element, {"name", "tagType", "enumType", "tag7Encoding", "singleSelection",
                               "maxSelection", "minSelection"});
    label::Tag tag;
    tag.name = spif::optional_attribute(element, "name");
    tag.kind = spif::kind_of(element);
    tag.enumerated = spif::is_enumerated(element);
    tag.min_selection = selection(element, "minSelection");
    tag.max_selection = selection(element, "maxSelection");
    if (spif::flag_attribute(element, "singleSelection")) {
        tag.max_selection = std::min<std::size_t>(tag.max_selection.value_or(1), 1);
    }
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name != "tagCategory") return spif::take_marking(child, tag.markings, warnings);
        tag.categories.push_back(category_of(child, warnings));
        return true;
    });
    return tag;
}

label::TagSet tag_set_of(const XmlElement& element, spif::Warnings& warnings)
{
    check_attributes(element, {"name", "id"});
    label::TagSet set;
    set.name = spif::name_attribute(element, "name");
    set.id = spif::oid_attribute(element, "id");
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name == "securityCategoryTag") {
            set.tags.push_back(tag_of(child, warnings));
        } else if (child.name == "equivalentSecurityCategoryTagSet") {
            set.equivalents.push_back(spif::equivalent_tag_set(child));
        } else {
            return false;
        }
        return true;
    });
    return set;
}

void read_equivalent_policies(const XmlElement& element, label::Policy& policy)
{
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name != "equivalentPolicy") return false;
        check_attributes(child, {"name", "id", "userRefURI", "docRefURI"});
        label::EquivalentPolicy other;
        other.name = spif::name_attribute(child, "name");
        other.id = spif::oid_attribute(child, "id");
        for_each_child(child, [&](const XmlElement& rule) {
            if (rule.name != "requiredCategory") return false;
            other.required.push_back(spif::required_category(rule));
            return true;
        });
        policy.equivalent_policies.push_back(std::move(other));
        return true;
    });
}

/// Privacy marks are known by their names; how they are shown is not read.
void read_privacy_marks(const XmlElement& element, label::Policy& policy)
{
    check_attributes(element, {"minSelection", "maxSelection"});
    label::Markings unused;
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name != "privacyMark") return spif::take_marking(child, unused, policy.warnings);
        check_attributes(child, {"name", "obsolete"});
        for_each_child(child, [&](const XmlElement& inner) {
            return spif::take_marking(inner, unused, policy.warnings);
        });
        policy.privacy_marks.push_back(spif::name_attribute(child, "name"));
        return true;
    });
}

void read_policy_id(const XmlElement& element, label::Policy& policy)
{
    check_attributes(element, {"name", "id"});
    policy.name = spif::name_attribute(element, "name");
    policy.id = spif::oid_attribute(element, "id");
    label::Markings unused;
    for_each_child(element, [&](const XmlElement& child) {
        return child.name == "updateInfo" || spif::take_marking(child, unused, policy.warnings);
    });
    if (!unused.data.empty() || !unused.qualifiers.empty()) {
        policy.warnings.emplace_back("markings of securityPolicyId have no effect");
    }
}

void check_version(const XmlElement& root)
{
    const auto version = spif::name_attribute(root, "schemaVersion");
    if (version != "1.0" && version != "2.0" && version != "2.1") {
        throw refused("xml.malformed", "schemaVersion '{}' is not supported: only 1.0, 2.0 and 2.1 are",
                      version);
    }
}

bool read_part(const XmlElement& child, label::Policy& policy)
{
    if (child.name == "securityPolicyId") {
        read_policy_id(child, policy);
    } else if (child.name == "securityClassifications") {
        read_classes(child, policy);
    } else if (child.name == "securityCategoryTagSets") {
        for_each_child(child, [&](const XmlElement& set) {
            if (set.name != "securityCategoryTagSet") return false;
            policy.tag_sets.push_back(tag_set_of(set, policy.warnings));
            return true;
        });
    } else if (child.name == "privacyMarks") {
        read_privacy_marks(child, policy);
    } else if (child.name == "equivalentPolicies") {
        read_equivalent_policies(child, policy);
    } else if (child.name == "extensions") {
        spif::read_extensions(child, policy);
    } else {
        return child.name == "updateInfo" || child.name == "defaultSecurityPolicyId" ||
               spif::take_marking(child, policy.markings, policy.warnings);
    }
    return true;
}

label::Policy policy_of(const XmlElement& root)
{
    if (!root.is(spif::ns, "SPIF")) {
        throw refused("xml.malformed", "{} in namespace '{}' is not a SPIF", root.name, root.ns);
    }
    check_version(root);
    check_attributes(root, {"schemaVersion", "version", "creationDate", "originatorDN", "keyIdentifier",
                            "privilegeId", "rbacId", "notBefore", "notAfter"});
    check_no_text(root);
    label::Policy policy;
    policy.version = spif::optional_attribute(root, "version");
    policy.not_before = spif::time_attribute(root, "notBefore");
    policy.not_after = spif::time_attribute(root, "notAfter");
    std::set<std::string_view> seen;
    for (const auto& child : root.children) {
        if (child.ns != spif::ns && !child.ns.empty()) continue; // a signature
        const bool repeats = child.name == "markingData" || child.name == "markingQualifier";
        if (!seen.insert(child.name).second && !repeats) {
            throw refused("xml.malformed", "SPIF: {} is there twice", child.name);
        }
        if (child.ns != spif::ns || !read_part(child, policy)) {
            throw refused("xml.malformed", "SPIF: element {} is not known", child.name);
        }
    }
    if (policy.name.empty()) throw refused("xml.malformed", "SPIF: securityPolicyId is missing");
    spif::link(policy);
    return policy;
}

} // namespace

label::Policy read_spif(ByteView document)
{
    XmlLimits limits;
    limits.bytes = spif_limit;
    limits.elements = 500'000;
    return rethrow_as(Fault::usage, "policy.malformed", [&] {
        auto policy = policy_of(read_xml(document, limits));
        policy.edition = crypto::digest_of(crypto::Algorithm::sha256, document).hex();
        return policy;
    });
}

} // namespace pouch::format
