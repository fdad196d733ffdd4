#include "pouch/redact/regex_character.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace pouch::redact {

void RegexCursor::fail(std::string_view what) const
{
    throw usage_error("rules.regex", "regular expression, offset {}: {}", place, what);
}

bool RegexCursor::take(std::string_view what)
{
    if (text.substr(place, what.size()) != what) return false;
    place += what.size();
    return true;
}

namespace {

constexpr std::size_t longest_character = 4; ///< Bytes in UTF-8.

RegexCharacter one_byte(unsigned char byte)
{
    RegexCharacter result;
    result.set.set(byte);
    result.single = byte;
    return result;
}

RegexCharacter one_of(const ByteSet& set)
{
    RegexCharacter result;
    result.set = set;
    return result;
}

RegexCharacter wide()
{
    RegexCharacter result;
    result.longest = longest_character;
    return result;
}

RegexCharacter literal(RegexCursor& at)
{
    const auto size = character_size(at.text, at.place);
    const auto first = static_cast<unsigned char>(at.text[at.place]);
    at.place += size;
    if (size == 1) return one_byte(first);
    auto result = wide();
    result.longest = size;
    return result;
}

void property(RegexCursor& at)
{
    constexpr std::array<std::string_view, 22> known{
        "L",  "Lu", "Ll",  "Lt",     "Lm",       "Lo",    "N",        "Nd",   "P",        "S",     "Z",
        "Zs", "M",  "Han", "Hangul", "Hiragana", "Latin", "Katakana", "Thai", "Cyrillic", "Greek", "Arabic"};
    if (!at.take("{")) at.fail("a property is written \\p{Name}");
    const auto end = at.text.find('}', at.place);
    if (end == std::string_view::npos) at.fail("a property is written \\p{Name}");
    const auto name = at.text.substr(at.place, end - at.place);
    if (std::find(known.begin(), known.end(), name) == known.end()) at.fail("this property is not supported");
    at.place = end + 1;
}

RegexCharacter hexadecimal(RegexCursor& at)
{
    unsigned long value = 0;
    const bool is_braced = at.take("{");
    std::size_t digits = 0;
    while (is_hex(at.peek()) && digits < (is_braced ? 6U : 2U)) {
        const char c = to_lower(at.peek());
        value = value * 16 + static_cast<unsigned long>(is_digit(c) ? c - '0' : c - 'a' + 10);
        ++at.place;
        ++digits;
    }
    if (digits == 0 || (is_braced ? !at.take("}") : digits != 2)) {
        at.fail("a character code is \\xHH or \\x{H...}");
    }
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) at.fail("no such character");
    if (value < 0x80) return one_byte(static_cast<unsigned char>(value));
    if (!is_braced) at.fail("\\xHH is for ASCII; write \\x{H...}");
    return wide();
}

RegexCharacter escape(RegexCursor& at)
{
    ++at.place; // the backslash
    if (at.is_done()) at.fail("it ends with a backslash");
    const char c = at.peek();
    ++at.place;
    switch (c) {
    case 'd':
        return one_of(byte_range('0', '9'));
    case 'w':
        return one_of(word_bytes());
    case 's':
        return one_of(bytes_in("\t\n\v\f\r "));
    case 't':
        return one_byte('\t');
    case 'n':
        return one_byte('\n');
    case 'r':
        return one_byte('\r');
    case 'f':
        return one_byte('\f');
    case 'D':
    case 'W':
    case 'S':
        return wide();
    case 'p':
    case 'P':
        property(at);
        return wide();
    case 'x':
        return hexadecimal(at);
    default:
        break;
    }
    if (!is_ascii(c) || is_word(c) || c <= ' ' || c == 0x7F) {
        --at.place;
        at.fail("this escape is not supported");
    }
    return one_byte(static_cast<unsigned char>(c));
}

/// A name in a class, `[:alpha:]`, behind its `[:`.
RegexCharacter named_class(RegexCursor& at)
{
    using Test = int (*)(int);
    constexpr std::array<std::pair<std::string_view, Test>, 12> names{{
        {"alnum", std::isalnum},
        {"alpha", std::isalpha},
        {"blank", std::isblank},
        {"cntrl", std::iscntrl},
        {"digit", std::isdigit},
        {"graph", std::isgraph},
        {"lower", std::islower},
        {"print", std::isprint},
        {"punct", std::ispunct},
        {"space", std::isspace},
        {"upper", std::isupper},
        {"xdigit", std::isxdigit},
    }};
    const auto end = at.text.find(":]", at.place);
    const auto size = end == std::string_view::npos ? 0 : end - at.place;
    const auto name = at.text.substr(at.place, size);
    const auto known =
        std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.first == name; });
    if (known == names.end()) at.fail("no such class");
    at.place = end + 2;
    ByteSet set;
    for (int byte = 0; byte < 128; ++byte) {
        set.set(static_cast<std::size_t>(byte), known->second(byte) != 0);
    }
    return one_of(set);
}

RegexCharacter class_item(RegexCursor& at)
{
    if (at.is_done()) at.fail("a class is not closed");
    if (at.take("[:")) return named_class(at);
    if (at.peek() == '[') at.fail("a bracket in a class is written \\[");
    if (at.peek() == '&' && at.peek(1) == '&') at.fail("&& in a class");
    if (at.peek() != '\\') return literal(at);
    const char c = at.peek(1);
    if (c == 'S' || c == 'D' || c == 'W') at.fail("\\D, \\S and \\W stand in no class");
    return escape(at);
}

/// A class in square brackets.
RegexCharacter bracket_class(RegexCursor& at)
{
    ++at.place;
    bool is_wide = at.take("^");
    ByteSet whole;
    if (at.peek() == ']') at.fail("an empty class; a literal bracket is \\]");
    while (at.peek() != ']') {
        const auto first = class_item(at);
        is_wide = is_wide || first.longest > 1;
        whole |= first.set;
        if (at.peek() != '-' || at.peek(1) == ']') continue;
        ++at.place;
        const auto last = class_item(at);
        is_wide = is_wide || last.longest > 1;
        const bool is_range = first.single >= 0 && last.single >= first.single;
        // Where an end is outside ASCII, the engines check it.
        const bool may_be_range = last.longest > 1 && (first.single >= 0 || first.longest > 1);
        if (!is_range && !may_be_range) at.fail("a range that is none; a literal dash is \\-");
        if (is_range) {
            whole |=
                byte_range(static_cast<unsigned char>(first.single), static_cast<unsigned char>(last.single));
        }
    }
    ++at.place;
    return is_wide ? wide() : one_of(whole);
}

} // namespace

RegexCharacter read_regex_character(RegexCursor& cursor)
{
    switch (cursor.peek()) {
    case '[':
        return bracket_class(cursor);
    case '\\':
        return escape(cursor);
    case '.':
        ++cursor.place;
        return wide();
    default:
        return literal(cursor);
    }
}

} // namespace pouch::redact
