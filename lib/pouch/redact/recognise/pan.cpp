#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

/// The first digit of a run of thirteen to nineteen, or of four with a joint and four or six behind.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto joined =
        graph.both(run_starts(graph), graph.without(graph.run(digit, 13), graph.run(digit, 20)));
    return graph.either(joined, grouped(graph, 4U, 4U));
}

/// The digits of a card, at most nineteen.
struct CardDigits {
    std::array<char, 19> value{};
    std::size_t count = 0;
};

bool is_card(const CardDigits& digits)
{
    const char issuer = digits.value[0];
    if (issuer < '2' || issuer == '7' || issuer == '8') return false;
    if (digits.count == 13 && issuer != '4') return false;
    return has_luhn_digit({digits.value.data(), digits.count});
}

/// True if the digits at `at` are no part of a digest: no hexadecimal digit stands before them.
bool is_card_border(std::string_view text, std::size_t at)
{
    return is_border_before(text, at) || !is_hex(text[at - 1]);
}

/// Appends the digit run at `i` while it fits; its length.
std::size_t take_group(std::string_view text, std::size_t i, CardDigits& digits)
{
    std::size_t size = 0;
    while (is_digit(at_or_nul(text, i + size)) && digits.count < digits.value.size()) {
        digits.value[digits.count++] = text[i + size];
        ++size;
    }
    return size;
}

/// True if groups of these sizes are printed on cards: fours with a rest, 4-6-5 and 4-6-4.
bool is_grouping(const std::array<std::size_t, 8>& sizes, std::size_t count)
{
    if (count == 3 && sizes[1] == 6) return sizes[2] == 5 || sizes[2] == 4;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        if (sizes[i] != 4) return false;
    }
    return sizes[count - 1] <= 4;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (!starts_number(text, at) || !is_card_border(text, at)) return std::nullopt;
    CardDigits digits;
    const auto run = take_group(text, at, digits);
    const auto ends_here = [&](std::size_t end) { return !is_hex(at_or_nul(text, end)); };
    if (run >= 13) {
        const auto end = at + run;
        if (is_fraction(text, at) || !ends_here(end) || !is_card(digits)) return std::nullopt;
        return Hit{at, end};
    }
    if (run != 4) return std::nullopt;

    std::array<std::size_t, 8> sizes{4};
    std::size_t groups = 1;
    std::optional<Hit> best;
    bool has_dash = false;
    bool has_blank = false;
    bool has_break = false;
    for (std::size_t i = at + run; groups < sizes.size();) {
        const auto joint = joint_at(text, i);
        // A card is printed with dashes or with blanks; one line break stands for either. More are a column of numbers.
        if (joint.has_break && has_break) break;
        has_break = has_break || joint.has_break;
        has_dash = has_dash || joint.has_dash;
        has_blank = has_blank || (!joint.has_dash && !joint.has_break);
        if (joint.size == 0 || (has_dash && has_blank)) break;
        const auto size = take_group(text, i + joint.size, digits);
        if (size == 0) break;
        i += joint.size + size;
        sizes[groups++] = size;
        if (digits.count >= 13 && is_grouping(sizes, groups) && ends_here(i) && is_card(digits)) {
            best = Hit{at, i};
        }
    }
    return best;
}

constexpr Example examples[] = {
    {"4111 1111 1111 1111", "4111 1111 1111 1111"},
    {"5555-5555-5555-4444", "5555-5555-5555-4444"},
    {"카드번호 4012 8888 8888 1881을", "4012 8888 8888 1881"},
    {"4111111111111111", "4111111111111111"},
    {"378282246310005", "378282246310005"},
    {"3782 822463 10005", "3782 822463 10005"},
    {"3056-930902-5904", "3056-930902-5904"},
    {"4222222222222", "4222222222222"},
    {"6304000000000000000", "6304000000000000000"},
    {"card-4111111111111111.", "4111111111111111"},
    {"Room 1234 4111 1111 1111 1111", "4111 1111 1111 1111"},
    {"12-4111-1111-1111-1111", "4111-1111-1111-1111"},
    {"x4111111111111111", "4111111111111111"},
    {"_4111111111111111_", "4111111111111111"},
    {"4111 1111\n1111 1111", "4111 1111\n1111 1111"},
    {"4111-1111-\r\n  1111-1111", "4111-1111-\r\n  1111-1111"},
    {"4111-1111\n1111-1111", "4111-1111\n1111-1111"},
    {"4111  1111  1111  1111", "4111  1111  1111  1111"},
    {"card=4111+1111+1111+1111&", "4111+1111+1111+1111"},
    {"3782 822463\n10005", "3782 822463\n10005"},
    {"4111\n1111\n1111\n1111", ""},
    {"4111\xE2\x80\x93"
     "1111\xE2\x80\x93"
     "1111\xE2\x80\x93"
     "1111",
     "4111\xE2\x80\x93"
     "1111\xE2\x80\x93"
     "1111\xE2\x80\x93"
     "1111"},
    {"{\"card\":\"4111111111111111\"}", "4111111111111111"},
    {"id,4111-1111-1111-1111,9", "4111-1111-1111-1111"},
    {"4111 1111 1111 1112", ""},
    {"4111 1111\n\n1111 1111", ""},
    {"411111111111-4111-1111-1111-1111111", ""},
    {"550e8400-4111-1111-1111-111111111111", ""},
    {"4111-1111 1111-1111", ""},
    {"41111111111111111", ""},
    {"a4111111111111111", ""},
    {"4111111111111111b", ""},
    {"0.4111111111111111", ""},
    {"0000 0000 0000 0000", ""},
    {"1234567890128", ""},
    {"41111 1111 1111 111", ""},
    {"550e8400-e29b-41d4-a716-446655440000", ""},
    {"00000000-4111-1111-1111-111111111111", ""},
};

} // namespace

const Recogniser pan{
    .name = "pan",
    .longest = 19 + 7 * longest_joint,
    .places = places,
    .judge = judge,
    .has_weak = false,
    .examples = examples,
};

} // namespace pouch::redact::recognise
