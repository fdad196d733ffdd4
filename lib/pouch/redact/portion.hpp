#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/redact/place_map.hpp"
#include "pouch/redact/portion_judge.hpp"
#include "pouch/redact/rules.hpp"

#include <functional>
#include <optional>

/// Portion-marked text: what the reader may not see is left out before any rule looks at it.
///
/// A portion is a run of lines up to a blank line or to the next line that starts with a mark
/// (portion_mark.hpp). The decision falls at its first line, so that a portion may have any size. A run of
/// withheld portions, with the blank lines between them, becomes one line `[portion withheld]`; of the blank
/// lines behind it one stays. A line that is a page marking of the policy, or says EXERCISE and nothing else,
/// stays where a paragraph could start.
///
/// A line ends at LF, CR, CR LF, VT, FF, NEL, U+2028 and U+2029. A line that would stay but has something near
/// its start that a person would read as a mark (stray_mark.hpp) refuses the text; one that starts with more
/// blanks than are looked over is withheld.
namespace pouch::redact {

class PortionFilter final : public io::Source {
  public:
    /// `report(line, begin, end)` is called once for each portion left out, when it has ended.
    using Report = std::function<void(std::uint64_t line, std::uint64_t begin, std::uint64_t end)>;

    using Places = PlaceMap::Use;

    PortionFilter(io::Source& in, PortionJudge& judge, Unmarked unmarked, Report report,
                  Places places = Places::wanted);

    /// What is left of the text. Throws Fault::policy `portion.unknown`, naming the line.
    std::size_t read(MutableByteView out) override;
    [[nodiscard]] const std::string& name() const override { return in_.name(); }

    /// Where the byte at `place` of what is left stood in the text, see PlaceMap::origin_of.
    [[nodiscard]] std::uint64_t origin_of(std::uint64_t place) { return places_.origin_of(place); }

    /// True if portions were left out and nothing but blank and page marking lines is left.
    [[nodiscard]] bool is_all_withheld() const { return withheld_ > 0 && !has_kept_; }
    [[nodiscard]] std::uint64_t withheld() const { return withheld_; }

  private:
    /// The paragraph that the present line belongs to.
    enum class State {
        open, ///< None: one may start here.
        kept,
        withheld,
    };
    enum class Treatment { keep, leave_out };

    void refill();
    void take_line();
    [[nodiscard]] Treatment treat(std::string_view line);
    [[nodiscard]] Treatment treat_head(std::string_view head, bool is_short);
    [[nodiscard]] Treatment treat_blank();
    [[nodiscard]] Treatment withhold();
    [[nodiscard]] std::optional<PortionVerdict> verdict_on(std::string_view line);
    [[nodiscard]] Treatment enter(State state);
    void end_portion();
    void end_run();
    void put(std::string_view text);

    io::Source& in_;
    PortionJudge& judge_;
    Unmarked unmarked_;
    Report report_;
    PlaceMap places_;

    Bytes text_; ///< Read and not yet taken, from at_ on.
    std::size_t at_ = 0;
    bool is_ended_ = false;

    State state_ = State::open;
    bool in_line_ = false;                  ///< The first part of the present line has been taken.
    Treatment treatment_ = Treatment::keep; ///< Of the present line.
    bool in_run_ = false;                   ///< What came last was withheld, and its token is out.
    bool has_blank_ = false;                ///< A blank line came behind it.
    std::string line_end_ = "\n";
    std::uint64_t line_ = 1;
    std::uint64_t read_ = 0;    ///< Bytes of the text taken.
    std::uint64_t written_ = 0; ///< Bytes put out.
    std::uint64_t withheld_ = 0;
    struct Place {
        std::uint64_t line;
        std::uint64_t begin;
    };
    std::optional<Place> portion_; ///< The withheld one that goes on here.
    bool has_kept_ = false;

    Bytes out_; ///< Put out and not yet fetched, from fetched_ on.
    std::size_t fetched_ = 0;
};

} // namespace pouch::redact
