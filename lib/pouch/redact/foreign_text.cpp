#include "pouch/redact/foreign_text.hpp"

#include "pouch/redact/characters.hpp"

#include <cstdint>

namespace pouch::redact {

namespace {

enum class Order { little, big };

/// The unit of `size` bytes at `at`.
std::uint32_t unit_at(std::string_view text, std::size_t at, std::size_t size, Order order)
{
    std::uint32_t unit = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(text[at + (order == Order::big ? i : size - 1 - i)]);
        unit = unit << 8U | byte;
    }
    return unit;
}

/// True for what stands in texts: no controls but tab, line feed and carriage return, no surrogates, no noncharacters.
bool is_plain(std::uint32_t c)
{
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    if (c >= 0x7F && c < 0xA0) return false;
    return (c < 0xD800 || c > 0xDFFF) && c <= 0x10FFFF && (c & 0xFFFEU) != 0xFFFE;
}

bool is_utf32(std::string_view text, Order order)
{
    if (text.empty() || text.size() % 4 != 0) return false;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        if (!is_plain(unit_at(text, i, 4, order))) return false;
    }
    return true;
}

bool is_utf16(std::string_view text, Order order)
{
    if (text.empty() || text.size() % 2 != 0) return false;
    std::size_t latin = 0;   // units below 0100: blanks, digits, line ends
    std::size_t swapped = 0; // what such units are in the other order
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto unit = unit_at(text, i, 2, order);
        if (unit < 0x100) ++latin;
        if ((unit & 0xFFU) == 0) ++swapped;
        if (is_plain(unit)) continue;
        if (unit < 0xD800 || unit > 0xDBFF) return false;
        if (i + 2 == text.size()) break; // the pair is cut off
        const auto next = unit_at(text, i + 2, 2, order);
        if (next < 0xDC00 || next > 0xDFFF) return false;
        i += 2;
    }
    return latin > swapped;
}

bool is_between(char c, unsigned low, unsigned high)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= low && byte <= high;
}

bool is_cp949(std::string_view text)
{
    std::size_t pairs = 0;
    std::size_t syllables = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_ascii(text[i])) {
            if (!is_plain(static_cast<unsigned char>(text[i]))) return false;
            continue;
        }
        if (!is_between(text[i], 0x81, 0xFE)) return false;
        if (i + 1 == text.size()) break; // the pair is cut off
        const auto trail = text[i + 1];
        if (!is_letter(trail) && !is_between(trail, 0x81, 0xFE)) return false;
        ++pairs;
        if (is_between(text[i], 0xB0, 0xC8) && is_between(trail, 0xA1, 0xFE)) ++syllables;
        ++i;
    }
    return pairs > 0 && 2 * syllables >= pairs;
}

} // namespace

std::optional<std::string_view> foreign_text(std::string_view sample)
{
    if (sample.find('\0') == std::string_view::npos) {
        if (is_cp949(sample)) return "probably EUC-KR or CP949 text (convert it to UTF-8 first)";
        return std::nullopt;
    }
    for (const auto order : {Order::little, Order::big}) {
        if (is_utf32(sample, order)) return "UTF-32 text";
        if (is_utf16(sample, order)) return "UTF-16 text";
    }
    return std::nullopt;
}

} // namespace pouch::redact
