#pragma once
#include <cstddef>
#include <string_view>

/// What redact writes in place of values, as recognisers and context words must know it.
///
///     [REDACTED]  [REDACTED:category]
///     [category:ABCDEFGHIJKLMNOP]  [ABCDEFGHIJKLMNOP]        pseudonyms: 16 characters of base32
///     [ENCRYPTED:category:ABC...]  [ENCRYPTED:ABC...]        16 or more
namespace pouch::redact {

/// Bytes of the token that begins at `at`; 0 if there is none, or one of more than 4096 bytes.
[[nodiscard]] std::size_t written_token_size(std::string_view text, std::size_t at);

/// Bytes of what stands at `at`, in a token, behind its category: base32 and the bracket. 0 if there is no such.
[[nodiscard]] std::size_t written_value_size(std::string_view text, std::size_t at);

/// True if the word at `i` is in the category of a token, `[REDACTED:net.domain]`.
[[nodiscard]] bool is_in_written_category(std::string_view text, std::size_t i);

} // namespace pouch::redact
