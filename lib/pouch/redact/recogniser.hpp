#pragma once
#include "pouch/redact/mask_graph.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// Coded recognisers: exact bounds, ranges and check digits. Each judges single places of a text that a cheap pass
/// over its bytes (mask_graph.hpp) has raised: a number that starts here, an address around this dot.
///
/// One recogniser is one file in recognise/, with a table of examples that tests run.
///
/// Borders are ASCII: a Hangul letter beside a value is a border, since Korean writes particles without a blank. The
/// letter of an escape (`\n10.0.0.1`) is a border too.
namespace pouch::redact {

/// No match is longer than this, in bytes. What would be is an error, never a miss.
inline constexpr std::size_t longest_match = 4096;
/// Bytes beside a match that may decide whether it is one: context words, borders, a last repeated group.
inline constexpr std::size_t look_around = 512;

/// How telling the form of a match is.
enum class Strength : std::uint8_t {
    strong, ///< Always counts.
    weak,   ///< Counts, but beside a context word only where the rule gives some.
    faint, ///< Counts beside a context word only: one of the rule's, or without any one of the recogniser's own.
};

/// A match: bytes [begin, end) of the text.
struct Hit {
    std::size_t begin;
    std::size_t end;
    Strength strength = Strength::strong;
};

/// A line of a recogniser's table: what it finds in `text`, one value a line, in order; a weak one behind `?`, a faint
/// one behind `~`. Nothing: it must find nothing.
struct Example {
    std::string_view text;
    std::string_view found;
};

struct Recogniser {
    std::string_view name;               ///< As rules files call it.
    std::size_t longest;                 ///< Bytes of its longest match, at most longest_match.
    MaskGraph::Id (*places)(MaskGraph&); ///< Adds the places that must be judged.
    /// What stands at a place, if anything. Any text in valid UTF-8, any `at` inside it; looks at no byte further than
    /// `longest` + `look_around` from `at`, and answers the same wherever the text is cut beyond that.
    std::optional<Hit> (*judge)(std::string_view text, std::size_t at);
    bool has_weak = false; ///< Some matches are weak or faint.
    /// No blank, tab or line end stands in a match further than `look_around` bytes from its ends.
    bool is_token = false;
    /// A place inside a match already found, before its end, brings nothing new.
    bool ends_inside_last = false;
    std::span<const std::string_view> context{}; ///< For faint matches, both languages.
    std::span<const Example> examples{};
};

/// All there are, in order of name.
[[nodiscard]] std::span<const Recogniser* const> recognisers();

/// The recogniser that rules files call `name`, or null.
[[nodiscard]] const Recogniser* recogniser_named(std::string_view name);

} // namespace pouch::redact
