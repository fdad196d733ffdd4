#include "pouch/redact/view/encoded_bytes.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"

#include <array>

namespace pouch::redact {

namespace {

constexpr bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

} // namespace

std::optional<unsigned char> encoded_byte(std::string_view text, std::size_t i, EncodedByte kind)
{
    const auto at = [&](std::size_t k) { return at_or_nul(text, i + k); };
    if (kind == EncodedByte::octal) {
        if (at(0) != '\\' || at(1) > '3' || !is_octal(at(1)) || !is_octal(at(2)) || !is_octal(at(3)))
            return std::nullopt;
        return static_cast<unsigned char>(hex_value(at(1)) * 64 + hex_value(at(2)) * 8 + hex_value(at(3)));
    }
    const bool is_marked = kind == EncodedByte::percent  ? at(0) == '%'
                           : kind == EncodedByte::equals ? at(0) == '='
                                                         : at(0) == '\\' && at(1) == 'x';
    const auto digits = written_size(kind) - 2;
    if (!is_marked || !is_hex(at(digits)) || !is_hex(at(digits + 1))) return std::nullopt;
    return static_cast<unsigned char>(hex_value(at(digits)) * 16 + hex_value(at(digits + 1)));
}

std::optional<Unit> encoded_character(std::string_view text, std::size_t at, EncodedByte kind,
                                      std::string& out)
{
    const auto first = encoded_byte(text, at, kind);
    if (!first) return std::nullopt;
    const auto size = utf8_size(*first);
    std::array<char, 4> bytes{};
    for (std::size_t i = 0; i < size; ++i) {
        const auto byte = encoded_byte(text, at + i * written_size(kind), kind);
        if (!byte) return std::nullopt;
        bytes[i] = static_cast<char>(*byte);
    }
    const auto c = code_point_of({bytes.data(), size});
    if (!c) return std::nullopt;
    append_utf8(out, *c);
    return Unit{at, at + size * written_size(kind)};
}

} // namespace pouch::redact
