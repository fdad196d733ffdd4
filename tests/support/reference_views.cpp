#include "support/reference_views.hpp"

#include "pouch/base/error.hpp"
#include "support/reference_units.hpp"

#include <algorithm>

namespace pouch::test {

namespace {

constexpr int deepest = 3;
constexpr std::size_t longest_run = 16384;

/// A view in the tree.
struct Node {
    View view;
    int depth = 0;
    bool is_folded = false; ///< Made by folding, which is not done twice.
};

/// The stretch of the document that bytes [begin, end) of a view stand for.
std::pair<std::size_t, std::size_t> source_of(const View& view, std::size_t begin, std::size_t end)
{
    return {view.source[begin].first, view.source[end - 1].second};
}

View replaced(const View& parent, const std::vector<Unit>& units)
{
    View child{{}, {}, parent.is_in_long_run};
    std::size_t place = 0;
    const auto copy_up_to = [&](std::size_t end) {
        for (; place < end; ++place) {
            child.text += parent.text[place];
            child.source.push_back(parent.source[place]);
        }
    };
    for (const auto& unit : units) {
        copy_up_to(unit.begin);
        child.text += unit.becomes;
        child.source.resize(child.text.size(), source_of(parent, unit.begin, unit.end));
        place = unit.end;
    }
    copy_up_to(parent.text.size());
    return child;
}

View stretch_of(const View& parent, const EncodedRun& run, const std::string& stretch)
{
    const bool is_long = run.end - run.begin > longest_run;
    return {
        stretch, {stretch.size(), source_of(parent, run.begin, run.end)}, parent.is_in_long_run || is_long};
}

/// True if one of the bytes was decoded: what stands for more than one byte of the document.
bool has_decoded(const View& view, std::size_t begin, std::size_t end)
{
    return std::any_of(view.source.begin() + static_cast<long>(begin),
                       view.source.begin() + static_cast<long>(end),
                       [](const auto& source) { return source.second - source.first > 1; });
}

/// Refuses a view of the last generation in which decoded bytes could be decoded once more.
void check_depth(const Node& node, Packed packed)
{
    const auto& view = node.view;
    const auto check = [&](std::size_t begin, std::size_t end) {
        if (has_decoded(view, begin, end))
            throw refused("redact.depth", "encoded more than {} times", deepest);
    };
    for (const auto& unit : escape_units(view.text)) {
        if (!unit.is_trivial) check(unit.begin, unit.end);
    }
    for (const auto& unit : mail_units(view.text)) check(unit.begin, unit.end);
    if (!node.is_folded) {
        for (const auto& unit : fold_units(view.text)) check(unit.begin, unit.end);
    }
    for (const auto& run : encoded_runs(view.text, packed == Packed::keep)) {
        if (!run.stretches.empty()) check(run.begin, run.end);
    }
}

std::vector<Node> children_of(const Node& parent, Packed packed)
{
    std::vector<Node> children;
    const auto add_replaced = [&](const std::vector<Unit>& units, bool is_folded) {
        if (!units.empty()) children.push_back({replaced(parent.view, units), parent.depth + 1, is_folded});
    };
    add_replaced(escape_units(parent.view.text), false);
    add_replaced(mail_units(parent.view.text), false);
    if (!parent.is_folded) add_replaced(fold_units(parent.view.text), true);
    for (const auto& run : encoded_runs(parent.view.text, packed == Packed::keep)) {
        for (const auto& stretch : run.stretches) {
            children.push_back({stretch_of(parent.view, run, stretch), parent.depth + 1, false});
        }
    }
    return children;
}

/// True if a view like this one is there already, and its descendants with it.
bool is_known(const std::vector<Node>& tree, const Node& node)
{
    return std::any_of(tree.begin(), tree.end(), [&](const Node& known) {
        return known.view.text == node.view.text && known.view.source == node.view.source &&
               known.is_folded == node.is_folded && known.view.is_in_long_run == node.view.is_in_long_run;
    });
}

} // namespace

std::vector<View> views_of(std::string_view document, Packed packed)
{
    std::vector<Node> tree(1);
    tree[0].view.text = document;
    for (std::size_t i = 0; i < document.size(); ++i) tree[0].view.source.emplace_back(i, i + 1);

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
