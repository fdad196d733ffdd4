#pragma once
#include <cstdint>
#include <string_view>

/// Checks of text that came from outside.
namespace pouch::redact {

/// Throws unless `text`, which stands at `offset` of the document, is UTF-8 without zero bytes:
/// Fault::refused `text.encoding` or `text.binary`, naming the offset. ISO 2022 as mail once was written (RFC 1557, RFC
/// 1468) is ASCII byte for byte: `ESC $`, by which its wide characters are called in, is refused as `text.encoding`.
void check_text(std::string_view text, std::uint64_t offset);

/// The part of check_text() that a text read in blocks needs once more, with the last byte before each block.
void check_designators(std::string_view text, std::uint64_t offset);

/// True if `text` is UTF-8 but for a last character that is cut off.
[[nodiscard]] bool is_text_so_far(std::string_view text);

/// Bytes at the end of `text` that begin a character and do not complete it: 0 to 3.
[[nodiscard]] std::size_t incomplete_tail(std::string_view text);

} // namespace pouch::redact
