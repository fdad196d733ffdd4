#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/uuid.hpp"

namespace pouch::redact::recognise {

namespace {

constexpr std::size_t fewest_digits = 8; ///< Country code and all.
constexpr std::size_t most_digits = 15;  ///< ITU-T E.164.
constexpr std::size_t most_groups = 8;

/// A plus sign with a digit but 0 behind; a 00 with one, or with a joint, behind.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto nought = graph.bytes(bytes_in("0"));
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto first = graph.without(digit, nought);
    const auto plus = graph.both(graph.bytes(bytes_in("+")), graph.ahead(first, 1));
    const auto zeros = graph.both(run_starts(graph), graph.run(nought, 2));
    const auto joint = graph.either(joint_bytes(graph), graph.bytes(bytes_in("().")));
    const auto wide = graph.bytes(bytes_in("\xE2"));
    const auto gap = graph.either(graph.both(joint, graph.ahead(graph.either(digit, joint), 1)), wide);
    return graph.either(plus, graph.both(zeros, graph.ahead(graph.either(first, gap), 2)));
}

/// The digits of the country code that begins with these two; 0 if none does.
/// Source: ITU-T E.164, list of assigned country codes.
std::size_t country_size(char a, char b)
{
    if (!is_digit(a) || a == '0') return 0;
    if (a == '1' || a == '7') return 1;
    const auto is_one_of = [b](std::string_view digits) { return digits.find(b) != std::string_view::npos; };
    constexpr std::array<std::string_view, 10> of_two{"",         "",        "07", "0123469", "013456789",
                                                      "12345678", "0123456", "",   "1246",    "0123458"};
    constexpr std::array<std::string_view, 10> of_three{"",   "",    "1234569", "578",  "2",
                                                        "09", "789", "",        "0578", "679"};
    const auto zone = static_cast<std::size_t>(a - '0');
    if (is_one_of(of_two[zone])) return 2;
    return is_one_of(of_three[zone]) ? 3 : 0;
}

/// What stands between groups at `i`: a joint, a full stop, a bracket with or without a blank.
std::size_t separator_size(std::string_view text, std::size_t i, bool may_break)
{
    const auto joint = joint_at(text, i);
    if (joint.has_break && !may_break) return 0;
    auto size = joint.size;
    const char c = at_or_nul(text, i + size);
    if (c != '(' && c != ')' && (c != '.' || size > 0)) return size;
    ++size;
    if (c != '.' && at_or_nul(text, i + size) == ' ') ++size;
    if (c == ')' && at_or_nul(text, i + size) == '-') ++size;
    return size;
}

/// Strong with its plus sign; weak behind 00, which needs separators and a group of three digits.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const bool has_plus = at_or_nul(text, at) == '+';
    if (!has_plus && (!starts_number(text, at) || text.substr(at, 2) != "00")) return std::nullopt;
    if (!is_border_before(text, at)) return std::nullopt; // 1+2, base64
    auto i = at + (has_plus ? 1 : 2);
    if (!has_plus) i += separator_size(text, i, false);
    const auto code = country_size(at_or_nul(text, i), at_or_nul(text, i + 1));
    if (code == 0) return std::nullopt;
    const auto most = code == 1 && text[i] == '1' ? std::size_t{11} : most_digits;

    std::size_t digits = 0;
    std::size_t end = 0;
    bool has_long_group = false;
    bool is_separated = false;
    for (std::size_t group = 0; group < most_groups; ++group) {
        const auto size = digit_run(text, i, most_digits + 1);
        if (size == 0 || digits + size > most) break;
        digits += size;
        has_long_group = has_long_group || size >= 3;
        is_separated = is_separated || group > 0;
        end = i + size;
        // What is long enough ends with its line.
        i = end + separator_size(text, end, digits < 11);
        if (i == end) break;
    }
    if (digits < fewest_digits) return std::nullopt;
    if (!is_separated && !is_border_after(text, end)) return std::nullopt;
    if (is_in_uuid(text, at, end)) return std::nullopt;
    if (has_plus) return Hit{at, end};
    if (!is_separated || !has_long_group) return std::nullopt;
    return Hit{at, end, Strength::weak};
}

constexpr Example examples[] = {
    {"87697715-0047-4790-9016-883569b4a7e2", ""},
    {"+1 202-555-0123", "+1 202-555-0123"},
    {"+1 (202) 555-0123,", "+1 (202) 555-0123"},
    {"+12025550123", "+12025550123"},
    {"+1.202.555.0123", "+1.202.555.0123"},
    {"전화는+44 20 7946 0018이다", "+44 20 7946 0018"},
    {"+44 (0)20 7946 0018", "+44 (0)20 7946 0018"},
    {"{\"tel\":\"+861069445464\"}", "+861069445464"},
    {"a,+850 2 381 7980,b", "+850 2 381 7980"},
    {"x\\n+12025550123", "+12025550123"},
    {"+82 10-0000-8851", "+82 10-0000-8851"},
    {"+1 202\n555 0123", "+1 202\n555 0123"},
    {"+12025550123\n2026", "+12025550123"},
    {"0044 20 7946 0018", "?0044 20 7946 0018"},
    {"00 1 202 555 0123", "?00 1 202 555 0123"},
    {"00442079460018", ""},
    {"00 44 20 79 46 00 18", ""},
    {"00:00:01 2026", ""},
    {"1+2025550123", ""},
    {"QUJD+12025550123", ""},
    {"+1 234 567", ""},
    {"+0900", ""},
    {"2026-03-04T05:06:07+09:00", ""},
    {"+28 1234 5678", ""},
    {"+1234567890123456", ""},
};

} // namespace

const Recogniser phone{
    .name = "phone",
    .longest = most_digits + 2 + most_groups * (longest_joint + 3),
    .places = places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
