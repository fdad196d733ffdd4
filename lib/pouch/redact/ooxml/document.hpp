#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/redact/key_scope.hpp"
#include "pouch/redact/portion_judge.hpp"
#include "pouch/redact/rules.hpp"
#include "pouch/redact/scanner.hpp"

#include <functional>
#include <string>

/// Documents of Word (.docx, ECMA-376 transitional), read strictly and written anew.
///
///     source -> zip_reader -> part_tree -> of each part: cleaner -> portions -> text_search -> zip_writer
///
/// What leaves is read again, and redacted again: unless the very same bytes come out, with nothing removed, it does not
/// leave. So a second run changes nothing.
namespace pouch::redact::ooxml {

/// What was removed, one at a time.
struct DocumentRemoval {
    enum class Kind {
        rule,     ///< A span of text, or the target of a link; of a rule that keeps: a match that stays.
        portion,  ///< A paragraph.
        metadata, ///< A part that goes, or one that was written anew without what is not its text.
        image,    ///< An image that was written anew and is not the same bytes.
    };
    Kind kind;
    std::uint32_t rule = 0; ///< Index of it.
    std::string place;      ///< `word/document.xml, paragraph 3`, by the names that leave.
};

struct DocumentOptions {
    const Scanner& scanner;
    const Target& target;
    PortionJudge* judge;    ///< Of portion marks; null if they do not matter.
    std::uint64_t max_size; ///< Bytes of the document, and of all its parts when they are expanded.
    std::function<void(const DocumentRemoval&)> report;
    const KeyScope* key = nullptr; ///< Of the run; null if there is none.
    /// Called with each picture, and the name of its part, before it is written anew; throws if it may not leave.
    std::function<void(ByteView picture, const std::string& part)> judge_picture = {};
};

/// Writes the document that is all of `in` to `out`; true if something is left that the reader may see. Throws
/// Fault::refused `zip.*`, `ooxml.*`, `xml.*`, `limit.size`, of images `jpeg.*` and `png.*`, and what Scanner::scan throws;
/// Fault::policy `portion.unknown`, `redact.name` (a rule matches in what cannot be replaced), `redact.residue` and
/// `redact.invalid-output`. Nothing is written before all is checked.
[[nodiscard]] bool redact_document(io::Source& in, io::Sink& out, const DocumentOptions& options);

} // namespace pouch::redact::ooxml
