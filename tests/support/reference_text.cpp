#include "support/reference_units.hpp"

#include "pouch/base/text.hpp"

#include <iconv.h>
#include <stdexcept>
#include <utf8proc.h>

namespace pouch::test {

namespace {

std::optional<std::uint32_t> digit_value(char c)
{
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
    return std::nullopt;
}

/// Bytes of the character that begins with `lead`; 0 if none does.
std::size_t size_by_lead(std::uint32_t lead)
{
    if (lead < 0x80) return 1;
    if (lead < 0xC0) return 0;
    if (lead < 0xE0) return 2;
    if (lead < 0xF0) return 3;
    return lead < 0xF8 ? 4 : 0;
}

} // namespace

std::optional<std::string> utf8_of(std::uint32_t code_point)
{
    if (code_point == 0) return std::string();
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) return std::nullopt;
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes);
    return std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::optional<std::string> from_charset(std::string bytes, const char* charset)
{
    const auto converter = iconv_open("UTF-8", charset);
    if (converter == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("iconv lacks a charset");
    std::string text(4 * bytes.size() + 4, '\0');
    char* in = bytes.data();
    char* out = text.data();
    auto in_left = bytes.size();
    auto out_left = text.size();
    const auto result = iconv(converter, &in, &in_left, &out, &out_left);
    iconv_close(converter);
    if (result == static_cast<std::size_t>(-1)) return std::nullopt;
    text.resize(text.size() - out_left);
    return text;
}

CodePoints code_points_of(std::string_view text)
{
    CodePoints points;
    for (std::size_t i = 0; i < text.size();) {
        utf8proc_int32_t value = 0;
        const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + i,
                                           static_cast<utf8proc_ssize_t>(text.size() - i), &value);
        points.value.push_back(static_cast<std::uint32_t>(value));
        points.place.push_back(i);
        i += static_cast<std::size_t>(size > 0 ? size : 1);
    }
    points.place.push_back(text.size());
    return points;
}

std::optional<std::uint32_t> number_at(std::string_view text, std::size_t i, std::size_t count,
                                       std::uint32_t base)
{
    if (count == 0 || i + count > text.size()) return std::nullopt;
    std::uint64_t number = 0;
    for (std::size_t k = i; k < i + count; ++k) {
        const auto digit = digit_value(text[k]);
        if (!digit || *digit >= base) return std::nullopt;
        number = number * base + *digit;
    }
    return number > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(number);
}

std::optional<Unit> character_of_bytes(std::string_view text, std::size_t i, std::size_t size,
                                       const ByteAt& byte_at)
{
    const auto lead = byte_at(text, i);
    if (!lead) return std::nullopt;
    std::string bytes;
    for (std::size_t k = 0; k < size_by_lead(*lead); ++k) {
        const auto byte = byte_at(text, i + k * size);
        if (!byte) return std::nullopt;
        bytes += static_cast<char>(*byte);
    }
    if (bytes.empty() || !is_utf8(bytes)) return std::nullopt;
    const auto end = i + bytes.size() * size;
    return Unit{i, end, *lead == 0 ? "" : bytes};
}

} // namespace pouch::test
