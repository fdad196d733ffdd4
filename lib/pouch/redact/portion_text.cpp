#include "pouch/redact/portion_text.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/portion.hpp"

#include <algorithm>

namespace pouch::redact {

/// It does with a bracket of ASCII, or one of the characters among which others are.
bool may_hold_mark(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '(' || c == '[' || c == '{' || c == '<' || c == '\\' || c == '&' || byte == 0xE2 ||
               byte == 0xE3 || byte >= 0xEF;
    });
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
