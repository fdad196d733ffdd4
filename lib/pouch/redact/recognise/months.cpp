#include "pouch/redact/recognise/months.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::recognise {

namespace {

Month month_of(std::string_view word)
{
    constexpr std::array<std::string_view, 12> names{"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};
    if (word.size() < 3) return {};
    for (unsigned i = 0; i < names.size(); ++i) {
        const auto name = names[i];
        const bool is_right_size =
            word.size() == name.size() || word.size() == 3 || (i == 8 && word.size() == 4);
        const auto is_same = [](char a, char b) { return to_lower(a) == b; };
        if (is_right_size && std::equal(word.begin(), word.end(), name.begin(), is_same)) {
            return {i + 1, word.size()};
        }
    }
    return {};
}

} // namespace

Month month_at(std::string_view text, std::size_t i)
{
    std::size_t size = 0;
    while (size <= longest_month && is_letter(at_or_nul(text, i + size))) ++size;
    return size > longest_month ? Month{} : month_of(text.substr(std::min(i, text.size()), size));
}

Month month_before(std::string_view text, std::size_t end)
{
    std::size_t size = 0;
    while (size <= longest_month && size < end && is_letter(text[end - size - 1])) ++size;
    if (size > longest_month) return {};
    auto begin = end - size;
    if (size > 0 && is_escape_letter(text, begin)) ++begin;
    return month_of(text.substr(begin, end - begin));
}

} // namespace pouch::redact::recognise
