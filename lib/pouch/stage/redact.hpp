#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/redact/format_kind.hpp"
#include "pouch/redact/key_scope.hpp"
#include "pouch/redact/rulebook.hpp"

#include <functional>
#include <optional>

/// redact: a document of text, JSON, JSON Lines, CSV, XML or Word, or a tar stream of them, with what the reader may not see removed.
namespace pouch::stage {

/// One finding, for people: where and what was done, never what was found.
struct Explained {
    std::string member; ///< Name in the tar stream; empty for a document.
    std::string text;
};

/// The originator's ledger (redact/ledger.hpp).
struct LedgerOptions {
    io::Sink* to =
        nullptr; ///< Gets its lines, and is not committed; null if none is wanted. Must outlive the run.
    std::optional<Instant> at; ///< The time to stamp, if one was given.
    std::string previous;      ///< The chain of the ledger before this one, SHA-256 in hexadecimal, or empty.
};

struct RedactOptions {
    /// The format of the document, which is no tar stream. None: the input is a tar stream if it begins like one; what
    /// a document or a member is, the suffix of its name says, and its content confirms.
    std::optional<redact::FormatKind> format;
    std::uint64_t max_size = std::uint64_t{256} << 20U; ///< Bytes of a document that must be held as a whole.
    bool wants_record = false;
    bool notice =
        false; ///< The record goes into the tar stream as its last member, `.pouch/redaction.jsonl`.
    LedgerOptions ledger;
    const redact::KeyScope* key = nullptr; ///< Of the run; null if there is none. Must outlive it.
    std::size_t threads = 1;
    std::string spool = "/var/tmp";                ///< Directory of temporary files.
    std::function<void(const Explained&)> explain; ///< Empty: nobody asks.
    /// Called when all content, and all of the ledger, is written but nothing says yet that it is complete, with the
    /// record if it is wanted.
    std::function<void(const std::string&)> before_end;
};

struct RedactResult {
    std::vector<std::uint64_t> removed; ///< Spans, by index of the rule that named the replacement.
    std::vector<std::uint64_t> kept;    ///< Matches that a rule keeps, by its index; no removals.
    std::uint64_t portions = 0;         ///< Portions withheld.
    std::uint64_t fields = 0;           ///< Fields that are on no allow-list.
    std::uint64_t comments = 0;         ///< Comments and processing instructions of XML left out.
    std::uint64_t members = 0;          ///< Members left out as a whole.
    std::uint64_t images = 0;           ///< Images that were written anew and are not the same bytes.
    std::uint64_t formulas = 0; ///< Cells of CSV that leave and that a spreadsheet may take for formulas.
    std::uint64_t metadata = 0; ///< Parts of office documents left out, or written anew without some of them.

    /// What was removed, all in all.
    [[nodiscard]] std::uint64_t total() const;
};

/// Redacts `in` to `out`; does not commit. Throws refused `member.type` or `document.type` for what is not
/// understood and not passed or dropped by the rules, `member.format` or `document.format` for what is not of the format
/// that its name claims, `member.reserved`, `text.*`, `json.*`, `stix.*`, `misp.*`, `csv.*`, `xml.*`, `zip.*`, `ooxml.*`, `limit.size`, `tar.*`; policy `portion.unknown`,
/// `portion.unmarked`, `redact.invalid-output`, `redact.name`, `member.name` (a rule matches a member's name), `redact.residue` (in a label too), and
/// for labels of members that stay what judge_labels throws; refused `path.*`, and `jpeg.*` and `png.*` of images
/// that the rules strip; usage `rules.key-file` where ids of STIX need a key. A tar stream that failed has no
/// end.
RedactResult redact(io::Source& in, io::Sink& out, const redact::Rulebook& book,
                    const RedactOptions& options);

} // namespace pouch::stage
