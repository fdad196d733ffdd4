#include "pouch/redact/stix/id.hpp"

#include "pouch/base/text.hpp"
#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::stix {

namespace {

constexpr std::size_t version_place = 14;
constexpr std::size_t variant_place = 19;

/// The value of each small hexadecimal digit; 255 for all other bytes.
constexpr auto hex_digits = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(0xFF);
    for (std::uint8_t i = 0; i < 16; ++i) values[static_cast<unsigned char>("0123456789abcdef"[i])] = i;
    return values;
}();

constexpr bool is_dash_place(std::size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

/// Reads the digits and dashes of one half of a UUID; sets `bad` for what is neither.
template <std::size_t Begin, std::size_t End> std::uint64_t half_of(std::string_view uuid, unsigned& bad)
{
    std::uint64_t half = 0;
    for (std::size_t i = Begin; i < End; ++i) {
        const auto byte = static_cast<unsigned char>(uuid[i]);
        if (is_dash_place(i)) {
            bad |= byte ^ unsigned { '-' };
        } else {
            bad |= hex_digits[byte] & 0xF0U;
            half = half << 4U | (hex_digits[byte] & 0x0FU);
        }
    }
    return half;
}

/// The id `text` with the number of `uuid`, if that is one.
std::optional<Id> numbered(std::string_view text, std::string_view uuid)
{
    if (uuid.size() != uuid_size) return std::nullopt;
    constexpr std::size_t middle = 18;
    unsigned bad = 0;
    const auto high = half_of<0, middle>(uuid, bad);
    const auto low = half_of<middle, uuid_size>(uuid, bad);
    if (bad != 0) return std::nullopt;
    return Id{high, low, text};
}

/// True for small letters, digits and dashes, no two in a row and none at the ends.
bool is_type(std::string_view text)
{
    char before = '-';
    for (const char c : text) {
        if (!is_digit(c) && !(c >= 'a' && c <= 'z') && (c != '-' || before == '-')) return false;
        before = c;
    }
    return before != '-';
}

} // namespace

std::optional<Id> parse_id(std::string_view text)
{
    if (text.size() < uuid_size + 3) return std::nullopt;
    const auto type = type_of(text);
    if (text.substr(type.size(), 2) != "--" || !is_type(type)) return std::nullopt;
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
