#include "pouch/redact/mark_prefixes.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

std::size_t upper_byte(char c)
{
    return static_cast<unsigned char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

std::size_t pair_of(std::string_view text)
{
    return upper_byte(text[0]) * 256 + upper_byte(text[1]);
}

std::size_t triple_of(std::string_view text)
{
    return (upper_byte(text[0]) * 961 + upper_byte(text[1]) * 31 + upper_byte(text[2])) % 4096;
}

/// True if the word that `text` begins with ends before `i`, as far as can be told.
bool ends_before(std::string_view text, std::size_t i)
{
    return i >= text.size() || (is_ascii(text[i]) && !is_alnum(text[i]));
}

std::string_view behind_signs(std::string_view text)
{
    return text.substr(std::min(text.size(), text.find_first_not_of(mark_signs)));
}

} // namespace

void MarkPrefixes::add(std::string_view name)
{
    name = behind_signs(name);
    if (name.empty()) return;
    const auto first = upper_byte(name.front());
    firsts_.set(first);
    // Digits of classes may be written as Roman ones.
    if (first >= '1' && first <= '5') firsts_.set('I').set('V');
    if (name.size() > 1) pairs_.set(pair_of(name));
    if (name.size() > 2) triples_.set(triple_of(name));
}

bool MarkPrefixes::may_begin(std::string_view text) const
{
    text = behind_signs(text);
    if (text.empty() || !firsts_.test(upper_byte(text.front()))) return false;
    const bool is_roman = upper_byte(text.front()) == 'I' || upper_byte(text.front()) == 'V';
    if (is_roman || ends_before(text, 1)) return true; // words may be run together
    return pairs_.test(pair_of(text)) && (ends_before(text, 2) || triples_.test(triple_of(text)));
}

} // namespace pouch::redact
