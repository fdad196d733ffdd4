#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Units: stretches of a text that stand for other text. Each family is one decoder, which looks at a single place.
///
/// A decoder appends what the unit stands for to `out`, valid UTF-8 or nothing, and says which bytes it was; without a
/// unit it leaves `out` alone. The unit holds the place, and begins at `floor` or behind.
namespace pouch::redact {

struct Unit {
    std::size_t begin;
    std::size_t end;
    /// A closing step of the writing, as a backslash before punctuation is: it hides nothing that could be decoded
    /// again, as `\%41` does. See Scanner::most_depth.
    bool is_plain = false;
};

/// What decoders can say of the unit at a place.
using Decoder = std::optional<Unit> (*)(std::string_view text, std::size_t floor, std::size_t at,
                                        std::string& out);

/// Escapes of programs, mark-up and addresses, and defanged indicators:
///
///     \uXXXX \u{H} \UXXXXXXXX \xXX \ooo \n \"     a surrogate pair is one unit, a lone surrogate none; a blank may
///                                                 stand behind the backslash, as in paths of a shell
///     &#D; &#xH; &name;                           without the semicolon too
///     %XX %uXXXX
///     [.] (dot) {at} [:] [://] [/]                with one blank on either side
///     <![CDATA[ ]]>                               deleted: text goes on over the borders of a section
///     U+E0020 to U+E007E                          tag characters, which nothing shows, as the signs they stand for
///
/// Bytes (\xXX, \ooo, %XX) are a unit where they make one character of UTF-8. A NUL is deleted.
[[nodiscard]] std::optional<Unit> decode_escape(std::string_view text, std::size_t floor, std::size_t at,
                                                std::string& out);

/// Rows of bytes beyond ASCII written as `%XX`, `\xXX` or `\ooo` that are no UTF-8 as a whole: as EUC-KR if they are
/// pairs of it, else as ISO-8859-1 with the dashes of Windows-1252, but for what is UTF-8 among them, or two or more pairs
/// of syllables, letters and signs of EUC-KR. Rows of `=XX`, with soft line breaks among them and in no encoded word, if they
/// are two or more such pairs and nothing else. Throws Fault::refused `redact.unit-length` for a row of more than 1024 bytes
/// that may hold such pairs.
[[nodiscard]] std::optional<Unit> decode_legacy(std::string_view text, std::size_t floor, std::size_t at,
                                                std::string& out);

/// What may stand right behind the bracket of a defanged sign.
inline constexpr std::string_view defanged_begins = ".@:/dDaA";

/// Mail: quoted-printable (RFC 2045, =XX and soft line breaks) and encoded words (RFC 2047). Throws Fault::refused
/// `redact.charset` for a word in a charset that is not known, or malformed in its own.
[[nodiscard]] std::optional<Unit> decode_mail(std::string_view text, std::size_t floor, std::size_t at,
                                              std::string& out);

/// Characters that look like others, or like nothing: see fold.hpp.
[[nodiscard]] std::optional<Unit> decode_fold(std::string_view text, std::size_t floor, std::size_t at,
                                              std::string& out);

} // namespace pouch::redact
