#pragma once
#include "pouch/redact/characters.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What recognisers of addresses share: octets, labels and domains, and where a name outside ASCII ends.
namespace pouch::redact::recognise {

inline constexpr std::size_t npos = std::string_view::npos;

/// One to three digits with a value of at most 255 at `i`; their count, or 0.
[[nodiscard]] std::size_t octet_size(std::string_view text, std::size_t i);

/// The code point at `i` of valid UTF-8, not ASCII.
[[nodiscard]] std::uint32_t wide_at(std::string_view text, std::size_t i);

/// True where a character outside ASCII stands that is white space or punctuation, and so part of no name.
[[nodiscard]] bool is_wide_stop(std::string_view text, std::size_t i);

/// The end of the run of characters outside ASCII that starts at `i`, at most `limit` bytes further.
[[nodiscard]] std::size_t wide_run_end(std::string_view text, std::size_t i, std::size_t limit);

/// The end of a host label at `i`: all ASCII, or all outside ASCII, so that a Korean particle behind `.com`
/// is not taken for a part of it.
[[nodiscard]] std::size_t label_end(std::string_view text, std::size_t i);

/// The end of the domain of an address at `i`: two labels or more; npos if there is none.
[[nodiscard]] std::size_t domain_end(std::string_view text, std::size_t i);

} // namespace pouch::redact::recognise
