#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/redact/portion_judge.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Do the marks in a text agree with the label that the text bears?
namespace pouch::redact {

/// What can be wrong with a line.
enum class MarkFault {
    above,   ///< A portion is marked above the label.
    unknown, ///< A portion mark that the policy does not know, or that stands where, or as, none is looked for.
    banner, ///< A page marking that is not that of the label.
};

/// The label of a text, as its marks see it.
class MarkedLabel {
  public:
    MarkedLabel(PolicyMarks& marks, label::Label label);
    /// Of a text whose label is not known: any mark and any page marking of the policy is a fault.
    explicit MarkedLabel(PolicyMarks& marks);

    [[nodiscard]] PortionJudge& judge() const { return *judge_; }
    /// True if `line`, which is a page marking of the policy, is one of this label: at any place of a page, in any language.
    [[nodiscard]] bool has_banner(std::string_view line) const;

  private:
    const PolicyMarks& marks_;
    std::optional<label::Label> label_;
    std::unique_ptr<PortionJudge> judge_;
    mutable std::vector<std::vector<std::string>>
        banners_; ///< The words of each; empty until one is asked for.
};

/// Takes a text in pieces, in bounded memory. Looks at each line for the mark it starts with (line_mark.hpp), for stray ones
/// (stray_mark.hpp), and at rows of tables cell by cell; a line or a cell that is a page marking and nothing else is a banner. Reports
/// each fault once a line.
class MarkChecker {
  public:
    using Report = std::function<void(MarkFault fault, std::uint64_t line)>;

    MarkChecker(const MarkedLabel& label, Report report) : label_(label), report_(std::move(report)) {}

    void feed(ByteView piece);
    void finish();

  private:
    void drain(bool is_ended);
    void check_line(std::string_view line);
    void check_row(std::string_view row);
    bool check_marks(std::string_view head);
    bool check_banner(std::string_view text);
    [[nodiscard]] bool is_good_banner(std::string_view shown) const;
    void fault(MarkFault fault);

    const MarkedLabel& label_;
    Report report_;
    std::string text_;     ///< Not yet looked at.
    bool in_line_ = false; ///< The first part of the present line has been looked at.
    bool is_first_ = true;
    std::uint64_t line_ = 1;
};

} // namespace pouch::redact
