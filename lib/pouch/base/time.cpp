#include "pouch/base/time.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace pouch {

namespace {

namespace chr = std::chrono;

/// Reads exactly `digits` decimal digits from the front of `text`; -1 if they are not there.
int take_digits(std::string_view& text, std::size_t digits)
{
    if (text.size() < digits) return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c)
{
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

/// `YYYY-MM-DDThh:mm:ss` from the front of `text`.
std::optional<Instant> take_civil(std::string_view& text)
{
    const int year = take_digits(text, 4);
    if (!take(text, '-')) return std::nullopt;
    const int month = take_digits(text, 2);
    if (!take(text, '-')) return std::nullopt;
    const int day = take_digits(text, 2);
    if (!take(text, 'T')) return std::nullopt;
    const int hour = take_digits(text, 2);
    if (!take(text, ':')) return std::nullopt;
    const int minute = take_digits(text, 2);
    if (!take(text, ':')) return std::nullopt;
    const int second = take_digits(text, 2);
    return instant_of(year, month, day, hour, minute, second);
}

chr::year_month_day date_of(Instant when)
{
    return chr::floor<chr::days>(chr::sys_seconds(chr::seconds(when.seconds)));
}

} // namespace

bool is_calendar_day(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
    return chr::year_month_day(chr::year(year), chr::month(static_cast<unsigned>(month)),
                               chr::day(static_cast<unsigned>(day)))
        .ok();
}

std::optional<Instant> instant_of(int year, int month, int day, int hour, int minute, int second)
{
    if (!is_calendar_day(year, month, day)) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
    const chr::sys_days date =
        chr::year(year) / chr::month(static_cast<unsigned>(month)) / chr::day(static_cast<unsigned>(day));
    const auto days = date.time_since_epoch().count();
    return Instant{static_cast<std::int64_t>(days) * 86400 + hour * 3600 + minute * 60 + second};
}

std::optional<Instant> parse_rfc3339(std::string_view text)
{
    const auto when = take_civil(text);
    return when && text == "Z" ? when : std::nullopt;
}

std::optional<Instant> parse_xml_datetime(std::string_view text)
{
    auto when = take_civil(text);
    if (!when) return std::nullopt;
    if (take(text, '.')) {
        std::size_t digits = 0;
        while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
        if (digits == 0 || digits > 12) return std::nullopt;
        text.remove_prefix(digits);
    }
    if (text == "Z") return when;
    const bool ahead = !text.empty() && text.front() == '+';
    if (!ahead && (text.empty() || text.front() != '-')) return std::nullopt;
    text.remove_prefix(1);
    const int hours = take_digits(text, 2);
    if (!take(text, ':')) return std::nullopt;
    const int minutes = take_digits(text, 2);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > (hours == 14 ? 0 : 59) || !text.empty())
        return std::nullopt;
    const int offset = hours * 3600 + minutes * 60;
    when->seconds += ahead ? -offset : offset;
    if (*when < first_instant || *when > last_instant) return std::nullopt;
    return when;
}

std::string format_date(Instant when)
{
    const auto date = date_of(when);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format_rfc3339(Instant when)
{
    const auto day_seconds = ((when.seconds % 86400) + 86400) % 86400;
    return fmt::format("{}T{:02}:{:02}:{:02}Z", format_date(when), day_seconds / 3600, day_seconds / 60 % 60,
                       day_seconds % 60);
}

bool is_date(std::string_view text)
{
    const int year = take_digits(text, 4);
    if (!take(text, '-')) return false;
    const int month = take_digits(text, 2);
    if (!take(text, '-')) return false;
    const int day = take_digits(text, 2);
    return text.empty() && is_calendar_day(year, month, day);
}

Instant add_years(Instant when, int years)
{
    auto date = date_of(when) + chr::years(years);
    if (!date.ok()) date = date.year() / date.month() / chr::last;
    const auto day_seconds = ((when.seconds % 86400) + 86400) % 86400;
    const Instant later{static_cast<std::int64_t>(chr::sys_days(date).time_since_epoch().count()) * 86400 +
                        day_seconds};
    return std::min(later, last_instant);
}

Instant system_now()
{
    return {chr::duration_cast<chr::seconds>(chr::system_clock::now().time_since_epoch()).count()};
}

Instant now()
{
    if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"); fixed != nullptr) {
        const auto seconds = parse_number(fixed);
        if (!seconds || *seconds > static_cast<std::uint64_t>(last_instant.seconds)) {
            throw usage_error("usage.epoch",
                              "SOURCE_DATE_EPOCH is not a number of seconds before the year 10000");
        }
        return {static_cast<std::int64_t>(*seconds)};
    }
    return system_now();
}

} // namespace pouch
