#pragma once
#include "pouch/redact/regex_ways.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// The pieces that stand one behind the other in a pattern, and what they are together.
namespace pouch::redact::regex {

/// What a part of a pattern can match.
struct Part {
    std::size_t min = 0;                ///< Bytes.
    std::optional<std::size_t> max = 0; ///< Bytes; nothing without limit.
    bool may_open_front = true;         ///< Without limit, but fit for the front of a match.
    std::size_t copies = 1;             ///< RegexShape::copies

    [[nodiscard]] bool is_open() const { return !max.has_value(); }
};

/// A piece of a concatenation, and where its text stands.
struct Piece {
    Part part;
    bool is_zero_width = false;
    bool is_class = false; ///< One character: a literal, a class, a dot.
    std::size_t begin = 0;
    std::size_t item_end = 0; ///< End of the atom, before its quantifier.
    unsigned min = 1;
    std::optional<unsigned> max = 1;
    std::vector<RunStep> run; ///< What it is, if it is fixed: runs of ASCII classes.
    bool is_fixed = false;
    bool is_border = false; ///< `\b`
    Ways ways{Way{}};
};

/// Appends `more` to `run`, joining runs of one class.
void join(std::vector<RunStep>& run, const std::vector<RunStep>& more);
[[nodiscard]] unsigned size_of(const std::vector<RunStep>& run);

/// The repeat that pieces of `text` from `begin` end in, if they end in one.
[[nodiscard]] std::optional<TailRepeat> tail_of(const std::vector<Piece>& pieces, std::string_view text,
                                                std::size_t begin);
/// The runs that pieces are, if all of them are fixed.
[[nodiscard]] std::optional<std::vector<RunStep>> fixed_of(const std::vector<Piece>& pieces);
/// The runs that pieces begin with.
[[nodiscard]] RunPrefix prefix_of(const std::vector<Piece>& pieces);

} // namespace pouch::redact::regex
