#pragma once
#include "pouch/base/bytes.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The releasable record of a redaction, JSON Lines: what was done, to which output, under which rules, and
/// no more. It says nothing of what was withheld but how often, by category and in bands, so that it can
/// travel with the output.
///
///     {"record":"pouch-redaction","version":1,"tool":"redact","tool_version":"0.1.0"}
///     {"rules":"sha256:..."}                     one line for each rules file, in order
///     {"list":"sha256:..."}                      one line for each list file they name, as they name them
///     {"policy":"sha256:...","clearance":"sha256:..."}                  if the rules name them
///     {"target":"KOR"}
///     {"input":"hmac-sha256:..."}                if the run has a key
///     {"output":"sha256:...","kind":"document","bytes":1234}       or "kind":"tar","members":12
///     {"category":"person.rrn","removed":"1-9"}  one line for each category that was found, in byte order
///     {"total":"10-99","chain":"sha256:..."}
///
/// `output` of a tar stream is the digest of one line for each member, `<hex digest>  <name>` and a line
/// feed, in order; without the member that is this record. `chain` is the digest of all lines before it.
/// `input` is the HMAC, under a key of the scope (key_scope.hpp), of the 32 bytes of the SHA-256 of the input: a plain
/// digest would confirm a guess of what little is missing.
namespace pouch::redact {

struct RecordFacts {
    std::vector<std::string> rules; ///< SHA-256, hexadecimal.
    std::vector<std::string> lists; ///< The same.
    std::string policy;             ///< The same, or empty.
    std::string clearance;
    std::string target; ///< Name, or empty.
    std::string input;  ///< HMAC-SHA-256 of the digest of the input, hexadecimal, or empty.
    std::string output; ///< SHA-256, hexadecimal.
    bool is_tar = false;
    std::uint64_t size = 0;                       ///< Bytes of a document, members of a tar stream.
    std::map<std::string, std::uint64_t> removed; ///< Removals by category.
};

/// `0`, `1-9`, `10-99`, `100-999`, ...
[[nodiscard]] std::string band_of(std::uint64_t count);

/// The lines that say what decided: rules, lists, policy and clearance, target.
[[nodiscard]] std::string grounds_of(const RecordFacts& facts);
/// The line that says what came of it.
[[nodiscard]] std::string output_line(const RecordFacts& facts);

[[nodiscard]] std::string record_of(const RecordFacts& facts);

} // namespace pouch::redact
