#include "support/reference_views.hpp"

#include "pouch/base/error.hpp"
#include "support/reference_units.hpp"

#include <algorithm>
#include <utility>

namespace pouch::test {

namespace {

constexpr int deepest = 3;
constexpr std::size_t longest_run = 16384;

using Stretch = std::pair<std::size_t, std::size_t>;

/// A view in the tree.
struct Node {
    View view;
    std::vector<Stretch> from{};    ///< By byte: the stretch of the parent it stands for.
    std::vector<Stretch> changed{}; ///< What units became; nothing at the place of one that was deleted.
    std::size_t parent = 0;         ///< Place in the tree.
    int depth = 0;                  ///< Steps from the document; folding is none.
    bool is_folded = false;         ///< Made by folding, which is not done twice in a row.
};

using Tree = std::vector<Node>;

/// Adds a byte that stands for [begin, end) of the parent.
void add_byte(Node& child, const View& parent, char c, std::size_t begin, std::size_t end)
{
    child.view.text += c;
    child.view.source.emplace_back(parent.source[begin].first, parent.source[end - 1].second);
    child.from.emplace_back(begin, end);
}

Node replaced(const Tree& tree, std::size_t parent, const std::vector<Unit>& units, bool is_folded)
{
    const auto& from = tree[parent];
    Node child;
    child.parent = parent;
    child.depth = from.depth + (is_folded ? 0 : 1);
    child.is_folded = is_folded;
    child.view.is_in_long_run = from.view.is_in_long_run;
    std::size_t place = 0;
    const auto copy_up_to = [&](std::size_t end) {
        for (; place < end; ++place) add_byte(child, from.view, from.view.text[place], place, place + 1);
    };
    for (const auto& unit : units) {
        copy_up_to(unit.begin);
        const auto begin = child.view.text.size();
        for (const char c : unit.becomes) add_byte(child, from.view, c, unit.begin, unit.end);
        child.changed.emplace_back(begin, child.view.text.size());
        place = unit.end;
    }
    copy_up_to(from.view.text.size());
    return child;
}

Node stretch_of(const Tree& tree, std::size_t parent, const EncodedRun& run, const std::string& stretch)
{
    const auto& from = tree[parent];
    Node child;
    child.parent = parent;
    child.depth = from.depth + 1;
    for (const char c : stretch) add_byte(child, from.view, c, run.begin, run.end);
    child.changed.emplace_back(0, stretch.size());
    const auto& [begin, end] = child.view.source.front();
    child.view.is_in_long_run = from.view.is_in_long_run || end - begin > longest_run;
    return child;
}

/// True if a unit became a part of bytes [begin, end), or was deleted in them.
bool is_changed(const Node& node, std::size_t begin, std::size_t end)
{
    return std::any_of(node.changed.begin(), node.changed.end(),
                       [&](const Stretch& one) { return one.first < end && one.second > begin; });
}

/// True if every step changed what bytes [begin, end) are now.
bool is_changed_by_all(const Tree& tree, const Node& last, std::size_t begin, std::size_t end)
{
    for (const auto* node = &last; !node->from.empty(); node = &tree[node->parent]) {
        if (!node->is_folded && !is_changed(*node, begin, end)) return false;
        const auto first = node->from[begin].first;
        end = node->from[end - 1].second;
        begin = first;
    }
    return true;
}

/// True if bytes [begin, end) of a view stand, from the same place, also in one that took fewer steps.
bool is_seen_earlier(const Tree& tree, const Node& node, std::size_t begin, std::size_t end)
{
    const auto written = node.view.text.substr(begin, end - begin);
    const auto from = node.view.source.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = node.view.source.begin() + static_cast<std::ptrdiff_t>(end);
    return std::any_of(tree.begin(), tree.end(), [&](const Node& other) {
        if (other.depth >= node.depth) return false;
        const auto& text = other.view.text;
        for (auto at = text.find(written); at != std::string::npos; at = text.find(written, at + 1)) {
            if (std::equal(from, to, other.view.source.begin() + static_cast<std::ptrdiff_t>(at)))
                return true;
        }
        return false;
    });
}

/// Refuses a view of the last generation in which something is there to decode only because all steps before were
/// taken: other units have been decoded in a view that took fewer.
void check_depth(const Tree& tree, const Node& node, Packed packed)
{
    const auto& text = node.view.text;
    const auto check = [&](std::size_t begin, std::size_t end) {
        if (!is_changed_by_all(tree, node, begin, end) || is_seen_earlier(tree, node, begin, end)) return;
        throw refused("redact.depth", "encoded more than {} times", deepest);
    };
    for (const auto& unit : escape_units(text)) {
        if (!unit.is_trivial) check(unit.begin, unit.end);
    }
    for (const auto& unit : legacy_units(text)) check(unit.begin, unit.end);
    for (const auto& unit : mail_units(text)) check(unit.begin, unit.end);
    for (const auto& run : encoded_runs(text, packed == Packed::keep)) {
        if (!run.stretches.empty()) check(run.begin, run.end);
    }
}

std::vector<Node> children_of(const Tree& tree, std::size_t parent, Packed packed)
{
    const auto& text = tree[parent].view.text;
    std::vector<Node> children;
    const auto add_replaced = [&](const std::vector<Unit>& units, bool is_folded) {
        if (!units.empty()) children.push_back(replaced(tree, parent, units, is_folded));
    };
    if (!tree[parent].is_folded) add_replaced(fold_units(text), true);
    if (tree[parent].depth == deepest) return children;
    add_replaced(legacy_units(text), false);
    add_replaced(escape_units(text), false);
    add_replaced(mail_units(text), false);
    for (const auto& run : encoded_runs(text, packed == Packed::keep)) {
        for (const auto& stretch : run.stretches) children.push_back(stretch_of(tree, parent, run, stretch));
    }
    return children;
}

/// True if a view like this one is there already, and its descendants with it.
bool is_known(const Tree& tree, const Node& node)
{
    return std::any_of(tree.begin(), tree.end(), [&](const Node& known) {
        return known.depth == node.depth && known.is_folded == node.is_folded &&
               known.view.text == node.view.text && known.view.source == node.view.source &&
               known.view.is_in_long_run == node.view.is_in_long_run;
    });
}

} // namespace

std::vector<View> views_of(std::string_view document, Packed packed)
{
    Tree tree(1);
    tree[0].view.text = document;
    for (std::size_t i = 0; i < document.size(); ++i) tree[0].view.source.emplace_back(i, i + 1);

    for (std::size_t i = 0; i < tree.size(); ++i) {
        for (auto& child : children_of(tree, i, packed)) {
            if (!child.view.text.empty() && !is_known(tree, child)) tree.push_back(std::move(child));
        }
    }
    for (const auto& node : tree) {
        if (node.depth == deepest) check_depth(tree, node, packed);
    }
    std::vector<View> views;
    for (auto& node : tree) views.push_back(std::move(node.view));
    return views;
}

} // namespace pouch::test
