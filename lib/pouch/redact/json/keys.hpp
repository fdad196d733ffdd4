#pragma once
#include "pouch/redact/json/reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Names of the members of open objects, to find those that an object has twice. Names are compared decoded, by sorting
/// them when their object ends: no order of arrival and no choice of names makes that slow.
namespace pouch::redact::json {

class KeyStack {
  public:
    struct Key {
        std::string_view name; ///< Decoded.
        std::size_t place;     ///< Where the token ends.
        std::uint64_t digest;  ///< Equal for equal names.
    };

    /// Forgets all; the memory stays for the next text.
    void clear()
    {
        starts_.clear();
        forget_from(0);
    }

    /// An object begins.
    void open() { starts_.push_back(keys_.size()); }

    /// A member of the innermost object. `raw` is what stands between the quotes of `token`, and stays valid until close().
    void add(std::string_view raw, const Token& token)
    {
        if (token.has_escapes) return add_escaped(raw, token.end);
        keys_.push_back({raw, token.end, digest_of(raw)});
    }

    /// The name that was added last, decoded.
    [[nodiscard]] std::string_view last() const { return keys_.back().name; }
    /// Its last byte; zero if it is empty.
    [[nodiscard]] char last_byte() const { return last().empty() ? '\0' : last().back(); }

    /// The innermost object ends: `act(keys)` gets its names in order, equal ones by place.
    template <typename Act> void close(Act act)
    {
        const auto start = starts_.back();
        sort_from(start);
        act(std::span<const Key>(keys_).subspan(start));
        forget_from(start);
        starts_.pop_back();
    }

    /// The innermost object ends: the place of a name that it has for the second time, if there is one.
    [[nodiscard]] std::optional<std::size_t> close_unique();

    /// Tells most names apart: their first eight bytes and their size.
    static std::uint64_t digest_of(std::string_view name)
    {
        std::uint64_t head = 0;
        if (name.size() >= sizeof head) {
            std::memcpy(&head, name.data(), sizeof head);
        } else {
            std::memcpy(&head, name.data(), name.size());
        }
        return head ^ name.size() << 56U;
    }

  private:
    void add_escaped(std::string_view raw, std::size_t place);
    void sort_from(std::size_t start);
    void forget_from(std::size_t start);

    std::vector<std::size_t> starts_; ///< By open object: where its names begin.
    std::vector<Key> keys_;
    std::deque<std::string> decoded_;    ///< Of names with escapes.
    std::vector<std::size_t> was_added_; ///< By name of decoded_: how many names stood before it.
};

} // namespace pouch::redact::json
