#include "support/reference_views.hpp"

#include "pouch/base/error.hpp"
#include "support/reference_units.hpp"

#include <algorithm>
#include <utility>

namespace pouch::test {

namespace {

constexpr int deepest = 3;
constexpr std::size_t longest_run = 16384;

constexpr unsigned all_steps = (1U << deepest) - 1;

/// A view in the tree.
struct Node {
    View view;
    /// By byte: the steps that decoded it, or deleted something beside it, as bits.
    std::vector<unsigned> steps;
    int depth = 0;
    bool is_folded = false; ///< Made by folding, which is not done twice.
};

/// The stretch of the document that bytes [begin, end) of a view stand for.
std::pair<std::size_t, std::size_t> source_of(const View& view, std::size_t begin, std::size_t end)
{
    return {view.source[begin].first, view.source[end - 1].second};
}

/// All steps that bytes [begin, end) went through.
unsigned steps_of(const Node& node, std::size_t begin, std::size_t end)
{
    unsigned steps = 0;
    for (auto i = begin; i < end; ++i) steps |= node.steps[i];
    return steps;
}

Node replaced(const Node& parent, const std::vector<Unit>& units, bool is_folded)
{
    Node child{{{}, {}, parent.view.is_in_long_run}, {}, parent.depth + 1, is_folded};
    std::size_t place = 0;
    unsigned deleted = 0; // what to note of the next byte
    const auto copy_up_to = [&](std::size_t end) {
        for (; place < end; ++place) {
            child.view.text += parent.view.text[place];
            child.view.source.push_back(parent.view.source[place]);
            child.steps.push_back(parent.steps[place] | std::exchange(deleted, 0));
        }
    };
    for (const auto& unit : units) {
        copy_up_to(unit.begin);
        auto steps = steps_of(parent, unit.begin, unit.end) | (1U << static_cast<unsigned>(parent.depth));
        if (unit.becomes.empty()) {
            deleted |= steps;
            if (!child.steps.empty()) child.steps.back() |= steps;
        } else {
            steps |= std::exchange(deleted, 0);
        }
        child.view.text += unit.becomes;
        child.view.source.resize(child.view.text.size(), source_of(parent.view, unit.begin, unit.end));
        child.steps.resize(child.view.text.size(), steps);
        place = unit.end;
    }
    copy_up_to(parent.view.text.size());
    return child;
}

Node stretch_of(const Node& parent, const EncodedRun& run, const std::string& stretch)
{
    const bool is_long = parent.view.is_in_long_run || run.end - run.begin > longest_run;
    const auto steps = steps_of(parent, run.begin, run.end) | (1U << static_cast<unsigned>(parent.depth));
    return {{stretch, {stretch.size(), source_of(parent.view, run.begin, run.end)}, is_long},
            std::vector<unsigned>(stretch.size(), steps),
            parent.depth + 1,
            false};
}

/// Refuses a view of the last generation in which something is there to decode only because all steps before were
/// taken: other units have been decoded in a view that took fewer.
void check_depth(const Node& node, Packed packed)
{
    const auto& text = node.view.text;
    const auto check = [&](std::size_t begin, std::size_t end) {
        if (steps_of(node, begin, end) != all_steps) return;
        throw refused("redact.depth", "encoded more than {} times", deepest);
    };
    for (const auto& unit : escape_units(text)) {
        if (!unit.is_trivial) check(unit.begin, unit.end);
    }
    for (const auto& unit : mail_units(text)) check(unit.begin, unit.end);
    if (!node.is_folded) {
        for (const auto& unit : fold_units(text)) check(unit.begin, unit.end);
    }
    for (const auto& run : encoded_runs(text, packed == Packed::keep)) {
        if (!run.stretches.empty()) check(run.begin, run.end);
    }
}

std::vector<Node> children_of(const Node& parent, Packed packed)
{
    const auto& text = parent.view.text;
    std::vector<Node> children;
    const auto add_replaced = [&](const std::vector<Unit>& units, bool is_folded) {
        if (!units.empty()) children.push_back(replaced(parent, units, is_folded));
    };
    add_replaced(escape_units(text), false);
    add_replaced(mail_units(text), false);
    if (!parent.is_folded) add_replaced(fold_units(text), true);
    for (const auto& run : encoded_runs(text, packed == Packed::keep)) {
        for (const auto& stretch : run.stretches) children.push_back(stretch_of(parent, run, stretch));
    }
    return children;
}

/// True if a view like this one is there already, and its descendants with it.
bool is_known(const std::vector<Node>& tree, const Node& node)
{
    return std::any_of(tree.begin(), tree.end(), [&](const Node& known) {
        return known.view.text == node.view.text && known.view.source == node.view.source &&
               known.steps == node.steps && known.is_folded == node.is_folded &&
               known.view.is_in_long_run == node.view.is_in_long_run;
    });
}

} // namespace

std::vector<View> views_of(std::string_view document, Packed packed)
{
    std::vector<Node> tree(1);
    tree[0].view.text = document;
    for (std::size_t i = 0; i < document.size(); ++i) tree[0].view.source.emplace_back(i, i + 1);
    tree[0].steps.resize(document.size());

    // Generation by generation, so that what is known already has at least as many generations to come.
    for (std::size_t i = 0; i < tree.size(); ++i) {
        if (tree[i].depth == deepest) continue;
        for (auto& child : children_of(tree[i], packed)) {
            if (child.depth == deepest) check_depth(child, packed);
            if (!is_known(tree, child)) tree.push_back(std::move(child));
        }
    }
    std::vector<View> views;
    for (auto& node : tree) views.push_back(std::move(node.view));
    return views;
}

} // namespace pouch::test
