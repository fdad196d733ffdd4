#include "pouch/redact/portion_judge.hpp"

#include "pouch/label/decision.hpp"
#include "pouch/label/portion_fit.hpp"
#include "pouch/redact/policy_marks.hpp"
#include "pouch/redact/stray_mark.hpp"

#include <algorithm>
#include <utility>

namespace pouch::redact {

namespace {

/// `text`, which is folded, without quotes, stops and other signs at its ends.
std::string_view without_ends(std::string_view text)
{
    constexpr std::string_view signs = " \"'`.,:;!?*_#-=";
    const auto begin = std::min(text.find_first_not_of(signs), text.size());
    const auto end = text.find_last_not_of(signs);
    return begin == text.size() ? std::string_view() : text.substr(begin, end + 1 - begin);
}

class NoPolicy final : public PortionJudge {
  public:
    PortionVerdict verdict(std::string_view) override { return PortionVerdict::withheld; }
    [[nodiscard]] bool opens_mark(std::string_view, bool) const override { return false; }
    [[nodiscard]] bool may_begin_mark(std::string_view) const override { return false; }
    [[nodiscard]] bool names_class(std::string_view) const override { return false; }
    [[nodiscard]] bool is_page_marking(std::string_view) const override { return false; }
    std::optional<PortionVerdict> marking_verdict(std::string_view) override { return std::nullopt; }
    [[nodiscard]] bool has_policy() const override { return false; }
};

/// Decides each mark that the policy knows once.
class KnownMarks : public PortionJudge {
  public:
    explicit KnownMarks(PolicyMarks& marks) : marks_(marks) {}

    PortionVerdict verdict(std::string_view inside) final
    {
        const auto known = verdicts_.find(inside);
        if (known != verdicts_.end()) return known->second;
        const auto label = marks_.meaning(inside);
        if (!label) return PortionVerdict::unknown;
        const auto answer = verdict_on(*label);
        if (verdicts_.size() < most_kept) verdicts_.emplace(inside, answer);
        return answer;
    }
    [[nodiscard]] bool opens_mark(std::string_view group, bool is_exact) const final
    {
        return marks_.opens_mark(group, is_exact);
    }
    [[nodiscard]] bool may_begin_mark(std::string_view text) const final
    {
        return marks_.may_begin_mark(text);
    }
    [[nodiscard]] bool names_class(std::string_view inside) const final { return marks_.names_class(inside); }
    [[nodiscard]] bool is_page_marking(std::string_view line) const final
    {
        return marks_.is_page_marking(line);
    }
    std::optional<PortionVerdict> marking_verdict(std::string_view text) final
    {
        const auto known = marking_verdicts_.find(text);
        if (known != marking_verdicts_.end()) return known->second;
        const auto answer = judge_marking(text);
        if (marking_verdicts_.size() < most_kept && text.size() <= longest_kept)
            marking_verdicts_.emplace(text, answer);
        return answer;
    }
    [[nodiscard]] bool has_policy() const final { return true; }

  protected:
    [[nodiscard]] virtual bool permits(const label::Label& portion) const = 0;
    [[nodiscard]] const label::Policy& policy() const { return marks_.policy(); }

  private:
    static constexpr std::size_t most_kept = 1024;
    static constexpr std::size_t longest_kept = 1024; ///< Bytes.

    [[nodiscard]] std::optional<PortionVerdict> judge_marking(std::string_view text)
    {
        const auto whole = without_wide_signs(folded(text));
        const auto plain = without_ends(whole);
        std::string_view inside = plain;
        if (inside.starts_with('(') && inside.ends_with(')')) inside = inside.substr(1, inside.size() - 2);
        for (const auto& label : {marks_.page_meaning(plain), marks_.meaning(inside)}) {
            if (label) return verdict_on(*label);
        }
        const auto group = first_group(inside);
        const bool is_mark = marks_.opens_mark(group, group.size() == inside.size());
        if (is_mark || marks_.names_classification(plain)) return PortionVerdict::unknown;
        return std::nullopt;
    }
    [[nodiscard]] PortionVerdict verdict_on(const label::Label& label) const
    {
        return permits(label) ? PortionVerdict::readable : PortionVerdict::withheld;
    }

    PolicyMarks& marks_;
    std::map<std::string, PortionVerdict, std::less<>> verdicts_;
    std::map<std::string, std::optional<PortionVerdict>, std::less<>> marking_verdicts_;
};

/// Holds the policy as well: first, so that the judge can refer to it.
struct OwnMarks {
    PolicyMarks own;
};

class ByClearance final : private OwnMarks, public KnownMarks {
  public:
    ByClearance(label::Policy policy, label::Clearance clearance, Instant at)
        : OwnMarks{PolicyMarks(std::move(policy), at)}, KnownMarks(own), clearance_(std::move(clearance))
    {
    }

  private:
    [[nodiscard]] bool permits(const label::Label& portion) const override
    {
        return label::decide(policy(), portion, clearance_).permitted;
    }
    label::Clearance clearance_;
};

class ByLabel final : public KnownMarks {
  public:
    ByLabel(PolicyMarks& marks, label::Label whole) : KnownMarks(marks), whole_(std::move(whole)) {}

  private:
    [[nodiscard]] bool permits(const label::Label& portion) const override
    {
        return label::fits(policy(), whole_, portion);
    }
    label::Label whole_;
};

/// Of a text whose label is not known: no mark fits.
class ByNoLabel final : public KnownMarks {
  public:
    using KnownMarks::KnownMarks;

  private:
    [[nodiscard]] bool permits(const label::Label&) const override { return false; }
};

} // namespace

std::unique_ptr<PortionJudge> judge_without_policy()
{
    return std::make_unique<NoPolicy>();
}

std::unique_ptr<PortionJudge> judge_by_policy(label::Policy policy, label::Clearance clearance, Instant at)
{
    return std::make_unique<ByClearance>(std::move(policy), std::move(clearance), at);
}

std::unique_ptr<PortionJudge> judge_by_label(PolicyMarks& marks, label::Label whole)
{
    return std::make_unique<ByLabel>(marks, std::move(whole));
}

std::unique_ptr<PortionJudge> judge_by_no_label(PolicyMarks& marks)
{
    return std::make_unique<ByNoLabel>(marks);
}

} // namespace pouch::redact
