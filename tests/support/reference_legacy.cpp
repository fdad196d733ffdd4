#include "support/reference_units.hpp"

#include "pouch/base/text.hpp"

#include <algorithm>

namespace pouch::test {

namespace {

/// A byte beyond ASCII as one of the three spellings has it.
std::optional<std::uint32_t> high_byte(std::string_view text, std::size_t i, std::string_view sign)
{
    if (i > text.size() || text.substr(i, sign.size()) != sign) return std::nullopt;
    const bool is_octal = sign == "\\";
    const auto byte = number_at(text, i + sign.size(), is_octal ? 3 : 2, is_octal ? 8 : 16);
    return byte && *byte >= 0x80 && *byte <= 0xFF ? byte : std::nullopt;
}

/// Bytes one by one, but for the characters of UTF-8 among them.
std::string as_latin(const std::string& bytes)
{
    std::string text;
    for (std::size_t i = 0; i < bytes.size();) {
        std::size_t size = 4;
        while (size > 1 && !(i + size <= bytes.size() && is_utf8(bytes.substr(i, size)) &&
                             code_points_of(bytes.substr(i, size)).value.size() == 1))
            --size;
        const auto part = bytes.substr(i, size);
        const bool is_dash = part == "\x96" || part == "\x97";
        text += size > 1 ? part : from_charset(part, is_dash ? "WINDOWS-1252" : "ISO-8859-1").value();
        i += size;
    }
    return text;
}

} // namespace

std::vector<Unit> legacy_units(std::string_view text)
{
    std::vector<Unit> units;
    for (std::size_t i = 0; i < text.size();) {
        std::string bytes;
        auto end = i;
        for (const std::string_view sign : {"%", "\\x", "\\"}) {
            if (!high_byte(text, i, sign)) continue;
            while (const auto byte = high_byte(text, end, sign)) {
                bytes += static_cast<char>(*byte);
                end += sign.size() + (sign == "\\" ? 3 : 2);
            }
            break;
        }
        if (bytes.empty()) {
            ++i;
            continue;
        }
        if (!is_utf8(bytes)) {
            const bool is_wide = std::all_of(bytes.begin(), bytes.end(),
                                             [](char c) { return static_cast<unsigned char>(c) > 0xA0; });
            const auto wide = is_wide ? from_charset(bytes, "CP949") : std::nullopt;
            units.push_back({i, end, wide ? *wide : as_latin(bytes)});
        }
        i = end;
    }
    return units;
}

} // namespace pouch::test
