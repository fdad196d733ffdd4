#pragma once
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pouch::redact::xml {

/// The namespaces that are declared at one place of a document, by prefix; the empty one is that of names without.
class NamespaceScope {
  public:
    [[nodiscard]] std::size_t size() const { return bindings_.size(); }

    /// One more, which hides an earlier one of its prefix. `prefix` outlives it.
    void declare(std::string_view prefix, std::string space)
    {
        const auto& binding = bindings_.emplace_back(Binding{prefix, std::move(space)});
        known_[prefix].push_back(&binding);
    }

    /// Forgets the last ones; `left` remain.
    void forget(std::size_t left)
    {
        for (; bindings_.size() > left; bindings_.pop_back()) {
            const auto known = known_.find(bindings_.back().prefix);
            known->second.pop_back();
            if (known->second.empty()) known_.erase(known);
        }
    }

    /// The namespace of that prefix, until it is forgotten; nothing if none is declared.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view prefix) const
    {
        const auto known = known_.find(prefix);
        return known == known_.end() ? std::nullopt
                                     : std::optional<std::string_view>(known->second.back()->space);
    }

  private:
    struct Binding {
        std::string_view prefix;
        std::string space;
    };

    std::deque<Binding> bindings_;
    std::map<std::string_view, std::vector<const Binding*>> known_; ///< By prefix, the innermost last.
};

} // namespace pouch::redact::xml
