#pragma once
#include "pouch/redact/characters.hpp"
#include "pouch/redact/recogniser.hpp"

/// What recognisers of tokens share: alphabets, where a token begins, and tokens known by their first characters.
///
/// A token begins behind anything but an ASCII letter or digit. One behind an escape (`\nAKIA...`) is judged at the
/// backslash, where a mask can see it.
namespace pouch::redact::recognise {

/// A character of base64url (RFC 4648 section 5).
[[nodiscard]] constexpr bool is_base64url(char c)
{
    return is_word(c) || c == '-';
}
/// A character of base64 (RFC 4648 section 4), without padding.
[[nodiscard]] constexpr bool is_base64(char c)
{
    return is_alnum(c) || c == '+' || c == '/';
}
[[nodiscard]] constexpr bool is_capital_or_digit(char c)
{
    return is_digit(c) || (c >= 'A' && c <= 'Z');
}

/// The length of the run of characters for which `is_in` holds at `i`, counted up to `limit`.
template <typename IsIn>
[[nodiscard]] std::size_t run_size(std::string_view text, std::size_t i, std::size_t limit, IsIn is_in)
{
    std::size_t size = 0;
    while (size < limit && i + size < text.size() && is_in(text[i + size])) ++size;
    return size;
}

/// True if `word` stands at `i`, in either case of ASCII letters; `word` is in lower case.
[[nodiscard]] bool stands_folded(std::string_view text, std::size_t i, std::string_view word);

/// Where the token begins that is judged at `at`; npos if none does.
[[nodiscard]] std::size_t token_begin(std::string_view text, std::size_t at);

/// Places at which a token is judged of which `first` says where it may begin.
[[nodiscard]] MaskGraph::Id token_places(MaskGraph& graph, MaskGraph::Id first);

/// Places of `count` letters and digits in a row; of those and `-` and `_`.
[[nodiscard]] MaskGraph::Id alnum_run(MaskGraph& graph, unsigned count);
[[nodiscard]] MaskGraph::Id base64url_run(MaskGraph& graph, unsigned count);

/// A token known by its first characters.
struct TokenForm {
    std::string_view prefix;
    bool (*is_in)(char);                  ///< What may follow.
    std::size_t least;                    ///< How many of it.
    std::size_t most = longest_match + 1; ///< By default so many that what is longer is refused, not missed.
    Strength strength = Strength::strong;
};

/// The token of one of `forms` at `begin`; no letter or digit follows it.
[[nodiscard]] std::optional<Hit> judge_forms(std::string_view text, std::size_t begin,
                                             std::span<const TokenForm> forms);

} // namespace pouch::redact::recognise
