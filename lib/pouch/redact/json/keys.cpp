#include "pouch/redact/json/keys.hpp"

#include <algorithm>

namespace pouch::redact::json {

void KeyStack::add_escaped(std::string_view raw, std::size_t place)
{
    was_added_.push_back(keys_.size());
    const std::string_view name = decoded_.emplace_back(decoded(raw));
    keys_.push_back({name, place, digest_of(name)});
}

/// Few names are compared each with each, which is fast; many are sorted, which is never slow.
std::optional<std::size_t> KeyStack::close_unique()
{
    constexpr std::size_t few = 24;
    const auto start = starts_.back();
    std::optional<std::size_t> repeated;
    if (keys_.size() - start > few) {
        sort_from(start);
        const auto same = std::adjacent_find(
            keys_.begin() + static_cast<std::ptrdiff_t>(start), keys_.end(),
            [](const Key& a, const Key& b) { return a.digest == b.digest && a.name == b.name; });
        if (same != keys_.end()) repeated = (same + 1)->place;
    } else {
        for (auto second = start; second < keys_.size() && !repeated; ++second) {
            for (auto first = start; first < second; ++first) {
                const auto& a = keys_[first];
                const auto& b = keys_[second];
                if (a.digest == b.digest && a.name == b.name) repeated = b.place;
            }
        }
    }
    forget_from(start);
    starts_.pop_back();
    return repeated;
}

void KeyStack::sort_from(std::size_t start)
{
    std::sort(keys_.begin() + static_cast<std::ptrdiff_t>(start), keys_.end(),
              [](const Key& a, const Key& b) {
                  const auto order = a.name.compare(b.name);
                  return order != 0 ? order < 0 : a.place < b.place;
              });
}

void KeyStack::forget_from(std::size_t start)
{
    keys_.resize(start);
    while (!was_added_.empty() && was_added_.back() >= start) {
        was_added_.pop_back();
        decoded_.pop_back();
    }
}

} // namespace pouch::redact::json
