#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/plain_bag.hpp"

namespace pouch::format {

namespace {

void append_utf8(std::string& out, std::uint32_t point)
{
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0U | (point >> 6U));
        put(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        put(0xE0U | (point >> 12U));
        put(0x80U | ((point >> 6U) & 0x3FU));
        put(0x80U | (point & 0x3FU));
    } else {
        put(0xF0U | (point >> 18U));
        put(0x80U | ((point >> 12U) & 0x3FU));
        put(0x80U | ((point >> 6U) & 0x3FU));
        put(0x80U | (point & 0x3FU));
    }
}

std::string from_latin1(std::string_view bytes)
{
    std::string out;
    for (const char c : bytes) append_utf8(out, static_cast<unsigned char>(c));
    return out;
}

/// Nothing for an odd number of bytes and for half a surrogate pair.
std::optional<std::string> from_utf16(std::string_view bytes, bool is_little)
{
    if (bytes.size() % 2 != 0) return std::nullopt;
    const auto unit = [&](std::size_t at) -> std::uint32_t {
        const auto pair = as_bytes(bytes.substr(at, 2));
        return is_little ? read_le<std::uint16_t>(pair) : read_be<std::uint16_t>(pair);
    };
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        auto point = unit(at);
        if (point >= 0xD800 && point < 0xE000) {
            if (point >= 0xDC00 || at + 4 > bytes.size()) return std::nullopt;
            const auto low = unit(at += 2);
            if (low < 0xDC00 || low >= 0xE000) return std::nullopt;
            point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
        }
        append_utf8(out, point);
    }
    return out;
}

} // namespace

std::string decode_tag_file(std::string_view bytes, const BagDeclaration& bag, std::string_view name,
                            BagWarnings& warnings)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    std::optional<std::string> text;
    bool may_have_mark = !bag.is_strict();
    switch (bag.charset) {
    case BagCharset::utf8:
        text = is_utf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
        break;
    case BagCharset::latin1:
        text = from_latin1(bytes);
        break;
    case BagCharset::utf16:
        may_have_mark = true;
        text = from_utf16(bytes, bytes.substr(0, 2) == "\xFF\xFE"); // RFC 2781: else the high byte first
        break;
    case BagCharset::utf16le:
        text = from_utf16(bytes, true);
        break;
    case BagCharset::utf16be:
        text = from_utf16(bytes, false);
        break;
    }
    if (!text) throw refused("bag.charset", "{}: not text of the declared encoding", name);
    if (text->rfind(mark, 0) == 0) {
        if (!may_have_mark) throw refused("bag.charset", "{}: begins with a byte order mark", name);
        if (bag.charset != BagCharset::utf16)
            warnings.add("bag.legacy", fmt::format("{}: begins with a byte order mark", name));
        text->erase(0, mark.size());
    }
    if (text->find('\0') != std::string::npos) throw refused("bag.charset", "{}: holds NUL", name);
    return *std::move(text);
}

} // namespace pouch::format
