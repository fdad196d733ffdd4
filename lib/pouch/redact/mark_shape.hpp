#pragma once
#include <cstddef>
#include <string>
#include <string_view>

/// How text in brackets reads to a person, whatever the policy: as a portion mark, as one with signs that no mark should have, or as
/// other text.
namespace pouch::redact {

enum class MarkShape {
    none,
    plain, ///< A capital, then capitals, digits, blanks, `,`, `/`, `-`, `&` to the end or to `//`: `NS`, `S//nf`.
    with_signs ///< Other signs too, or a number behind `-`: `TLP:RED`, `N.S.`, `S+NF`, but also `U.S.`, `SIZE_T`, `F-16`, `HTTPS://example.org`.
};

[[nodiscard]] MarkShape shape_of(std::string_view inside);

/// The word that `inside`, of the shape with_signs, begins with, as a mark would have it: `S` of `S+NF`, `NS` of `N.S.`. Empty if
/// no mark begins so: a section `C.1`, a path `C:\TEMP`, the language C++.
[[nodiscard]] std::string opening_word(std::string_view inside);

/// True if the single capital that `inside` begins with belongs to a name, and is no mark: `U.S. Army`, `S. Park`, `C:\TEMP`.
[[nodiscard]] bool begins_name(std::string_view inside);

/// True if `inside` reads as a mark to anyone: it is plain, or has signs and begins with a mark that many nations use, or holds
/// a word of classifications or of their controls: `TLP:RED`, `S+NF`, `NOTE: SECRET`.
[[nodiscard]] bool is_upper_mark(std::string_view inside);

/// The bytes of blanks at `i`: space, tab, line ends of a page, U+00A0, U+3000.
[[nodiscard]] std::size_t blank_size(std::string_view line, std::size_t i);

} // namespace pouch::redact
