#include "pouch/redact/stix/id.hpp"

#include "pouch/base/bytes.hpp"
#include "pouch/base/text.hpp"
#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace pouch::redact::stix {

namespace {

constexpr std::size_t version_place = 14;
constexpr std::size_t variant_place = 19;

constexpr std::array<std::size_t, 4> dash_places{8, 13, 18, 23};

bool is_dash_place(std::size_t i)
{
    return std::find(dash_places.begin(), dash_places.end(), i) != dash_places.end();
}

/// The number that eight small hexadecimal digits are, the bytes of `digits` from the lowest on; sets bits of `bad` if
/// they are not. All eight at once, each in its byte.
std::uint32_t number_of(std::uint64_t digits, std::uint64_t& bad)
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    const auto is_letter = (digits >> 6U) & ones;
    const auto values = (digits & (ones * 0x0F)) + is_letter * 9;
    const auto is_above_nine = ((values + ones * 6) >> 4U) & ones;
    constexpr unsigned gap = 'a' - '9' - 1;
    bad |= (values & (ones * 0xF0)) | (digits ^ (values + ones * '0' + is_above_nine * gap));
    auto number = (values << 4U | values >> 8U) & 0x00FF00FF00FF00FF;
    number = (number << 8U | number >> 16U) & 0x0000FFFF0000FFFF;
    return static_cast<std::uint32_t>(number << 16U | number >> 32U);
}

/// The id `text` with the number of `uuid`, if that is one.
std::optional<Id> numbered(std::string_view text, std::string_view uuid)
{
    if (uuid.size() != uuid_size) return std::nullopt;
    const char* const bytes = uuid.data();
    const auto four = [&](std::size_t i) {
        return std::uint64_t{read_le<std::uint32_t>(as_bytes({bytes + i, sizeof(std::uint32_t)}))};
    };
    const auto eight = [&](std::size_t i) {
        return read_le<std::uint64_t>(as_bytes({bytes + i, sizeof(std::uint64_t)}));
    };
    std::uint64_t bad = 0;
    for (const auto i : dash_places) bad |= static_cast<unsigned char>(uuid[i]) ^ std::uint64_t{'-'};
    const std::uint64_t first = number_of(eight(0), bad);
    const std::uint64_t second = number_of(four(9) | four(14) << 32U, bad);
    const std::uint64_t third = number_of(four(19) | four(24) << 32U, bad);
    const std::uint64_t fourth = number_of(eight(28), bad);
    if (bad != 0) return std::nullopt;
    return Id{first << 32U | second, third << 32U | fourth, text};
}

/// The bytes of [begin, begin + 16) of `text`, a bit for each: those that may stand in a type, and dashes.
struct TypeMasks {
    std::uint32_t good = 0;
    std::uint32_t dash = 0;
};

constexpr std::size_t type_step = 16;

#ifdef __SSE2__
TypeMasks type_masks(std::string_view text, std::size_t begin)
{
    const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + begin));
    // Bytes above ASCII are less than all.
    const auto is_within = [&](char first, char last) {
        return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(first - 1))),
                             _mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(last + 1))));
    };
    const auto dash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('-'));
    const auto good = _mm_or_si128(dash, _mm_or_si128(is_within('a', 'z'), is_within('0', '9')));
    return {static_cast<std::uint32_t>(_mm_movemask_epi8(good)),
            static_cast<std::uint32_t>(_mm_movemask_epi8(dash))};
}
#else
TypeMasks type_masks(std::string_view text, std::size_t begin)
{
    TypeMasks masks;
    for (std::size_t i = 0; i < type_step; ++i) {
        const char c = text[begin + i];
        const bool is_dash = c == '-';
        if (is_dash || is_digit(c) || (c >= 'a' && c <= 'z')) masks.good |= 1U << i;
        if (is_dash) masks.dash |= 1U << i;
    }
    return masks;
}
#endif

/// True if `text`, behind whose first `size` bytes a UUID follows, begins with so many small letters, digits and dashes, no
/// two of these in a row and none at the ends.
bool is_type(std::string_view text, std::size_t size)
{
    std::uint32_t before = 1; // the byte before is a dash
    for (std::size_t begin = 0; begin < size; begin += type_step) {
        const auto count = std::min(type_step, size - begin);
        const auto wanted = (std::uint32_t{1} << count) - 1;
        const auto masks = type_masks(text, begin);
        const auto dash = masks.dash & wanted;
        if ((masks.good & wanted) != wanted || (dash & (dash << 1U | before)) != 0) return false;
        before = dash >> (count - 1);
    }
    return before == 0;
}

} // namespace

std::optional<Id> parse_id(std::string_view text)
{
    if (text.size() < uuid_size + 3) return std::nullopt;
    const auto type = type_of(text);
    if (text.substr(type.size(), 2) != "--" || !is_type(text, type.size())) return std::nullopt;
    return numbered(text, uuid_of(text));
}

bool is_id(std::string_view text)
{
    return parse_id(text).has_value();
}

bool is_uuid(std::string_view text)
{
    return numbered(text, text).has_value();
}

std::string_view type_of(std::string_view id)
{
    return id.substr(0, id.size() - uuid_size - 2);
}

std::string_view uuid_of(std::string_view id)
{
    return id.substr(id.size() - uuid_size);
}

bool is_of_name(std::string_view uuid)
{
    return uuid[version_place] == '5' || uuid[version_place] == '3';
}

std::string minted_uuid(const KeyScope::PurposeKey& key, std::string_view id)
{
    const auto mac = crypto::hmac_sha256(key.expose(), as_bytes(id));
    const auto digits = to_hex(mac);
    std::string uuid;
    for (std::size_t i = 0, next = 0; i < uuid_size; ++i) uuid += is_dash_place(i) ? '-' : digits[next++];
    uuid[version_place] = '4';
    constexpr std::string_view variants = "89ab";
    uuid[variant_place] = variants[std::to_integer<std::size_t>(mac.back()) % variants.size()];
    return uuid;
}

} // namespace pouch::redact::stix
