#pragma once
#include "pouch/redact/characters.hpp"

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Names in Hangul, found with white space, or none, between any two syllables.
namespace pouch::redact {

class HangulNames {
  public:
    /// The syllables of a name of two to six, without the white space between them; nothing if `name` is none.
    [[nodiscard]] static std::optional<std::u16string> syllables_of(std::string_view name);

    void add(const std::u16string& syllables, std::uint32_t rule);
    [[nodiscard]] bool is_empty() const { return by_pair_.empty(); }
    /// Bytes of the longest match.
    [[nodiscard]] std::size_t longest() const { return longest_; }

    /// Calls `action(rule, begin, end)` for every name in `text`. One of two syllables counts only where no Hangul
    /// stands directly before it.
    template <typename Action> void find(std::string_view text, Action action) const
    {
        if (is_empty()) return;
        for (std::size_t i = 0; i + syllable_size <= text.size(); ++i) {
            const auto lead = static_cast<unsigned char>(text[i]);
            if (lead < 0xEA || lead > 0xED) continue; // U+AC00 to U+D7A3 begin so
            const auto first = syllable_at(text, i);
            if (first == 0 || !firsts_.test(first - first_syllable)) continue;
            const auto* names = names_at(text, i, first);
            if (names == nullptr) continue;
            for (const auto& name : *names) {
                if (const auto end = end_of(name, text, i)) action(name.rule, i, *end);
            }
        }
    }

  private:
    static constexpr std::size_t syllable_size = 3;
    static constexpr char16_t first_syllable = 0xAC00;
    static constexpr std::size_t syllable_count = 11172;

    struct Name {
        std::u16string syllables;
        std::uint32_t rule;
    };

    /// The syllable at `i`, or 0.
    [[nodiscard]] static char16_t syllable_at(std::string_view text, std::size_t i);
    /// Where the next syllable stands behind the one at `i`, with white space between or none.
    [[nodiscard]] static std::optional<std::size_t> next_syllable(std::string_view text, std::size_t i);
    /// The names whose first two syllables stand at `i`, or null.
    [[nodiscard]] const std::vector<Name>* names_at(std::string_view text, std::size_t i,
                                                    char16_t first) const;
    [[nodiscard]] static std::optional<std::size_t> end_of(const Name& name, std::string_view text,
                                                           std::size_t i);
    [[nodiscard]] static std::uint32_t pair_of(char16_t first, char16_t second)
    {
        return std::uint32_t{first} << 16U | second;
    }

    std::bitset<syllable_count> firsts_;  ///< Syllables that a name begins with.
    std::bitset<syllable_count> seconds_; ///< Syllables that are a name's second.
    std::unordered_map<std::uint32_t, std::vector<Name>> by_pair_;
    std::size_t longest_ = 0;
};

} // namespace pouch::redact
