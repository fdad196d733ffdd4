#include "pouch/redact/json/tree.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/json/keys.hpp"

#include <algorithm>
#include <limits>

namespace pouch::redact::json {

Tree::Tree(std::string_view text) : text_(text)
{
    if (text.size() > std::numeric_limits<std::uint32_t>::max())
        throw refused("limit.size", "a JSON text of more than 4 GiB");
    KeyStack keys;
    std::vector<Id> open;          // containers
    std::vector<Id> last = {none}; // by depth: the item before
    std::optional<Token> key;
    Reader reader(text);
    for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
        const auto begin = static_cast<std::uint32_t>(token.begin);
        const auto end = static_cast<std::uint32_t>(token.end);
        switch (token.kind) {
        case TokenKind::key:
            keys.add(text.substr(token.begin + 1, token.end - token.begin - 2), token.end);
            key = token;
            continue;
        case TokenKind::object_end:
            keys.close([&](std::span<const KeyStack::Key> names) {
                for (std::size_t i = 1; i < names.size(); ++i) {
                    if (names[i].name == names[i - 1].name)
                        throw refused("json.duplicate", "byte {}: a member for the second time",
                                      names[i].place);
                }
            });
            [[fallthrough]];
        case TokenKind::array_end:
            nodes_[open.back()].end = end;
            open.pop_back();
            last.pop_back();
            continue;
        default:
            break;
        }
        if (nodes_.size() == most_values)
            throw refused("limit.size", "a JSON text of more than {} values", most_values);
        const auto id = static_cast<Id>(nodes_.size());
        auto& node = nodes_.emplace_back();
        node.kind = token.kind;
        node.parent = open.empty() ? none : open.back();
        node.begin = begin;
        node.end = end;
        if (key) {
            node.key_begin = static_cast<std::uint32_t>(key->begin);
            node.key_end = static_cast<std::uint32_t>(key->end);
            key.reset();
        }
        if (last.back() != none) {
            nodes_[last.back()].next = id;
        } else if (!open.empty()) {
            nodes_[open.back()].first = id;
        }
        last.back() = id;
        if (token.kind == TokenKind::object_begin) keys.open();
        if (token.kind == TokenKind::object_begin || token.kind == TokenKind::array_begin) {
            open.push_back(id);
            last.push_back(none);
        }
    }
}

std::string Tree::string_of(Id id) const
{
    if (!is_string(id)) return {};
    const auto raw = text_of(id);
    return decoded(raw.substr(1, raw.size() - 2));
}

std::string Tree::name_of(Id id) const
{
    const auto& node = at(id);
    if (node.key_end == 0) return {};
    return decoded(text_.substr(node.key_begin + 1, node.key_end - node.key_begin - 2));
}

Tree::Id Tree::member(Id object, std::string_view name) const
{
    if (!is_object(object)) return none;
    for (auto id = at(object).first; id != none; id = at(id).next) {
        const auto& node = at(id);
        const auto raw = text_.substr(node.key_begin + 1, node.key_end - node.key_begin - 2);
        // Hardly any name is written with escapes.
        if (raw == name || (raw.find('\\') != std::string_view::npos && decoded(raw) == name)) return id;
    }
    return none;
}

Tree::Id Tree::end_of(Id id) const
{
    const auto behind =
        std::lower_bound(nodes_.begin() + id, nodes_.end(), at(id).end,
                         [](const Node& node, std::uint32_t end) { return node.begin < end; });
    return static_cast<Id>(behind - nodes_.begin());
}

namespace {

/// The cuts among the items of one container.
void cut_items(const Tree& tree, Tree::Id container, const std::vector<bool>& is_dropped,
               std::vector<TextCut>& cuts)
{
    std::optional<std::size_t> from; // all items so far go, from here on
    std::size_t last_end = 0;
    bool has_kept = false;
    tree.for_each(container, [&](Tree::Id id) {
        const auto begin = tree.begin_of(id);
        if (!is_dropped[id]) {
            if (from) cuts.push_back({*from, begin, {}});
            from.reset();
            has_kept = true;
        } else if (has_kept) {
            cuts.push_back({last_end, tree.at(id).end, {}});
        } else if (!from) {
            from = begin;
        }
        last_end = tree.at(id).end;
    });
    if (from) cuts.push_back({*from, last_end, {}});
}

} // namespace

std::vector<TextCut> cuts_of(const Tree& tree, const std::vector<bool>& is_dropped)
{
    // A container is visited once, for the first of its items that goes; nothing is cut inside of what goes.
    std::vector<bool> is_gone(tree.size());
    std::vector<bool> is_cut(tree.size());
    std::vector<TextCut> cuts;
    for (Tree::Id id = 1; id < tree.size(); ++id) {
        const auto parent = tree.at(id).parent;
        is_gone[id] = is_gone[parent] || is_dropped[id];
        if (!is_dropped[id] || is_gone[parent] || is_cut[parent]) continue;
        is_cut[parent] = true;
        cut_items(tree, parent, is_dropped, cuts);
    }
    std::sort(cuts.begin(), cuts.end(), [](const TextCut& a, const TextCut& b) { return a.begin < b.begin; });
    return cuts;
}

} // namespace pouch::redact::json
