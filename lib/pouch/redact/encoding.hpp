#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

/// Checks of text that came from outside.
namespace pouch::redact {

/// Throws unless `text`, which stands at `offset` of the document, is UTF-8 without zero bytes:
/// Fault::refused `text.encoding` or `text.binary`, naming the offset. Text that its characters do not show (unseen_text.hpp) is
/// refused as well: ISO 2022 as `text.encoding`, tag characters as `text.hidden`.
void check_text(std::string_view text, std::uint64_t offset);

/// The same for a text that is read in blocks: checks what stands at `from` of `text` or behind, of which at least 40 bytes before
/// are at hand if there are so many. `offset` is that of `text`; `is_last`: no block follows.
void check_block(std::string_view text, std::size_t from, std::uint64_t offset, bool is_last);

/// True if `text` is UTF-8 but for a last character that is cut off.
[[nodiscard]] bool is_text_so_far(std::string_view text);

/// Bytes at the end of `text` that begin a character and do not complete it: 0 to 3.
[[nodiscard]] std::size_t incomplete_tail(std::string_view text);

} // namespace pouch::redact
