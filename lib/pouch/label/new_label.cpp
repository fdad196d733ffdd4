#include "pouch/label/new_label.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/label/validity.hpp"

namespace pouch::label {

namespace {

std::string trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return std::string(text);
}

std::string policy_has(const std::vector<std::string>& names)
{
    return names.empty() ? "the policy has none" : "the policy has: " + listed(names);
}

const Class& wanted_class(const Policy& policy, const std::string& name)
{
    if (const auto* found = policy.find_class(name)) return *found;
    std::vector<std::string> names;
    for (const auto& one : policy.classes) names.push_back(one.name);
    throw usage_error("usage.classification", "--classification: policy '{}' has no classification '{}'",
                      policy.name, name)
        .with_hint(policy_has(names));
}

const TagSet& wanted_set(const Policy& policy, const std::string& name)
{
    if (const auto* found = policy.find_tag_set({}, name)) return *found;
    if (const auto* found = policy.find_tag_set(name, {}); found != nullptr && !name.empty()) return *found;
    std::vector<std::string> names;
    for (const auto& set : policy.tag_sets) names.push_back(set.name);
    throw usage_error("usage.category", "--category: policy '{}' has no tag set '{}'", policy.name, name)
        .with_hint(policy_has(names));
}

CategoryRef wanted_value(const TagSet& set, const std::string& value)
{
    std::optional<CategoryRef> found;
    for (const auto kind : {TagKind::restrictive, TagKind::permissive, TagKind::informative}) {
        const auto ref = find_category(set, kind, value);
        if (!ref) continue;
        if (found) {
            throw usage_error("usage.category", "--category: tag set '{}' has '{}' both {} and {}", set.name,
                              value, name_of(*found->tag->kind), name_of(kind));
        }
        found = ref;
    }
    if (found) return *found;
    throw usage_error("usage.category", "--category: tag set '{}' has no value '{}'", set.name, value)
        .with_hint(policy_has(value_names(set, std::nullopt)));
}

} // namespace

WantedCategory parse_wanted_category(std::string_view text)
{
    const auto equals = text.find('=');
    WantedCategory wanted{trimmed(text.substr(0, equals)), {}};
    if (equals != std::string_view::npos) {
        for (const auto value : split(text.substr(equals + 1), ',')) wanted.values.push_back(trimmed(value));
    }
    bool complete = !wanted.tag_set.empty() && !wanted.values.empty();
    for (const auto& value : wanted.values) complete = complete && !value.empty();
    if (!complete) throw usage_error("usage.category", "--category: '{}' is not TAG SET=VALUE,VALUE", text);
    return wanted;
}

OriginatorId parse_originator(std::string_view text)
{
    const auto colon = text.find(':');
    OriginatorId id{std::string(text.substr(0, colon)), {}};
    if (colon != std::string_view::npos) id.value = trimmed(text.substr(colon + 1));
    if (!is_originator_type(id.type) || id.value.empty()) {
        throw usage_error("usage.originator", "--originator: '{}' is not TYPE:ID", text)
            .with_hint(
                "types: rfc822Name dNSName directoryName uniformResourceIdentifier iPAddress x400Address "
                "userPrincipalName jID");
    }
    return id;
}

Instant default_review(Instant created)
{
    constexpr int years = 10;
    return add_years(created, years);
}

Label new_label(const Policy& policy, const WantedLabel& wanted)
{
    Label label;
    label.policy_id = policy.id;
    label.policy_name = policy.name;
    label.edition = policy.edition;
    label.classification = wanted_class(policy, wanted.classification).name;
    std::vector<CategoryRef> refs;
    for (const auto& category : wanted.categories) {
        const auto& set = wanted_set(policy, category.tag_set);
        for (const auto& value : category.values) refs.push_back(wanted_value(set, value));
    }
    label.categories = categories_of(std::move(refs), policy);
    label.originator = wanted.originator;
    label.created = wanted.created;
    label.review = wanted.review.value_or(default_review(wanted.created));
    if (*label.review <= label.created) {
        throw usage_error("usage.review", "--review: {} is not after the creation of the label, {}",
                          format_rfc3339(*label.review), format_rfc3339(label.created));
    }
    const auto findings = findings_of(policy, label, wanted.at, Mode::created);
    if (!findings.empty()) {
        throw error_of(findings, fmt::format("policy '{}' does not allow this label", policy.name));
    }
    return label;
}

Error error_of(const std::vector<Finding>& findings, std::string_view what)
{
    const auto& first = findings.front();
    if (findings.size() == 1) {
        return {Fault::policy, first.reason, fmt::format("{}: {}", what, placed(first)), first.remedy};
    }
    std::vector<std::string> details;
    details.reserve(findings.size());
    for (const auto& finding : findings) {
        details.push_back(fmt::format("{} ({})", placed(finding), finding.reason));
    }
    return Error(Fault::policy, first.reason, fmt::format("{}: {} findings", what, findings.size()),
                 first.remedy)
        .with_details(std::move(details));
}

void throw_findings(const std::vector<Finding>& findings, std::string_view what)
{
    if (!findings.empty()) throw error_of(findings, what);
}

} // namespace pouch::label
