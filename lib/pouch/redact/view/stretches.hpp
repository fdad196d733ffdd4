#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text in bytes of which nothing is known.
namespace pouch::redact {

/// A piece of text.
struct Stretch {
    std::string text;
    bool is_first = false; ///< It begins where the bytes begin,
    bool is_last = false;  ///< and ends where they end.
};

/// Appends the stretches of `bytes` that are text, as UTF-8:
///
///     UTF-8     pieces of 6 bytes or more without control characters but tab, line feed and carriage return
///     UTF-16    behind a byte-order mark all of it; pieces of 6 units or more of printable ASCII and syllables of
///               Hangul, in either order
///     EUC-KR    pieces of printable ASCII and syllables of Hangul, 4 syllables or more among them
void append_stretches(std::string_view bytes, std::vector<Stretch>& stretches);

} // namespace pouch::redact
