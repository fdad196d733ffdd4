#include "pouch/label/translate.hpp"

#include "pouch/label/equivalents.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::label {

namespace {

bool counts(Applied applied, Direction direction)
{
    if (applied == Applied::both) return true;
    return (applied == Applied::encrypt) == (direction == Direction::sending);
}

/// A label on its way from one policy to the other, without its times.
class Translator {
  public:
    Translator(const Policy& from, const Policy& to, Direction direction)
        : from_(from), to_(to), direction_(direction)
    {
    }

    /// The label that `source` stands for; incomplete if findings() is not empty then.
    Label run(const Resolution& source)
    {
        source_ = &source.categories;
        const auto* other = equivalent_policy();
        if (other == nullptr) return {};
        policy_ref_ = other->name;
        Label label;
        label.policy_id = to_.id;
        label.policy_name = to_.name;
        label.edition = to_.edition;
        translate_class(*source.classes.front(), label);
        for (const auto& ref : source.categories) translate_category(ref);
        for (std::size_t i = 0; i < source.categories.size(); ++i) {
            const auto* set = source.categories[i].set; // in order, so sets are together
            if (i > 0 && source.categories[i - 1].set == set) continue;
            for (const auto& one : set->equivalents) {
                if (one.policy == policy_ref_) require(one.required, fmt::format("tag set '{}'", set->name));
            }
        }
        require(other->required, fmt::format("policy '{}'", to_.name));
        for (const auto& [ref, who] : required_) add_required(ref, who);
        check_demands();
        check_meetings();
        label.categories = categories_of(refs_, to_);
        return label;
    }

    [[nodiscard]] std::vector<Finding>& findings() { return findings_; }
    [[nodiscard]] std::vector<std::string>& discarded() { return discarded_; }
    [[nodiscard]] std::vector<std::string>& added() { return added_; }

  private:
    /// What of the label has no place in the other policy, and the line of ours that says so.
    struct Subject {
        std::string value;
        std::size_t line = 0;
    };
    static Subject subject_of(const Class& one) { return {one.name, one.line}; }
    static Subject subject_of(const CategoryRef& ref)
    {
        return {fmt::format("{}={}", ref.set->name, ref.value()), ref.category->line};
    }

    void add(const char* reason, std::string sentence, Subject subject, const char* rule, std::string remedy)
    {
        findings_.push_back(
            {reason, std::move(sentence), std::move(subject.value), rule, subject.line, std::move(remedy)});
    }

    /// The policy must be mended: nothing that a label says would help.
    void add_fault(const char* reason, std::string sentence, Subject subject, const char* rule)
    {
        add(reason, std::move(sentence), std::move(subject), rule,
            fmt::format("another edition of policy '{}', or of '{}'", from_.name, to_.name));
    }

    const EquivalentPolicy* equivalent_policy()
    {
        const EquivalentPolicy* found = nullptr;
        for (const auto& one : from_.equivalent_policies) {
            if (one.id != to_.id) continue;
            if (found != nullptr) {
                add_fault(
                    "label.ambiguous",
                    fmt::format("policy '{}' names '{}' as two equivalent policies", from_.name, to_.id),
                    {to_.name, one.line}, "a policy is named once among those with equivalents");
                return nullptr;
            }
            found = &one;
        }
        if (found == nullptr) {
            add_fault("label.no-equivalent",
                      fmt::format("policy '{}' has no equivalences with policy '{}'", from_.name, to_.name),
                      {to_.name, from_.line}, "a label is translated only where its policy says how");
        }
        return found;
    }

    void translate_class(const Class& source, Label& label)
    {
        const Equivalent* found = nullptr;
        for (const auto& one : source.equivalents) {
            if (one.policy != policy_ref_ || !counts(one.applied, direction_)) continue;
            if (found != nullptr) {
                add_fault("label.ambiguous",
                          fmt::format("classification '{}' has more than one equivalent in policy '{}'",
                                      source.name, to_.name),
                          {source.name, one.line}, "a classification has exactly one equivalent");
                return;
            }
            found = &one;
        }
        if (found == nullptr) {
            add("label.no-equivalent",
                fmt::format("classification '{}' has no equivalent in policy '{}'", source.name, to_.name),
                subject_of(source), "a classification has exactly one equivalent",
                "a classification that has an equivalent");
            return;
        }
        const auto at = std::find_if(to_.classes.begin(), to_.classes.end(),
                                     [&](const Class& one) { return one.lacv == found->lacv; });
        if (at == to_.classes.end()) {
            add_fault(
                "label.equivalent",
                fmt::format("classification '{}' is equivalent to number {}, which policy '{}' does not have",
                            source.name, found->lacv, to_.name),
                {source.name, found->line}, "an equivalent is an item of the other policy");
            return;
        }
        label.classification = at->name;
        require(found->required, fmt::format("classification '{}'", source.name));
    }

    void translate_category(const CategoryRef& ref)
    {
        bool may_vanish = false;
        bool is_translated = false;
        bool is_limit = false;
        for (const auto& one : ref.category->equivalents) {
            if (one.policy != policy_ref_ || !counts(one.applied, direction_)) continue;
            if (one.discard) {
                may_vanish = true;
                continue;
            }
            is_translated = true;
            const auto target = equivalent_in(to_, one);
            if (target && !takes_input(*target, ref)) {
                add("label.equivalent",
                    fmt::format("{} is typed in, and its equivalent in policy '{}' does not take it",
                                quoted_value(ref.set->name, ref.value()), to_.name),
                    {subject_of(ref).value, one.line}, "what is typed in is taken by the equivalent",
                    "another text, or leave the value out");
            } else if (target) {
                refs_.push_back(*target);
                refs_.back().input = ref.input;
                is_limit = is_limit || target->tag->kind != TagKind::informative;
                landed_.add(*target, ref);
            } else {
                add_fault("label.equivalent",
                          fmt::format("{} is equivalent to {} of tag set {}, which policy '{}' does not have",
                                      quoted_value(ref.set->name, ref.category->name), one.lacv,
                                      one.tag_set_id, to_.name),
                          {subject_of(ref).value, one.line}, "an equivalent is an item of the other policy");
            }
        }
        if (is_translated && !is_limit && ref.tag->kind != TagKind::informative && findings_.empty()) {
            add_fault("label.equivalent",
                      fmt::format("{} limits who may read, and its equivalent in policy '{}' would not",
                                  quoted_value(ref.set->name, ref.value()), to_.name),
                      subject_of(ref), "what limits readers is translated into what does");
        }
        if (is_translated) return;
        if (may_vanish) {
            discarded_.push_back(fmt::format("'{}={}' is discarded", ref.set->name, ref.category->name));
        } else {
            add("label.no-equivalent",
                fmt::format("{} has no equivalent in policy '{}'",
                            quoted_value(ref.set->name, ref.category->name), to_.name),
                subject_of(ref), "each value has an equivalent, or the policy lets it vanish",
                fmt::format("leave out {}", quoted_value(ref.set->name, ref.value())));
        }
    }

    void check_meetings()
    {
        const auto choice = landed_.choice();
        if (!choice) return;
        add("label.equivalent",
            fmt::format(
                "'{}' and '{}' of '{}' in policy '{}' would each be enough, and the label asks for both",
                choice->first.value(), choice->second.value(), choice->first.set->name, to_.name),
            {choice->first.set->name, 0}, "what must be held together is not made a choice",
            "a label that asks for one of them");
    }

    struct Demand {
        RequiredCategory required;
        std::string who;
    };

    /// Notes what can be added and what must be there, for when the label's own values are.
    void require(const std::vector<RequiredCategory>& rules, const std::string& who)
    {
        for (auto rule : rules) {
            bool is_of_target = true;
            for (auto& group : rule.groups) {
                const auto* set = to_.find_tag_set({}, group.tag_set);
                if (set == nullptr) {
                    is_of_target = false;
                    continue;
                }
                group.tag_set = set->name;
                if (rule.operation != RequiredCategory::Operation::all || !group.lacv) continue;
                const auto ref = only_value(*set, group);
                if (ref && !ref->category->input) required_.emplace_back(*ref, who);
            }
            if (is_of_target) {
                demands_.push_back({std::move(rule), who});
            } else {
                require_of_source(rule, who);
            }
        }
    }

    void add_required(const CategoryRef& ref, const std::string& who)
    {
        const bool is_there = std::find(refs_.begin(), refs_.end(), ref) != refs_.end();
        if (ref.tag->kind == TagKind::permissive && !is_there && landed_.has(ref.tag)) {
            added_.push_back(
                fmt::format("'{}={}' is added, which the equivalent of {} requires, and admits who holds it",
                            ref.set->name, ref.value(), who));
        }
        refs_.push_back(ref);
    }

    /// A rule over a tag set that only `from` has: a condition on the label that is translated.
    void require_of_source(RequiredCategory rule, const std::string& who)
    {
        for (auto& group : rule.groups) {
            const auto* set = from_.find_tag_set({}, group.tag_set);
            if (set == nullptr) {
                add_fault(
                    "label.equivalent",
                    fmt::format("the equivalent of {} requires a value of '{}', which neither policy has",
                                who, group.tag_set),
                    {group.tag_set, group.line}, "an equivalent requires what there is");
                return;
            }
            group.tag_set = set->name;
        }
        if (is_satisfied(rule, *source_)) return;
        const auto wanted = text_of(rule.groups.front(), from_);
        add("label.required", fmt::format("the equivalent of {} requires {}", who, wanted),
            {rule.groups.front().tag_set, rule.line}, "the label has what its equivalents require",
            "add " + wanted);
    }

    void check_demands()
    {
        for (const auto& [rule, who] : demands_) {
            if (is_satisfied(rule, refs_)) continue;
            std::string wanted;
            for (const auto& group : rule.groups)
                wanted += (wanted.empty() ? "" : ", ") + text_of(group, to_);
            add("label.required",
                fmt::format("the equivalent of {} requires {} in policy '{}'", who, wanted, to_.name),
                {rule.groups.front().tag_set, rule.line}, "the translation has what equivalents require",
                fmt::format("add what policy '{}' translates into {}", from_.name, wanted));
        }
    }

    const Policy& from_;
    const Policy& to_;
    Direction direction_;
    std::string policy_ref_;
    const std::vector<CategoryRef>* source_ = nullptr;
    std::vector<CategoryRef> refs_;
    std::vector<std::pair<CategoryRef, std::string>> required_; ///< To be added, and for whom.
    std::vector<Demand> demands_;
    std::vector<Finding> findings_;
    std::vector<std::string> discarded_;
    std::vector<std::string> added_;
    LandedValues landed_;
};

bool has_privacy_mark(const Policy& policy, std::string_view mark)
{
    return std::any_of(policy.privacy_marks.begin(), policy.privacy_marks.end(),
                       [&](const auto& one) { return same_name(one, mark); });
}

} // namespace

Translation translate(const Policy& from, const Label& label, const Policy& to, Direction direction,
                      Instant at, Mode mode)
{
    Translation result;
    const auto found = [&result](std::vector<Finding> findings, const Policy& policy) {
        for (auto& finding : findings) finding.policy = policy.id;
        result.findings = std::move(findings);
        return !result.findings.empty();
    };
    const auto& source = label_at(label, at);
    if (found(findings_of(from, source, at, Mode::existing), from)) return result;

    Translator translator(from, to, direction);
    auto target = translator.run(resolve(from, source));
    result.discarded = std::move(translator.discarded());
    result.added = std::move(translator.added());
    if (found(std::move(translator.findings()), from)) return result;

    if (source.privacy_mark && has_privacy_mark(to, *source.privacy_mark)) {
        target.privacy_mark = source.privacy_mark;
    } else if (source.privacy_mark) {
        result.discarded.push_back(fmt::format("the privacy mark '{}' is discarded", *source.privacy_mark));
    }
    target.created = source.created;
    target.review = source.review ? source.review : label.review;
    if (found(findings_of(to, target, at, mode), to)) return result;

    if (source.succession && !source.successor.empty()) {
        const auto then = std::max(at, *source.succession);
        auto next = translate(from, source.successor.front(), to, direction, then, mode);
        for (auto& finding : next.findings) finding.sentence = "its successor: " + finding.sentence;
        for (auto& sentence : next.discarded) result.discarded.push_back("of its successor " + sentence);
        for (auto& sentence : next.added) result.added.push_back("of its successor " + sentence);
        result.findings = std::move(next.findings);
        if (!next.label) return result;
        target.succession = source.succession;
        target.successor = {std::move(*next.label)};
    }
    result.label = std::move(target);
    return result;
}

} // namespace pouch::label
