#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The transforms of reference_views.hpp one by one: where in a text the units of each stand, and what they stand for.
namespace pouch::test {

/// A stretch [begin, end) of a text that stands for something else.
struct Unit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string becomes{};
    bool is_trivial = false; ///< A backslash and punctuation or the letter of a control character.
};

/// Backslashes, entities, percent signs and defanged punctuation, from left to right.
[[nodiscard]] std::vector<Unit> escape_units(std::string_view text);

/// Rows of written bytes beyond ASCII that are no UTF-8: of EUC-KR, else one by one of ISO-8859-1.
[[nodiscard]] std::vector<Unit> legacy_units(std::string_view text);

/// True for a lone byte `=XX` at `i` in a line, or 256 bytes of it on each side, that holds an `=` which mail does not write.
[[nodiscard]] bool is_lone_among_others(std::string_view text, std::size_t i);

/// Words of RFC 2047, soft line breaks and quoted-printable bytes. Fault::refused `redact.charset`.
[[nodiscard]] std::vector<Unit> mail_units(std::string_view text);

/// Whatever is not in its plainest form: invisible, full-width, decomposed, look-alike.
[[nodiscard]] std::vector<Unit> fold_units(std::string_view text);

/// What `text` becomes when all its fold units are replaced.
[[nodiscard]] std::string folded_text(std::string_view text);

/// A run [begin, end) of base64, hexadecimal digits or ascii85, and the texts it holds.
struct EncodedRun {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<std::string> stretches{};
};

/// All runs of all three kinds. Fault::refused `redact.packed` for base64 of an archive or a picture unless `is_packed_kept`.
[[nodiscard]] std::vector<EncodedRun> encoded_runs(std::string_view text, bool is_packed_kept);

/// UTF-8 of a code point; empty for U+0000; nothing if it is no Unicode scalar value.
[[nodiscard]] std::optional<std::string> utf8_of(std::uint32_t code_point);

/// `bytes` in a charset that iconv(3) knows, as UTF-8; nothing if they are ill formed.
[[nodiscard]] std::optional<std::string> from_charset(std::string bytes, const char* charset);

/// The code points of valid UTF-8, and where each begins; one place more for the end.
struct CodePoints {
    std::vector<std::uint32_t> value{};
    std::vector<std::size_t> place{};
};
[[nodiscard]] CodePoints code_points_of(std::string_view text);

/// The value of `count` digits to `base` at `i`; nothing if other characters stand there.
[[nodiscard]] std::optional<std::uint32_t> number_at(std::string_view text, std::size_t i, std::size_t count,
                                                     std::uint32_t base);

/// The value of a byte spelt with `size` characters at a place, if one is.
using ByteAt = std::function<std::optional<std::uint32_t>(std::string_view text, std::size_t i)>;

/// The character at `i` whose bytes are all spelt in one way, `size` characters each.
[[nodiscard]] std::optional<Unit> character_of_bytes(std::string_view text, std::size_t i, std::size_t size,
                                                     const ByteAt& byte_at);

} // namespace pouch::test
