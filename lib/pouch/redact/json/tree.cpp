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
    constexpr std::size_t usual_bytes = 16; // for each value; more of them only take longer to be stored
    nodes_.reserve(std::min(text.size() / usual_bytes, most_values));
    KeyStack keys;
    std::vector<Id> open;            // containers
    std::vector<Id> last = {none};   // by depth: the item before
    Token key{TokenKind::end, 0, 0}; // of the next value, if it has one
    Reader reader(text);
    for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
        const auto begin = static_cast<std::uint32_t>(token.begin);
        const auto end = static_cast<std::uint32_t>(token.end);
        switch (token.kind) {
        case TokenKind::key:
            keys.add(text.substr(token.begin + 1, token.end - token.begin - 2), token.end);
            if (token.has_escapes) decode(token);
            key = token;
            continue;
        case TokenKind::object_end:
            if (const auto place = keys.close_unique())
                throw refused("json.duplicate", "byte {}: a member for the second time", *place);
            [[fallthrough]];
        case TokenKind::array_end:
            nodes_[open.back()].end = end;
            nodes_[open.back()].behind = static_cast<Id>(nodes_.size());
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
        node.has_escapes = token.has_escapes;
        if (token.has_escapes) decode(token);
        node.parent = open.empty() ? none : open.back();
        node.behind = id + 1;
        node.begin = begin;
        node.end = end;
        if (key.kind == TokenKind::key) {
            node.key_begin = static_cast<std::uint32_t>(key.begin);
            node.key_end = static_cast<std::uint32_t>(key.end);
            node.has_key_escapes = key.has_escapes;
            key.kind = TokenKind::end;
        }
        if (last.back() != none) nodes_[last.back()].next = id;
        last.back() = id;
        if (token.kind == TokenKind::object_begin) keys.open();
        if (token.kind == TokenKind::object_begin || token.kind == TokenKind::array_begin) {
            open.push_back(id);
            last.push_back(none);
        }
    }
}

void Tree::decode(const Token& token)
{
    const auto text = decoded(text_.substr(token.begin + 1, token.end - token.begin - 2));
    escaped_.push_back({static_cast<std::uint32_t>(token.begin), static_cast<std::uint32_t>(decoded_.size()),
                        static_cast<std::uint32_t>(text.size())});
    decoded_ += text;
}

std::string_view Tree::decoded_at(std::uint32_t begin) const
{
    const auto& known =
        *std::lower_bound(escaped_.begin(), escaped_.end(), begin,
                          [](const Decoded& of, std::uint32_t place) { return of.begin < place; });
    return std::string_view(decoded_).substr(known.from, known.size);
}

Tree::Id Tree::member(Id object, std::string_view name) const
{
    if (!is_object(object)) return none;
    for (auto id = first_in(object); id != none; id = at(id).next) {
        if (name_of(id) == name) return id;
    }
    return none;
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
