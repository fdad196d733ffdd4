#include "pouch/format/spif.hpp"

#include "pouch/crypto/digest.hpp"
#include "pouch/format/spif_parts.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <set>

namespace pouch::format {

namespace {

using spif::for_each_child;

void read_equivalent_policies(const XmlElement& element, label::Policy& policy)
{
    for_each_child(element, [&](const XmlElement& child) {
        if (child.name != "equivalentPolicy") return false;
        check_attributes(child, {"name", "id", "userRefURI", "docRefURI"});
        label::EquivalentPolicy other;
        other.line = child.line;
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
        auto name = spif::name_attribute(child, "name");
        const auto is_same = [&](const std::string& other) { return label::same_name(other, name); };
        if (std::any_of(policy.privacy_marks.begin(), policy.privacy_marks.end(), is_same)) {
            throw fault_at(child, fmt::format("'{}' is there twice", name));
        }
        policy.privacy_marks.push_back(std::move(name));
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
    if (version == "3.0") {
        throw fault_at(root,
                       "schemaVersion 3.0 is not supported: it says markings in another way; 1.0, 2.0 and "
                       "2.1 are read");
    }
    if (version != "1.0" && version != "2.0" && version != "2.1") {
        throw fault_at(
            root, fmt::format("schemaVersion '{}' is not supported: 1.0, 2.0 and 2.1 are read", version));
    }
}

label::DefaultPolicy default_policy_of(const XmlElement& element)
{
    check_attributes(element, {"name", "id"});
    for_each_child(element, [](const XmlElement&) { return false; });
    return {spif::name_attribute(element, "name"), spif::oid_attribute(element, "id")};
}

bool read_part(const XmlElement& child, label::Policy& policy)
{
    if (child.name == "securityPolicyId") {
        read_policy_id(child, policy);
    } else if (child.name == "securityClassifications") {
        spif::read_classes(child, policy);
    } else if (child.name == "securityCategoryTagSets") {
        for_each_child(child, [&](const XmlElement& set) {
            if (set.name != "securityCategoryTagSet") return false;
            policy.tag_sets.push_back(spif::tag_set_of(set, policy.warnings));
            return true;
        });
    } else if (child.name == "privacyMarks") {
        read_privacy_marks(child, policy);
    } else if (child.name == "equivalentPolicies") {
        read_equivalent_policies(child, policy);
    } else if (child.name == "defaultSecurityPolicyId") {
        policy.default_policy = default_policy_of(child);
    } else if (child.name == "extensions") {
        spif::read_extensions(child, policy);
    } else {
        return child.name == "updateInfo" || spif::take_marking(child, policy.markings, policy.warnings);
    }
    return true;
}

/// Who issued the policy and when; the keys and object identifiers must be there and mean nothing here.
void read_origin(const XmlElement& root, label::Policy& policy)
{
    policy.originator = spif::name_attribute(root, "originatorDN");
    policy.created = spif::time_attribute(root, "creationDate");
    if (!policy.created) throw fault_at(root, "attribute creationDate is missing");
    static_cast<void>(spif::name_attribute(root, "keyIdentifier"));
    static_cast<void>(spif::oid_attribute(root, "privilegeId"));
    static_cast<void>(spif::oid_attribute(root, "rbacId"));
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
    policy.line = root.line;
    policy.version = spif::optional_attribute(root, "version");
    read_origin(root, policy);
    policy.not_before = spif::time_attribute(root, "notBefore");
    policy.not_after = spif::time_attribute(root, "notAfter");
    std::set<std::string_view> seen;
    for (const auto& child : root.children) {
        if (child.ns != spif::ns && !child.ns.empty()) continue; // a signature
        const bool repeats = child.name == "markingData" || child.name == "markingQualifier";
        if (!seen.insert(child.name).second && !repeats) {
            throw fault_at(child, "is there twice");
        }
        if (child.ns != spif::ns || !read_part(child, policy)) {
            throw fault_at(child, "is not known");
        }
    }
    if (policy.name.empty()) throw fault_at(root, "securityPolicyId is missing");
    spif::link(policy);
    return policy;
}

std::string edition_of(ByteView document)
{
    return crypto::digest_of(crypto::Algorithm::sha256, document).hex();
}

XmlLimits limits()
{
    XmlLimits limits;
    limits.bytes = spif_limit;
    limits.elements = 500'000;
    return limits;
}

} // namespace

label::Policy read_spif(ByteView document)
{
    return rethrow_as(Fault::usage, "policy.malformed", [&] {
        auto policy = policy_of(read_xml(document, limits()));
        policy.edition = edition_of(document);
        return policy;
    });
}

label::Policy read_untidy_spif(ByteView document)
{
    return rethrow_as(Fault::usage, "policy.malformed", [&] {
        auto root = read_xml(document, limits());
        auto mended = spif::mend(root);
        auto policy = policy_of(root);
        policy.edition = edition_of(document);
        policy.mended = std::move(mended);
        if (*root.attribute("creationDate") == spif::no_date) policy.created.reset();
        return policy;
    });
}

} // namespace pouch::format
