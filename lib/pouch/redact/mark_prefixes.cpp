#include "pouch/redact/mark_prefixes.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

std::size_t upper_byte(char c)
{
    return static_cast<unsigned char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
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
    if (name.size() > 1) pairs_.set(first * 256 + upper_byte(name[1]));
}

bool MarkPrefixes::may_begin(std::string_view text) const
{
    text = behind_signs(text);
    if (text.empty() || !firsts_.test(upper_byte(text.front()))) return false;
    const bool is_roman = upper_byte(text.front()) == 'I' || upper_byte(text.front()) == 'V';
    const bool has_one = text.size() == 1 || (is_ascii(text[1]) && !is_alnum(text[1]));
    if (is_roman || has_one) return true; // words may be run together
    return pairs_.test(upper_byte(text.front()) * 256 + upper_byte(text[1]));
}

} // namespace pouch::redact
