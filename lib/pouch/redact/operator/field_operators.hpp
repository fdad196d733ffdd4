#pragma once
#include "pouch/redact/operator/operator.hpp"

#include <map>
#include <vector>

/// What stands for the values of fields.
namespace pouch::redact {

/// The indexes of the rules about fields of that format.
[[nodiscard]] std::vector<std::uint32_t> fields_of(FormatKind kind, const std::vector<Rule>& rules);

class FieldOperators {
  public:
    /// `fields`: indexes of the rules in question, all of which are kept by reference, as `key` is. Fault::usage
    /// `rules.key-file`: one of them needs the key, which is null.
    FieldOperators(const std::vector<Rule>& rules, const std::vector<std::uint32_t>& fields,
                   const KeyScope* key);

    /// What is written for a field that rule `index` means and that holds `value`, decoded; none: it holds more than a
    /// text or a number, or something else.
    [[nodiscard]] std::string replacement(std::uint32_t index, std::optional<std::string_view> value) const;

  private:
    const std::vector<Rule>& rules_;
    std::map<std::uint32_t, Operator> operators_; ///< Of rules that take the value.
};

} // namespace pouch::redact
