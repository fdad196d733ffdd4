#include "pouch/redact/json/field_cuts.hpp"

#include "pouch/redact/json/editor.hpp"
#include "pouch/redact/portion_text.hpp"

namespace pouch::redact::json {

std::vector<TextCut> field_cuts(FormatKind kind, std::string_view text, const Tree& tree,
                                const StructureOptions& options, std::vector<Doubt>& doubts)
{
    Editor editor(kind, options);
    if (editor.knows_places()) {
        const bool is_left = editor.edit(text, 0);
        if (!is_left) return {{tree.at(Tree::root).begin, tree.at(Tree::root).end, {}}};
        doubts = editor.doubts();
        return editor.cuts();
    }
    // No rule is about a place: only strings that hold portions count, and the tree has them.
    std::vector<TextCut> cuts;
    if (options.judge == nullptr) return cuts;
    for (Tree::Id id = 0; id < tree.size(); ++id) {
        if (!tree.is_string(id)) continue;
        const auto& node = tree.at(id);
        if (!may_hold_mark(tree.text_of(id))) continue;
        const auto holder = id == Tree::root ? node.begin : tree.at(node.parent).begin;
        auto cut = portion_cut(text, node.begin, node.end, holder, 0, options, doubts);
        if (!cut) continue;
        if (options.report) options.report({CutReason::portion, 0, node.begin, node.end});
        cuts.push_back(std::move(*cut));
    }
    return cuts;
}

} // namespace pouch::redact::json
