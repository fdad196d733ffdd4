#pragma once
#include <cstddef>
#include <string_view>

/// English names of months, in any case of letters.
namespace pouch::redact::recognise {

struct Month {
    unsigned number = 0; ///< 1 to 12; 0 if there is none.
    std::size_t size = 0;
};

/// Bytes of the longest name.
inline constexpr std::size_t longest_month = 9;

/// The name of a month that is the whole run of letters at `i`: in full, of three letters, or `Sept`.
[[nodiscard]] Month month_at(std::string_view text, std::size_t i);

/// As month_at, of the run of letters that ends before `end`.
[[nodiscard]] Month month_before(std::string_view text, std::size_t end);

} // namespace pouch::redact::recognise
