#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/redact/operator/operators.hpp"
#include "pouch/redact/scope.hpp"
#include "pouch/redact/splicer.hpp"

#include <deque>
#include <memory>

/// The last step before bytes leave. Replacing a span can make a new match: a dropped one joins what stood
/// beside it, a token gives a number the border it lacked. The settler searches such places again, and again
/// after each replacement, until no rule matches; if that does not end, nothing more leaves.
namespace pouch::redact {

class Settler {
  public:
    /// Times that one place is searched and replaced again.
    static constexpr int most_rounds = 8;

    Settler(const Scanner& scanner, const Operators& operators, Scanner::Workspace& workspace, Syntax syntax,
            io::Sink& out);

    /// Takes the next piece of redacted text. `has_residue`: a rule matches somewhere in it, other than in one of
    /// `stays`, whose places count from the beginning of all; those that begin in the piece matter. Writes what nothing
    /// that follows can change. Throws Fault::policy `redact.residue`.
    void push(std::string_view text, bool has_residue, const std::vector<Stay>& stays = {});
    /// The text has ended: writes the rest.
    void finish();

    /// What it replaced, with places in the text it writes; cleared by the caller.
    std::vector<Edit> edits;

  private:
    /// A place of text_ up to which it has left, with a clipper that stands there.
    struct Edge {
        std::size_t place;
        std::unique_ptr<Clipper> clipper;
    };
    bool settle(bool is_last);
    void write_up_to(std::size_t end);

    void move_stays(std::size_t first_edit);

    const Scanner& scanner_;
    const Operators& operators_;
    Scanner::Workspace& workspace_;
    FormatKind kind_;
    io::Sink& out_;
    std::size_t margin_;
    std::size_t held_;         ///< Bytes that are held back: a later replacement may reach so far.
    Bytes text_;               ///< Context that has left, then what is held.
    std::deque<Edge> edges_;   ///< In order; the first is the beginning of text_, the last is left_.
    std::size_t left_ = 0;     ///< Bytes of text_ that have left.
    std::uint64_t base_ = 0;   ///< Bytes that are no longer in text_.
    std::size_t doubt_ = 0;    ///< Bytes still to come that a residue or a replacement may be a match with.
    std::uint64_t pushed_ = 0; ///< Bytes that were pushed.
    std::vector<Stay> stays_;  ///< Places in text_; they may end behind it.
    std::vector<Match> matches_;
};

} // namespace pouch::redact
