#pragma once
#include "pouch/redact/json/tree.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Selectors of granular markings (STIX 2.1, section 7.2.3.1): names of properties and `[n]`, joined by dots. They are
/// compared step by step: `name` is not the beginning of `name_x`.
namespace pouch::redact::stix {

/// Finds what selectors mean. Containers are looked through once, however many selectors lead through them.
class Selectors {
  public:
    explicit Selectors(const json::Tree& tree) : tree_(tree) {}

    /// The value in `object` that a selector means, or Tree::none.
    [[nodiscard]] json::Tree::Id find(json::Tree::Id object, std::string_view selector);

    /// The selector as it must be when items of lists are gone: `is_gone(value)` tells which. The value it means is not.
    template <typename IsGone>
    [[nodiscard]] std::string renumbered(json::Tree::Id object, std::string_view selector, IsGone is_gone)
    {
        return walk(object, selector, [&](json::Tree::Id list, std::size_t index) {
            auto& before = left_before_[list];
            if (before.empty()) {
                std::size_t left = 0;
                for (const auto item : items_of(list)) {
                    before.push_back(left);
                    if (!is_gone(item)) ++left;
                }
            }
            return before[index];
        });
    }

  private:
    using Names = std::vector<std::pair<std::string_view, json::Tree::Id>>;
    using Renumber = std::function<std::size_t(json::Tree::Id list, std::size_t index)>;

    const std::vector<json::Tree::Id>& items_of(json::Tree::Id list);
    const Names& names_of(json::Tree::Id object);
    json::Tree::Id step(json::Tree::Id from, std::string_view segment);
    std::string walk(json::Tree::Id object, std::string_view selector, const Renumber& renumber);

    const json::Tree& tree_;
    std::unordered_map<json::Tree::Id, std::vector<json::Tree::Id>> items_;
    std::unordered_map<json::Tree::Id, Names> names_;                          ///< In order.
    std::unordered_map<json::Tree::Id, std::vector<std::size_t>> left_before_; ///< By item of a list.
};

} // namespace pouch::redact::stix
