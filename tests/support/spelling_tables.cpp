#include "support/spelling_tables.hpp"

#include "support/reference_units.hpp"

#include <map>

namespace pouch::test {

namespace {

std::optional<std::string> from_table(std::uint32_t c, const std::map<std::uint32_t, std::string>& table)
{
    const auto known = table.find(c);
    return known == table.end() ? std::nullopt : std::optional(known->second);
}

} // namespace

std::string utf8(std::uint32_t code_point)
{
    return utf8_of(code_point).value_or("");
}

std::optional<std::string> full_width(std::uint32_t c)
{
    if (c == ' ') return utf8(0x3000);
    return c > ' ' && c < 0x7F ? std::optional(utf8(c - '!' + 0xFF01)) : std::nullopt;
}

std::optional<std::string> lookalike(std::uint32_t c)
{
    static const std::map<std::uint32_t, std::string> table = {
        {'a', "а"}, {'c', "с"}, {'e', "е"}, {'g', "ɡ"}, {'h', "һ"}, {'i', "і"}, {'j', "ј"}, {'n', "ո"},
        {'o', "ο"}, {'p', "р"}, {'s', "ѕ"}, {'u', "υ"}, {'x', "х"}, {'y', "у"}, {'A', "Α"}, {'B', "В"},
        {'C', "С"}, {'E', "Ε"}, {'H', "Н"}, {'I', "І"}, {'K', "К"}, {'M', "М"}, {'N', "Ν"}, {'O', "О"},
        {'P', "Р"}, {'R', "Ꭱ"}, {'S', "Ѕ"}, {'T', "Τ"}, {'X', "Х"}, {'Z', "Ζ"},
    };
    return from_table(c, table);
}

std::optional<std::string> named_entity(std::uint32_t c)
{
    static const std::map<std::uint32_t, std::string> table = {
        {'.', "&period;"}, {'@', "&commat;"}, {':', "&colon;"},  {'/', "&sol;"},
        {'+', "&plus;"},   {'_', "&lowbar;"}, {'(', "&lpar;"},   {')', "&rpar;"},
        {'&', "&amp;"},    {'%', "&percnt;"}, {'=', "&equals;"}, {'?', "&quest;"},
    };
    return from_table(c, table);
}

std::optional<std::string> jamo(std::uint32_t c, bool is_compatible)
{
    if (c < 0xAC00 || c > 0xD7A3) return std::nullopt;
    const auto lead = (c - 0xAC00) / 588;
    const auto vowel = (c - 0xAC00) % 588 / 28;
    const auto tail = (c - 0xAC00) % 28;
    if (!is_compatible)
        return utf8(0x1100 + lead) + utf8(0x1161 + vowel) + (tail > 0 ? utf8(0x11A7 + tail) : "");
    constexpr std::uint32_t leads[] = {0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141,
                                       0x3142, 0x3143, 0x3145, 0x3146, 0x3147, 0x3148, 0x3149,
                                       0x314A, 0x314B, 0x314C, 0x314D, 0x314E};
    constexpr std::uint32_t tails[] = {0,      0x3131, 0x3132, 0x3133, 0x3134, 0x3135, 0x3136,
                                       0x3137, 0x3139, 0x313A, 0x313B, 0x313C, 0x313D, 0x313E,
                                       0x313F, 0x3140, 0x3141, 0x3142, 0x3144, 0x3145, 0x3146,
                                       0x3147, 0x3148, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E};
    return utf8(leads[lead]) + utf8(0x314F + vowel) + (tail > 0 ? utf8(tails[tail]) : "");
}

} // namespace pouch::test
