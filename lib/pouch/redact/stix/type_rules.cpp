#include "pouch/redact/stix/type_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::redact::stix {

namespace {

using Names = std::array<std::string_view, 5>; // the rest is empty

struct TypeRule {
    std::string_view type;
    Names required;
    Names one_of = {};
};

/// `object_marking_refs` and `granular_markings` are not required by STIX, but without them the object says less of who may
/// see it.
constexpr std::array<std::string_view, 12> common{
    "type",       "id",         "spec_version",    "created",    "modified",    "object_marking_refs",
    "source_ref", "target_ref", "sighting_of_ref", "object_ref", "object_refs", "granular_markings"};

constexpr std::array<TypeRule, 39> rules{{
    {"artifact", {}, {"payload_bin", "url"}},
    {"attack-pattern", {"name"}},
    {"autonomous-system", {"number"}},
    {"campaign", {"name"}},
    {"course-of-action", {"name"}},
    {"directory", {"path"}},
    {"domain-name", {"value"}},
    {"email-addr", {"value"}},
    {"email-message", {"is_multipart"}},
    {"extension-definition", {"name", "schema", "version", "extension_types", "created_by_ref"}},
    {"file", {}, {"hashes", "name"}},
    {"grouping", {"context"}},
    {"identity", {"name"}},
    {"incident", {"name"}},
    {"indicator", {"pattern", "pattern_type", "valid_from"}},
    {"infrastructure", {"name"}},
    {"intrusion-set", {"name"}},
    {"ipv4-addr", {"value"}},
    {"ipv6-addr", {"value"}},
    {"language-content", {"contents"}},
    {"location", {}, {"region", "country", "latitude"}},
    {"mac-addr", {"value"}},
    {"malware", {"is_family"}},
    {"malware-analysis", {"product"}, {"result", "analysis_sco_refs"}},
    {"marking-definition", {"definition", "definition_type", "extensions"}},
    {"mutex", {"name"}},
    {"network-traffic", {"protocols"}, {"src_ref", "dst_ref"}},
    {"note", {"content"}},
    {"observed-data", {"first_observed", "last_observed", "number_observed", "objects"}},
    {"opinion", {"opinion"}},
    {"relationship", {"relationship_type"}},
    {"report", {"name", "published"}},
    {"software", {"name"}},
    {"threat-actor", {"name"}},
    {"tool", {"name"}},
    {"url", {"value"}},
    {"user-account", {}, {"user_id", "account_login", "display_name", "account_type"}},
    {"vulnerability", {"name"}},
    {"windows-registry-key", {}, {"key", "values"}},
}};

const TypeRule* rule_of(std::string_view type)
{
    const auto* at =
        std::lower_bound(rules.begin(), rules.end(), type,
                         [](const TypeRule& rule, std::string_view of) { return rule.type < of; });
    return at != rules.end() && at->type == type ? at : nullptr;
}

template <typename Range, typename Name> bool has(const Range& names, const Name& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

bool is_required(std::string_view type, std::string_view property)
{
    return has(common, property) || has_to_have(type, property);
}

bool has_to_have(std::string_view type, std::string_view property)
{
    const auto* rule = rule_of(type);
    return rule != nullptr && !property.empty() && has(rule->required, property);
}

bool has_to_have_in_2_0(std::string_view type, std::string_view property)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> properties{{
        {"identity", "identity_class"},
        {"indicator", "labels"},
        {"malware", "labels"},
        {"malware", "name"},
        {"report", "labels"},
        {"threat-actor", "labels"},
        {"tool", "labels"},
    }};
    return has(properties, std::pair(type, property));
}

std::span<const std::string_view> one_of(std::string_view type)
{
    const auto* rule = rule_of(type);
    if (rule == nullptr) return {};
    const auto count = std::find(rule->one_of.begin(), rule->one_of.end(), "") - rule->one_of.begin();
    return std::span(rule->one_of).first(static_cast<std::size_t>(count));
}

std::span<const Dependence> dependences()
{
    static constexpr std::array<Dependence, 6> all{{
        {"artifact", "decryption_key", "encryption_algorithm"},
        {"artifact", "url", "hashes"},
        {"location", "latitude", "longitude"},
        {"location", "longitude", "latitude"},
        {"location", "precision", "latitude"},
        {"location", "precision", "longitude"},
    }};
    return all;
}

bool needs_any(std::string_view type)
{
    return type == "process" || type == "x509-certificate";
}

bool is_common(std::string_view property)
{
    return property == "defanged" || has(common, property);
}

bool is_required_inside(std::string_view holder, std::string_view member)
{
    // Wherever they stand.
    if (member == "source_name" || member == "kill_chain_name" || member == "phase_name" ||
        member == "contains_refs" || member == "marking_ref" || member == "selectors")
        return true;
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> members{{
        {"alternate_data_streams", "name"},
        {"http-request-ext", "request_method"},
        {"http-request-ext", "request_value"},
        {"icmp-ext", "icmp_code_hex"},
        {"icmp-ext", "icmp_type_hex"},
        {"sections", "name"},
        {"socket-ext", "address_family"},
        {"windows-pebinary-ext", "pe_type"},
    }};
    return has(members, std::pair(holder, member));
}

std::span<const std::string_view> one_of_inside(std::string_view holder)
{
    static constexpr std::array<std::string_view, 2> mail_part{"body", "body_raw_ref"};
    static constexpr std::array<std::string_view, 3> link{"description", "url", "external_id"};
    if (holder == "body_multipart") return mail_part;
    if (holder == "external_references") return link;
    return {};
}

} // namespace pouch::redact::stix
