#include "pouch/redact/stix/judge.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/stix/addition.hpp"
#include "pouch/redact/stix/colour_check.hpp"
#include "pouch/redact/stix/definitions.hpp"
#include "pouch/redact/stix/field_cuts.hpp"
#include "pouch/redact/stix/foreign_ids.hpp"
#include "pouch/redact/stix/granular.hpp"
#include "pouch/redact/stix/issued.hpp"
#include "pouch/redact/stix/nested_marking.hpp"
#include "pouch/redact/stix/pattern.hpp"
#include "pouch/redact/stix/references.hpp"
#include "pouch/redact/stix/renaming.hpp"
#include "pouch/redact/stix/text_search.hpp"
#include "pouch/redact/stix/translations.hpp"

#include <algorithm>

namespace pouch::redact::stix {

namespace {

using json::Tree;

/// `drops` and the `replacements` that are in none of them, and in no other, in order.
std::vector<TextCut> merged(std::vector<TextCut> drops, std::vector<TextCut> replacements)
{
    const auto by_place = [](const TextCut& a, const TextCut& b) { return a.begin < b.begin; };
    std::stable_sort(replacements.begin(), replacements.end(), by_place);
    std::vector<TextCut> cuts;
    auto drop = drops.begin();
    for (auto& replacement : replacements) {
        while (drop != drops.end() && drop->end <= replacement.begin) cuts.push_back(std::move(*drop++));
        if (drop != drops.end() && drop->begin < replacement.end) continue;
        if (!cuts.empty() && cuts.back().end > replacement.begin) {
            if (replacement.end > cuts.back().end) throw bug("replacements of STIX that cross");
            continue;
        }
        cuts.push_back(std::move(replacement));
    }
    std::move(drop, drops.end(), std::back_inserter(cuts));
    return cuts;
}

class Judge {
  public:
    Judge(const JudgeInput& input, const Report& report)
        : in_(input), tree_(input.tree), bundle_(read_bundle(tree_)),
          markings_(tree_, bundle_, input.target, input.judge), granular_(tree_, bundle_),
          remains_(tree_, bundle_, input.target.stix, report), search_(input.scanner, input.text)
    {
        if (input.target.stix.ids == Ids::renew && input.key == nullptr)
            throw usage_error("rules.key-file", "new ids of STIX need a key")
                .with_hint("--key-file names the key of the scope");
        check_references(tree_, bundle_);
    }

    Judgement run()
    {
        drop_beside();
        if (!take_field_cuts(tree_, bundle_, in_.field_cuts, remains_, replacements_)) {
            const auto& root = tree_.at(Tree::root);
            return {{{root.begin, root.end, "{}"}}, true};
        }
        for (std::uint32_t object = 0; object < bundle_.objects.size(); ++object) {
            if (!may_leave(object)) remains_.sink(object, Reason::marking);
        }
        granular_.apply(markings_, remains_);
        trim_definitions(tree_, bundle_, in_.target, markings_, remains_);
        withhold_nested(tree_, bundle_, markings_, remains_);
        const auto drop_foreign = [&] {
            return drop_foreign_ids(tree_, bundle_, in_.target.stix.external_refs, remains_);
        };
        (void)drop_foreign();
        drop_broken_patterns();
        Translations translations(tree_, bundle_, remains_);
        translations.drop_of_changed();
        References references(tree_, bundle_, in_.target.stix.external_refs, remains_);
        references.repair();
        while (translations.drop_of_lost_versions() || drop_foreign()) references.repair();
        std::vector<TextCut> selectors;
        granular_.repair(remains_, selectors);
        // Before what a rule about fields wrote there.
        const auto placeholders = remains_.placeholders();
        replacements_.insert(replacements_.begin(), placeholders.begin(), placeholders.end());
        const auto labelling = label(tree_, bundle_, in_.target, remains_, replacements_);
        references.drop_unused_definitions(labelling.definitions);
        const bool is_by_desk =
            rename({tree_, in_.text, bundle_, in_.target, remains_, references, labelling, search_, in_.key},
                   selectors, replacements_);
        std::move(selectors.begin(), selectors.end(), std::back_inserter(replacements_));
        add_objects({tree_, bundle_, in_.target, remains_}, labelling, is_by_desk, replacements_);
        const bool is_empty = remains_.items_of(bundle_.list) == 0 && !bundle_.objects.empty();
        return {merged(cuts_of(tree_, remains_.dropped()), std::move(replacements_)), is_empty};
    }

  private:
    /// Members of the bundle that are not of STIX, or not what they are there: nothing marks them.
    void drop_beside()
    {
        tree_.for_each(Tree::root, [&](Tree::Id member) {
            const auto name = tree_.name_of(member);
            const auto value = tree_.string_of(member);
            const bool is_version = name == "spec_version" && (value == "2.0" || value == "2.1");
            if (name != "type" && name != "id" && name != "objects" && !is_version)
                remains_.drop(member, Reason::metadata);
        });
    }

    [[nodiscard]] bool may_leave(std::uint32_t index) const
    {
        const auto& object = bundle_.objects[index];
        if (object.type == "marking-definition") {
            if (markings_.of(object.id) == Force::closed) return false;
            const auto tlp = tlp_of(object.id);
            return !tlp || (is_sound_colour(tree_, object.node, *tlp) &&
                            markings_.of_object(object.node).value_or(Force::open) != Force::closed);
        }
        const auto force = markings_.of_object(object.node);
        if (force == Force::closed) return false;
        return force == Force::open || !in_.target.tlp || in_.target.unmarked == Unmarked::keep;
    }

    /// Indicators whose pattern is none any more when rules have been over it.
    void drop_broken_patterns()
    {
        for (std::uint32_t index = 0; index < bundle_.objects.size(); ++index) {
            const auto& object = bundle_.objects[index];
            if (object.type != "indicator" || remains_.is_sunk(index)) continue;
            const auto pattern = tree_.member(object.node, "pattern");
            if (!has_stix_pattern(tree_, object.node) || !tree_.is_string(pattern)) continue;
            if (remains_.is_replaced(pattern) || !stays_pattern(pattern))
                remains_.remove(pattern, Reason::dangling);
        }
    }

    /// True if no rule will change a pattern, or if it is one afterwards.
    [[nodiscard]] bool stays_pattern(Tree::Id pattern)
    {
        const auto& node = tree_.at(pattern);
        if (!search_.finds_in(node.begin, node.end)) return true;
        const auto left = search_.left_of(node.begin, node.end);
        return left && is_pattern(json::decoded(std::string_view(*left).substr(1, left->size() - 2)));
    }

    const JudgeInput& in_;
    const Tree& tree_;
    Bundle bundle_;
    Markings markings_;
    Granular granular_;
    Remains remains_;
    TextSearch search_;
    std::vector<TextCut> replacements_;
};

} // namespace

Judgement judge(const JudgeInput& input, const Report& report)
{
    return Judge(input, report).run();
}

} // namespace pouch::redact::stix
