#include "pouch/stage/judge_labels.hpp"

#include "pouch/base/error.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/stage/bound_labels.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <optional>

namespace pouch::stage {

namespace {

/// Collects offences of one kind and throws them together, with the remedy of the first.
class Offences {
  public:
    Offences(std::string reason, std::string sentence)
        : reason_(std::move(reason)), sentence_(std::move(sentence))
    {
    }
    void add(const std::string& where, const label::Finding& why)
    {
        if (found_.empty()) remedy_ = why.remedy;
        ++count_;
        if (size_ > most_bytes) return;
        found_.push_back(where + ": " + placed(why));
        size_ += found_.back().size();
    }
    void add(const std::string& where, const std::optional<label::Finding>& why)
    {
        if (why) add(where, *why);
    }
    void add(const std::string& where, const std::vector<label::Finding>& all, std::size_t more)
    {
        for (const auto& why : all) add(where, why);
        if (!all.empty()) count_ += more;
    }
    void throw_if_any() const
    {
        if (found_.empty()) return;
        if (count_ == 1) throw Error(Fault::policy, reason_, found_.front(), remedy_);
        auto details = found_;
        if (count_ > found_.size()) details.push_back(fmt::format("and {} more", count_ - found_.size()));
        throw Error(Fault::policy, reason_, fmt::format("{} ({} offenders)", sentence_, count_), remedy_)
            .with_details(std::move(details));
    }

  private:
    std::string reason_;
    std::string sentence_;
    std::string remedy_;
    static constexpr std::size_t most_bytes = std::size_t{1}
                                              << 20U; ///< Of sentences that are kept; the rest is counted.
    std::vector<std::string> found_;
    std::size_t size_ = 0;
    std::size_t count_ = 0;
};

/// Remarks, each once.
class Remarks {
  public:
    void add(const std::string& where, const label::Finding& remark)
    {
        const auto at =
            std::find_if(all_.begin(), all_.end(), [&](const Entry& e) { return e.remark == remark; });
        if (at != all_.end()) {
            ++at->count;
        } else if (all_.size() < limit) {
            all_.push_back({remark, where, 1});
        } else {
            ++more_;
        }
    }

    [[nodiscard]] std::vector<label::Finding> take() const
    {
        std::vector<label::Finding> taken;
        for (const auto& [remark, where, count] : all_) {
            const auto others = count == 1 ? std::string() : fmt::format(" and {} more", count - 1);
            taken.push_back({remark.reason, fmt::format("{}{}: {}", where, others, remark.sentence)});
        }
        if (more_ > 0) taken.push_back({"label.remarks", fmt::format("{} more remarks on labels", more_)});
        return taken;
    }

  private:
    static constexpr std::size_t limit = 32;
    struct Entry {
        label::Finding remark;
        std::string where;
        std::size_t count;
    };
    std::vector<Entry> all_;
    std::size_t more_ = 0;
};

/// The labels of one bundle, one after the other, that of the bundle first.
class Bench {
  public:
    explicit Bench(const LabelDemand& demand) : demand_(demand), judge_(demand) {}

    void judge(ByteView bdo, const std::string& path)
    {
        const auto item = labels_.read(bdo, path);
        if (!item.form) {
            weigh(path, sentence_on(*item.bdo, path));
            return;
        }
        if (*item.form >= known_.size()) known_.resize(*item.form + 1);
        auto& known = known_[*item.form];
        if (!known || path.empty()) known = sentence_on(*item.bdo, path);
        weigh(path, *known);
    }

    void judge(const format::Bdo& bdo) { weigh({}, sentence_on(bdo, {})); }

    [[nodiscard]] std::vector<label::Finding> finish() const
    {
        if (demand_.when_judged) demand_.when_judged(told_);
        unknown_.throw_if_any();
        untranslatable_.throw_if_any();
        invalid_.throw_if_any();
        loosened_.throw_if_any();
        above_.throw_if_any();
        denied_.throw_if_any();
        return remarks_.take();
    }

  private:
    struct Sentence {
        LabelVerdict verdict;
        bool is_dominated = true; ///< By the label of the bundle, if there is one.
    };

    Sentence sentence_on(const format::Bdo& bdo, const std::string& path)
    {
        Sentence sentence{judge_.judge(bdo)};
        const auto& part = sentence.verdict;
        if (path.empty()) {
            whole_ = part;
            judge_.settle(part.policy);
        } else if (whole_ && whole_->policy != nullptr && part.policy != nullptr) {
            sentence.is_dominated =
                part.policy == whole_->policy && label::dominates(*whole_->policy, whole_->label, part.label);
        }
        return sentence;
    }

    void weigh(const std::string& path, const Sentence& sentence)
    {
        const auto where = name_of_labelled(path);
        const auto& verdict = sentence.verdict;
        unknown_.add(where, verdict.unknown);
        untranslatable_.add(where, verdict.untranslatable, verdict.more_findings);
        invalid_.add(where, verdict.invalid, verdict.more_findings);
        loosened_.add(where, verdict.loosened);
        std::optional<label::Finding> above;
        if (!sentence.is_dominated) above = above_bundle();
        above_.add(where, above);
        denied_.add(where, verdict.denied);
        for (const auto& remark : verdict.remarks) remarks_.add(where, remark);
        if (!demand_.when_judged) return;
        auto told = explanation_of(where, verdict, demand_.clearance.has_value());
        if (above) told.findings.push_back(*above);
        told_.add(std::move(told));
    }

    [[nodiscard]] label::Finding above_bundle() const
    {
        return {"label.dominance",
                "the bundle label does not dominate the label of this file",
                whole_->label.classification,
                "who may read the bundle may read each of its files",
                0,
                "a stricter label of the bundle, or leave this file out",
                whole_->policy->id};
    }

    const LabelDemand& demand_;
    LabelJudge judge_;
    BoundLabels labels_;
    std::vector<std::optional<Sentence>> known_; ///< By form.
    std::optional<LabelVerdict> whole_;
    Offences unknown_{"label.unknown-policy", "labels in policies that were not given"};
    Offences untranslatable_{"label.translation", "labels that cannot be said in the policy to judge by"};
    Offences invalid_{"label.invalid", "labels that their policy does not allow"};
    Offences loosened_{"label.loosened", "alternative labels that admit more readers than the originator's"};
    Offences above_{"label.dominance", "files labelled above their bundle"};
    Offences denied_{"label.denied", "the clearance does not permit this bundle"};
    Remarks remarks_;
    Explanations told_; ///< Where somebody asks for them.
};

/// Runs `action(bdo, path)` for each label file of a head.
template <typename Action> void for_each_label(const format::Head& head, Action action)
{
    if (head.label()) action(*head.label(), std::string());
    for (const auto& file : head.file_labels()) action(file.content, file.path);
}

} // namespace

std::vector<label::Finding> judge_file_label(ByteView bdo, const std::string& path, const LabelDemand& demand)
{
    Bench bench(demand);
    bench.judge(bdo, path);
    return bench.finish();
}

std::vector<label::Finding> judge_bdo(const format::Bdo& bdo, const LabelDemand& demand)
{
    Bench bench(demand);
    bench.judge(bdo);
    return bench.finish();
}

std::vector<label::Finding> judge_labels(const format::Head& head, const LabelDemand& demand)
{
    if (!head.label() && !demand.unlabelled) throw not_allowed("label.missing", "the bundle has no label");
    const bool is_labelled = head.label().has_value() || !head.file_labels().empty();
    if (demand.ignored || demand.policies.empty()) {
        BoundLabels labels;
        for_each_label(
            head, [&](ByteView bdo, const std::string& path) { static_cast<void>(labels.read(bdo, path)); });
        if (demand.ignored || !is_labelled) return {};
        throw not_allowed("label.unanswered", "the bundle is labelled, and no --policy was given to judge it")
            .with_hint("--policy SPIF, or --ignore label");
    }
    Bench bench(demand);
    for_each_label(head, [&](ByteView bdo, const std::string& path) { bench.judge(bdo, path); });
    return bench.finish();
}

} // namespace pouch::stage
