#pragma once
#include "pouch/io/stream.hpp"
#include "pouch/redact/kept_marks.hpp"
#include "pouch/redact/place_map.hpp"
#include "pouch/redact/portion_judge.hpp"
#include "pouch/redact/rules.hpp"

#include <functional>
#include <optional>
#include <vector>

/// Portion-marked text: what the reader may not see is left out before any rule looks at it.
///
/// A portion is a run of lines up to a blank line or to the next line that starts with a mark
/// (portion_mark.hpp). The decision falls at its first line, so that a portion may have any size. In place of a run of
/// withheld portions, with the blank lines between them, stands what PortionGap says; of the blank
/// lines behind it one stays. A line that is a page marking of the policy, or says EXERCISE and nothing else,
/// stays where a paragraph could start.
///
/// A mark that withholds, and no text of its own, refuses the text if the next portion without a mark would stay.
///
/// A portion without a mark that is indented more than an earlier one, with none between them that is indented less, is a
/// part of that: it is withheld if that is, and else what Nested says.
///
/// Each cell of a row of a table (portion_table.hpp) is a portion; one without a mark follows the portion in which the row
/// stands, or is unmarked if there is none. A withheld cell becomes `[portion withheld]`; a row of which nothing
/// stays is withheld as a portion. A mark that withholds, alone in a cell beside which one without a mark would stay,
/// refuses the text: it may be the mark of that. So does a withheld mark in the first row of a table, the name of a column, if
/// in that column a cell without a mark would stay.
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

    /// What decides, beside marks.
    struct Habits {
        Unmarked unmarked = Unmarked::withhold;
        Nested nested = Nested::unmarked;
        PortionGap gap = PortionGap::merge;
    };

    /// `kept`: learns what stays, unless it is null.
    PortionFilter(io::Source& in, PortionJudge& judge, Habits habits, Report report,
                  Places places = Places::wanted, KeptMarks* kept = nullptr);

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

    /// A portion that others may be part of.
    struct Parent {
        std::size_t indentation;
        bool is_marked; ///< Or part of one that is.
        bool is_withheld;
    };
    struct Mark {
        std::string_view inside;
        PortionVerdict verdict;
    };

    void refill();
    [[nodiscard]] bool has_line() const;
    void take_line();
    [[nodiscard]] Treatment treat(std::string_view line);
    [[nodiscard]] Treatment treat_head(std::string_view head, bool is_short);
    [[nodiscard]] Treatment treat_blank();
    [[nodiscard]] Treatment treat_token();
    [[nodiscard]] Treatment treat_marked(const Mark& mark, std::size_t indentation);
    [[nodiscard]] Treatment treat_unmarked(std::size_t indentation);
    bool take_row(std::string_view row);
    [[nodiscard]] bool may_see_cell(std::string_view cell, std::size_t indentation);
    void check_column(std::size_t column, std::string_view cell, bool is_seen);
    [[nodiscard]] bool may_see_unmarked_cell(std::size_t indentation);
    [[nodiscard]] Treatment withhold();
    void note_withheld_cell(std::uint64_t begin, std::uint64_t end);
    [[nodiscard]] Parent unmarked_at(std::size_t indentation);
    [[nodiscard]] const Parent* parent_of(std::size_t indentation);
    [[nodiscard]] std::optional<Mark> mark_of(std::string_view line);
    void check_stray(std::string_view head);
    [[nodiscard]] Treatment enter(State state);
    [[nodiscard]] Treatment go_on();
    void put_gap();
    void end_portion();
    void end_run();
    void put(std::string_view text);

    io::Source& in_;
    PortionJudge& judge_;
    Habits habits_;
    Report report_;
    PlaceMap places_;
    KeptMarks* kept_;

    Bytes text_; ///< Read and not yet taken, from at_ on.
    std::size_t at_ = 0;
    bool is_ended_ = false;

    State state_ = State::open;
    std::vector<Parent> parents_; ///< By indentation, which grows.
    bool is_mark_alone_ = false;  ///< The last portion was a mark that withholds, and no text.
    bool in_table_ = false;       ///< The line before is a row.
    std::vector<std::size_t>
        marked_columns_;   ///< Of the table, those with a mark that withholds in the first row.
    bool in_line_ = false; ///< The first part of the present line has been taken.
    Treatment treatment_ = Treatment::keep; ///< Of the present line.
    bool in_run_ = false;                   ///< What came last was withheld, and its token is out.
    bool has_blank_ = false;                ///< A blank line came behind it.
    bool is_after_blank_ = true;            ///< What was put out last is a blank line, or nothing was.
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
