#pragma once
#include "pouch/base/time.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/io/stream.hpp"
#include "pouch/redact/finding.hpp"
#include "pouch/redact/key_scope.hpp"
#include "pouch/redact/record.hpp"
#include "pouch/redact/rules.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The originator's ledger of a redaction, JSON Lines: what the record (record.hpp) says, and each place at which
/// something was withheld. It tells where, how long and by which rule, and so must not leave; it holds no byte of what
/// was withheld, which the input has, whose digest it names. Each line has one spelling: no blanks, keys in the order
/// that stands here, text as json_quoted() writes it.
///
///     {"ledger":"pouch-redaction","version":1,"tool":"redact","tool_version":"0.1.0","time":"2026-11-26T00:00:00Z"}
///     {"previous":"sha256:..."}                        if one was named: the chain of the ledger before this one
///     {"rules":"sha256:..."} {"list":...} {"policy":...,"clearance":...} {"target":...}          as in the record
///     {"key":"0123456789abcdef"}                       the id of the key scope, if there is one
///     {"withheld":"text","member":"a.txt","rule":"R1","category":"host","action":"token","begin":3,"end":14,"output":3}
///         and `,"proof":"hmac-sha256:..."` behind these, if there is a key scope
///     {"note":"signature","member":"a.xml","begin":120}
///     {"input":"sha256:...","kind":"tar","bytes":10240}
///     {"output":"sha256:...","kind":"tar","members":2}                                           as in the record
///     {"record":"sha256:..."}                          of the record, if one is written
///     {"category":"host","removed":3}                  one line for each category, in byte order
///     {"total":3,"chain":"sha256:..."}
///
/// `withheld` is `text`, `field`, `portion`, `comment`, `metadata`, `image` or `member`. Of a document of Word `"where":"..."`, part and
/// paragraph, stands in place of `begin`. `member` is missing for a document; `rule` and
/// `action` where no rule decided; `begin` and `end`, bytes of the member as read, where a whole member goes or is written
/// anew; `end` where that is not known; `output`, where the replacement begins, where that is not known exactly. What was found only in what
/// replacing left has `"again":true` and places in the output in place of those in the input.
///
/// `proof` is the HMAC, under a key of the scope, of the 32 bytes of the SHA-256 of what was withheld, as the rules saw it:
/// who has the key can show later that a value was it.
namespace pouch::redact {

/// What is known before anything was read.
struct LedgerHead {
    std::optional<Instant> at; ///< The time to stamp, if one was given: the clock is not asked.
    std::string previous;      ///< SHA-256, hexadecimal: the chain of the ledger before, or empty.
};

/// What is known when all was read.
struct LedgerTail {
    std::string input; ///< SHA-256 of the document or the tar stream, hexadecimal.
    std::uint64_t input_size = 0;
    std::string record; ///< SHA-256 of the record, hexadecimal, or empty.
};

/// Writes one ledger, line by line.
class Ledger {
  public:
    /// `key`: of the scope, or null. All must outlive it. Does not commit.
    Ledger(io::Sink& out, const std::vector<Rule>& rules, const KeyScope* key)
        : out_(out), rules_(rules), key_(key)
    {
        if (key != nullptr) proof_key_.emplace(key->key_for(KeyScope::Purpose::proof));
    }

    void begin(const LedgerHead& head, const RecordFacts& facts);
    /// `member`: a name, or empty. `has_output`: `finding.output` is right.
    void withheld(std::string_view member, const Finding& finding, bool has_output);
    /// A member that was left out (`member`) or an image that was written anew (`image`), and why.
    void withheld_whole(std::string_view member, std::string_view what, std::string_view why);
    /// Something of a document whose places are no bytes: `text`, of `rule`, or `portion`, `metadata` or `image`, and
    /// where it stood.
    void withheld_at(std::string_view member, std::string_view what, const Rule* rule,
                     std::string_view where);
    void note(std::string_view member, std::string_view what, std::optional<std::uint64_t> begin);
    void end(const LedgerTail& tail, const RecordFacts& facts);

  private:
    void count(const std::string& category);
    void write(std::string_view lines);

    io::Sink& out_;
    const std::vector<Rule>& rules_;
    const KeyScope* key_;
    std::optional<KeyScope::PurposeKey> proof_key_;
    crypto::Hasher chain_{crypto::Algorithm::sha256};
    std::map<std::string, std::uint64_t> removed_; ///< By category.
};

} // namespace pouch::redact
