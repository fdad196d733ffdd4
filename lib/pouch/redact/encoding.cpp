#include "pouch/redact/encoding.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/redact/unseen_text.hpp"

#include <algorithm>
#include <simdjson.h>

namespace pouch::redact {

namespace {

/// The bytes of the character that begins with `byte`; 1 if none begins so.
constexpr std::size_t size_from(unsigned char byte)
{
    if (byte < 0xC0 || byte > 0xF4) return 1;
    return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Where the first character stands that is not well formed.
std::size_t first_fault(std::string_view text)
{
    std::size_t i = 0;
    while (i < text.size()) {
        const auto size = size_from(static_cast<unsigned char>(text[i]));
        if (!is_utf8(text.substr(i, size))) break;
        i += size;
    }
    return i;
}

} // namespace

void check_text(std::string_view text, std::uint64_t offset)
{
    check_block(text, 0, offset, true);
}

void check_block(std::string_view text, std::size_t from, std::uint64_t offset, bool is_last)
{
    const auto fresh = text.substr(from);
    if (const auto place = fresh.find('\0'); place != std::string_view::npos) {
        throw refused("text.binary", "a zero byte at offset {}: not a text", offset + from + place);
    }
    if (!simdjson::validate_utf8(fresh.data(), fresh.size())) {
        throw refused("text.encoding", "not UTF-8 at offset {}", offset + from + first_fault(fresh));
    }
    // What begins before may not have been seen whole.
    constexpr std::size_t most_before = 5;
    if (const auto place = wide_text(text, from - std::min(from, most_before))) {
        throw refused("text.encoding", "characters of ISO 2022 at offset {}", offset + *place)
            .with_hint("convert it to UTF-8 first");
    }
    if (const auto place = hidden_tag(text, from, is_last)) {
        throw refused("text.hidden", "tag characters, which nothing shows, at offset {}", offset + *place);
    }
}

std::size_t incomplete_tail(std::string_view text)
{
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if (byte < 0x80) return 0;
        if (byte < 0xC0) continue;
        return size_from(byte) > back ? back : 0;
    }
    return 0;
}

bool is_text_so_far(std::string_view text)
{
    const auto whole = text.substr(0, text.size() - incomplete_tail(text));
    return whole.find('\0') == std::string_view::npos && simdjson::validate_utf8(whole.data(), whole.size());
}

} // namespace pouch::redact
