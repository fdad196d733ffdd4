#pragma once
#include <bitset>
#include <string_view>
#include <vector>

/// Sets of bytes, and what a pattern begins with in their terms.
namespace pouch::redact {

using ByteSet = std::bitset<256>;

/// The set of the bytes from `first` to `last`.
[[nodiscard]] ByteSet byte_range(unsigned char first, unsigned char last);
/// The set of the bytes of `members`.
[[nodiscard]] ByteSet bytes_in(std::string_view members);
/// What `\w` is: ASCII letters, digits and the underscore.
[[nodiscard]] ByteSet word_bytes();
/// ASCII letters and digits.
[[nodiscard]] ByteSet alnum_bytes();

/// The share of the bytes of ordinary text, reports and logs in two languages, that are in `set`, roughly; none outside
/// ASCII counts.
[[nodiscard]] double share_of(const ByteSet& set);

/// `count` bytes of one set.
struct RunStep {
    ByteSet set;
    unsigned count;
};

/// The fixed beginning of a pattern as runs of byte sets: `\b[A-Z]{2}[0-9]{3}-` is two capitals, three digits, a
/// dash, with a border before.
struct RunPrefix {
    bool has_border = false; ///< `\b` stands before it.
    std::vector<RunStep> steps;

    /// Bytes that it describes at most; what follows is left out.
    static constexpr unsigned longest = 64;
};

/// How rare such a place is in text, roughly: it stands once in 2^n bytes.
[[nodiscard]] double rarity_of(const RunPrefix& prefix);

} // namespace pouch::redact
