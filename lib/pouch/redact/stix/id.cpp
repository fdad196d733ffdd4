#include "pouch/redact/stix/id.hpp"

#include "pouch/base/text.hpp"
#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact::stix {

namespace {

constexpr std::size_t version_place = 14;
constexpr std::size_t variant_place = 19;

bool is_dash_place(std::size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

} // namespace

bool is_uuid(std::string_view text)
{
    if (text.size() != uuid_size) return false;
    for (std::size_t i = 0; i < uuid_size; ++i) {
        const char c = text[i];
        if (is_dash_place(i) ? c != '-' : !is_digit(c) && !(c >= 'a' && c <= 'f')) return false;
    }
    return true;
}

bool is_id(std::string_view text)
{
    if (text.size() < uuid_size + 3 || !is_uuid(uuid_of(text))) return false;
    const auto type = type_of(text);
    return text.substr(type.size(), 2) == "--" && type.back() != '-' &&
           type.find("--") == std::string_view::npos && std::all_of(type.begin(), type.end(), [](char c) {
               return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-';
           });
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
