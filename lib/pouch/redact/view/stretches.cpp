#include "pouch/redact/view/stretches.hpp"

#include "pouch/redact/view/charset.hpp"
#include "pouch/redact/view/code_point.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t least_bytes = 6;       ///< Of UTF-8.
constexpr std::size_t least_units = 6;       ///< Characters of UTF-16.
constexpr std::size_t least_syllables = 4;   ///< Of EUC-KR,
constexpr std::size_t least_characters = 12; ///< or characters, one of them wide.

/// What a character says of the bytes it is read from.
enum class Sign : std::uint8_t {
    none,    ///< They are no text.
    neutral, ///< They may be: it stands in what many bytes would be.
    telling, ///< They seem to be.
};

constexpr bool in(std::uint32_t c, std::uint32_t first, std::uint32_t last)
{
    return c >= first && c <= last;
}

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

/// What a character of UTF-16 says, half of a pair aside.
constexpr Sign sign_of(std::uint32_t c)
{
    if (c < 0x80) return c < 0x7F && is_printable(c) ? Sign::telling : Sign::none;
    const bool is_hangul = in(c, 0xAC00, 0xD7A3) || in(c, 0x1100, 0x11FF) || in(c, 0x3131, 0x318E);
    if (is_hangul || in(c, 0xFF01, 0xFFEF) || c > 0xFFFF) return Sign::telling;
    const bool is_neutral = c <= 0x27FF || in(c, 0x3000, 0x33FF) || in(c, 0xFE00, 0xFF00);
    return is_neutral ? Sign::neutral : Sign::none;
}

/// `first`: where the first unit begins; `order`: which of two bytes is the low one.
void append_utf16_stretches(std::string_view bytes, std::size_t first, std::size_t order,
                            std::vector<Stretch>& stretches)
{
    const auto unit_at = [&](std::size_t i) -> std::uint32_t {
        return byte_at(bytes, i + order) | (byte_at(bytes, i + 1 - order) << 8U);
    };
    const auto character_at = [&](std::size_t i) {
        const auto high = unit_at(i);
        if (!is_high_surrogate(high) || i + 3 >= bytes.size()) return high;
        const auto low = unit_at(i + 2);
        return is_low_surrogate(low) ? joined_surrogates(high, low) : high;
    };
    for (auto i = first; i + 1 < bytes.size();) {
        const auto begin = i;
        std::size_t telling = 0;
        while (i + 1 < bytes.size()) {
            const auto c = character_at(i);
            const auto sign = sign_of(c);
            if (sign == Sign::none) break;
            telling += sign == Sign::telling ? 1U : 0U;
            i += c > 0xFFFF ? 4 : 2;
        }
        if (telling >= least_units) {
            Stretch stretch;
            stretch.is_first = begin == first;
            stretch.is_last = i + 1 >= bytes.size();
            for (auto at = begin; at < i;) {
                const auto c = character_at(at);
                append_utf8(stretch.text, c);
                at += c > 0xFFFF ? 4 : 2;
            }
            stretches.push_back(std::move(stretch));
        }
        if (i == begin) i += 2;
    }
}

/// What a pair of bytes of EUC-KR says. All pairs let in are characters, or a row of them could not be converted.
constexpr Sign sign_of_pair(unsigned lead, unsigned trail)
{
    if (!in(trail, 0xA1, 0xFE)) return Sign::none;
    if (in(lead, 0xB0, 0xC8) || lead == 0xA3 || lead == 0xA4) return Sign::telling;
    const bool is_neutral =
        lead == 0xA1 || (lead == 0xA2 && trail <= 0xE5) || (lead == 0xA8 && trail >= 0xB1) || lead == 0xA9;
    return is_neutral ? Sign::neutral : Sign::none;
}

void append_euc_kr_stretches(std::string_view bytes, std::vector<Stretch>& stretches)
{
    for (std::size_t i = 0; i < bytes.size();) {
        const auto begin = i;
        std::size_t syllables = 0;
        std::size_t pairs = 0;
        std::size_t count = 0;
        while (i < bytes.size()) {
            const auto pair =
                i + 1 < bytes.size() ? sign_of_pair(byte_at(bytes, i), byte_at(bytes, i + 1)) : Sign::none;
            const bool is_pair = pair != Sign::none;
            if (!is_pair && (byte_at(bytes, i) >= 0x7F || !is_printable(byte_at(bytes, i)))) break;
            syllables += pair == Sign::telling ? 1U : 0U;
            pairs += is_pair ? 1U : 0U;
            ++count;
            i += is_pair ? 2 : 1;
        }
        if (syllables >= least_syllables || (pairs > 0 && count >= least_characters)) {
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
