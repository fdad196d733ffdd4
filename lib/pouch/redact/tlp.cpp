#include "pouch/redact/tlp.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/fold.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::redact {

namespace {

/// The word of ASCII letters at the first letter in `text` from `at` on, which goes behind it. A plus sign belongs to it.
std::string_view next_word(std::string_view text, std::size_t& at)
{
    while (at < text.size() && !is_letter(text[at])) ++at;
    const auto begin = at;
    while (is_letter(at_or_nul(text, at)) || at_or_nul(text, at) == '+') ++at;
    return text.substr(begin, at - begin);
}

/// The colour that the words from `at` on name.
std::optional<Tlp> colour_at(std::string_view text, std::size_t at)
{
    auto word = next_word(text, at);
    if (word == "v" || word == "version") word = next_word(text, at); // TLP v2.0 RED
    while (word.ends_with('+')) word.remove_suffix(1);
    const auto tlp = word == "amberstrict" ? Tlp::amber_strict : tlp_named(word);
    if (tlp == Tlp::amber && next_word(text, at).starts_with("strict")) return Tlp::amber_strict;
    return tlp;
}

} // namespace

std::optional<Tlp> tlp_named(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, Tlp>, 6> names{{{"clear", Tlp::clear},
                                                                     {"white", Tlp::clear},
                                                                     {"green", Tlp::green},
                                                                     {"amber", Tlp::amber},
                                                                     {"amber+strict", Tlp::amber_strict},
                                                                     {"red", Tlp::red}}};
    for (const auto& [known, tlp] : names) {
        if (std::equal(name.begin(), name.end(), known.begin(), known.end(),
                       [](char a, char b) { return to_lower(a) == b; }))
            return tlp;
    }
    return std::nullopt;
}

SpokenTlp spoken_tlp(std::string_view text)
{
    constexpr std::array<std::string_view, 2> names{"tlp", "traffic light protocol"};
    auto plain = plain_spelling(text);
    std::transform(plain.begin(), plain.end(), plain.begin(),
                   [](char c) { return c == '-' || c == '_' ? ' ' : to_lower(c); });
    SpokenTlp spoken;
    for (const auto name : names) {
        for (auto at = plain.find(name); at != std::string::npos; at = plain.find(name, at + 1)) {
            const auto end = at + name.size();
            const auto tlp = colour_at(plain, end);
            if (tlp && (!spoken.strictest || *tlp > *spoken.strictest)) spoken.strictest = tlp;
            const bool is_word = (at == 0 || !is_letter(plain[at - 1])) && !is_letter(at_or_nul(plain, end));
            if (!tlp && is_word && plain.size() > name.size()) spoken.is_unknown = true;
        }
    }
    return spoken;
}

} // namespace pouch::redact
