#include "pouch/redact/view/stretches.hpp"

#include "pouch/redact/view/charset.hpp"
#include "pouch/redact/view/code_point.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t least_bytes = 6;     ///< Of UTF-8.
constexpr std::size_t least_units = 6;     ///< Of UTF-16.
constexpr std::size_t least_syllables = 4; ///< Of EUC-KR.

constexpr bool is_printable(std::uint32_t c)
{
    return (c >= ' ' && c != 0x7F) || c == '\t' || c == '\n' || c == '\r';
}

unsigned byte_at(std::string_view bytes, std::size_t i)
{
    return static_cast<unsigned char>(bytes[i]);
}

/// The bytes of the printable character of UTF-8 at `i`, or 0.
std::size_t character_of(std::string_view bytes, std::size_t i)
{
    const auto size = utf8_size(static_cast<unsigned char>(bytes[i]));
    if (size == 1) return is_printable(byte_at(bytes, i)) ? 1 : 0;
    return size > 0 && code_point_of(bytes.substr(i, size)) ? size : 0;
}

void append_utf8_stretches(std::string_view bytes, std::vector<Stretch>& stretches)
{
    for (std::size_t i = 0; i < bytes.size();) {
        const auto begin = i;
        while (i < bytes.size()) {
            const auto size = character_of(bytes, i);
            if (size == 0) break;
            i += size;
        }
        if (i - begin >= least_bytes)
            stretches.push_back({std::string(bytes.substr(begin, i - begin)), begin == 0, i == bytes.size()});
        if (i == begin) ++i;
    }
}

/// `first`: where the first unit begins; `order`: which of two bytes is the low one.
void append_utf16_stretches(std::string_view bytes, std::size_t first, std::size_t order,
                            std::vector<Stretch>& stretches)
{
    const auto unit_at = [&](std::size_t i) {
        return byte_at(bytes, i + order) | (byte_at(bytes, i + 1 - order) << 8U);
    };
    const auto is_text = [](std::uint32_t c) {
        return (c < 0x7F && is_printable(c)) || (c >= 0xAC00 && c <= 0xD7A3);
    };
    for (auto i = first; i + 1 < bytes.size();) {
        const auto begin = i;
        while (i + 1 < bytes.size() && is_text(unit_at(i))) i += 2;
        if (i - begin >= 2 * least_units) {
            Stretch stretch;
            stretch.is_first = begin == first;
            stretch.is_last = i + 1 >= bytes.size();
            for (auto at = begin; at < i; at += 2) append_utf8(stretch.text, unit_at(at));
            stretches.push_back(std::move(stretch));
        }
        if (i == begin) i += 2;
    }
}

void append_euc_kr_stretches(std::string_view bytes, std::vector<Stretch>& stretches)
{
    for (std::size_t i = 0; i < bytes.size();) {
        const auto begin = i;
        std::size_t syllables = 0;
        while (i < bytes.size()) {
            const bool is_pair = i + 1 < bytes.size() && byte_at(bytes, i) >= 0xB0 &&
                                 byte_at(bytes, i) <= 0xC8 && byte_at(bytes, i + 1) >= 0xA1 &&
                                 byte_at(bytes, i + 1) <= 0xFE;
            if (!is_pair && (byte_at(bytes, i) >= 0x7F || !is_printable(byte_at(bytes, i)))) break;
            syllables += is_pair ? 1U : 0U;
            i += is_pair ? 2 : 1;
        }
        if (syllables >= least_syllables) {
            if (auto text = utf8_from("euc-kr", bytes.substr(begin, i - begin)))
                stretches.push_back({std::move(*text), begin == 0, i == bytes.size()});
        }
        if (i == begin) ++i;
    }
}

} // namespace

void append_stretches(std::string_view bytes, std::vector<Stretch>& stretches)
{
    const bool is_little = bytes.starts_with("\xFF\xFE");
    if (is_little || bytes.starts_with("\xFE\xFF")) {
        const auto even = bytes.substr(2, (bytes.size() - 2) / 2 * 2);
        if (auto text = utf8_from(is_little ? "utf-16le" : "utf-16be", even); text && !text->empty()) {
            std::replace(text->begin(), text->end(), '\0', ' ');
            stretches.push_back({std::move(*text), true, true});
        }
    }
    append_utf8_stretches(bytes, stretches);
    for (const std::size_t order : {0U, 1U}) {
        append_utf16_stretches(bytes, 0, order, stretches);
        append_utf16_stretches(bytes, 1, order, stretches);
    }
    append_euc_kr_stretches(bytes, stretches);
}

} // namespace pouch::redact
