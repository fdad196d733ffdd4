#pragma once
#include "pouch/crypto/digest.hpp"
#include "pouch/redact/clipper.hpp"
#include "pouch/redact/scanner.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <optional>

/// Replaces what was found, as far as the format of the text allows. Overlapping matches are removed as one span, however
/// long their chain; the match that names_before() the others says what is written in its place. A match over several
/// tokens of a format is removed from each by itself; one that lies between tokens stays. All other bytes stay as they
/// are.
namespace pouch::redact {

/// A span that was replaced.
struct Edit {
    std::uint32_t rule;                 ///< Index of the rule that named the replacement.
    std::uint64_t source;               ///< Where the span began in the text that was read,
    std::uint64_t source_end;           ///< and ended.
    std::uint64_t output_begin;         ///< Where its replacement begins in the text that was written,
    std::uint64_t output;               ///< and ends.
    bool is_of_value;                   ///< What was written was made of the value.
    std::array<std::byte, 32> digest{}; ///< SHA-256 of the span as it was read, if wanted.
};

/// Whether edits get the digest of what they replaced.
enum class SpanDigests { unwanted, wanted };

class Splicer {
  public:
    /// `clipper` stands where the text begins.
    Splicer(const Scanner& scanner, std::unique_ptr<Clipper> clipper,
            SpanDigests digests = SpanDigests::unwanted)
        : scanner_(scanner), clipper_(std::move(clipper))
    {
        if (digests == SpanDigests::wanted) hasher_.emplace(crypto::Algorithm::sha256);
    }

    /// Takes the next piece of the text, `zone`, with the matches that begin in it, in order, and what is to be written
    /// for those that have a value; `origin` is the place in the whole text that the places of the matches count from. Appends output, and edits as they
    /// are complete. What cannot be judged yet is held: a span, a match or a unit of the format that goes on
    /// behind the zone.
    void push(std::string_view zone, const std::vector<Match>& matches,
              const std::vector<std::string>& values, std::uint64_t origin, Bytes& out,
              std::vector<Edit>& edits);

    /// The text has ended.
    void finish(Bytes& out, std::vector<Edit>& edits);

    /// No edit still to come begins before this place of the text.
    [[nodiscard]] std::uint64_t settled() const
    {
        return open_.empty() ? read_ : std::min(read_, open_.front().begin);
    }

  private:
    struct Span {
        std::uint64_t begin;
        std::uint64_t end;
        Match name;         ///< The match that names the replacement,
        Clipper::Part form; ///< and how it is written.
    };
    /// Where to write.
    struct Output {
        Bytes& bytes;
        std::vector<Edit>& edits;
    };

    void work(std::string_view text, bool is_last, Output out);
    bool clip(std::string_view text, const Match& match, bool is_last);
    void pass(std::string_view text, std::uint64_t to, Output out);
    void withhold(std::string_view text, std::uint64_t to, std::uint64_t from);
    void close(const Span& span, Output out);
    void add(const Match& match, const Clipper::Part& part, std::uint64_t begin);
    void copy(std::string_view bytes, Bytes& out);
    void forget_values();

    const Scanner& scanner_;
    std::optional<crypto::Hasher> hasher_; ///< Of what is passed of the first open span.
    std::unique_ptr<Clipper> clipper_;     ///< Stands at read_.
    std::deque<Match> waiting_;            ///< Not clipped yet; places in the whole text.
    std::vector<std::string> values_;      ///< Of the matches of waiting_ and open_.
    std::vector<Clipper::Part> parts_;
    std::deque<Span> open_;     ///< Not written yet, in order and apart.
    Bytes held_;                ///< Text from read_ on.
    std::uint64_t read_ = 0;    ///< Place in the text up to which all is copied or withheld.
    std::uint64_t written_ = 0; ///< Bytes of output so far.
};

} // namespace pouch::redact
