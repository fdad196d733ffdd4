#include "pouch/redact/portion_text.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/portion.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

/// It does with a bracket of ASCII, one of the characters among which others are, or what may write either of them.
bool may_hold_mark(std::string_view text)
{
    enum class Kind : std::uint8_t { none, mark, hexadecimal };
    static constexpr auto kinds = [] {
        std::array<Kind, 256> table{};
        for (const char c : std::string_view("([{<\\&\xC2\xE2\xE3"))
            table[static_cast<unsigned char>(c)] = Kind::mark;
        for (std::size_t byte = 0xEF; byte < table.size(); ++byte) table[byte] = Kind::mark;
        for (const char c : std::string_view("%=")) table[static_cast<unsigned char>(c)] = Kind::hexadecimal;
        return table;
    }();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto kind = kinds[static_cast<unsigned char>(text[i])];
        if (kind == Kind::mark || (kind == Kind::hexadecimal && is_hex(at_or_nul(text, i + 1)))) return true;
    }
    return false;
}

bool holds_withheld_portion(std::string_view text, PortionJudge& judge, std::uint64_t place)
{
    if (!may_hold_mark(text) || text == portion_token) return false;
    io::MemorySource in(as_bytes(text));
    PortionFilter filter(
        in, judge, {Unmarked::keep}, [](auto, auto, auto) {}, PortionFilter::Places::unwanted);
    Bytes buffer(4096);
    try {
        while (filter.withheld() == 0 && filter.read(buffer) > 0) {
        }
    } catch (const Error& error) {
        throw error.in(fmt::format("byte {}", place));
    }
    return filter.withheld() > 0;
}

} // namespace pouch::redact
