#pragma once
#include "pouch/redact/portion_judge.hpp"
#include "pouch/redact/rules.hpp"

#include <functional>
#include <string>
#include <string_view>

/// Portion marks in a part of a document.
///
/// Each paragraph is a portion, judged by the mark at its start as a text of its own (portion.hpp). One without a mark
/// belongs to the one before it if that is withheld and no empty paragraph is in between, as a line of a text does; else
/// Target::unmarked decides. A cell of a table, and a note, is apart: it begins as the table did, and the paragraph
/// behind the table goes on from before it.
///
/// A run of withheld paragraphs becomes one, `[portion withheld]`, without properties: list signs tell as well. Empty
/// paragraphs in the run go too. The properties of a section stay, in an empty paragraph.
namespace pouch::redact::ooxml {

struct PortionOptions {
    PortionJudge& judge;
    Unmarked unmarked;
    std::function<void(std::size_t paragraph)> report; ///< Of each paragraph that was withheld, from 1.
};

struct PortionResult {
    std::string part;
    bool is_all_withheld = false; ///< Something was, or had been, and no text is left beside.
};

/// `part`, which Cleaner has written, without the portions that the reader may not see. Throws Fault::policy
/// `portion.unknown`.
[[nodiscard]] PortionResult withhold_portions(std::string_view part, const PortionOptions& options);

/// Throws Fault::policy `portion.unknown` if the text of a numbering in `part`, word/numbering.xml, could be read as a
/// portion mark: it would stand before paragraphs that have none.
void check_numbering(std::string_view part, PortionJudge& judge);

} // namespace pouch::redact::ooxml
