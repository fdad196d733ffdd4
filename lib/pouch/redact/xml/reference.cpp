#include "pouch/redact/xml/reference.hpp"

#include "pouch/format/xml_character.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::xml {

std::optional<std::uint32_t> code_point_of(std::string_view reference)
{
    constexpr std::array<std::pair<std::string_view, char>, 5> entities{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    constexpr std::size_t most_digits = 8;
    for (const auto& [entity, sign] : entities) {
        if (reference == entity) return static_cast<std::uint32_t>(sign);
    }
    const bool is_hexadecimal = reference.starts_with("&#x");
    const std::size_t begin = is_hexadecimal ? 3 : 2;
    if (!reference.starts_with("&#") || reference.size() <= begin + 1) return std::nullopt;
    const auto digits = reference.substr(begin, reference.size() - begin - 1);
    if (digits.size() > most_digits) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : digits) {
        if (!is_hex(c) || (!is_hexadecimal && !is_digit(c))) return std::nullopt;
        const auto digit = is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10;
        value = value * (is_hexadecimal ? 16U : 10U) + static_cast<std::uint32_t>(digit);
    }
    return value;
}

namespace {

using format::is_xml_blank;

/// `raw` with each reference as what it stands for.
std::string decoded(std::string_view raw, bool is_value)
{
    std::string out;
    for (std::size_t i = 0; i < raw.size();) {
        if (raw[i] != '&') {
            out += is_value && is_xml_blank(raw[i]) ? ' ' : raw[i];
            ++i;
            continue;
        }
        const auto end = std::min(raw.find(';', i), raw.size() - 1) + 1;
        if (const auto point = code_point_of(raw.substr(i, end - i))) append_utf8(out, *point);
        i = end;
    }
    return out;
}

} // namespace

std::string decoded_text(std::string_view raw)
{
    return decoded(raw, false);
}

std::string decoded_value(std::string_view raw)
{
    return decoded(raw, true);
}

} // namespace pouch::redact::xml
