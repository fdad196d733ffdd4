#pragma once
#include "pouch/redact/json/reader.hpp"
#include "pouch/redact/structure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// One JSON text as a tree of places, for formats whose decisions need all of it. Only strings with escapes are copied.
namespace pouch::redact::json {

class KeyStack;

class Tree {
  public:
    /// Values of a text, at most: 33 bytes of memory each.
    static constexpr std::size_t most_values = std::size_t{1} << 24U;

    using Id = std::uint32_t;
    static constexpr Id none = 0xFFFFFFFF;

    /// A value, and the name before it if it is a member. Places are those of tokens, with their quotes.
    struct Node {
        TokenKind kind; ///< object_begin, array_begin, string, number or word.
        bool has_escapes = false;
        bool has_key_escapes = false;
        char key_last = '\0'; ///< The last byte of the name, decoded: quick to tell most names apart.
        Id parent;
        Id behind; ///< The first value that is not in it.
        std::uint32_t begin;
        std::uint32_t end;
        std::uint32_t key_begin = 0; ///< As key_end, 0 if it is no member.
        std::uint32_t key_end = 0;
    };

    /// What most look for who pass over all values: a byte for each, which stays in the nearest caches.
    enum Trait : std::uint8_t {
        an_object = 1,
        long_string = 2, ///< A string whose token is of `long_size` bytes or more,
        long_name = 4,   ///< or such a name.
        may_refer = 8,   ///< A name that ends as `_ref` or `_refs` do, in f or s.
    };
    static constexpr std::uint32_t long_size = 32;

    /// Reads `text`, which must outlive the tree. Throws what Reader does, and Fault::refused `json.duplicate`, and
    /// `limit.size` for more values than fit, or 4 GiB.
    explicit Tree(std::string_view text);

    static constexpr Id root = 0;
    [[nodiscard]] const Node& at(Id id) const { return nodes_[id]; }
    /// True if a value has one of `traits`.
    [[nodiscard]] bool has(Id id, unsigned traits) const { return (traits_[id] & traits) != 0; }
    [[nodiscard]] std::size_t size() const { return nodes_.size(); }
    [[nodiscard]] bool is_object(Id id) const { return id != none && at(id).kind == TokenKind::object_begin; }
    [[nodiscard]] bool is_array(Id id) const { return id != none && at(id).kind == TokenKind::array_begin; }
    [[nodiscard]] bool is_string(Id id) const { return id != none && at(id).kind == TokenKind::string; }

    /// The bytes of a value.
    [[nodiscard]] std::string_view text_of(Id id) const
    {
        return text_.substr(at(id).begin, at(id).end - at(id).begin);
    }
    /// What a string stands for; empty for another value, and for none. The text stays valid as long as the tree.
    [[nodiscard]] std::string_view string_of(Id id) const
    {
        if (!is_string(id)) return {};
        const auto& node = at(id);
        return node.has_escapes ? decoded_at(node.begin) : between(node.begin, node.end);
    }
    /// The name of a member, decoded; empty for what is none.
    [[nodiscard]] std::string_view name_of(Id id) const
    {
        const auto& node = at(id);
        if (node.key_end == 0) return {};
        return node.has_key_escapes ? decoded_at(node.key_begin) : between(node.key_begin, node.key_end);
    }
    /// The member of that name; none if there is none, or if `object` is no object.
    [[nodiscard]] Id member(Id object, std::string_view name) const;

    /// The id behind the last one in what `id` holds: ids are in the order of the text.
    [[nodiscard]] Id end_of(Id id) const { return at(id).behind; }
    /// The first item of a container; none if it has none, or if `id` is no container.
    [[nodiscard]] Id first_in(Id id) const { return at(id).behind > id + 1 ? id + 1 : none; }

    /// Calls `act(id)` for each item of a container, in order; for none of another value.
    template <typename Act> void for_each(Id container, Act act) const
    {
        if (container == none) return;
        const auto end = end_of(container);
        for (auto id = container + 1; id < end; id = end_of(id)) act(id);
    }

    /// Where an item begins: its name, or else its value.
    [[nodiscard]] std::size_t begin_of(Id id) const
    {
        return at(id).key_end > 0 ? at(id).key_begin : at(id).begin;
    }

  private:
    class BySigns;

    void add(const Node& node)
    {
        const bool is_long_string = node.kind == TokenKind::string && node.end - node.begin >= long_size;
        const bool is_long_name = node.key_end - node.key_begin >= long_size;
        const bool refers = node.key_last == 'f' || node.key_last == 's';
        traits_.push_back(static_cast<std::uint8_t>(
            (node.kind == TokenKind::object_begin ? an_object : 0) | (is_long_string ? long_string : 0) |
            (is_long_name ? long_name : 0) | (refers ? may_refer : 0)));
        nodes_.push_back(node);
    }
    bool read_by_signs();
    void read_strictly();
    /// The innermost object ends. Throws if it has a name twice.
    static void close_names(KeyStack& keys);

    /// What the token at `begin` stands for: a stretch of `decoded_`.
    struct Decoded {
        std::uint32_t begin;
        std::uint32_t from;
        std::uint32_t size;
    };
    void decode(const Token& token);
    [[nodiscard]] std::string_view decoded_at(std::uint32_t begin) const;
    [[nodiscard]] std::string_view between(std::uint32_t begin, std::uint32_t end) const
    {
        return {text_.data() + begin + 1, end - begin - 2};
    }

    std::string_view text_;
    std::vector<Node> nodes_;
    std::vector<std::uint8_t> traits_; ///< By value.
    std::vector<Decoded> escaped_;     ///< By place.
    std::string decoded_; ///< Shorter than the text: no escape is shorter than what it stands for.
};

/// The cuts that leave out the items for which `is_dropped` is set, each with one comma, in order and apart. By id; the
/// root is not an item.
[[nodiscard]] std::vector<TextCut> cuts_of(const Tree& tree, const std::vector<bool>& is_dropped);

} // namespace pouch::redact::json
