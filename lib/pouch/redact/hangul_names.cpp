#include "pouch/redact/hangul_names.hpp"

#include "pouch/redact/white.hpp"

#include <algorithm>

namespace pouch::redact {

char16_t HangulNames::syllable_at(std::string_view text, std::size_t i)
{
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(at_or_nul(text, i + k)); };
    if (byte(0) < 0xEA || byte(0) > 0xED) return 0;
    const auto code = ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    return code >= first_syllable && code < first_syllable + syllable_count ? static_cast<char16_t>(code)
                                                                            : char16_t{0};
}

std::optional<std::size_t> HangulNames::next_syllable(std::string_view text, std::size_t i)
{
    const auto end = i + syllable_size;
    auto next = end;
    while (syllable_at(text, next) == 0) {
        const auto size = white_size(text, next);
        if (size == 0 || next + size - end > most_white) return std::nullopt;
        next += size;
    }
    return next;
}

std::optional<std::u16string> HangulNames::syllables_of(std::string_view name)
{
    constexpr std::size_t fewest = 2;
    constexpr std::size_t most = 6;
    std::u16string syllables;
    for (std::size_t i = 0; i < name.size();) {
        if (const auto syllable = syllable_at(name, i); syllable != 0) {
            syllables += syllable;
            i += syllable_size;
            continue;
        }
        const auto white = name[i] == '+' ? 0 : white_size(name, i);
        if (white == 0) return std::nullopt;
        i += white;
    }
    if (syllables.size() < fewest || syllables.size() > most) return std::nullopt;
    return syllables;
}

void HangulNames::add(const std::u16string& syllables, std::uint32_t rule)
{
    firsts_.set(static_cast<std::size_t>(syllables[0] - first_syllable));
    seconds_.set(static_cast<std::size_t>(syllables[1] - first_syllable));
    by_pair_[pair_of(syllables[0], syllables[1])].push_back({syllables, rule});
    longest_ = std::max(longest_, syllables.size() * (syllable_size + most_white));
}

const std::vector<HangulNames::Name>* HangulNames::names_at(std::string_view text, std::size_t i,
                                                            char16_t first) const
{
    const auto place = next_syllable(text, i);
    if (!place) return nullptr;
    const auto second = syllable_at(text, *place);
    if (!seconds_.test(static_cast<std::size_t>(second - first_syllable))) return nullptr;
    const auto known = by_pair_.find(pair_of(first, second));
    return known == by_pair_.end() ? nullptr : &known->second;
}

std::optional<std::size_t> HangulNames::end_of(const Name& name, std::string_view text, std::size_t i)
{
    const bool is_inside = i >= syllable_size && syllable_at(text, i - syllable_size) != 0;
    if (name.syllables.size() == 2 && is_inside) return std::nullopt;
    for (std::size_t k = 1; k < name.syllables.size(); ++k) {
        const auto next = next_syllable(text, i);
        if (!next || syllable_at(text, *next) != name.syllables[k]) return std::nullopt;
        i = *next;
    }
    return i + syllable_size;
}

} // namespace pouch::redact
