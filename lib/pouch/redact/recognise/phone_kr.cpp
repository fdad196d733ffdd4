#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

/// A 0 that begins a run of nine digits, or of two to four with a separator and digits behind it; where +82, 0082 or
/// 82- may stand.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto wide = graph.bytes(bytes_in("\xE2")); // the first byte of U+2000 to U+2FFF, dashes among them
    const auto separator = graph.bytes(bytes_in("-. )"));
    const auto goes_on = graph.either(graph.run(digit, 3), graph.either(separator, wide));
    const auto gap = graph.either(graph.both(separator, graph.ahead(goes_on, 1)), wide);
    const auto rest = graph.either(near(graph, gap, 2, 4), graph.run(digit, 9));
    const auto starts = run_starts(graph);
    const auto zero = graph.both(graph.both(starts, graph.bytes(bytes_in("0"))), graph.run(digit, 2));
    const auto plus = graph.both(graph.bytes(bytes_in("+")), graph.ahead(graph.bytes(bytes_in("8")), 1));
    const auto exit_code = graph.both(graph.both(starts, graph.run(graph.bytes(bytes_in("0")), 2)),
                                      near(graph, graph.bytes(bytes_in("8")), 2, 7));
    // The country code without its plus sign, 82-10-...
    const auto dash = graph.ahead(graph.either(graph.bytes(bytes_in("- ")), wide), 2);
    const auto two = graph.ahead(graph.bytes(bytes_in("2")), 1);
    const auto eight = graph.both(graph.both(starts, graph.bytes(bytes_in("8"))), graph.both(two, dash));
    return graph.either(graph.either(graph.both(zero, rest), exit_code), graph.either(eight, plus));
}

/// The bytes of the area or network code at `i`, without its leading zero; 0 if there is none.
std::size_t area_size(std::string_view text, std::size_t i)
{
    const char a = at_or_nul(text, i);
    const char b = at_or_nul(text, i + 1);
    switch (a) {
    case '1':
        return is_digit(b) && b != '2' && b != '3' && b != '4' && b != '5' ? 2 : 0;
    case '2':
        return 1;
    case '3':
        return b >= '1' && b <= '3' ? 2 : 0;
    case '4':
    case '6':
        return b >= '1' && b <= '4' ? 2 : 0;
    case '5':
        if (b == '0' && is_digit(at_or_nul(text, i + 2))) return 3;
        return b >= '1' && b <= '5' ? 2 : 0;
    case '7':
    case '8':
        return b == '0' ? 2 : 0;
    default:
        return 0;
    }
}

/// The bytes of a separator between groups at `i`; 0 if a digit follows at once.
std::size_t separator_size(std::string_view text, std::size_t i)
{
    if (const auto dash = loose_dash_size(text, i); dash > 0) return dash;
    const char c = at_or_nul(text, i);
    return i < text.size() && (c == ' ' || c == '.') ? 1 : 0;
}

/// The bytes of the country code of Korea at `i`: `+82`, `0082`, `00-82`, or `82` with a dash behind it.
std::size_t country_prefix_size(std::string_view text, std::size_t i)
{
    const auto rest = text.substr(i);
    if (rest.starts_with("+82")) return 3;
    if (rest.starts_with("82")) return loose_dash_size(text, i + 2) > 0 ? 2 : 0;
    if (!rest.starts_with("00")) return 0;
    const auto code = 2 + separator_size(text, i + 2);
    return text.substr(std::min(text.size(), i + code)).starts_with("82") ? code + 2 : 0;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    std::size_t begin = at;
    std::size_t i = at;
    const bool is_bracketed = at > 0 && text[at - 1] == '(';
    bool is_closed = false;
    const auto close = [&] {
        if (is_closed || at_or_nul(text, i) != ')') return;
        is_closed = true;
        ++i;
    };
    // `+82`, `0082`, or `82-` alone.
    const auto prefix = country_prefix_size(text, i);
    const bool is_international = prefix > 0;
    bool has_gap = text[at] == '+';
    if (is_international) {
        i += prefix;
        close();
        const auto gap = separator_size(text, i);
        has_gap = has_gap || gap > 0;
        i += gap;
        if (text.substr(i, 3) == "(0)") {
            i += 3;
            i += separator_size(text, i);
        } else if (at_or_nul(text, i) == '0') {
            ++i;
        }
    } else if (text[at] == '0') {
        ++i;
    } else {
        return std::nullopt;
    }
    const bool is_mobile = at_or_nul(text, i) == '1';
    const auto area = area_size(text, i);
    if (area == 0) return std::nullopt;
    i += area;
    close();
    bool is_separated = is_closed || has_gap;
    const auto first_gap = separator_size(text, i);
    i += first_gap;
    const auto first = digit_run(text, i, 9);
    i += first;
    if (first == 7 || first == 8) {
        is_separated = is_separated || first_gap > 0;
    } else {
        if (first != 3 && first != 4) return std::nullopt;
        const auto second_gap = separator_size(text, i);
        if (second_gap == 0 || digit_run(text, i + second_gap, 5) != 4) return std::nullopt;
        i += second_gap + 4;
        is_separated = true;
    }
    if (is_closed && is_bracketed) --begin;
    if (begin > 0 && is_digit(text[begin - 1])) return std::nullopt;
    if (!is_separated) {
        if (!is_border_before(text, begin) || !is_border_after(text, i) || is_fraction(text, begin)) {
            return std::nullopt;
        }
    }
    const bool is_weak = !is_separated && !is_mobile;
    return Hit{begin, i, is_weak ? Strength::weak : Strength::strong};
}

constexpr Example examples[] = {
    {"010-1234-5678", "010-1234-5678"},
    {"전화는010-0000-1923이다", "010-0000-1923"},
    {"01012345678", "01012345678"},
    {"010 1234 5678, 011-234-5678", "010 1234 5678"
                                    "\n"
                                    "011-234-5678"},
    {"010.1234.5678", "010.1234.5678"},
    {"010-12345678", "010-12345678"},
    {"02-123-4567", "02-123-4567"},
    {"(02) 1234-5678", "(02) 1234-5678"},
    {"031-123-4567 064-1234-5678", "031-123-4567"
                                   "\n"
                                   "064-1234-5678"},
    {"070-1234-5678", "070-1234-5678"},
    {"0505-123-4567", "0505-123-4567"},
    {"+82 10-0000-8851", "+82 10-0000-8851"},
    {"82-10-1234-5678", "82-10-1234-5678"},
    {"0082-10-1234-5678", "0082-10-1234-5678"},
    {"00 82 2 123 4567", "00 82 2 123 4567"},
    {"00821012345678", "00821012345678"},
    {"a00821012345678", ""},
    {"182-10-1234-5678", ""},
    {"82 10 1234 5678", ""},
    {"+82-2-123-4567", "+82-2-123-4567"},
    {"+821012345678", "+821012345678"},
    {"+82 (0)10 1234 5678", "+82 (0)10 1234 5678"},
    {"010 - 1234 - 5678", "010 - 1234 - 5678"},
    {"010\xE2\x80\x91"
     "1234\xE2\x80\x91"
     "5678",
     "010\xE2\x80\x91"
     "1234\xE2\x80\x91"
     "5678"},
    {"Tel.02)123-4567", "02)123-4567"},
    {"021234567", "?021234567"},
    {"0311234567", "?0311234567"},
    {"2026-01-02T03:04:05", ""},
    {"0101234567", "0101234567"},
    {"010-12-5678", ""},
    {"010-1234-56789", ""},
    {"1010-1234-5678", ""},
    {"abc01012345678", ""},
    {"0.01012345678", ""},
    {"012-345-6789", ""},
    {"+81 10-0000-8851", ""},
    {"00:00:00.0212345678", ""},
    {"5f0101234567ab", ""},
};

} // namespace

const Recogniser phone_kr{
    .name = "phone-kr",
    .longest = 128,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
