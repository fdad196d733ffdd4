#include "pouch/label/translate.hpp"

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
            const auto target = equivalent_of(one);
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
                if (target->tag->kind == TagKind::permissive) landed_.push_back({*target, origin_of(ref)});
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

    /// Where a permissive value of the target is from: values of one permissive tag may stand for one another, and each
    /// restrictive value stands for itself.
    static const void* origin_of(const CategoryRef& source)
    {
        if (source.tag->kind == TagKind::permissive) return source.tag;
        return source.category;
    }

    /// Of a permissive tag one value is enough. So what was asked for as well as something else must not end in a tag with it.
    void check_meetings()
    {
        for (std::size_t i = 0; i < landed_.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const auto& [one, from_one] = landed_[i];
                const auto& [other, from_other] = landed_[j];
                const bool meet = one.tag == other.tag && one != other &&
                                  (from_one != from_other || is_restrictive(from_one));
                if (!meet) continue;
                add("label.equivalent",
                    fmt::format(
                        "'{}' and '{}' of '{}' in policy '{}' would each be enough, and the label asks "
                        "for both",
                        other.value(), one.value(), one.set->name, to_.name),
                    {one.set->name, 0}, "what must be held together is not made a choice",
                    "a label that asks for one of them");
                return;
            }
        }
    }

    [[nodiscard]] bool is_restrictive(const void* origin) const
    {
        return std::any_of(source_->begin(), source_->end(), [&](const CategoryRef& ref) {
            return ref.category == origin && ref.tag->kind != TagKind::permissive;
        });
    }

    /// True if what was typed in for `source` may be typed in for `target` too; a value that is named takes nothing.
    static bool takes_input(const CategoryRef& target, const CategoryRef& source)
    {
        if (!target.category->input) return source.input.empty();
        return !source.input.empty() && accepts(*target.category->input, source.input);
    }

    /// The one value that `equivalent` names, without what is typed in; nothing if `to` has none, or several names for it.
    [[nodiscard]] std::optional<CategoryRef> equivalent_of(const Equivalent& equivalent) const
    {
        const auto* set = to_.find_tag_set(equivalent.tag_set_id, {});
        if (equivalent.tag_set_id.empty() || set == nullptr || !equivalent.kind) return std::nullopt;
        CategoryGroup group;
        group.tag_set = set->name;
        group.kind = *equivalent.kind;
        group.lacv = equivalent.lacv;
        return named_by(group, *set);
    }

    /// The only value of `set` that `group` names; nothing if there are none or several.
    static std::optional<CategoryRef> named_by(const CategoryGroup& group, const TagSet& set)
    {
        std::optional<CategoryRef> found;
        for (const auto& tag : set.tags) {
            if (tag.kind != group.kind || (group.enumerated && *group.enumerated != tag.enumerated)) continue;
            for (const auto& category : tag.categories) {
                if (group.lacv && category.lacv != *group.lacv) continue;
                // Of twins the first counts.
                const auto ref = category.input ? CategoryRef{&set, &tag, &category}
                                                : find_category(set, group.kind, category.name);
                if (found && ref != found) return std::nullopt;
                found = ref;
            }
        }
        return found;
    }

    struct Demand {
        RequiredCategory required;
        std::string who;
    };

    /// Adds what can be added, and notes the rest for when all is there.
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
                const auto ref = named_by(group, *set);
                if (ref && !ref->category->input) add_required(*ref, who);
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
        const bool widens = ref.tag->kind == TagKind::permissive && !is_there &&
                            std::any_of(landed_.begin(), landed_.end(),
                                        [&](const auto& landed) { return landed.first.tag == ref.tag; });
        if (widens) {
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
    std::vector<Demand> demands_;
    std::vector<Finding> findings_;
    std::vector<std::string> discarded_;
    std::vector<std::string> added_;
    std::vector<std::pair<CategoryRef, const void*>>
        landed_; ///< Permissive values of the target, and of what they are.
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
