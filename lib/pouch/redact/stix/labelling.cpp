#include "pouch/redact/stix/labelling.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/redact/stix/issued.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace pouch::redact::stix {

namespace {

using json::Tree;

class Labeller {
  public:
    Labeller(const Tree& tree, const Bundle& bundle, const Target& target, const Remains& remains,
             std::vector<TextCut>& replacements)
        : tree_(tree), bundle_(bundle), target_(target), remains_(remains), markings_(markings_of(target)),
          replacements_(replacements)
    {
    }

    Labelling run()
    {
        if (markings_.colour.empty() && markings_.statement.empty()) return {};
        check_statement();
        labelling_.is_labelled.resize(bundle_.objects.size());
        for (std::uint32_t object = 0; object < bundle_.objects.size(); ++object) {
            if (!remains_.is_sunk(object) && bundle_.objects[object].type != "marking-definition")
                mark(object);
        }
        return std::move(labelling_);
    }

  private:
    void check_statement() const
    {
        if (markings_.statement.empty()) return;
        for (std::uint32_t index = 0; index < bundle_.objects.size(); ++index) {
            const auto& object = bundle_.objects[index];
            if (object.id != markings_.statement || remains_.is_sunk(index)) continue;
            const auto says = tree_.member(tree_.member(object.node, "definition"), "statement");
            if (remains_.is_replaced(says) || tree_.string_of(says) != target_.stix.statement->text)
                throw refused("stix.marking", "byte {}: the statement of the rules with another text",
                              tree_.at(object.node).begin);
        }
    }

    void mark(std::uint32_t object)
    {
        const auto node = bundle_.objects[object].node;
        const auto refs = tree_.member(node, "object_marking_refs");
        bool has_colour = false;
        bool has_statement = false;
        auto last = Tree::none;
        tree_.for_each(refs, [&](Tree::Id ref) {
            if (remains_.is_gone(ref)) return;
            last = ref;
            has_colour = has_colour || tlp_of(tree_.string_of(ref));
            has_statement = has_statement || tree_.string_of(ref) == markings_.statement;
        });
        std::vector<std::string> added;
        if (!markings_.colour.empty() && !has_colour) {
            use(markings_.colour);
            added.push_back(json_quoted(markings_.colour));
        }
        if (!markings_.statement.empty()) {
            use(markings_.statement);
            if (!has_statement) added.push_back(json_quoted(markings_.statement));
        }
        if (added.empty()) return;
        labelling_.is_labelled[object] = true;
        const auto text = fmt::format("{}", fmt::join(added, ","));
        if (last != Tree::none) {
            insert(tree_.at(last).end, "," + text);
        } else if (refs != Tree::none) {
            insert(tree_.at(refs).begin + 1, text);
        } else {
            insert(tree_.at(tree_.member(node, "id")).end,
                   fmt::format(R"(,"object_marking_refs":[{}])", text));
        }
    }

    void use(std::string_view definition)
    {
        auto& used = labelling_.definitions;
        if (std::find(used.begin(), used.end(), definition) == used.end()) used.push_back(definition);
    }

    void insert(std::size_t at, std::string text) { replacements_.push_back({at, at, std::move(text)}); }

    const Tree& tree_;
    const Bundle& bundle_;
    const Target& target_;
    const Remains& remains_;
    TargetMarkings markings_;
    std::vector<TextCut>& replacements_;
    Labelling labelling_;
};

} // namespace

TargetMarkings markings_of(const Target& target)
{
    TargetMarkings markings;
    if (target.tlp && target.stix.colour) markings.colour = colour_id(*target.stix.colour, *target.tlp);
    if (target.stix.statement) markings.statement = target.stix.statement->id;
    return markings;
}

ColourEdition edition_of(const Target& target)
{
    return target.stix.colour.value_or(ColourEdition::second);
}

std::vector<std::string_view> markings_of_identity(const Target& target)
{
    std::vector<std::string_view> markings;
    if (target.tlp) markings.push_back(colour_id(edition_of(target), *target.tlp));
    if (target.stix.statement) markings.emplace_back(target.stix.statement->id);
    return markings;
}

Labelling label(const Tree& tree, const Bundle& bundle, const Target& target, const Remains& remains,
                std::vector<TextCut>& replacements)
{
    return Labeller(tree, bundle, target, remains, replacements).run();
}

} // namespace pouch::redact::stix
