#include "pouch/redact/builtin.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

constexpr std::size_t npos = std::string_view::npos;

/// One to three digits with a value of at most 255 at `i`; their count, or 0.
std::size_t octet_size(std::string_view text, std::size_t i)
{
    unsigned value = 0;
    std::size_t size = 0;
    while (size < 3 && is_digit(at_or_nul(text, i + size))) {
        value = value * 10 + static_cast<unsigned>(text[i + size] - '0');
        ++size;
    }
    return value <= 255 && !is_digit(at_or_nul(text, i + size)) ? size : 0;
}

/// The code point at `i` of valid UTF-8, not ASCII.
std::uint32_t wide_at(std::string_view text, std::size_t i)
{
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(at_or_nul(text, i + k)); };
    if (byte(0) < 0xE0) return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    if (byte(0) < 0xF0) return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    return ((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
           (byte(3) & 0x3FU);
}

/// True where a character outside ASCII stands that is white space or punctuation, and so part of no name.
bool is_wide_stop(std::string_view text, std::size_t i)
{
    const auto c = wide_at(text, i);
    const auto in = [c](std::uint32_t first, std::uint32_t last) { return c >= first && c <= last; };
    return in(0x80, 0xBF) || in(0x2000, 0x206F) || in(0x3000, 0x303F) || in(0xFE30, 0xFE4F) ||
           in(0xFF00, 0xFF0F) || in(0xFF1A, 0xFF20) || in(0xFF3B, 0xFF40) || in(0xFF5B, 0xFF65) ||
           c == 0xFEFF;
}

/// The end of the run of characters outside ASCII that starts at `i`, at most `limit` bytes further.
std::size_t wide_run_end(std::string_view text, std::size_t i, std::size_t limit)
{
    const auto stop = std::min(text.size(), i + limit);
    while (i < stop && !is_ascii(text[i]) && !is_wide_stop(text, i)) i += character_size(text, i);
    return i;
}

/// The end of a host label at `i`: all ASCII, or all outside ASCII, so that a Korean particle behind `.com`
/// is not taken for a part of it.
std::size_t label_end(std::string_view text, std::size_t i)
{
    const auto stop = std::min(text.size(), i + longest_match + 8);
    if (i < stop && !is_ascii(text[i])) return wide_run_end(text, i, longest_match + 8);
    while (i < stop && (is_word(text[i]) || text[i] == '-')) ++i;
    while (i > 0 && text[i - 1] == '-') --i;
    return i;
}

bool is_top_level(std::string_view label)
{
    if (!is_ascii(label.front())) return true;
    return label.size() >= 2 && !std::all_of(label.begin(), label.end(), is_digit);
}

/// The end of the domain of an address at `i`: two labels or more; npos if there is none.
std::size_t domain_end(std::string_view text, std::size_t i)
{
    std::size_t good = npos;
    std::size_t labels = 0;
    bool only_octets = true;
    for (const auto limit = i + longest_match;;) {
        const auto end = label_end(text, i);
        if (end <= i || end > limit) break;
        ++labels;
        only_octets = only_octets && octet_size(text, i) == end - i;
        const bool is_address = only_octets && labels == 4;
        if ((labels >= 2 && is_top_level(text.substr(i, end - i))) || is_address) good = end;
        if (at_or_nul(text, end) != '.') break;
        i = end + 1;
    }
    return good;
}

/// Where the quoted local part before `at` begins, as `"kim chul"@`, or `\"kim chul\"@` in a string; `at` if
/// there is none.
std::size_t quoted_local_begin(std::string_view text, std::size_t at)
{
    constexpr std::size_t longest = 128;
    if (at < 2 || text[at - 1] != '"') return at;
    const std::size_t quote = text[at - 2] == '\\' ? 2 : 1;
    const auto close = at - quote;
    bool has_word = false;
    for (std::size_t i = close; i > 0 && close - i < longest; --i) {
        const char c = text[i - 1];
        if (c == '"') {
            const bool is_escaped = i > 1 && text[i - 2] == '\\';
            return has_word && is_escaped == (quote == 2) ? i - quote : at;
        }
        // These stand between the strings of a document.
        const bool is_outside = (c >= 0 && c < ' ') || std::string_view(":,;{}[]<>=").find(c) != npos;
        if (is_outside) return at;
        has_word = has_word || is_word(c) || !is_ascii(c);
    }
    return at;
}

bool is_local(char c)
{
    return is_word(c) || std::string_view(".%+-'").find(c) != npos;
}

} // namespace

std::optional<Hit> judge_ipv4(std::string_view text, std::size_t at)
{
    // The whole run of numbers with dots between: four, or five where a packet tracer adds the port.
    constexpr std::size_t longest_number = 8;
    constexpr std::size_t most_parts = 6;
    std::size_t begin = at;
    for (std::size_t parts = 0; parts < most_parts; ++parts) {
        std::size_t digits = 0;
        while (digits <= longest_number && begin > digits && is_digit(text[begin - digits - 1])) ++digits;
        begin -= digits;
        if (digits == 0 || begin < 2 || text[begin - 1] != '.' || !is_digit(text[begin - 2])) break;
        --begin;
    }
    if (begin == at) return std::nullopt;
    std::array<std::size_t, most_parts> starts{};
    std::size_t count = 0;
    std::size_t end = begin;
    for (;;) {
        starts[count++] = end;
        const auto number = end;
        while (end - number <= longest_number && is_digit(at_or_nul(text, end))) ++end;
        if (end - number > longest_number) return std::nullopt;
        if (at_or_nul(text, end) != '.' || !is_digit(at_or_nul(text, end + 1))) break;
        if (count == most_parts) return std::nullopt;
        ++end;
    }
    if (count != 4 && count != 5) return std::nullopt;
    const auto is_address_from = [&](std::size_t first) {
        return std::all_of(starts.begin() + static_cast<std::ptrdiff_t>(first),
                           starts.begin() + static_cast<std::ptrdiff_t>(first) + 4,
                           [&](std::size_t start) { return octet_size(text, start) > 0; });
    };
    if (!is_address_from(0) && !(count == 5 && is_address_from(1))) return std::nullopt;
    return Hit{begin, end, end - begin == 7 && count == 4};
}

namespace {

struct Groups {
    std::size_t count = 0;
    bool is_compressed = false;
    bool has_long = false; ///< a group of three digits or more
};

/// The groups of `text` read as an IPv6 address of any number of groups; nothing if the form is wrong.
std::optional<Groups> read_groups(std::string_view text)
{
    Groups groups;
    std::size_t i = 0;
    if (text.substr(0, 2) == "::") {
        groups.is_compressed = true;
        i = 2;
    }
    while (i < text.size()) {
        std::size_t end = i;
        while (end < text.size() && is_hex(text[end])) ++end;
        if (end < text.size() && text[end] == '.') {
            // An embedded IPv4 address ends the text.
            const auto hit = judge_ipv4(text.substr(i), end - i);
            if (!hit || hit->begin != 0 || hit->end != text.size() - i) return std::nullopt;
            groups.count += 2;
            return groups;
        }
        if (end == i || end - i > 4) return std::nullopt;
        groups.has_long = groups.has_long || end - i >= 3;
        ++groups.count;
        if (end == text.size()) return groups;
        i = end + 1; // behind the colon
        if (i == text.size()) return std::nullopt;
        if (text[i] == ':') {
            if (groups.is_compressed) return std::nullopt;
            groups.is_compressed = true;
            ++i;
        }
    }
    return groups;
}

/// True for groups that make an address, or what holds one: a line number and a column before it, say.
bool is_address(const Groups& groups)
{
    if (groups.is_compressed) return groups.count >= 1 && groups.count <= 9;
    return groups.count == 8 || (groups.count > 8 && groups.count <= 12 && groups.has_long);
}

} // namespace

std::optional<Hit> judge_ipv6(std::string_view text, std::size_t at)
{
    constexpr std::size_t longest_run = 80;
    std::size_t begin = at;
    while (begin > 0 && at - begin < longest_run && (is_hex(text[begin - 1]) || text[begin - 1] == ':'))
        --begin;
    std::size_t end = at;
    const auto in_run = [&](char c) { return is_hex(c) || c == ':' || c == '.'; };
    while (end < text.size() && end - at < longest_run && in_run(text[end])) ++end;
    if (at - begin == longest_run || end - at == longest_run) return std::nullopt;

    if (is_escape_letter(text, begin)) ++begin;
    if (!is_border_before(text, begin)) {
        // The first group is the tail of a word: `mac:2001:db8::1`. Behind `::` it is a scope of a program.
        while (begin < end && text[begin] != ':') ++begin;
        if (text.substr(begin, 2) == "::") return std::nullopt;
    }
    if (text.substr(begin, 1) == ":" && text.substr(begin, 2) != "::") ++begin;
    while (end > begin && text[end - 1] == '.') --end;
    const auto tail_colon = [&] { return end - begin >= 1 && text[end - 1] == ':'; };
    if (tail_colon() && !(end - begin >= 2 && text[end - 2] == ':')) --end;
    if (end <= begin || !is_border_after(text, end)) return std::nullopt;

    auto run = text.substr(begin, end - begin);
    auto groups = read_groups(run);
    if (!groups && run.find('.') != npos) {
        run = run.substr(0, run.find('.'));
        groups = read_groups(run);
    }
    if (!groups || !is_address(*groups)) return std::nullopt;
    Hit hit{begin, begin + run.size(), groups->count < 3};
    if (at_or_nul(text, hit.end) == '%') {
        std::size_t zone = hit.end + 1;
        const auto in_zone = [&](char c) { return is_word(c) || c == '-'; };
        while (zone - hit.end <= 16 && in_zone(at_or_nul(text, zone))) ++zone;
        if (zone > hit.end + 1) hit.end = zone;
    }
    return hit;
}

std::optional<Hit> judge_email(std::string_view text, std::size_t at)
{
    std::size_t begin = at;
    while (begin > 0 && at - begin <= longest_match && is_local(text[begin - 1])) --begin;
    if (is_escape_letter(text, begin)) ++begin;
    while (begin < at && !is_word(text[begin])) ++begin;
    if (begin == at) begin = quoted_local_begin(text, at);
    if (begin == at) {
        // An internationalised local part: the run of characters outside ASCII before the sign.
        while (begin > 0 && at - begin < 256) {
            const auto start = character_start(text, begin - 1);
            if (is_ascii(text[start]) || is_wide_stop(text, start)) break;
            begin = start;
        }
        if (begin == at) return std::nullopt;
    }
    const auto end = domain_end(text, at + 1);
    if (end == npos) return std::nullopt;
    return Hit{begin, end, false};
}

std::optional<Hit> judge_url(std::string_view text, std::size_t at)
{
    constexpr std::size_t longest_scheme = 32;
    std::size_t begin = at;
    const auto in_scheme = [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    };
    while (begin > 0 && at - begin < longest_scheme && in_scheme(text[begin - 1])) --begin;
    if (is_escape_letter(text, begin)) ++begin;
    while (begin < at && !is_letter(text[begin])) ++begin;
    if (at - begin < 2) return std::nullopt;

    const std::size_t host = at + 3;
    const auto stop = std::min(text.size(), begin + longest_match + 8);
    std::size_t end = host;
    bool in_host = true;
    bool in_label = false; // an ASCII label has begun
    while (end < stop) {
        const char c = text[end];
        if (is_ascii(c)) {
            if (c <= ' ' || c == 0x7F || std::string_view("\"<>").find(c) != npos) break;
            if (c == '\\') {
                // As JSON has it: a quote or a blank ends the address, any other escape is two characters of it.
                const char escaped = at_or_nul(text, end + 1);
                if (std::string_view("\"nrtbf").find(escaped) != npos) break;
                end += escaped == '\\' ? 2 : 1;
                in_label = false;
                continue;
            }
            in_label = is_word(c);
            in_host = in_host && c != '/' && c != '?' && c != '#';
            ++end;
        } else {
            // Directly behind an ASCII host it is a Korean particle, not a part of the name.
            if ((in_host && in_label) || is_wide_stop(text, end)) break;
            end += character_size(text, end);
        }
    }
    const auto body = text.substr(host, end - host);
    const bool has_open = body.find_first_of("([{") != npos;
    const auto is_trailer = [&](char c) {
        return std::string_view(".,;:!?'*`|").find(c) != npos ||
               (!has_open && (c == ')' || c == ']' || c == '}'));
    };
    while (end > host && is_trailer(text[end - 1])) --end;
    if (end == host) return std::nullopt;
    return Hit{begin, end, false};
}

} // namespace pouch::redact
