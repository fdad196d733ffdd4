#include "pouch/redact/stix/id.hpp"

#include "pouch/base/bytes.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>
#include <array>

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
    const auto bytes = as_bytes(uuid);
    const auto four = [&](std::size_t i) { return std::uint64_t{read_le<std::uint32_t>(bytes.subspan(i))}; };
    const auto eight = [&](std::size_t i) { return read_le<std::uint64_t>(bytes.subspan(i)); };
    std::uint64_t bad = 0;
    for (const auto i : dash_places) bad |= static_cast<unsigned char>(uuid[i]) ^ std::uint64_t{'-'};
    const std::uint64_t first = number_of(eight(0), bad);
    const std::uint64_t second = number_of(four(9) | four(14) << 32U, bad);
    const std::uint64_t third = number_of(four(19) | four(24) << 32U, bad);
    const std::uint64_t fourth = number_of(eight(28), bad);
    if (bad != 0) return std::nullopt;
    return Id{first << 32U | second, third << 32U | fourth, text};
}

enum Kind : std::uint8_t { none, letter, dash };

/// What each byte is to a type.
constexpr auto kinds = [] {
    std::array<std::uint8_t, 256> all{};
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789"))
        all[static_cast<unsigned char>(c)] = letter;
    all['-'] = dash;
    return all;
}();

/// True for small letters, digits and dashes, no two in a row and none at the ends.
bool is_type(std::string_view text)
{
    std::uint8_t before = dash;
    for (const char c : text) {
        const auto kind = kinds[static_cast<unsigned char>(c)];
        if (kind == none || (kind & before) == dash) return false;
        before = kind;
    }
    return before != dash;
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
