#include "pouch/redact/portion_judge.hpp"

#include "pouch/label/decision.hpp"
#include "pouch/label/portion.hpp"
#include "pouch/label/validity.hpp"
#include "pouch/redact/stray_mark.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace pouch::redact {

namespace {

class NoPolicy final : public PortionJudge {
  public:
    PortionVerdict verdict(std::string_view) override { return PortionVerdict::withheld; }
    [[nodiscard]] bool opens_mark(std::string_view, bool) const override { return false; }
    [[nodiscard]] bool is_page_marking(std::string_view) const override { return false; }
    [[nodiscard]] bool has_policy() const override { return false; }
};

/// The words of `text`: what stands between blanks, commas, slashes and dashes.
std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (std::string_view(" \t\r,/-:").find(c) == std::string_view::npos) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

class ByPolicy final : public PortionJudge {
  public:
    ByPolicy(label::Policy policy, label::Clearance clearance, Instant at)
        : policy_(std::move(policy)), clearance_(std::move(clearance)), at_(at)
    {
        learn_names(policy_.name);
        learn(policy_.markings);
        for (const auto& one : policy_.classes) {
            learn_names(one.name);
            learn(one.markings);
            learn_opener(one.name);
            learn_opener(policy_.name + " " + one.name);
            for (const auto& data : one.markings.data) learn_opener(data.phrase.value_or(""));
            class_words_.insert(words_of(one.name).back());
            for (const auto& data : one.markings.data) {
                if (data.phrase && !words_of(*data.phrase).empty())
                    class_words_.insert(words_of(*data.phrase).back());
            }
        }
        for (const auto& set : policy_.tag_sets) {
            for (const auto& tag : set.tags) {
                learn(tag.markings);
                for (const auto& category : tag.categories) {
                    learn_names(category.name);
                    learn(category.markings);
                }
            }
        }
    }

    PortionVerdict verdict(std::string_view inside) override
    {
        const auto known = verdicts_.find(inside);
        if (known != verdicts_.end()) return known->second;
        const auto answer = judge(inside);
        // Marks repeat; what is no mark does not, and must not fill the memory.
        if (verdicts_.size() < most_kept) verdicts_.emplace(inside, answer);
        return answer;
    }

    [[nodiscard]] bool opens_mark(std::string_view group, bool is_exact) const override
    {
        if (is_exact) return openers_.find(group) != openers_.end();
        return upper_openers_.find(upper(std::string(group))) != upper_openers_.end();
    }

    [[nodiscard]] bool is_page_marking(std::string_view line) const override
    {
        const auto words = words_of(line);
        const auto is_known = [&](const std::string& word) { return words_.count(word) > 0; };
        const auto is_class = [&](const std::string& word) { return class_words_.count(word) > 0; };
        return !words.empty() && std::all_of(words.begin(), words.end(), is_known) &&
               std::any_of(words.begin(), words.end(), is_class);
    }
    [[nodiscard]] bool has_policy() const override { return true; }

  private:
    static constexpr std::size_t most_kept = 1024;

    PortionVerdict judge(std::string_view inside) const
    {
        const auto label = label::read_portion_mark(policy_, inside);
        if (!label || !label::findings_of(policy_, *label, at_, label::Mode::existing).empty()) {
            return PortionVerdict::unknown;
        }
        const bool may_read = label::decide(policy_, *label, clearance_).permitted;
        return may_read ? PortionVerdict::readable : PortionVerdict::withheld;
    }

    void learn_names(std::string_view text)
    {
        for (auto& word : words_of(text)) words_.insert(std::move(word));
    }
    /// What portion marks may call a classification.
    void learn_opener(std::string_view text)
    {
        if (text.empty() || !label::read_portion_mark(policy_, text)) return;
        openers_.insert(folded(text));
        upper_openers_.insert(upper(folded(text)));
    }
    void learn(const label::Markings& markings)
    {
        for (const auto& data : markings.data) learn_names(data.phrase.value_or(""));
        for (const auto& entry : markings.qualifiers) {
            for (const auto& part : {entry.prefix, entry.suffix, entry.separator})
                learn_names(part.value_or(""));
        }
    }

    label::Policy policy_;
    label::Clearance clearance_;
    Instant at_;
    std::map<std::string, PortionVerdict, std::less<>> verdicts_;
    std::set<std::string, std::less<>> words_;         ///< Every word that a marking of the policy may show.
    std::set<std::string, std::less<>> openers_;       ///< First groups of portion marks, folded.
    std::set<std::string, std::less<>> upper_openers_; ///< The same without their case.
    std::set<std::string, std::less<>> class_words_;   ///< Those that end the name of a classification.
};

} // namespace

std::unique_ptr<PortionJudge> judge_without_policy()
{
    return std::make_unique<NoPolicy>();
}

std::unique_ptr<PortionJudge> judge_by_policy(label::Policy policy, label::Clearance clearance, Instant at)
{
    return std::make_unique<ByPolicy>(std::move(policy), std::move(clearance), at);
}

} // namespace pouch::redact
