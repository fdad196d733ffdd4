#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/clock.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/months.hpp"
#include "pouch/redact/recognise/uuid.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

/// The first digit of a year with a sign and a month behind; of a short year behind an apostrophe; of a day with a
/// sign, two numbers and a year behind, or with a word and a number behind, or between a word and a year.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto letter = graph.bytes(byte_range('A', 'Z') | byte_range('a', 'z'));
    const auto sign = graph.bytes(bytes_in("-./"));
    const auto blank = graph.bytes(bytes_in(" "));
    const auto either_run = graph.either(exact_run(graph, 1), exact_run(graph, 2));
    const auto four = graph.run(digit, 4);

    const auto year_sign = graph.either(graph.both(sign, graph.ahead(graph.either(digit, blank), 1)),
                                        graph.bytes(bytes_in("\xEB"))); // the first byte of the word for year
    const auto year_first = graph.both(exact_run(graph, 4), graph.ahead(year_sign, 4));

    const auto short_year = graph.both(graph.both(exact_run(graph, 2), graph.ahead(sign, 2)),
                                       graph.behind(bytes_in("'\x98\x99")));

    const auto year_behind = graph.both(sign, graph.ahead(four, 1));
    const auto day_first =
        graph.both(either_run, graph.both(near(graph, sign, 1, 2), near(graph, year_behind, 3, 5)));

    const auto ordinal = graph.both(graph.run(letter, 2), graph.ahead(blank, 2));
    const auto name_behind = graph.both(graph.either(blank, sign), graph.ahead(graph.run(letter, 3), 1));
    const auto word_behind = graph.either(ordinal, name_behind);
    const auto year = graph.either(exact_run(graph, 2), exact_run(graph, 4));
    const auto month_behind =
        graph.both(either_run, graph.both(near(graph, word_behind, 1, 2), near(graph, year, 5, 22)));
    const auto month_before =
        graph.both(graph.both(either_run, graph.behind(bytes_in(" "))), near(graph, four, 2, 7));
    return graph.either(graph.either(year_first, short_year),
                        graph.either(day_first, graph.either(month_behind, month_before)));
}

constexpr std::string_view signs = "-./";

std::size_t blank_size(std::string_view text, std::size_t i)
{
    return at_or_nul(text, i) == ' ' ? 1 : 0;
}

/// The number of one or two digits, no more, at `i`, which moves behind it; 0 if there is none.
unsigned take_number(std::string_view text, std::size_t& i)
{
    const auto size = digit_run(text, i, 3);
    if (size != 1 && size != 2) return 0;
    const auto number = size == 1 ? digit_at(text, i) : two_digits(text, i);
    i += size;
    return number;
}

/// The year of four digits, or of two if `may_be_short`, at `i`, which moves behind it; 0 if there is none.
unsigned take_year(std::string_view text, std::size_t& i, bool may_be_short)
{
    const auto size = digit_run(text, i, 5);
    if (size != 4 && !(size == 2 && may_be_short)) return 0;
    const auto year =
        size == 2 ? 2000 + two_digits(text, i) : two_digits(text, i) * 100 + two_digits(text, i + 2);
    i += size;
    return year >= 1800 && year < 2200 ? year : 0;
}

bool take(std::string_view text, std::size_t& i, std::string_view word)
{
    if (!text.substr(std::min(i, text.size())).starts_with(word)) return false;
    i += word.size();
    return true;
}

/// Behind a year at `i`: month and day with signs or with Korean words.
std::optional<std::size_t> month_and_day_end(std::string_view text, std::size_t i, unsigned year)
{
    const char sign = at_or_nul(text, i);
    const bool is_signed = sign != '\0' && signs.find(sign) != std::string_view::npos;
    const auto mark = [&](std::string_view word) {
        return is_signed ? take(text, i, {&sign, 1}) : take(text, i, word);
    };
    if (!mark("년")) return std::nullopt;
    i += blank_size(text, i);
    const auto month = take_number(text, i);
    if (!mark("월")) return std::nullopt;
    i += blank_size(text, i);
    const auto day = take_number(text, i);
    if (!is_signed && !mark("일")) return std::nullopt;
    return is_date(year, month, day) ? std::optional(i) : std::nullopt;
}

/// A year first: 2026-03-04, 2026. 3. 4, 2026년 3월 4일, '26. 3. 4.
std::optional<Hit> year_first(std::string_view text, std::size_t at)
{
    auto begin = at;
    const auto before = text.substr(0, at);
    if (before.ends_with('\'')) begin -= 1;
    if (before.ends_with("\xE2\x80\x98") || before.ends_with("\xE2\x80\x99")) begin -= 3;
    auto i = at;
    const auto year = take_year(text, i, begin < at);
    if (year == 0) return std::nullopt;
    const auto end = month_and_day_end(text, i, year);
    if (!end) return std::nullopt;
    return Hit{i - at == 2 ? begin : at, *end};
}

/// Day and month in either order, then a year of four digits: 04/03/2026.
std::optional<Hit> year_last(std::string_view text, std::size_t at)
{
    auto i = at;
    const auto first = take_number(text, i);
    const char sign = at_or_nul(text, i);
    if (sign == '\0' || signs.find(sign) == std::string_view::npos) return std::nullopt;
    ++i;
    const auto second = take_number(text, i);
    if (!take(text, i, {&sign, 1})) return std::nullopt;
    const auto year = take_year(text, i, false);
    if (year == 0 || (!is_date(year, second, first) && !is_date(year, first, second))) return std::nullopt;
    return Hit{at, i};
}

/// `th` and its like.
std::size_t ordinal_size(std::string_view text, std::size_t i)
{
    const std::array<char, 2> letters{to_lower(at_or_nul(text, i)), to_lower(at_or_nul(text, i + 1))};
    const std::string_view word(letters.data(), 2);
    return word == "st" || word == "nd" || word == "rd" || word == "th" ? 2 : 0;
}

/// A day, then the name of a month and a year: 4 March 2026, 4th of March, 2026, 04/Mar/2026, 4 Mar 26.
std::optional<Hit> month_behind(std::string_view text, std::size_t at)
{
    auto i = at;
    const auto day = take_number(text, i);
    const auto take_sign = [&] {
        const char c = at_or_nul(text, i);
        const bool is_sign = c == ' ' || (c != '\0' && signs.find(c) != std::string_view::npos);
        if (is_sign) ++i;
        return is_sign;
    };
    if (const auto ordinal = ordinal_size(text, i); ordinal > 0) {
        i += ordinal;
        if (!take(text, i, " ")) return std::nullopt;
        (void)take(text, i, "of ");
    } else if (!take_sign()) {
        return std::nullopt;
    }
    const auto month = month_at(text, i);
    if (month.number == 0) return std::nullopt;
    i += month.size;
    (void)take(text, i, ".");
    (void)take(text, i, ",");
    (void)take_sign();
    (void)take(text, i, "'");
    const auto year = take_year(text, i, true);
    if (year == 0 || !is_date(year, month.number, day)) return std::nullopt;
    return Hit{at, i};
}

/// A day between the name of a month and a year: March 4, 2026.
std::optional<Hit> month_before_day(std::string_view text, std::size_t at)
{
    auto name_end = at;
    while (name_end > 0 && at - name_end < 2 && text[name_end - 1] == ' ') --name_end;
    if (name_end == at) return std::nullopt;
    if (name_end > 0 && text[name_end - 1] == '.') --name_end;
    const auto month = month_before(text, name_end);
    if (month.number == 0) return std::nullopt;
    auto i = at;
    const auto day = take_number(text, i);
    i += ordinal_size(text, i);
    const bool has_comma = take(text, i, ",");
    const auto blank = blank_size(text, i);
    if (!has_comma && blank == 0) return std::nullopt;
    i += blank;
    const auto year = take_year(text, i, false);
    if (year == 0 || !is_date(year, month.number, day)) return std::nullopt;
    return Hit{name_end - month.size, i};
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (!starts_number(text, at)) return std::nullopt;
    auto hit = year_first(text, at);
    if (!hit) hit = year_last(text, at);
    if (!hit) hit = month_behind(text, at);
    if (!hit) hit = month_before_day(text, at);
    if (!hit || is_in_uuid(text, hit->begin, hit->end)) return std::nullopt;
    hit->end = clock_end(text, hit->end);
    return hit;
}

constexpr Example examples[] = {
    {"2026-03-04", "2026-03-04"},
    {"2026.03.04", "2026.03.04"},
    {"2026/3/4,", "2026/3/4"},
    {"04/03/2026", "04/03/2026"},
    {"회의는2026년 3월 4일에", "2026년 3월 4일"},
    {"2026년3월4일", "2026년3월4일"},
    {"2026. 3. 4.", "2026. 3. 4"},
    {"('26. 3. 4.)", "'26. 3. 4"},
    {"4 March 2026", "4 March 2026"},
    {"March 4, 2026", "March 4, 2026"},
    {"4 Mar 26", "4 Mar 26"},
    {"on the 4th of March, 2026", "4th of March, 2026"},
    {"Sept. 3rd, 2026", "Sept. 3rd, 2026"},
    {"[04/Mar/2026:05:06:07 +0900]", "04/Mar/2026:05:06:07 +0900"},
    {"2026-03-04T05:06:07Z", "2026-03-04T05:06:07Z"},
    {"2026-03-04T05:06:07.123+09:00 x", "2026-03-04T05:06:07.123+09:00"},
    {"2026-03-04 05:06:07,123", "2026-03-04 05:06:07,123"},
    {"2026년 3월 4일 오후 3시 20분경", "2026년 3월 4일 오후 3시 20분"},
    {"{\"at\":\"2026-03-04T05:06Z\"}", "2026-03-04T05:06Z"},
    {"a,2026-03-04,b", "2026-03-04"},
    {"x\\nMarch 4, 2026", "March 4, 2026"},
    {"2028-02-29", "2028-02-29"},
    {"2026-02-29", ""},
    {"2026-13-04", ""},
    {"2026-03-32", ""},
    {"2026-03.04", ""},
    {"0026-03-04", ""},
    {"12026-03-04", ""},
    {"2026-03-041", ""},
    {"31/31/2026", ""},
    {"26. 3. 4.", ""},
    {"31 April 2026", ""},
    {"4 Marble 2026", ""},
    {"March 4", ""},
    {"5f0b4432-6adb-4361-a6b5-feb62d180d01", ""},
    {"192.0.2.70", ""},
    {"2026년 3월", ""},
};

} // namespace

const Recogniser date{
    .name = "date",
    .longest = 128,
    .places = places,
    .judge = judge,
    .has_weak = false,
    .examples = examples,
};

} // namespace pouch::redact::recognise
