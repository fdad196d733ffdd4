#pragma once
#include <string_view>

/// An invented text of 1 MiB, the same on every machine, on which rules are measured: English and Korean prose, JSON
/// Lines and logs, a quarter each, with the addresses, numbers and digests that such texts hold. Synthetic: addresses of
/// RFC 5737 and RFC 3849, names under example.org, telephone numbers that nobody has, people of folk tales.
namespace pouch::redact {

/// Made at the first call; valid as long as the program runs.
[[nodiscard]] std::string_view lint_sample();

} // namespace pouch::redact
