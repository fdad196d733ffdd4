#pragma once
#include "pouch/format/path_glob.hpp"
#include "pouch/label/new_label.hpp"

/// Label maps (TOML): which files of a bundle get which label.
///
///     version = 1
///     [[label]]                                  # once or more
///     files = ["reports/**", "*.csv"]            # patterns of path_glob.hpp
///     except = ["reports/annex/**"]              # optional
///     classification = "RESTRICTED"
///     category = ["Context=NATO,Releasable"]     # optional, as --category
///     originator = "rfc822Name:desk@example.org" # optional, as --originator
///     review = "2030-01-01T00:00:00Z"            # optional, as --review
namespace pouch::format {

inline constexpr std::size_t label_map_limit = std::size_t{1} << 20U; ///< Bytes of a map.
inline constexpr std::size_t label_map_globs = 1024;                  ///< Patterns of a map, all together.

struct LabelMapEntry {
    std::size_t line = 0; ///< Of its table in the map.
    std::vector<PathGlob> files;
    std::vector<PathGlob> except;
    label::WantedLabel wanted; ///< Its times, but for the review, are not set.
};

/// Throws Fault::usage naming the line: `map.malformed` for what is no TOML, `map.key` for an unknown key, `map.value` for a
/// value of another type or form, `map.version`, `map.empty`, `map.limit`; `glob.grammar`, `usage.category`,
/// `usage.originator`.
[[nodiscard]] std::vector<LabelMapEntry> read_label_map(std::string_view text);

} // namespace pouch::format
