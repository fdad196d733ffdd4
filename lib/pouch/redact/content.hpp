#pragma once
#include "pouch/base/bytes.hpp"

#include <optional>
#include <string_view>

/// What kind of thing a document is, judged by its first bytes only.
namespace pouch::redact {

/// Bytes at the start of a document that are looked at; a shorter document is all there is.
/// `text` without the blanks and byte order marks of UTF-8 that it begins with: readers look past them.
[[nodiscard]] std::string_view behind_blanks(std::string_view text);

inline constexpr std::size_t sample_size = std::size_t{1} << 16U;

/// Nothing if `sample` is the start of a text: UTF-8, no zero bytes, no signature of another format. Else
/// what it is: `PDF`, `a ZIP container`, `UTF-16 text`, `binary data`, ... Its name has no part in this.
[[nodiscard]] std::optional<std::string_view> not_text(ByteView sample);

} // namespace pouch::redact
