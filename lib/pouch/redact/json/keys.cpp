#include "pouch/redact/json/keys.hpp"

#include "pouch/redact/json/reader.hpp"

#include <algorithm>

namespace pouch::redact::json {

void KeyStack::add(std::string_view raw, std::size_t place)
{
    if (raw.find('\\') != std::string_view::npos) {
        was_added_.push_back(keys_.size());
        raw = decoded_.emplace_back(decoded(raw));
    }
    keys_.push_back({raw, place});
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
