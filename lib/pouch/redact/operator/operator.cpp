#include "pouch/redact/operator/operator.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

/// True if `text` can stand in every format as it is: it needs no escape, and ends no line.
bool is_plain(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F || std::string_view("\"\\<>&'").find(c) != std::string_view::npos;
    });
}

/// As operator_of, before what it writes is looked at.
Operator bare_operator_of(const Rule& rule, const KeyScope* key)
{
    if (takes_key(rule.action) && key == nullptr) {
        throw usage_error("rules.key-file", "rule {}: the action {} needs --key-file", rule.id,
                          name_of(rule.action));
    }
    if (rule.action == Action::pseudonym) return pseudonymiser_of(rule, *key);
    if (rule.action == Action::generalise) return generaliser_of(rule);
    if (rule.action == Action::shift_date) return shifter_of(rule, *key);
    if (rule.action == Action::encrypt) return encrypter_of(rule, *key);
    return {};
}

} // namespace

Operator operator_of(const Rule& rule, const KeyScope* key)
{
    auto apply = bare_operator_of(rule, key);
    if (!apply) return {};
    return [apply = std::move(apply)](std::string_view value) {
        auto written = apply(value);
        if (written && !is_plain(*written)) written.reset();
        return written;
    };
}

} // namespace pouch::redact
