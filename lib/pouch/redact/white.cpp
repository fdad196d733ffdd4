#include "pouch/redact/white.hpp"

#include "pouch/redact/characters.hpp"

namespace pouch::redact {

std::size_t white_size(std::string_view text, std::size_t i)
{
    const char c = at_or_nul(text, i);
    if (c == ' ' || (c >= '\t' && c <= '\r') || c == '+') return 1;
    if (is_ascii(c)) return 0;
    if (text.substr(i, 2) == "\xC2\xA0") return 2;
    if (text.substr(i, 3) == "\xE3\x80\x80") return 3;
    if (text.substr(i, 2) != "\xE2\x80") return 0;
    const auto last = static_cast<unsigned char>(at_or_nul(text, i + 2));
    const bool is_blank = last >= 0x80 && last <= 0x8A;
    return is_blank || last == 0xA8 || last == 0xA9 || last == 0xAF ? 3 : 0;
}

std::size_t white_size_before(std::string_view text, std::size_t end)
{
    for (std::size_t size = 1; size <= 3 && size <= end; ++size) {
        if (white_size(text, end - size) == size) return size;
    }
    return 0;
}

} // namespace pouch::redact
