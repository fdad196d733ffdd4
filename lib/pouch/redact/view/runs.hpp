#pragma once
#include "pouch/redact/view/stretches.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Runs of base64, hexadecimal and ascii85, which hide texts of their own.
///
///     base64        24 letters or more of either alphabet of RFC 4648, capital and small ones among them, and padding;
///                   it goes on over line ends, with blanks around them, while lines are as long as the first
///     hexadecimal   24 digits or more; a line of nothing else goes on likewise
///     ascii85       <~ ... ~>
namespace pouch::redact {

inline constexpr std::size_t least_run = 24;      ///< Letters of base64, digits of hexadecimal.
inline constexpr std::size_t longest_run = 16384; ///< Bytes of a run that can be removed as a whole.

struct Run {
    enum class Kind { base64, hexadecimal, ascii85 };
    Kind kind;
    std::size_t begin;
    std::size_t end;
};

/// Appends the runs that begin at `at`, where a row of letters or `<~` does: hexadecimal ones inside a base64 one too.
/// Returns the end of what was looked at. Throws Fault::refused `redact.unit-length` for ascii85 of more than
/// `longest_run` bytes.
std::size_t find_runs(std::string_view text, std::size_t at, std::vector<Run>& runs);

/// Appends the texts that the run `written` hides: see stretches.hpp. base64 and hexadecimal are decoded from every
/// alignment, since a word may stand before them.
void decode_run(std::string_view written, Run::Kind kind, std::vector<Stretch>& stretches);

/// True if a run of base64 begins as that of a compressed file, an archive, an image, a program or a document does, which
/// may hold text that nothing here sees.
[[nodiscard]] bool is_packed(std::string_view written);

} // namespace pouch::redact
