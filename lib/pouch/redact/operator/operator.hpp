#pragma once
#include "pouch/redact/key_scope.hpp"
#include "pouch/redact/rules.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// What is written in place of a value, where the value decides (reference/redaction.md section 3). Each is a function of
/// the value as it was found, decoded, of its rule, and of the key of the scope; it may be called from several threads.
namespace pouch::redact {

/// The text for a value, which needs no escape in any format and ends no line; nothing where the value cannot be read: then
/// the fixed token of the rule is written.
using Operator = std::function<std::optional<std::string>(std::string_view value)>;

/// `[category:XXXXXXXXXXXXXXXX]`: base32 of 80 bits of HMAC-SHA-256 over the category and the normalised value.
/// `key` is kept by reference.
[[nodiscard]] Operator pseudonymiser_of(const Rule& rule, const KeyScope& key);

/// The value less exactly. Throws Fault::usage `rules.value` for what is not on the list of generalise.cpp.
[[nodiscard]] Operator generaliser_of(const Rule& rule);

/// Throws Fault::usage `rules.value` unless dates of the rule can be shifted.
void check_shift(const Rule& rule);
/// The date in its spelling, moved by as many days as `key` says for the subject of the rule.
[[nodiscard]] Operator shifter_of(const Rule& rule, const KeyScope& key);

/// `[ENCRYPTED:category:...]`: base32 of an age v1 file for the originator of the rule. `key` is kept by reference.
[[nodiscard]] Operator encrypter_of(const Rule& rule, const KeyScope& key);

/// The operator of `rule`, which is empty if the value does not matter to it. Fault::usage `rules.key-file`: it needs the
/// key, which is null. `key` is kept by reference.
[[nodiscard]] Operator operator_of(const Rule& rule, const KeyScope* key);

/// Keeps a category, behind which more stands, apart.
[[nodiscard]] inline std::string head_of(const Rule& rule)
{
    return rule.category.empty() ? "" : rule.category + ":";
}

} // namespace pouch::redact
