#include "pouch/redact/operator/field_operators.hpp"

namespace pouch::redact {

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
