#include "pouch/redact/operator/field_operators.hpp"

namespace pouch::redact {

std::vector<std::uint32_t> fields_of(FormatKind kind, const std::vector<Rule>& rules)
{
    std::vector<std::uint32_t> fields;
    for (std::uint32_t i = 0; i < rules.size(); ++i) {
        if (rules[i].field && rules[i].scope.has(kind)) fields.push_back(i);
    }
    return fields;
}

FieldOperators::FieldOperators(const std::vector<Rule>& rules, const std::vector<std::uint32_t>& fields,
                               const KeyScope* key)
    : rules_(rules)
{
    for (const auto index : fields) {
        if (takes_value(rules[index].action)) operators_.emplace(index, operator_of(rules[index], key));
    }
}

std::string FieldOperators::replacement(std::uint32_t index, std::optional<std::string_view> value) const
{
    const auto found = operators_.find(index);
    if (value && found != operators_.end()) {
        if (auto written = found->second(*value)) return std::move(*written);
    }
    return rules_[index].replacement();
}

} // namespace pouch::redact
