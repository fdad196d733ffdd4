#pragma once
#include "pouch/base/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Encodings of bytes as text, and small operations on text. Decoders take canonical form only.
namespace pouch {

/// Lower-case hexadecimal digits of `bytes`.
[[nodiscard]] std::string to_hex(ByteView bytes);
/// The bytes that lower-case hexadecimal `text` stands for; nothing for odd length or any other character.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

enum class Padding { none, required };
/// RFC 4648 section 4 base64 of `bytes`, on one line.
[[nodiscard]] std::string to_base64(ByteView bytes, Padding padding);
/// The inverse of to_base64; nothing unless `text` is exactly what to_base64 would write (canonical: unused
/// bits zero, padding as said, no white space).
[[nodiscard]] std::optional<Bytes> from_base64(std::string_view text, Padding padding);

/// `text` made safe to print on one line of a terminal: C0 and C1 controls, DEL, backslash, bidirectional and
/// invisible format characters, and bytes that are not valid UTF-8 become `\xNN` or `\u{N}`.
[[nodiscard]] std::string escaped(std::string_view text);

/// The same, and blanks other than U+0020 are escaped too: none of them can look like the end of a line that a terminal breaks.
[[nodiscard]] std::string shown(std::string_view text);

/// `text`, or of one of more than 4096 bytes its beginning and its end, and how many bytes are left out between them.
[[nodiscard]] std::string shortened(std::string_view text);

/// `text` as a JSON string with its quotes, invalid UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string json_quoted(std::string_view text);

/// JSON on one line, as a library wrote it, with what json_quoted() would not show as it is escaped.
[[nodiscard]] std::string json_printable(std::string_view json);

/// True for well-formed UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Splits at every `separator`; "a,,b" gives three parts, "" gives one empty part.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// A decimal number without sign, blanks or leading zeros that fits 64 bits; nothing otherwise.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

} // namespace pouch
