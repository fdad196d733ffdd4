#pragma once
#include "pouch/redact/scanner.hpp"

#include <optional>

/// Replaces what was found. Overlapping matches are removed as one span, however long their chain; the match
/// that names_before() the others says what is written in its place. All other bytes stay as they are.
namespace pouch::redact {

/// A span that was replaced.
struct Edit {
    std::uint32_t rule;   ///< Index of the rule that named the replacement.
    std::uint64_t source; ///< Where the span began in the text that was read.
    std::uint64_t output; ///< Where its replacement ends in the text that was written.
};

class Splicer {
  public:
    explicit Splicer(const Scanner& scanner) : scanner_(scanner) {}

    /// Takes the next piece of the text, `zone`, with the matches that begin in it, in order; `origin` is the
    /// place in the whole text that the places of the matches count from. Appends output, and edits as they
    /// are complete. A span that goes on behind the zone is held until its end is known.
    void push(std::string_view zone, const std::vector<Match>& matches, std::uint64_t origin, Bytes& out,
              std::vector<Edit>& edits);

    /// The text has ended.
    void finish(Bytes& out, std::vector<Edit>& edits);

  private:
    struct Span {
        std::uint64_t begin;
        std::uint64_t end;
        Match name; ///< The match that names the replacement.
    };
    void close(Bytes& out, std::vector<Edit>& edits);
    void copy(std::string_view bytes, Bytes& out);

    const Scanner& scanner_;
    std::optional<Span> open_;
    std::uint64_t read_ = 0;    ///< Place in the text read up to which all is copied or withheld.
    std::uint64_t zone_ = 0;    ///< Place where the next zone begins.
    std::uint64_t written_ = 0; ///< Bytes of output so far.
};

} // namespace pouch::redact
