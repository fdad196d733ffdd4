#include "pouch/redact/recognise/clock.hpp"

#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

constexpr std::size_t most_fraction_digits = 9;

/// True if two digits below `limit`, and no third, stand at `i`.
bool has_two_below(std::string_view text, std::size_t i, unsigned limit)
{
    return digit_run(text, i, 3) == 2 && two_digits(text, i) < limit;
}

/// The end of `Z`, `+09:00` or ` +0900` at `i`; `i` if there is none.
std::size_t zone_end(std::string_view text, std::size_t i)
{
    if (at_or_nul(text, i) == 'Z' || at_or_nul(text, i) == 'z') return i + 1;
    auto sign = i;
    if (at_or_nul(text, sign) == ' ') ++sign;
    if (at_or_nul(text, sign) != '+' && at_or_nul(text, sign) != '-') return i;
    ++sign;
    if (digit_run(text, sign, 5) == 4) return sign + 4;
    if (!has_two_below(text, sign, 24)) return i;
    const bool has_minutes = at_or_nul(text, sign + 2) == ':' && has_two_below(text, sign + 3, 60);
    return has_minutes ? sign + 5 : i;
}

/// The end of hours and minutes at `i`, with seconds and a zone or not; `i` if there is none.
std::size_t digital_end(std::string_view text, std::size_t i)
{
    if (!has_two_below(text, i, 25) || at_or_nul(text, i + 2) != ':' || !has_two_below(text, i + 3, 60))
        return i;
    i += 5;
    if (at_or_nul(text, i) == ':' && has_two_below(text, i + 1, 61)) {
        i += 3;
        const char point = at_or_nul(text, i);
        const auto fraction = digit_run(text, i + 1, most_fraction_digits + 1);
        if ((point == '.' || point == ',') && fraction > 0 && fraction <= most_fraction_digits)
            i += 1 + fraction;
    }
    return zone_end(text, i);
}

/// The end of a number of at most two digits and `unit`, with a blank before it or not; `i` if there is none.
std::size_t counted_end(std::string_view text, std::size_t i, std::string_view unit)
{
    auto end = i;
    if (at_or_nul(text, end) == ' ') ++end;
    const auto size = digit_run(text, end, 3);
    if (size != 1 && size != 2) return i;
    end += size;
    return text.substr(end).starts_with(unit) ? end + unit.size() : i;
}

/// The end of hours, minutes and seconds with Korean words.
std::size_t spoken_end(std::string_view text, std::size_t i)
{
    auto end = i;
    if (at_or_nul(text, end) == ' ') ++end;
    const auto half = text.substr(end);
    end = half.starts_with("오전") || half.starts_with("오후") ? end + std::string_view("오전").size() : i;
    const auto hours = counted_end(text, end, "시");
    if (hours == end) return i;
    const auto minutes = counted_end(text, hours, "분");
    return minutes == hours ? hours : counted_end(text, minutes, "초");
}

} // namespace

std::size_t clock_end(std::string_view text, std::size_t i)
{
    const char c = at_or_nul(text, i);
    if (c == 'T' || c == 't' || c == ' ' || c == ':' || c == '_') {
        const auto end = digital_end(text, i + 1);
        if (end > i + 1) return end;
    }
    return spoken_end(text, i);
}

} // namespace pouch::redact::recognise
