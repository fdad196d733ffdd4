#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/redact/format_kind.hpp"
#include "pouch/redact/key_scope.hpp"
#include "pouch/redact/place_map.hpp"
#include "pouch/redact/portion_judge.hpp"
#include "pouch/redact/rules.hpp"
#include "pouch/redact/scanner.hpp"
#include "pouch/redact/syntax.hpp"

#include <functional>
#include <memory>

/// What a format adds around the engine: it is read strictly before any rule looks at it, and what leaves is read again.
///
///     source -> Structure -> Engine, with the Clipper of the format -> Checker -> sink
namespace pouch::redact {

/// A document of one format with what its field rules remove already cut out; all other bytes as they were. Reading
/// throws Fault::refused with a reason of the format (`json.syntax`) if it is malformed.
class Structure : public io::Source {
  public:
    /// Where the byte at `place` of what is left stood in the document, see PlaceMap::origin_of.
    [[nodiscard]] virtual std::uint64_t origin_of(std::uint64_t place) = 0;
    /// True if nothing is left of a document that held something.
    [[nodiscard]] virtual bool is_all_withheld() const = 0;
};

/// Why something was cut out.
enum class CutReason {
    rule,        ///< A field rule names it.
    not_allowed, ///< It is on no allow-list.
    portion,     ///< It is marked, and the reader may not see it.
    comment,     ///< It is a comment or a processing instruction.
    metadata,    ///< It tells of who made, owns or holds the document, or points at what is not in it.
};

/// What a structure cut out.
struct FieldCut {
    CutReason reason;
    std::uint32_t rule;    ///< Index of the rule, if that is the reason.
    std::uint64_t offset;  ///< Where it began in the document, in bytes.
    std::uint64_t end = 0; ///< Where it ended; 0 if that is not known.
};

/// A stretch of a text that an editor of a structure cuts out, and what stands for it.
struct TextCut {
    std::size_t begin;
    std::size_t end;
    std::string replacement;
};

/// What decides the cuts.
struct StructureOptions {
    const std::vector<Rule>& rules;
    const Target& target;
    PortionJudge* judge;    ///< Of portion marks in texts inside; null if they do not matter.
    std::uint64_t max_size; ///< Bytes of a document that must be held as a whole.
    PlaceMap::Use places = PlaceMap::Use::wanted;
    std::function<void(const FieldCut&)> report; ///< Called from the thread that reads.
    /// The same, of what a change anywhere may break: a word for it, and where it begins, in bytes.
    std::function<void(std::string_view what, std::uint64_t offset)> note = {};
    const KeyScope* key = nullptr;    ///< Of the run; null if there is none.
    const Scanner* scanner = nullptr; ///< Of the rules: STIX must know what they will find.
};

/// Reads what leaves, and lets it go if it is well formed: a whole document at once, a stream record by record.
class Checker : public io::Sink {
  public:
    /// About so many bytes will come: memory is set aside for them at once.
    virtual void expect(std::uint64_t /*size*/) {}
    /// The document has ended: writes what was held. Throws, as write() may, Fault::policy `redact.invalid-output`.
    virtual void finish() = 0;
    void commit() override {}
};

/// The structure of `in`, which is of a format other than text. `options` are kept by reference.
[[nodiscard]] std::unique_ptr<Structure> structure_of(FormatKind kind, io::Source& in,
                                                      const StructureOptions& options);

/// Called with the place in what leaves, in bytes, of each cell that a spreadsheet may take for a formula.
using FormulaReport = std::function<void(std::uint64_t place)>;

/// A checker in front of `out`.
[[nodiscard]] std::unique_ptr<Checker> checker_of(Syntax syntax, io::Sink& out,
                                                  const FormulaReport& on_formula = {});

} // namespace pouch::redact
