#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/uuid.hpp"

namespace pouch::redact::recognise {

namespace {

/// A 0 that begins a run of nine digits, or of two to eight (code and exchange in one) with a joint and digits behind it;
/// where +82, 0082 or 82- may stand.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto wide =
        graph.bytes(bytes_in("\xE2\xE3")); // the first byte of U+2000 to U+3FFF, dashes among them
    const auto separator = graph.either(joint_bytes(graph), graph.bytes(bytes_in(".)")));
    const auto goes_on = graph.either(graph.run(digit, 3), separator);
    const auto gap = graph.either(graph.both(separator, graph.ahead(goes_on, 1)), wide);
    const auto rest = graph.either(near(graph, gap, 2, 8), graph.run(digit, 9));
    const auto starts = run_starts(graph);
    const auto nought = graph.bytes(bytes_in("0"));
    const auto zero = graph.both(graph.both(starts, nought), graph.run(digit, 2));
    const auto eight = graph.bytes(bytes_in("8"));
    const auto plus = graph.both(graph.bytes(bytes_in("+")), graph.ahead(eight, 1));
    const auto code = graph.either(
        eight, graph.either(wide, graph.both(separator, graph.ahead(graph.either(eight, separator), 1))));
    const auto exit_code = graph.both(graph.both(starts, graph.run(nought, 2)), graph.ahead(code, 2));
    // The country code without its plus sign, 82-10-...
    const auto joint = joint_bytes(graph);
    const auto joint_start =
        graph.either(wide, graph.both(joint, graph.ahead(graph.either(digit, goes_on), 1)));
    const auto two = graph.both(graph.bytes(bytes_in("2")), graph.ahead(joint_start, 1));
    const auto bare = graph.both(graph.both(starts, eight), graph.ahead(two, 1));
    return graph.either(graph.either(graph.both(zero, rest), exit_code), graph.either(bare, plus));
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

/// What stands between groups at `i`: a joint, or a full stop, with a line break behind it or not.
Joint separator_at(std::string_view text, std::size_t i)
{
    if (at_or_nul(text, i) != '.') return joint_at(text, i);
    const auto behind = joint_at(text, i + 1);
    if (!behind.has_break || behind.has_dash) return {1, false, false, true};
    return {1 + behind.size, false, true, false};
}

/// The bytes of the country code of Korea at `i`: `+82`, `0082`, `00-82`, or `82` with a dash behind it.
std::size_t country_prefix_size(std::string_view text, std::size_t i)
{
    const auto rest = text.substr(i);
    if (rest.starts_with("+82")) return 3;
    if (rest.starts_with("82")) return joint_at(text, i + 2).has_dash ? 2 : 0;
    if (!rest.starts_with("00")) return 0;
    const auto code = 2 + separator_at(text, i + 2).size;
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
    bool is_loose = false; // a gap that forms do not print
    const auto separator = [&] {
        const auto joint = separator_at(text, i);
        is_loose = is_loose || (joint.size > 0 && !joint.is_plain);
        return joint.size;
    };
    // `+82`, `0082`, or `82-` alone.
    const auto prefix = country_prefix_size(text, i);
    const bool is_international = prefix > 0;
    bool has_gap = text[at] == '+';
    if (is_international) {
        i += prefix;
        close();
        const auto gap = separator();
        has_gap = has_gap || gap > 0;
        i += gap;
        if (text.substr(i, 3) == "(0)") {
            i += 3;
            i += separator();
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
    const auto first_gap = separator();
    i += first_gap;
    const auto first = digit_run(text, i, 9);
    i += first;
    if (first == 7 || first == 8) {
        is_separated = is_separated || first_gap > 0;
    } else {
        if (first != 3 && first != 4) return std::nullopt;
        const auto second_gap = separator();
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
    if (is_in_uuid(text, begin, i)) return std::nullopt;
    const bool is_telling = is_mobile || (is_separated && (is_international || !is_loose));
    return Hit{begin, i, is_telling ? Strength::strong : Strength::weak};
}

constexpr Example examples[] = {
    {"010-1234-5678", "010-1234-5678"},
    {"전화는010-0000-1923이다", "010-0000-1923"},
    {"010ㅡ0000ㅡ1923", "010ㅡ0000ㅡ1923"},
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
    {"010 1234\n5678", "010 1234\n5678"},
    {"010-1234-\r\n    5678", "010-1234-\r\n    5678"},
    {"010   1234   5678", "010   1234   5678"},
    {"tel=010+1234+5678&", "010+1234+5678"},
    {"010.1234.\n5678", "010.1234.\n5678"},
    {"+82\n10 1234 5678", "+82\n10 1234 5678"},
    {"+82 2  123 4567", "+82 2  123 4567"},
    {"02 123\n4567", "?02 123\n4567"},
    {"031+123+4567", "?031+123+4567"},
    {"010 1234\n\n5678", ""},
    {"010    1234 5678", ""},
    {"0101234567", "0101234567"},
    {"123.010203-7123", "010203-7123"},
    {"010-12-5678", ""},
    {"010-1234-56789", ""},
    {"1010-1234-5678", ""},
    {"abc01012345678", ""},
    {"0.01012345678", ""},
    {"012-345-6789", ""},
    {"+81 10-0000-8851", ""},
    {"00:00:00.0212345678", ""},
    {"5f0101234567ab", ""},
    {"indicator--52d02820-2410-4dd4-994f-a806ab754e15", ""},
    {"{\"uuid\":\"52D02820-2410-4DD4-994F-A806AB754E15\"}", ""},
    {"0-52d02820-2410-4dd4-994f-a806ab754e15", "02820-2410"},
    {"52d02820-2410-4dd4-994f-a806ab754e15-0", "02820-2410"},
    {"52d02820-2410-4dd4-994f-a806ab754e15b", "02820-2410"},
    {"52d02820-2410-4dd4-c94f-a806ab754e15", "02820-2410"},
    {"0000-010-1234-5678-000000000000", "010-1234-5678"},
    {"00000000-0010-1234-5678-000000000000 010-1234-5678", "010-1234-5678"},
};

} // namespace

const Recogniser phone_kr{
    .name = "phone-kr",
    .longest = 20 + 6 * longest_joint,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
