#pragma once
#include <cstddef>
#include <string_view>

/// The time of day behind a date.
namespace pouch::redact::recognise {

/// The end of the time that stands directly behind a date which ends at `i`: `T05:06:07.123Z`, ` 05:06`, `:05:06:07
/// +0900`, ` 오후 3시 20분`; `i` if there is none.
[[nodiscard]] std::size_t clock_end(std::string_view text, std::size_t i);

} // namespace pouch::redact::recognise
