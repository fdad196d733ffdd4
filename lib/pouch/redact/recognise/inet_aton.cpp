#include "pouch/redact/recognise/inet_aton.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/host.hpp"

namespace pouch::redact::recognise {

namespace {

constexpr std::size_t longest_part = 4; ///< `0xFF` and `0377`.

bool has_hex_prefix(std::string_view text, std::size_t i)
{
    return at_or_nul(text, i) == '0' && to_lower(at_or_nul(text, i + 1)) == 'x';
}

/// An octet in one of three bases.
struct Part {
    std::size_t size = 0; ///< 0 if there is none.
    bool is_odd = false;  ///< Not decimal.
};

Part part_at(std::string_view text, std::size_t i)
{
    if (has_hex_prefix(text, i)) {
        std::size_t size = 2;
        while (size <= longest_part && is_hex(at_or_nul(text, i + size))) ++size;
        return size > 2 && size <= longest_part ? Part{size, true} : Part{};
    }
    const auto size = digit_run(text, i, longest_part + 1);
    if (size != longest_part) return {octet_size(text, i), false};
    const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
    const bool is_octet = text[i] == '0' && text[i + 1] >= '0' && text[i + 1] <= '3' &&
                          is_octal(text[i + 2]) && is_octal(text[i + 3]);
    return is_octet ? Part{size, true} : Part{};
}

/// Four parts around the first dot, at `at`.
std::optional<Hit> judge_parts(std::string_view text, std::size_t at)
{
    std::size_t begin = at;
    while (begin > 0 && at - begin <= longest_part &&
           (is_hex(text[begin - 1]) || to_lower(text[begin - 1]) == 'x'))
        --begin;
    if (is_escape_letter(text, begin)) ++begin;
    if (!is_border_before(text, begin) || is_fraction(text, begin)) return std::nullopt;
    std::size_t i = begin;
    bool is_odd = false;
    for (std::size_t number = 0; number < 4; ++number) {
        const auto part = part_at(text, i);
        if (part.size == 0 || (number == 0 && i + part.size != at)) return std::nullopt;
        is_odd = is_odd || part.is_odd;
        i += part.size;
        if (number == 3) break;
        if (at_or_nul(text, i) != '.') return std::nullopt;
        ++i;
    }
    const bool goes_on = at_or_nul(text, i) == '.' && is_digit(at_or_nul(text, i + 1));
    if (!is_odd || goes_on || !is_border_after(text, i)) return std::nullopt;
    return Hit{begin, i, Strength::faint};
}

/// One number: eight hexadecimal digits, or ten decimal ones up to 2^32 - 1.
std::optional<Hit> judge_number(std::string_view text, std::size_t at)
{
    if (!starts_number(text, at) || !is_border_before(text, at) || is_fraction(text, at)) return std::nullopt;
    std::size_t end = at;
    if (has_hex_prefix(text, at)) {
        end = at + 2;
        while (end - at <= 10 && is_hex(at_or_nul(text, end))) ++end;
    } else {
        constexpr std::string_view largest = "4294967295";
        end = at + digit_run(text, at, 11);
        if (text[at] == '0' || text.substr(at, end - at) > largest) return std::nullopt;
        // A time with a fraction.
        if (at_or_nul(text, end) == '.' && is_digit(at_or_nul(text, end + 1))) return std::nullopt;
    }
    if (end - at != 10 || !is_border_after(text, end)) return std::nullopt;
    return Hit{at, end, Strength::faint};
}

} // namespace

/// The first of three dots at most five bytes apart, which also serves plain addresses; where one number may stand.
MaskGraph::Id ipv4_places(MaskGraph& graph)
{
    const auto digits = byte_range('0', '9');
    const auto hex_bytes = digits | byte_range('A', 'F') | byte_range('a', 'f');
    const auto digit = graph.bytes(digits);
    const auto dot = graph.both(graph.bytes(bytes_in(".")), graph.behind(hex_bytes));
    const auto parts = three_near(graph, graph.both(dot, graph.ahead(digit, 1)), 2, 5);
    const auto decimal = graph.without(graph.run(digit, 10), graph.ahead(digit, 10));
    const auto hex = graph.both(graph.ahead(graph.bytes(bytes_in("xX")), 1),
                                graph.ahead(graph.run(graph.bytes(hex_bytes), 8), 2));
    return graph.either(parts, graph.both(run_starts(graph), graph.either(decimal, hex)));
}

std::optional<Hit> judge_odd_ipv4(std::string_view text, std::size_t at)
{
    return at_or_nul(text, at) == '.' ? judge_parts(text, at) : judge_number(text, at);
}

} // namespace pouch::redact::recognise
