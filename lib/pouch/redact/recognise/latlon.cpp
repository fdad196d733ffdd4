#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/coordinates.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/tokens.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// The point of a number with three decimals, or with two and the letter of a hemisphere behind a comma; the first digit before
/// `33-59N`; the N or S of `3733N12658E`; the degree sign, or its Korean word, behind a digit.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digits = byte_range('0', '9');
    const auto digit = graph.bytes(digits);
    const auto behind_digit = graph.behind(digits);
    const auto point =
        graph.both(graph.both(graph.bytes(bytes_in(".")), behind_digit), graph.ahead(graph.run(digit, 3), 1));
    const auto letter =
        graph.both(graph.ahead(graph.bytes(bytes_in(",")), 3), graph.ahead(graph.bytes(bytes_in("NSEW")), 4));
    const auto told = graph.both(graph.both(graph.bytes(bytes_in(".")), behind_digit),
                                 graph.both(graph.ahead(graph.run(digit, 2), 1), letter));
    const auto dash = graph.bytes(bytes_in("-"));
    const auto minutes =
        graph.both(graph.both(dash, graph.ahead(graph.run(digit, 2), 1)), graph.ahead(dash, 3));
    const auto seconds = graph.either(graph.bytes(bytes_in("NSEW")), graph.bytes(bytes_in(". ")));
    const auto dashed =
        graph.both(graph.both(minutes, graph.ahead(graph.run(digit, 2), 4)), graph.ahead(seconds, 6));
    const auto compact = graph.both(graph.both(graph.bytes(bytes_in("NS")), behind_digit),
                                    graph.ahead(graph.run(digit, 5), 1));
    const auto sign = graph.both(graph.bytes(bytes_in("\xC2\xEB")),
                                 graph.either(behind_digit, graph.behind(bytes_in(" "))));
    const auto degree = graph.both(sign, graph.ahead(graph.bytes(bytes_in("\xB0\xBA\x8F")), 1));
    return graph.either(graph.either(point, graph.both(run_starts(graph), near(graph, dashed, 1, 3))),
                        graph.either(graph.either(compact, degree), told));
}

constexpr std::string_view degree_signs[] = {"\xC2\xB0", "\xC2\xBA", "도"};
constexpr std::string_view minute_signs[] = {"\\'", "'", "\xE2\x80\xB2", "\xE2\x80\x99", "분"};
constexpr std::string_view second_signs[] = {"\\\"", "\"", "''", "\xE2\x80\xB3", "\xE2\x80\x9D", "초"};

constexpr std::size_t least_decimals = 3; ///< Of degrees; of minutes, but in a sentence of NMEA 0183.

/// The second number of a pair behind `first`, in either order of axes.
std::optional<Hit> judge_pair(std::string_view text, const Number& first)
{
    const auto gap = first.end + sign_size(text, first.end, degree_signs);
    auto i = gap;
    const bool is_joined = at_or_nul(text, i) == '+' || at_or_nul(text, i) == '-';
    const char comma = at_or_nul(text, i);
    const bool has_comma = comma == ',' || comma == ';' || comma == '/';
    if (has_comma) ++i;
    if (at_or_nul(text, i) == ' ') ++i;
    if (is_joined ? !first.has_sign : i == gap) return std::nullopt;
    const auto second = number_at(text, i);
    if (!second || second->decimals < least_decimals) return std::nullopt;
    const bool fits =
        (first.is_at_most(89) || (first.whole == 90) || first.is_at_most(179) || first.whole == 180) &&
        second->is_at_most(180) && (first.whole <= 90 || second->whole <= 90) && first.whole <= 180;
    if (!fits) return std::nullopt;
    auto end = second->end + sign_size(text, second->end, degree_signs);
    if (is_alnum(at_or_nul(text, end)) && !is_joined) return std::nullopt;
    if (at_or_nul(text, end) == '.' && is_digit(at_or_nul(text, end + 1))) return std::nullopt;
    if (is_joined && at_or_nul(text, end) == '/') ++end;
    const bool is_weak = first.decimals < 4 || second->decimals < 4 || (!has_comma && !is_joined);
    return Hit{first.begin, end, is_weak ? Strength::weak : Strength::strong};
}

/// Where the whole degrees begin whose minutes are `minutes`: `37 33.999N`, `37-33.999N`. Where these begin, if there are none.
std::size_t begin_with_degrees(std::string_view text, const Number& minutes, Axis axis)
{
    auto end = minutes.begin; // of the degrees; a dash is the sign of the minutes
    if (minutes.whole > 59 || end == 0) return minutes.begin;
    if (!minutes.has_sign) --end;
    if (std::string_view(" :-").find(text[end]) == std::string_view::npos) return minutes.begin;
    const auto degrees = number_before(text, end);
    if (!degrees || degrees->decimals > 0 || degrees->whole > most_of(axis)) return minutes.begin;
    const auto begin = degrees->has_sign ? degrees->begin : degrees->digits;
    if (!is_border_before(text, begin) && !hemisphere_before(text, begin)) return minutes.begin;
    return degrees->begin;
}

/// True if the letter at `i` is that of a number before it: the N of `37 33.999 N 126 58.680`.
bool is_of_number_before(std::string_view text, std::size_t i)
{
    if (i > 0 && text[i - 1] == ' ') --i;
    return i > 0 && is_digit(text[i - 1]);
}

/// `N37 33.999`, where `minutes` are what stands behind the degrees.
std::optional<Hit> judge_minutes_behind_hemisphere(std::string_view text, const Number& minutes,
                                                   std::size_t end)
{
    for (const auto axis : {Axis::latitude, Axis::longitude}) {
        const auto begin = begin_with_degrees(text, minutes, axis);
        if (begin == minutes.begin) continue;
        const auto before = hemisphere_before(text, begin);
        if (!before || before->axis != axis) continue;
        // The letter of the number before, where this one has its own behind it.
        if (is_of_number_before(text, before->begin) && hemisphere_after(text, end)) continue;
        return Hit{before->begin, end};
    }
    return std::nullopt;
}

/// True for the comma and the letter of `3733.99,N`.
bool is_letter_behind_comma(std::string_view text, std::size_t i)
{
    return at_or_nul(text, i) == ',' && axis_of(at_or_nul(text, i + 1));
}

/// True if the latitude or longitude `hit` stands beside the other one, with a comma between them, as in a sentence of NMEA 0183:
/// `3733.99,N,12658.68,E`. An amount of money beside a yes or no does not.
bool is_in_pair(std::string_view text, const Hit& hit, Axis axis)
{
    if (axis == Axis::latitude) {
        const auto second = hit.end + 1;
        const auto digits = at_or_nul(text, hit.end) == ',' ? digit_run(text, second, 6) : 0;
        return digits == 5 && at_or_nul(text, second + digits) == '.';
    }
    return hit.begin >= 4 && text[hit.begin - 1] == ',' && axis_of(text[hit.begin - 2]) == Axis::latitude &&
           text[hit.begin - 3] == ',' && is_digit(text[hit.begin - 4]);
}

/// Degrees and minutes in one number around the point at `at`, as receivers of GPS tell them: `3733.999,N` or `N3733.999`.
std::optional<Hit> judge_joined(std::string_view text, std::size_t at, std::size_t decimals)
{
    std::size_t size = 0;
    while (size < 6 && size < at && is_digit(text[at - size - 1])) ++size;
    if (size != 4 && size != 5) return std::nullopt;
    const auto begin = at - size;
    const auto axis = size == 4 ? Axis::latitude : Axis::longitude;
    const auto last = two_digits(text, begin + size - 4);
    const auto degrees = size == 4 ? last : digit_at(text, begin) * 100 + last;
    if (degrees > most_of(axis) || two_digits(text, at - 2) > 59) return std::nullopt;
    const auto end = at + 1 + decimals;
    if (is_border_before(text, begin)) {
        const auto after = hemisphere_after(text, at_or_nul(text, end) == ',' ? end + 1 : end);
        if (after && after->axis == axis) {
            const Hit hit{begin, after->end};
            return decimals >= least_decimals || is_in_pair(text, hit, axis) ? std::optional(hit)
                                                                             : std::nullopt;
        }
    }
    const auto before = hemisphere_before(text, begin);
    if (decimals >= least_decimals && before && before->axis == axis && is_border_after(text, end))
        return Hit{before->begin, end};
    return std::nullopt;
}

/// A number with decimals around the point at `at`: with a hemisphere, with a key, or the first of a pair.
std::optional<Hit> judge_decimal(std::string_view text, std::size_t at)
{
    const auto decimals = digit_run(text, at + 1, most_decimals + 1);
    const bool is_told = decimals == 2 && is_letter_behind_comma(text, at + 1 + decimals);
    if ((decimals < least_decimals && !is_told) || decimals > most_decimals) return std::nullopt;
    if (const auto joined = judge_joined(text, at, decimals)) return joined;
    const auto number = number_before(text, at + 1 + decimals);
    if (!number || number->decimals != decimals) return std::nullopt;
    if (number->begin > 1 && text[number->begin - 1] == '.' && is_digit(text[number->begin - 2]))
        return std::nullopt;
    const auto fits = [&](Axis axis) { return number->is_at_most(most_of(axis)); };
    const auto unit = number->end + sign_size(text, number->end, degree_signs);
    if (const auto hit = judge_minutes_behind_hemisphere(text, *number, unit)) return hit;
    if (is_letter_behind_comma(text, unit)) {
        const auto after = hemisphere_after(text, unit + 1);
        const auto begin = after ? begin_with_degrees(text, *number, after->axis) : number->begin;
        if (begin != number->begin) return Hit{begin, after->end};
    }
    if (decimals < least_decimals) return std::nullopt;
    if (const auto after = hemisphere_after(text, unit); after && fits(after->axis)) {
        return Hit{begin_with_degrees(text, *number, after->axis), after->end};
    }
    if (const auto before = hemisphere_before(text, number->begin); before && fits(before->axis)) {
        return Hit{before->begin, unit};
    }
    if (!number->has_sign && !is_border_before(text, number->digits)) return std::nullopt;
    if (const auto axis = key_before(text, number->begin); axis && fits(*axis))
        return Hit{number->begin, number->end};
    return judge_pair(text, *number);
}

/// Degrees, minutes and perhaps seconds around the degree sign at `at`. Weak: seconds, but no hemisphere.
std::optional<Hit> judge_degrees(std::string_view text, std::size_t at)
{
    const auto sign = sign_size(text, at, degree_signs);
    if (sign == 0) return std::nullopt;
    const auto degrees = number_before(text, at > 0 && text[at - 1] == ' ' ? at - 1 : at);
    if (!degrees || degrees->whole > 180) return std::nullopt;
    const auto skip_blank = [&](std::size_t i) { return at_or_nul(text, i) == ' ' ? i + 1 : i; };
    auto end = at + sign;
    bool has_minutes = false;
    bool has_seconds = false;
    const auto take = [&](std::span<const std::string_view> signs) {
        const auto number = number_at(text, skip_blank(end));
        if (!number || number->has_sign || number->whole > 59) return false;
        const auto size = sign_size(text, number->end, signs);
        if (size == 0) return false;
        end = number->end + size;
        return true;
    };
    has_minutes = take(minute_signs);
    has_seconds = has_minutes && take(second_signs);
    const auto fits = [&](Axis axis) { return degrees->whole <= most_of(axis); };
    if (const auto before = hemisphere_before(text, degrees->begin); before && fits(before->axis)) {
        return Hit{before->begin, end};
    }
    if (const auto after = hemisphere_after(text, end); after && fits(after->axis)) {
        return Hit{degrees->begin, after->end};
    }
    return has_seconds ? std::optional(Hit{degrees->begin, end, Strength::weak}) : std::nullopt;
}

/// `37-33-59N`, from the first digit.
std::optional<Hit> judge_dashed(std::string_view text, std::size_t at)
{
    if (!starts_number(text, at) || !is_border_before(text, at)) return std::nullopt;
    const auto size = digit_run(text, at, 4);
    const auto minutes = at + size + 1;
    const auto seconds = minutes + 3;
    if (size > 3 || at_or_nul(text, minutes - 1) != '-' || digit_run(text, minutes, 3) != 2)
        return std::nullopt;
    if (at_or_nul(text, seconds - 1) != '-' || digit_run(text, seconds, 3) != 2) return std::nullopt;
    const auto degrees = number_at(text, at);
    const auto last = number_at(text, seconds);
    if (!degrees || !last || two_digits(text, minutes) > 59 || last->whole > 59) return std::nullopt;
    const auto after = hemisphere_after(text, last->end);
    if (!after || degrees->whole > most_of(after->axis)) return std::nullopt;
    return Hit{at, after->end};
}

/// `3733N12658E` or `373359N1265841E`, from the letter in the middle.
std::optional<Hit> judge_compact(std::string_view text, std::size_t at)
{
    std::size_t size = 0;
    while (size <= 6 && size < at && is_digit(text[at - size - 1])) ++size;
    if (size != 4 && size != 6) return std::nullopt;
    const auto begin = at - size;
    if (!is_border_before(text, begin)) return std::nullopt;
    const auto east = at + 1;
    if (digit_run(text, east, 8) != size + 1) return std::nullopt;
    const auto letter = east + size + 1;
    if (axis_of(at_or_nul(text, letter)) != Axis::longitude || !is_border_after(text, letter + 1))
        return std::nullopt;
    const auto longitude = digit_at(text, east) * 100 + two_digits(text, east + 1);
    bool is_good = two_digits(text, begin) <= 90 && longitude <= 180;
    for (std::size_t i = 2; i < size; i += 2) {
        is_good = is_good && two_digits(text, begin + i) < 60 && two_digits(text, east + 1 + i) < 60;
    }
    return is_good ? std::optional(Hit{begin, letter + 1}) : std::nullopt;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const char c = at_or_nul(text, at);
    if (c == '.') return judge_decimal(text, at);
    if (c == 'N' || c == 'S') return judge_compact(text, at);
    return is_digit(c) ? judge_dashed(text, at) : judge_degrees(text, at);
}

constexpr Example examples[] = {
    {"37.5665, 126.9780", "37.5665, 126.9780"},
    {"좌표는37.5665,126.9780이다", "37.5665,126.9780"},
    {"[126.9780, 37.5665]", "126.9780, 37.5665"},
    {"(-33.8568, 151.2153)", "-33.8568, 151.2153"},
    {"37.566, 126.978", "?37.566, 126.978"},
    {"37.5665 126.9780", "?37.5665 126.9780"},
    {"37.5665N 126.9780E", "37.5665N\n126.9780E"},
    {"37 33.999N 126 58.680E", "37 33.999N\n126 58.680E"},
    {"-37 33.999 S, 126:58.680E, 126-58.680E", "-37 33.999 S\n126:58.680E\n126-58.680E"},
    {"97 33.999N", "33.999N"},
    {"N37 33.999 E126 58.680", "N37 33.999\nE126 58.680"},
    {"N 37 33.999, E 126 58.680", "N 37 33.999\nE 126 58.680"},
    {"N 37 33.999 E 126 58.680", "N 37 33.999\nE 126 58.680"},
    {"126 58.680 E 37 33.999 N", "126 58.680 E\n37 33.999 N"},
    {"북위 37 33.999", "북위 37 33.999"},
    {"$GPGGA,123519,3733.999,N,12658.680,E,1,08", "3733.999,N\n12658.680,E"},
    {"N3733.9990 E12658.6800", "N3733.9990\nE12658.6800"},
    {"$GPGLL,3733.99,N,12658.68,E,123519", "3733.99,N\n12658.68,E"},
    {"37 33.999,N", "37 33.999,N"},
    {"126 58.68,E", "126 58.68,E"},
    {"1234.56,N,2", ""},
    {"12345.67,E,1", ""},
    {"33.99,N", ""},
    {"3763.999,N", ""},
    {"13733.999,N", ""},
    {"N97 33.999", ""},
    {"N37.5665 E126.9780", "N37.5665\nE126.9780"},
    {"37.5665\xC2\xB0 N", "37.5665\xC2\xB0 N"},
    {"37.5665\xC2\xB0, 126.9780\xC2\xB0.", "37.5665\xC2\xB0, 126.9780\xC2\xB0"},
    {"북위 37.5665 동경 126.9780", "북위 37.5665\n동경 126.9780"},
    {"37\xC2\xB0"
     "33'59\"N 126\xC2\xB0"
     "58'41\"E",
     "37\xC2\xB0"
     "33'59\"N\n126\xC2\xB0"
     "58'41\"E"},
    {"37\xC2\xB0 33\xE2\x80\xB2 59.5\xE2\x80\xB3 N에서", "37\xC2\xB0 33\xE2\x80\xB2 59.5\xE2\x80\xB3 N"},
    {"{\"a\":\"37\xC2\xB0"
     "33'59\\\"N\"}",
     "37\xC2\xB0"
     "33'59\\\"N"},
    {"37\xC2\xB0"
     "33'59\"",
     "?37\xC2\xB0"
     "33'59\""},
    {"37-33-59N 126-58-41.5E", "37-33-59N\n126-58-41.5E"},
    {"북위 37도 33분 59초, 동경 126도 58분", "북위 37도 33분 59초\n동경 126도 58분"},
    {"37\xC2\xB0"
     "33.98'N",
     "37\xC2\xB0"
     "33.98'N"},
    {"37.5\xC2\xB0N", "37.5\xC2\xB0N"},
    {"+37.5665+126.9780/", "+37.5665+126.9780/"},
    {"위치3733N12658E에서", "3733N12658E"},
    {"373359N1265841E", "373359N1265841E"},
    {"lat=37.5665&lon=126.9780", "37.5665\n126.9780"},
    {"{\"lat\": 37.566, \"lng\": 126.978}", "37.566\n126.978"},
    {"위도 37.5665 경도: 126.9780", "37.5665\n126.9780"},
    {"{\"latitude\":\"-37.5665\"}", "-37.5665"},
    {"37.56, 126.97", ""},
    {"97.5665, 126.9780", ""},
    {"37.5665, 186.9780", ""},
    {"1.37.5665, 126.9780", ""},
    {"137.5665N", ""},
    {"37.5665 kN", ""},
    {"37.5665North", ""},
    {"plat=37.5665", ""},
    {"20\xC2\xB0"
     "C, 180\xC2\xB0",
     ""},
    {"37\xC2\xB0"
     "73'59\"N",
     ""},
    {"3763N12658E", ""},
    {"3733N18158E", ""},
    {"37-73-59N", ""},
    {"2026-11-25 N", ""},
    {"5도 3분", ""},
    {"12:03:04.123456", ""},
    {"그것도 3분", ""},
};

} // namespace

const Recogniser latlon{
    .name = "latlon",
    .longest = 128,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
