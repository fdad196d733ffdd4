#include "pouch/redact/stray_mark.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/portion_mark.hpp"
#include "pouch/redact/view/fold.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>

namespace pouch::redact {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t window = 256; ///< Folded bytes of a line in which a stray mark counts.

struct CodePoint {
    utf8proc_int32_t value; ///< -1 for a byte that is not UTF-8.
    std::size_t size;
};

CodePoint code_point_at(std::string_view text, std::size_t i)
{
    utf8proc_int32_t value = -1;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + i,
                                       static_cast<utf8proc_ssize_t>(text.size() - i), &value);
    if (size <= 0) return {-1, 1};
    return {value, static_cast<std::size_t>(size)};
}

bool is_space(utf8proc_int32_t c)
{
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    const auto category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP || c == 0x85 || c == 0x2800;
}

bool is_invisible(utf8proc_int32_t c)
{
    if (c < 0x80) return c >= 0 && (c < 0x20 || c == 0x7F) && !is_space(c);
    return utf8proc_get_property(c)->ignorable != 0 || utf8proc_category(c) == UTF8PROC_CATEGORY_CF ||
           (utf8proc_category(c) == UTF8PROC_CATEGORY_CC && c != 0x85);
}

/// The Latin letter or ASCII sign that `c` looks like, or `c`.
utf8proc_int32_t look_alike(utf8proc_int32_t c)
{
    if (c < 0x80) return c;
    switch (c) {
    case 0x2044:
    case 0x2215:
    case 0x29F8:
        return '/';
    case 0x3001:
        return ',';
    case 0xAB:
    case 0x2039:
    case 0x226A:
        return '<';
    case 0xBB:
    case 0x203A:
    case 0x226B:
        return '>';
    default:
        break;
    }
    const auto ascii = lookalike_of(static_cast<std::uint32_t>(c));
    return ascii.size() == 1 ? ascii.front() : c;
}

/// `text` in UTF-8 for certain.
std::string repaired(std::string_view text)
{
    if (std::all_of(text.begin(), text.end(), is_ascii)) return std::string(text);
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = code_point_at(text, i);
        if (c.value < 0) {
            out += '?';
        } else {
            out += text.substr(i, c.size);
        }
        i += c.size;
    }
    return out;
}

std::string compatible(const std::string& text)
{
    if (std::all_of(text.begin(), text.end(), is_ascii)) return text;
    utf8proc_uint8_t* raw = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                                        UTF8PROC_IGNORE | UTF8PROC_STRIPMARK);
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &raw, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
    if (size < 0) return text;
    return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

void append_code_point(std::string& out, utf8proc_int32_t c)
{
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(c, bytes);
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

/// True if `text` may hold a bracket, or what vanishes, outside ASCII. Hangul has none of these bytes.
bool may_have_wide_bracket(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF || byte >= 0xF0;
    });
}

/// True for a letter of any script. A single letter of Hangul, as which it is folded, is a sign of a list.
bool is_word_letter(utf8proc_int32_t c)
{
    if (c < 0x80) return c >= 0 && is_letter(static_cast<char>(c));
    if (c >= 0x1100 && c <= 0x11FF) return false;
    const auto category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME; // letters and marks
}

/// True if `text`, which is folded, ends with a letter outside ASCII.
bool ends_with_wide_letter(std::string_view text)
{
    if (text.empty() || is_ascii(text.back())) return false;
    return is_word_letter(code_point_at(text, character_start(text, text.size() - 1)).value);
}

/// How many letters stand in a row, at most.
std::size_t longest_word(std::string_view text)
{
    std::size_t longest = 0;
    std::size_t now = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = code_point_at(text, i);
        now = is_word_letter(c.value) ? now + 1 : 0;
        longest = std::max(longest, now);
        i += c.size;
    }
    return longest;
}

std::string_view without_blanks(std::string_view text)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// True if `inside` is a mark in the policy's case, or capitals with `//`.
bool is_written_out(std::string_view inside, PortionJudge& judge)
{
    return judge.opens_mark(first_group(inside), true) ||
           (inside.find("//") != npos && is_upper_mark(inside));
}

/// True if `inside`, behind `before`, counts as a mark.
bool counts(std::string_view before, std::string_view inside, PortionJudge& judge)
{
    const auto group = first_group(inside);
    const bool has_slashes = inside.find("//") != npos;
    if (has_slashes && is_upper_mark(inside)) return true;
    if (longest_word(before) == 0 && judge.names_class(inside)) return true;
    if (!judge.opens_mark(group, false)) return false;
    if (has_slashes) return true;
    const bool is_exact = judge.opens_mark(group, true);
    const auto word = longest_word(before);
    if (group.size() == 1) return is_exact && word == 0;
    return is_exact || word < 3;
}

/// A quick look: false if no text in ASCII brackets could count, and there are no others.
bool may_have_mark(std::string_view text, PortionJudge& judge)
{
    if (may_have_wide_bracket(text)) return true;
    for (auto open = text.find_first_of("([{<"); open != npos; open = text.find_first_of("([{<", open + 1)) {
        const auto close = text.find_first_of(")]}>", open);
        const auto inside = folded(text.substr(open + 1, close == npos ? npos : close - open - 1));
        if (inside.find("//") != npos || judge.opens_mark(first_group(inside), false) ||
            judge.names_class(inside))
            return true;
    }
    return false;
}

/// True if `inside`, in angle brackets or quotes of that form, is a mark of the policy with two characters or more, in its
/// case: `<u>` and `<S>` are mark-up.
bool is_angled_mark(std::string_view inside, PortionJudge& judge)
{
    const bool is_long = first_group(inside).size() > 1 || inside.find("//") != npos;
    return is_long && is_written_out(inside, judge);
}

} // namespace

std::string folded(std::string_view text)
{
    const auto plain = compatible(repaired(text));
    std::string out;
    bool has_gap = false;
    for (std::size_t i = 0; i < plain.size();) {
        const char byte = plain[i];
        const auto c = is_ascii(byte) ? CodePoint{byte, 1} : code_point_at(plain, i);
        i += c.size;
        if (is_space(c.value)) {
            has_gap = true;
            continue;
        }
        if (is_invisible(c.value)) continue;
        if (has_gap && !out.empty()) out += ' ';
        has_gap = false;
        if (is_ascii(byte) && std::string_view("()[]{}").find(byte) == npos) {
            out += byte;
            continue;
        }
        const auto category = utf8proc_category(c.value);
        const bool is_ornate =
            c.value == 0xFD3E || c.value == 0xFD3F; // which open and close the other way round
        if (is_ornate ? c.value == 0xFD3E : category == UTF8PROC_CATEGORY_PS) {
            out += '(';
        } else if (is_ornate || category == UTF8PROC_CATEGORY_PE) {
            out += ')';
        } else {
            append_code_point(out, look_alike(c.value));
        }
    }
    return out;
}

std::string without_wide_signs(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = code_point_at(text, i);
        const auto category = c.value < 0 ? UTF8PROC_CATEGORY_CN : utf8proc_category(c.value);
        const bool is_sign = category < UTF8PROC_CATEGORY_LU || category > UTF8PROC_CATEGORY_NO;
        out += is_sign && !is_ascii(text[i]) ? " " : text.substr(i, c.size);
        i += c.size;
    }
    return out;
}

std::string_view first_group(std::string_view inside)
{
    inside = without_blanks(inside);
    while (inside.starts_with('/')) inside.remove_prefix(1);
    return without_blanks(inside.substr(0, inside.find('/')));
}

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return text;
}

std::size_t blanks_before(std::string_view text)
{
    std::size_t i = 0;
    while (i < text.size()) {
        const auto c = code_point_at(text, i);
        if (!is_space(c.value) && !is_invisible(c.value)) break;
        i += c.size;
    }
    return i;
}

bool is_mark_like(std::string_view inside, PortionJudge& judge)
{
    return is_written_out(inside, judge) || judge.names_class(inside);
}

bool has_stray_mark(std::string_view head, PortionJudge& judge)
{
    if (!may_have_mark(head, judge)) return false;
    const auto text = folded(head);
    const std::string_view line = text;
    std::size_t start = 0; // behind the last mark that the reader may see
    for (auto open = line.find_first_of("(<"); open < window; open = line.find_first_of("(<", open + 1)) {
        const auto before = line.substr(start, open - start);
        const char last = before.empty() ? ' ' : before.back();
        if (is_letter(last) || (is_digit(last) && longest_word(before) > 0)) continue;
        const bool is_angled = line[open] == '<';
        const auto close = line.find(is_angled ? '>' : ')', open);
        if (is_angled && close == npos) continue;
        const auto inside = without_blanks(line.substr(open + 1, close == npos ? npos : close - open - 1));
        if (is_angled ? !is_angled_mark(inside, judge) : !counts(before, inside, judge)) continue;
        // Joined to a word of Hangul it is a mark where a mark ends, 항(NS) and a blank, and an abbreviation where a
        // particle follows.
        const bool has_end = close == npos || close + 1 == line.size() || line[close + 1] == ' ';
        if (ends_with_wide_letter(before) && !(has_end && inside.size() > 1 && is_written_out(inside, judge)))
            continue;
        const auto is_readable = [&](const std::string& mark) {
            return judge.has_policy() && judge.verdict(mark) == PortionVerdict::readable;
        };
        if (close == npos || !(is_readable(std::string(inside)) || is_readable(upper(std::string(inside)))))
            return true;
        start = close + 1;
    }
    return false;
}

} // namespace pouch::redact
