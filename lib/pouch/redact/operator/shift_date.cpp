#include "pouch/base/error.hpp"
#include "pouch/redact/operator/operator.hpp"
#include "pouch/redact/operator/written_date.hpp"

namespace pouch::redact {

namespace {

constexpr unsigned most_weeks = 25; ///< 175 days.

/// Whole weeks, so that a weekday that stands beside a date stays true; never none.
std::chrono::days offset_of(const Rule& rule, const KeyScope& key)
{
    const auto mac = key.mac(KeyScope::Purpose::shift_date, rule.subject);
    const auto choice =
        read_le<std::uint64_t>(mac) % (2 * most_weeks); // far less than 2^64: no bias that counts
    const auto weeks = static_cast<int>(choice % most_weeks) + 1;
    return std::chrono::days(7 * (choice < most_weeks ? weeks : -weeks));
}

} // namespace

void check_shift(const Rule& rule)
{
    if (rule.builtin != nullptr && (rule.builtin->name == "date" || rule.builtin->name == "dtg")) return;
    throw usage_error("rules.value", "the action shift-date is for the builtins date and dtg");
}

Operator shifter_of(const Rule& rule, const KeyScope& key)
{
    return [offset = offset_of(rule, key)](std::string_view value) -> std::optional<std::string> {
        const auto written = WrittenDate::read(value);
        if (!written) return std::nullopt;
        return written->with(std::chrono::sys_days(written->date()) + offset);
    };
}

} // namespace pouch::redact
