#include "pouch/redact/mark_text.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/fold.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace pouch::redact {

namespace {

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
    case 0x226A:
        return '<';
    case 0x226B:
        return '>';
    case 0x2039:
        return 0xAB;
    case 0x203A:
        return 0xBB;
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
        const auto c = code_point_in(text, i);
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

std::string_view without_blanks(std::string_view text)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// folded() of ASCII.
std::string folded_ascii(std::string_view text)
{
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    bool has_gap = false;
    for (const char c : text) {
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            has_gap = true;
            continue;
        }
        if (c < ' ' || c == 0x7F) continue;
        if (has_gap && size > 0) out[size++] = ' ';
        has_gap = false;
        out[size++] = c == '[' || c == '{' ? '(' : c == ']' || c == '}' ? ')' : c;
    }
    out.resize(size);
    return out;
}

} // namespace

CodePoint code_point_in(std::string_view text, std::size_t i)
{
    utf8proc_int32_t value = -1;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + i,
                                       static_cast<utf8proc_ssize_t>(text.size() - i), &value);
    if (size <= 0) return {-1, 1};
    return {value, static_cast<std::size_t>(size)};
}

std::string folded(std::string_view text)
{
    if (std::all_of(text.begin(), text.end(), is_ascii)) return folded_ascii(text);
    const auto plain = compatible(repaired(text));
    std::string out;
    bool has_gap = false;
    for (std::size_t i = 0; i < plain.size();) {
        const char byte = plain[i];
        const auto c = is_ascii(byte) ? CodePoint{byte, 1} : code_point_in(plain, i);
        i += c.size;
        if (is_space(c.value)) {
            has_gap = true;
            continue;
        }
        if (is_invisible(c.value)) continue;
        if (has_gap && !out.empty()) out += ' ';
        has_gap = false;
        if (is_ascii(byte) && std::string_view("()[]{}").find(byte) == std::string_view::npos) {
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
        const auto c = code_point_in(text, i);
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
        const auto c = code_point_in(text, i);
        if (!is_space(c.value) && !is_invisible(c.value)) break;
        i += c.size;
    }
    return i;
}

} // namespace pouch::redact
