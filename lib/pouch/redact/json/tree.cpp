#include "pouch/redact/json/tree.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/json/keys.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace pouch::redact::json {

namespace {

/// True if `name` stands at `text`. Names are short: eight bytes at a time, where they may overlap.
bool is_same(const char* text, std::string_view name)
{
    constexpr std::size_t word = sizeof(std::uint64_t);
    if (name.size() < word) return std::equal(name.begin(), name.end(), text);
    const auto is_same_at = [&](std::size_t i) { return std::memcmp(text + i, name.data() + i, word) == 0; };
    for (std::size_t i = 0; i + word < name.size(); i += word) {
        if (!is_same_at(i)) return false;
    }
    return is_same_at(name.size() - word);
}

} // namespace

Tree::Tree(std::string_view text) : text_(text)
{
    if (text.size() > std::numeric_limits<std::uint32_t>::max())
        throw refused("limit.size", "a JSON text of more than 4 GiB");
    constexpr std::size_t usual_bytes = 16; // for each value; more of them only take longer to be stored
    nodes_.reserve(std::min(text.size() / usual_bytes, most_values));
    traits_.reserve(nodes_.capacity());
    if (read_by_signs()) return;
    nodes_.clear();
    traits_.clear();
    escaped_.clear();
    decoded_.clear();
    read_strictly();
}

void Tree::read_strictly()
{
    KeyStack keys;
    std::array<Id, most_depth + 1> open; // by depth: the container, none above the root
    std::size_t depth = 0;
    open[0] = none;
    Token key{TokenKind::end, 0, 0}; // of the next value, if it has one
    char key_last = '\0';
    Reader reader(text_);
    for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
        switch (token.kind) {
        case TokenKind::key:
            keys.add(text_.substr(token.begin + 1, token.end - token.begin - 2), token);
            if (token.has_escapes) decode(token);
            key = token;
            key_last = keys.last_byte();
            continue;
        case TokenKind::object_end:
            close_names(keys);
            [[fallthrough]];
        case TokenKind::array_end:
            nodes_[open[depth]].end = static_cast<std::uint32_t>(token.end);
            nodes_[open[depth]].behind = static_cast<Id>(nodes_.size());
            --depth;
            continue;
        default:
            break;
        }
        if (nodes_.size() == most_values)
            throw refused("limit.size", "a JSON text of more than {} values", most_values);
        const auto id = static_cast<Id>(nodes_.size());
        if (token.has_escapes) decode(token);
        add({token.kind, token.has_escapes, key.has_escapes, key_last, open[depth], id + 1,
             static_cast<std::uint32_t>(token.begin), static_cast<std::uint32_t>(token.end),
             static_cast<std::uint32_t>(key.begin), static_cast<std::uint32_t>(key.end)});
        key = {TokenKind::end, 0, 0};
        key_last = '\0';
        if (token.kind == TokenKind::object_begin) keys.open();
        if (token.kind == TokenKind::object_begin || token.kind == TokenKind::array_begin) open[++depth] = id;
    }
}

void Tree::close_names(KeyStack& keys)
{
    if (const auto place = keys.close_unique())
        throw refused("json.duplicate", "byte {}: a member for the second time", *place);
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
    const char last = name.empty() ? '\0' : name.back();
    const auto end = end_of(object);
    for (auto id = object + 1; id < end; id = end_of(id)) {
        const auto& node = nodes_[id];
        if (node.key_last != last) continue;
        const bool is_it = node.has_key_escapes ? decoded_at(node.key_begin) == name
                                                : node.key_end - node.key_begin - 2 == name.size() &&
                                                      is_same(text_.data() + node.key_begin + 1, name);
        if (is_it) return id;
    }
    return none;
}

namespace {

/// The cuts among the items of one container.
void cut_items(const Tree& tree, Tree::Id container, const std::vector<bool>& is_dropped,
               std::vector<TextCut>& cuts)
{
    const auto first = tree.first_in(container);
    std::size_t last_end = 0;
    bool has_kept = false; // else all items so far go
    tree.for_each(container, [&](Tree::Id id) {
        if (!is_dropped[id]) {
            if (!has_kept && id != first) cuts.push_back({tree.begin_of(first), tree.begin_of(id), {}});
            has_kept = true;
        } else if (has_kept) {
            cuts.push_back({last_end, tree.at(id).end, {}});
        }
        last_end = tree.at(id).end;
    });
    if (!has_kept && first != Tree::none) cuts.push_back({tree.begin_of(first), last_end, {}});
}

} // namespace

std::vector<TextCut> cuts_of(const Tree& tree, const std::vector<bool>& is_dropped)
{
    // A container is visited once, for the first of its items that goes; nothing is cut inside of what goes.
    std::vector<bool> is_cut(tree.size());
    std::vector<TextCut> cuts;
    for (Tree::Id id = 1; id < tree.size();) {
        if (!is_dropped[id]) {
            ++id;
            continue;
        }
        const auto parent = tree.at(id).parent;
        if (!is_cut[parent]) cut_items(tree, parent, is_dropped, cuts);
        is_cut[parent] = true;
        id = tree.end_of(id);
    }
    std::sort(cuts.begin(), cuts.end(), [](const TextCut& a, const TextCut& b) { return a.begin < b.begin; });
    return cuts;
}

} // namespace pouch::redact::json
