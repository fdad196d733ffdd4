#include "support/reference_units.hpp"

#include "pouch/base/text.hpp"

#include <algorithm>

namespace pouch::test {

namespace {

struct Written {
    std::uint32_t byte;
    std::size_t size;
};

/// A byte beyond ASCII as one of the three spellings has it.
std::optional<Written> high_byte(std::string_view text, std::size_t i)
{
    for (const std::string_view sign : {"%", "\\x", "\\"}) {
        if (i > text.size() || text.substr(i, sign.size()) != sign) continue;
        const bool is_octal = sign == "\\";
        const std::size_t digits = is_octal ? 3 : 2;
        const auto byte = number_at(text, i + sign.size(), digits, is_octal ? 8 : 16);
        if (byte && *byte >= 0x80 && *byte <= 0xFF) return Written{*byte, sign.size() + digits};
    }
    return std::nullopt;
}

/// Two or more pairs of EUC-KR at `i`: rows of signs and letters, and of Hangul.
std::string pairs_at(const std::string& bytes, std::size_t i)
{
    std::string pairs;
    for (; i + 2 <= bytes.size(); i += 2) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const auto trail = static_cast<unsigned char>(bytes[i + 1]);
        const bool is_lead = (lead > 0xA0 && lead < 0xA5) || (lead > 0xAF && lead < 0xC9);
        if (!is_lead || trail < 0xA1 || trail == 0xFF) break;
        pairs += bytes.substr(i, 2);
    }
    return pairs.size() > 2 ? pairs : std::string();
}

/// Bytes one by one, but for pairs of EUC-KR and the characters of UTF-8 among them.
std::string as_mixed(const std::string& bytes)
{
    std::string text;
    for (std::size_t i = 0; i < bytes.size();) {
        const auto pairs = pairs_at(bytes, i);
        if (const auto wide = pairs.empty() ? std::nullopt : from_charset(pairs, "CP949")) {
            text += *wide;
            i += pairs.size();
            continue;
        }
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

/// A row of quoted-printable at `i`, over soft line breaks.
struct MailRow {
    std::string bytes;
    std::size_t end;
};

MailRow mail_row(std::string_view text, std::size_t i)
{
    MailRow row{{}, i};
    for (;;) {
        const bool is_sign = i < text.size() && text[i] == '=';
        const auto byte = is_sign ? number_at(text, i + 1, 2, 16) : std::nullopt;
        if (!byte || *byte < 0x80) return row;
        row.bytes += static_cast<char>(*byte);
        row.end = i += 3;
        for (const std::string_view soft : {"=\r\n", "=\n"}) {
            if (text.substr(i, soft.size()) != soft) continue;
            i += soft.size();
            break;
        }
    }
}

/// True if `[begin, end)` lies in an encoded word.
bool is_in_word(std::string_view text, std::size_t begin, std::size_t end)
{
    for (const auto& unit : mail_units(text)) {
        if (unit.begin < begin && end < unit.end && text.substr(unit.end - 2, 2) == "?=") return true;
    }
    return false;
}

} // namespace

std::vector<Unit> legacy_units(std::string_view text)
{
    std::vector<Unit> units;
    for (std::size_t i = 0; i < text.size();) {
        if (const auto row = mail_row(text, i); !row.bytes.empty()) {
            const auto wide =
                pairs_at(row.bytes, 0) == row.bytes ? from_charset(row.bytes, "CP949") : std::nullopt;
            if (wide && !is_utf8(row.bytes) && !is_in_word(text, i, row.end))
                units.push_back({i, row.end, *wide});
            i = row.end;
            continue;
        }
        std::string bytes;
        auto end = i;
        while (const auto written = high_byte(text, end)) {
            bytes += static_cast<char>(written->byte);
            end += written->size;
        }
        if (bytes.empty()) {
            ++i;
            continue;
        }
        if (!is_utf8(bytes)) {
            const bool is_wide = std::all_of(bytes.begin(), bytes.end(),
                                             [](char c) { return static_cast<unsigned char>(c) > 0xA0; });
            const auto wide = is_wide ? from_charset(bytes, "CP949") : std::nullopt;
            units.push_back({i, end, wide ? *wide : as_mixed(bytes)});
        }
        i = end;
    }
    return units;
}

} // namespace pouch::test
