#include "support/reference_units.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utf8proc.h>

namespace pouch::test {

namespace {

using Characters = std::vector<std::uint32_t>;

/// A character of the folded text, and the characters [begin, end) of the source that it came from.
struct Folded {
    std::uint32_t value;
    std::size_t begin;
    std::size_t end;
};

bool is_one_of(std::uint32_t c, std::initializer_list<std::pair<std::uint32_t, std::uint32_t>> ranges)
{
    return std::any_of(ranges.begin(), ranges.end(),
                       [c](const auto& range) { return c >= range.first && c <= range.second; });
}

/// What does not show.
bool is_deleted(std::uint32_t c)
{
    return is_one_of(c, {{0x00AD, 0x00AD},
                         {0x034F, 0x034F},
                         {0x061C, 0x061C},
                         {0x115F, 0x1160},
                         {0x17B4, 0x17B5},
                         {0x180B, 0x180F},
                         {0x200B, 0x200F},
                         {0x202A, 0x202E},
                         {0x2060, 0x206F},
                         {0x3164, 0x3164},
                         {0xFE00, 0xFE0F},
                         {0xFEFF, 0xFEFF},
                         {0xFFA0, 0xFFA0},
                         {0xFFF9, 0xFFFB},
                         {0x13430, 0x1343F},
                         {0x1BCA0, 0x1BCA3},
                         {0x1D173, 0x1D17A},
                         {0xE0000, 0xE0FFF}});
}

utf8proc_category_t category(std::uint32_t c)
{
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

/// The value of a decimal digit. Digits of a script stand together, from zero on, and so do several sets of them.
std::uint32_t digit_value(std::uint32_t c)
{
    auto zero = c;
    while (category(zero - 1) == UTF8PROC_CATEGORY_ND) --zero;
    return (c - zero) % 10;
}

/// Digits, blanks and punctuation in ASCII; what is none of them stays.
std::uint32_t simple(std::uint32_t c)
{
    if (category(c) == UTF8PROC_CATEGORY_ND) return '0' + digit_value(c);
    if (category(c) == UTF8PROC_CATEGORY_ZS || is_one_of(c, {{0x85, 0x85}, {0x2028, 0x2029}})) return ' ';
    if (is_one_of(c, {{0x2010, 0x2015},
                      {0x2043, 0x2043},
                      {0x2212, 0x2212},
                      {0xFE58, 0xFE58},
                      {0xFE63, 0xFE63},
                      {0xFF0D, 0xFF0D}}))
        return '-';
    if (is_one_of(c,
                  {{0x3002, 0x3002}, {0xFF61, 0xFF61}, {0xFF0E, 0xFF0E}, {0xFE52, 0xFE52}, {0x2024, 0x2024}}))
        return '.';
    if (is_one_of(c, {{0x2215, 0x2215}, {0x2044, 0x2044}, {0x29F8, 0x29F8}})) return '/';
    if (is_one_of(c, {{0x2236, 0x2236}, {0xA789, 0xA789}, {0xFE55, 0xFE55}, {0xFF1A, 0xFF1A}})) return ':';
    if (is_one_of(c, {{0xFE6B, 0xFE6B}, {0xFF20, 0xFF20}})) return '@';
    return c;
}

/// True for what is left in its form: the ellipsis of prose, primes, and letters of Hangul in brackets and circles.
bool keeps_form(std::uint32_t c)
{
    return is_one_of(c, {{0x2026, 0x2026}, {0x2033, 0x2037}, {0x3200, 0x320D}, {0x3260, 0x326D}});
}

/// The compatibility decomposition of a character if it has at most eight code points, else the character.
Characters decomposed(std::uint32_t c)
{
    if (keeps_form(c)) return {c};
    std::array<utf8proc_int32_t, 32> buffer{};
    int boundary = 0;
    const auto size = utf8proc_decompose_char(
        static_cast<utf8proc_int32_t>(c), buffer.data(), buffer.size(),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), &boundary);
    if (size < 1 || size > 8) return {c};
    return {buffer.begin(), buffer.begin() + size};
}

/// Letters that look like ASCII ones, by tests/data/lookalikes.txt.
const std::map<std::uint32_t, std::string>& lookalikes()
{
    static const auto table = [] {
        std::map<std::uint32_t, std::string> read;
        std::ifstream in(POUCH_SOURCE_DIR "/tests/data/lookalikes.txt");
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with('#')) continue;
            std::istringstream fields(line);
            std::uint32_t code_point = 0;
            fields >> std::hex >> code_point;
            fields >> read[code_point];
        }
        if (read.empty()) throw std::runtime_error("tests/data/lookalikes.txt is not there");
        return read;
    }();
    return table;
}

/// What one character stands for, before it joins others. Applied to its own result until nothing changes.
Characters apart(std::uint32_t c)
{
    if (is_deleted(c)) return {};
    if (simple(c) != c) return {simple(c)};
    const auto parts = lookalikes().contains(c) ? Characters{c} : decomposed(c);
    if (parts == Characters{c}) return parts;
    Characters all;
    for (const auto part : parts) {
        const auto more = apart(part);
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

int combining_class(std::uint32_t c)
{
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->combining_class;
}

/// Marks behind a starter stand in the order of their classes.
void put_marks_in_order(std::vector<Folded>& text)
{
    for (std::size_t i = 0; i < text.size();) {
        auto end = i;
        while (end < text.size() && combining_class(text[end].value) != 0) ++end;
        std::stable_sort(text.begin() + static_cast<long>(i), text.begin() + static_cast<long>(end),
                         [](const Folded& a, const Folded& b) {
                             return combining_class(a.value) < combining_class(b.value);
                         });
        i = end + 1;
    }
}

/// The character that two compose to.
std::optional<std::uint32_t> composed(std::uint32_t first, std::uint32_t second)
{
    std::array<utf8proc_int32_t, 3> pair{static_cast<utf8proc_int32_t>(first),
                                         static_cast<utf8proc_int32_t>(second), 0};
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (utf8proc_normalize_utf32(pair.data(), 2, options) != 1) return std::nullopt;
    return static_cast<std::uint32_t>(pair[0]);
}

bool is_jamo(std::uint32_t c)
{
    return c >= 0x1100 && c <= 0x11FF;
}

bool is_syllable_without_tail(std::uint32_t c)
{
    return c >= 0xAC00 && c <= 0xD7A3 && (c - 0xAC00) % 28 == 0;
}

bool is_vowel(std::uint32_t c)
{
    return c >= 0x1161 && c <= 0x1175;
}

/// The trailing consonant that looks like a leading one.
std::optional<std::uint32_t> tail_of(std::uint32_t leading)
{
    constexpr std::uint32_t tails[] = {0x11A8, 0x11A9, 0x11AB, 0x11AE, 0,      0x11AF, 0x11B7,
                                       0x11B8, 0,      0x11BA, 0x11BB, 0x11BC, 0x11BD, 0,
                                       0x11BE, 0x11BF, 0x11C0, 0x11C1, 0x11C2};
    if (leading < 0x1100 || leading > 0x1112 || tails[leading - 0x1100] == 0) return std::nullopt;
    return tails[leading - 0x1100];
}

/// Canonical composition with marks, and of Hangul; a leading consonant behind a syllable without a tail, and before no vowel, is its tail.
std::vector<Folded> composed(const std::vector<Folded>& text)
{
    std::vector<Folded> out;
    std::optional<std::size_t> starter;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto c = text[i];
        const auto own_class = combining_class(c.value);
        const bool is_beside = starter && *starter + 1 == out.size();
        const bool is_open =
            is_beside || (starter && own_class != 0 && combining_class(out.back().value) < own_class);
        // Behind a syllable that was written as one, some are laughter.
        const bool is_laughter = starter && out[*starter].end - out[*starter].begin == 1 &&
                                 (c.value == 0x110F || c.value == 0x1112);
        if (is_beside && is_syllable_without_tail(out[*starter].value) && tail_of(c.value) && !is_laughter &&
            (i + 1 == text.size() || !is_vowel(text[i + 1].value))) {
            c.value = *tail_of(c.value);
        }
        const bool can_join = own_class != 0 || is_jamo(c.value) || (starter && out[*starter].end == c.end);
        const auto joint = is_open && can_join ? composed(out[*starter].value, c.value) : std::nullopt;
        if (joint) {
            auto& whole = out[*starter];
            whole = {*joint, std::min(whole.begin, c.begin), std::max(whole.end, c.end)};
            continue;
        }
        if (own_class == 0) starter = out.size();
        out.push_back(c);
    }
    return out;
}

std::string shown(std::uint32_t c)
{
    const auto known = lookalikes().find(c);
    return known == lookalikes().end() ? utf8_of(c).value_or("") : known->second;
}

/// True for what shows as a sign of ASCII and perhaps more, or not at all.
bool may_be_in_value(std::uint32_t c)
{
    std::vector<Folded> parts;
    for (const auto part : apart(c)) parts.push_back({part, 0, 1});
    if (parts.empty()) return true;
    const bool is_same = composed(parts).front().value == c;
    const char first = shown(is_same ? c : parts.front().value).front();
    return first > ' ' && first < 0x7F;
}

/// True for the dashes of prose, which are parts of a value only directly between visible signs of ASCII.
bool is_prose_dash(const Characters& source, std::size_t i)
{
    if (source[i] < 0x2013 || source[i] > 0x2015) return false;
    return i == 0 || i + 1 == source.size() || !may_be_in_value(source[i - 1]) ||
           !may_be_in_value(source[i + 1]);
}

std::vector<Folded> folded(const Characters& source)
{
    std::vector<Folded> text;
    for (std::size_t i = 0; i < source.size(); ++i) {
        const auto parts = is_prose_dash(source, i) ? Characters{source[i]} : apart(source[i]);
        for (const auto c : parts) text.push_back({c, i, i + 1});
    }
    put_marks_in_order(text);
    auto whole = composed(text);
    for (auto& c : whole) {
        // A letter of Hangul that joined nothing stays what it was.
        if (is_jamo(c.value) && c.end == c.begin + 1) c.value = source[c.begin];
    }
    return whole;
}

/// True if `mark` belongs to what is before it, which is no joined syllable.
bool is_of_one_unit(const Folded& before, const Folded& mark)
{
    const bool is_joined = before.value >= 0xAC00 && before.value <= 0xD7A3 && before.end > before.begin + 1;
    return combining_class(mark.value) != 0 && !is_joined;
}

} // namespace

std::vector<Unit> fold_units(std::string_view text)
{
    const auto source = code_points_of(text);
    const auto result = folded(source.value);
    std::vector<Unit> units;
    std::size_t r = 0;
    for (std::size_t begin = 0; begin < source.value.size();) {
        // A character that gives nothing, or all characters that some of the result hold together.
        auto end = begin + 1;
        std::string becomes;
        const auto first_result = r;
        const auto belongs = [&] {
            if (r == result.size()) return false;
            return result[r].begin < end || (r > first_result && is_of_one_unit(result[r - 1], result[r]));
        };
        while (belongs()) {
            end = std::max(end, result[r].end);
            becomes += shown(result[r++].value);
        }
        const auto first = source.place[begin];
        const auto last = source.place[end];
        if (becomes != text.substr(first, last - first)) units.push_back({first, last, becomes});
        begin = end;
    }
    return units;
}

std::string folded_text(std::string_view text)
{
    std::string folded;
    std::size_t place = 0;
    for (const auto& unit : fold_units(text)) {
        folded += text.substr(place, unit.begin - place);
        folded += unit.becomes;
        place = unit.end;
    }
    return folded += text.substr(place);
}

} // namespace pouch::test
