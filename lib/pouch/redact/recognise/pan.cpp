#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

/// The first digit of a run of thirteen, or of four or more with a dash or blank and four digits behind four.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto joint = graph.bytes(bytes_in("- \xE2"));
    const auto four = graph.run(digit, 4);
    const auto groups = graph.both(graph.both(four, graph.ahead(joint, 4)), graph.ahead(four, 5));
    return graph.both(run_starts(graph), graph.either(graph.run(digit, 13), groups));
}

/// Digits of a card with the place behind each.
struct CardDigits {
    std::array<unsigned char, 19> value{};
    std::array<std::size_t, 19> end{};
    std::size_t count = 0;
};

bool is_card(const CardDigits& digits, std::size_t count)
{
    const auto issuer = digits.value[0];
    if (issuer < 2 || issuer == 7 || issuer == 8) return false;
    if (count == 13 && issuer != 4) return false;
    unsigned sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        unsigned digit = digits.value[count - 1 - i];
        if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
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
        digits.value[digits.count] = static_cast<unsigned char>(text[i + size] - '0');
        ++size;
        digits.end[digits.count++] = i + size;
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
        if (is_fraction(text, at) || !ends_here(end) || !is_card(digits, run)) return std::nullopt;
        return Hit{at, end};
    }
    const char separator = at_or_nul(text, at + run);
    if (run != 4 || at + run >= text.size() || (separator != ' ' && separator != '-')) return std::nullopt;

    std::array<std::size_t, 8> sizes{4};
    std::size_t groups = 1;
    std::optional<Hit> best;
    for (std::size_t i = at + run; groups < sizes.size() && at_or_nul(text, i) == separator;) {
        const auto size = take_group(text, i + 1, digits);
        if (size == 0) break;
        i += 1 + size;
        sizes[groups++] = size;
        const bool is_long_enough = digits.count >= 13;
        if (is_long_enough && is_grouping(sizes, groups) && ends_here(i) && is_card(digits, digits.count)) {
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
    {"4111 1111 1111 1112", ""},
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
    .longest = 128,
    .places = places,
    .judge = judge,
    .has_weak = false,
    .examples = examples,
};

} // namespace pouch::redact::recognise
