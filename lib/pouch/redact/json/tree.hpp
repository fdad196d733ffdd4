#pragma once
#include "pouch/redact/json/reader.hpp"
#include "pouch/redact/structure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// One JSON text as a tree of places, for formats whose decisions need all of it. Nothing is copied.
namespace pouch::redact::json {

class Tree {
  public:
    /// Values of a text, at most: 32 bytes of memory each.
    static constexpr std::size_t most_values = std::size_t{1} << 24U;

    using Id = std::uint32_t;
    static constexpr Id none = 0xFFFFFFFF;

    /// A value, and the name before it if it is a member. Places are those of tokens, with their quotes.
    struct Node {
        TokenKind kind; ///< object_begin, array_begin, string, number or word.
        Id parent;
        Id first = none; ///< Of its items,
        Id next = none;  ///< of those behind it in its container.
        std::uint32_t begin;
        std::uint32_t end;
        std::uint32_t key_begin = 0; ///< As key_end, 0 if it is no member.
        std::uint32_t key_end = 0;
    };

    /// Reads `text`, which must outlive the tree. Throws what Reader does, and Fault::refused `json.duplicate`, and
    /// `limit.size` for more values than fit, or 4 GiB.
    explicit Tree(std::string_view text);

    static constexpr Id root = 0;
    [[nodiscard]] const Node& at(Id id) const { return nodes_[id]; }
    [[nodiscard]] std::size_t size() const { return nodes_.size(); }
    [[nodiscard]] bool is_object(Id id) const { return id != none && at(id).kind == TokenKind::object_begin; }
    [[nodiscard]] bool is_array(Id id) const { return id != none && at(id).kind == TokenKind::array_begin; }
    [[nodiscard]] bool is_string(Id id) const { return id != none && at(id).kind == TokenKind::string; }

    /// The bytes of a value.
    [[nodiscard]] std::string_view text_of(Id id) const
    {
        return text_.substr(at(id).begin, at(id).end - at(id).begin);
    }
    /// What a string stands for; empty for another value, and for none.
    [[nodiscard]] std::string string_of(Id id) const;
    /// The name of a member, decoded.
    [[nodiscard]] std::string name_of(Id id) const;
    /// The member of that name; none if there is none, or if `object` is no object.
    [[nodiscard]] Id member(Id object, std::string_view name) const;

    /// The id behind the last one in what `id` holds: ids are in the order of the text.
    [[nodiscard]] Id end_of(Id id) const;

    /// Calls `act(id)` for each item of a container, in order; for none of another value.
    template <typename Act> void for_each(Id container, Act act) const
    {
        if (container == none) return;
        for (auto id = at(container).first; id != none; id = at(id).next) act(id);
    }

    /// Where an item begins: its name, or else its value.
    [[nodiscard]] std::size_t begin_of(Id id) const
    {
        return at(id).key_end > 0 ? at(id).key_begin : at(id).begin;
    }

  private:
    std::string_view text_;
    std::vector<Node> nodes_;
};

/// The cuts that leave out the items for which `is_dropped` is set, each with one comma, in order and apart. By id; the
/// root is not an item.
[[nodiscard]] std::vector<TextCut> cuts_of(const Tree& tree, const std::vector<bool>& is_dropped);

} // namespace pouch::redact::json
