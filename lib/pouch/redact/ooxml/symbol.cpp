#include "pouch/redact/ooxml/symbol.hpp"

#include "pouch/redact/view/code_point.hpp"

#include <charconv>
#include <cstdint>

namespace pouch::redact::ooxml {

std::string symbol(std::string_view hex)
{
    std::uint32_t point = 0;
    const auto end = hex.data() + hex.size();
    const auto [rest, error] = std::from_chars(hex.data(), end, point, 16);
    if (error != std::errc() || rest != end || point > 0xFFFF) return "?";
    if (point >= 0xF020 && point <= 0xF07E) point -= 0xF000;
    std::string text;
    if (point >= 0x20 && (point < 0xD800 || point > 0xDFFF) && point < 0xFFFE) append_utf8(text, point);
    return text.empty() ? "?" : text;
}

} // namespace pouch::redact::ooxml
