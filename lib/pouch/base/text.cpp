#include "pouch/base/text.hpp"

#include <charconv>
#include <cstring>
#include <fmt/core.h>

namespace pouch {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> inverse(std::string_view digits)
{
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < digits.size(); ++i) {
        table[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
    }
    return table;
}

constexpr auto hex_value = inverse(hex_digits);
constexpr auto base64_value = inverse(base64_digits);

/// One code point from the front of `text`, and how many bytes it took; length 0 for ill-formed UTF-8.
struct Decoded {
    char32_t point;
    std::size_t length;
};

Decoded decode_utf8(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto more = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0U) == 0x80U; };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    if (lead >= 0xC2 && lead <= 0xDF && more(1)) {
        return {static_cast<char32_t>((lead & 0x1FU) << 6U | (byte(1) & 0x3FU)), 2};
    }
    if ((lead & 0xF0U) == 0xE0U && more(1) && more(2)) {
        const auto point =
            static_cast<char32_t>((lead & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU));
        if (point >= 0x800 && (point < 0xD800 || point > 0xDFFF)) return {point, 3};
    }
    if (lead >= 0xF0 && lead <= 0xF4 && more(1) && more(2) && more(3)) {
        const auto point = static_cast<char32_t>((lead & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U |
                                                 (byte(2) & 0x3FU) << 6U | (byte(3) & 0x3FU));
        if (point >= 0x10000 && point <= 0x10FFFF) return {point, 4};
    }
    return {0, 0};
}

/// How many bytes of ASCII are at the front of `text`, eight at a time: up to seven may be missed.
std::size_t ascii_run(std::string_view text)
{
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::size_t size = 0;
    for (std::uint64_t eight = 0; text.size() - size >= sizeof eight; size += sizeof eight) {
        std::memcpy(&eight, text.data() + size, sizeof eight);
        if ((eight & high_bits) != 0) break;
    }
    return size;
}

bool is_unprintable(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x34F || c == 0x61C || c == 0x115F ||
           c == 0x1160 || (c >= 0x17B4 && c <= 0x17B5) || (c >= 0x180B && c <= 0x180F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0x3164 || (c >= 0xFDD0 && c <= 0xFDEF) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF ||
           c == 0xFFA0 || (c >= 0xFFF0 && c <= 0xFFFB) || (c >= 0x13430 && c <= 0x1343F) ||
           (c >= 0x1BCA0 && c <= 0x1BCA3) || (c >= 0x1D173 && c <= 0x1D17A) ||
           (c >= 0xE0000 && c <= 0xE0FFF) || (c & 0xFFFEU) == 0xFFFEU;
}

/// `\uNNNN`, or the two of a surrogate pair.
std::string json_escape(char32_t point)
{
    const auto unit = [](char32_t value) {
        return fmt::format("\\u{:04x}", static_cast<std::uint32_t>(value));
    };
    if (point < 0x10000) return unit(point);
    return unit(0xD7C0 + (point >> 10U)) + unit(0xDC00 + (point & 0x3FFU));
}

/// Appends `text` in UTF-8, with a backslash before each of `signs`, and what does not show escaped.
void append_as_json(std::string& out, std::string_view text, std::string_view signs)
{
    while (!text.empty()) {
        const auto [point, length] = decode_utf8(text);
        if (length == 0) {
            out += "\uFFFD";
            text.remove_prefix(1);
            continue;
        }
        if (signs.find(text.front()) != std::string_view::npos) out += '\\';
        if (is_unprintable(point)) {
            out += json_escape(point);
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
}

} // namespace

std::string to_hex(ByteView bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto b : bytes) {
        const auto value = std::to_integer<unsigned>(b);
        text += hex_digits[value >> 4U];
        text += hex_digits[value & 15U];
    }
    return text;
}

std::optional<Bytes> from_hex(std::string_view text)
{
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value[static_cast<unsigned char>(text[i])];
        const int low = hex_value[static_cast<unsigned char>(text[i + 1])];
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<std::byte>(high * 16 + low));
    }
    return bytes;
}

std::string to_base64(ByteView bytes, Padding padding)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const auto b : bytes) {
        bits = bits << 8U | std::to_integer<std::uint32_t>(b);
        count += 8;
        while (count >= 6) {
            count -= 6;
            text += base64_digits[bits >> count & 63U];
        }
    }
    if (count > 0) text += base64_digits[bits << (6 - count) & 63U];
    while (padding == Padding::required && text.size() % 4 != 0) text += '=';
    return text;
}

std::optional<Bytes> from_base64(std::string_view text, Padding padding)
{
    if (padding == Padding::required) {
        if (text.size() % 4 != 0) return std::nullopt;
        for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
    }
    if (text.size() % 4 == 1) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const int value = base64_value[static_cast<unsigned char>(c)];
        if (value < 0) return std::nullopt;
        bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFU;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<std::byte>(bits >> count & 0xFFU));
        }
    }
    if ((bits & ((1U << count) - 1U)) != 0) return std::nullopt;
    return bytes;
}

namespace {

/// A blank that is not U+0020.
bool is_other_blank(char32_t c)
{
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

std::string escaped(std::string_view text, bool (*is_hidden)(char32_t))
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [point, length] = decode_utf8(text);
        if (length == 0) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
            text.remove_prefix(1);
            continue;
        }
        if (point == '\\') {
            out += "\\\\";
        } else if (is_hidden(point)) {
            out += point < 0x80 ? fmt::format("\\x{:02x}", static_cast<unsigned>(point))
                                : fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(point));
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return out;
}

} // namespace

std::string escaped(std::string_view text)
{
    return escaped(text, is_unprintable);
}

std::string shown(std::string_view text)
{
    return escaped(text, [](char32_t c) { return is_unprintable(c) || is_other_blank(c); });
}

std::string shortened(std::string_view text)
{
    constexpr std::size_t most = 4096;
    constexpr std::size_t most_behind = 512; // what was said of it stands there
    if (text.size() <= most) return std::string(text);
    const auto starts_character = [&](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80;
    };
    auto begin = most - most_behind;
    auto end = text.size() - most_behind;
    for (int i = 0; i < 3 && !starts_character(begin); ++i) --begin;
    for (int i = 0; i < 3 && !starts_character(end); ++i) ++end;
    return fmt::format("{} ... ({} bytes) ... {}", text.substr(0, begin), end - begin, text.substr(end));
}

std::string json_quoted(std::string_view text)
{
    std::string out = "\"";
    append_as_json(out, text, R"("\)");
    return out + '"';
}

std::string json_printable(std::string_view json)
{
    std::string out;
    out.reserve(json.size());
    append_as_json(out, json, {});
    return out;
}

bool is_utf8(std::string_view text)
{
    for (text.remove_prefix(ascii_run(text)); !text.empty(); text.remove_prefix(ascii_run(text))) {
        const auto length = decode_utf8(text).length;
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::optional<std::uint64_t> parse_number(std::string_view text)
{
    if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace pouch
