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
///     UTF-16    behind a byte-order mark all of it; in either order pieces with 6 or more that are printable ASCII,
///               Hangul or another width of these, U+FF01 to U+FFEF, or surrogate pairs; signs and letters from U+0080
///               to U+27FF, U+3000 to U+33FF and U+FE00 to U+FF00 may stand among them
///     EUC-KR    pieces of printable ASCII with 4 or more of syllables, letters and what has the width of syllables
///               (rows 3, 4 and 16 to 40), or with one of them or of the signs of rows 1, 2, 8 and 9 in 12
///               characters or more
void append_stretches(std::string_view bytes, std::vector<Stretch>& stretches);

} // namespace pouch::redact
