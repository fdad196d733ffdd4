#pragma once
#include "pouch/base/error.hpp"
#include "pouch/redact/structure.hpp"

/// Strings of JSON, each a text of its own, that hold portions which the reader may not see.
namespace pouch::redact::json {

/// A refusal that may wait until it is known whether what it is about stays.
struct Doubt {
    std::size_t place; ///< Where that begins in the text.
    Error error;
};

/// Doubts that are held. One more is thrown at once: nobody shall fill the memory with them.
inline constexpr std::size_t most_doubts = 4096;

/// Adds a doubt about what begins at `place`, or throws it.
void add_doubt(std::vector<Doubt>& doubts, std::size_t place, const Error& error);

/// What stands for the string token at [begin, end) of `text` if the reader may not see all of it; `text` stands at `origin`
/// of the document. It is not reported. What is refused of its marks is put into `doubts`: a mark by itself may be that of
/// the object or array around it, which begins at `holder`.
[[nodiscard]] std::optional<TextCut> portion_cut(std::string_view text, std::size_t begin, std::size_t end,
                                                 std::size_t holder, std::uint64_t origin,
                                                 const StructureOptions& options, std::vector<Doubt>& doubts);

/// Puts into `doubts` that the string token at [begin, end) of `text`, which goes, may be the mark of what is in the object or
/// array around it, which begins at `holder`: see lost_mark().
void doubt_lost_mark(std::string_view text, std::size_t begin, std::size_t end, std::size_t holder,
                     std::uint64_t origin, const StructureOptions& options, std::vector<Doubt>& doubts);

/// Throws the first of `doubts` that no cut takes out. Cuts are in order and apart.
void settle_doubts(const std::vector<Doubt>& doubts, const std::vector<TextCut>& cuts);

} // namespace pouch::redact::json
