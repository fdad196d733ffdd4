#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

/// Text that its characters do not show: wide characters in bytes of ASCII, and tag characters.
namespace pouch::redact {

/// Where wide characters of ISO 2022 are called in, at `from` or behind: the place of `ESC $`. As mail was once written (RFC 1468,
/// RFC 1557, RFC 1922) `ESC $ @`, `A`, `B` and `ESC $ (` with a letter of a set count if a pair of theirs follows; `ESC $ )`, `*` and
/// `+`, with which text comes behind a later SO or `ESC N`, count by themselves. An `ESC $` of terminals does not.
[[nodiscard]] std::optional<std::size_t> wide_text(std::string_view text, std::size_t from = 0);

/// The same where `ESC` is written in letters, which is seldom mail and often a program: two pairs, or one and then ESC, must
/// follow, or SO.
[[nodiscard]] std::optional<std::size_t> written_wide_text(std::string_view text, std::size_t from = 0);

/// Where a tag character, U+E0000 to U+E007F, which nothing shows, stands at `from` or behind outside a flag: U+1F3F4, the two
/// to six letters and digits of a region, U+E007F. One that `text` cuts off is a flag so far unless `is_all` of it is here.
[[nodiscard]] std::optional<std::size_t> hidden_tag(std::string_view text, std::size_t from = 0,
                                                    bool is_all = true);

} // namespace pouch::redact
