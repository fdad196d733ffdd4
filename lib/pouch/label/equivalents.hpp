#pragma once
#include "pouch/label/policy.hpp"

#include <utility>

/// What values become in another policy: parts of translate.hpp.
namespace pouch::label {

/// The only value of `set` that `group` names, without what is typed in; nothing if there are none or several.
[[nodiscard]] std::optional<CategoryRef> only_value(const TagSet& set, const CategoryGroup& group);

/// The one value of `policy` that `equivalent` names; nothing if it has none, or several names for it.
[[nodiscard]] std::optional<CategoryRef> equivalent_in(const Policy& policy, const Equivalent& equivalent);

/// True if what was typed in for `source` may be typed in for `target` too; a value that is named takes nothing.
[[nodiscard]] bool takes_input(const CategoryRef& target, const CategoryRef& source);

/// Permissive values of the target, and what they are equivalents of.
class LandedValues {
  public:
    /// Keeps `target` if it is permissive.
    void add(const CategoryRef& target, const CategoryRef& source);

    [[nodiscard]] bool has(const Tag* tag) const;

    /// Two values of one tag that the label asks for together: of a permissive tag one is enough, so what was asked for as
    /// well as something else must not end in a tag with it. Values of one permissive tag may stand for one another.
    [[nodiscard]] std::optional<std::pair<CategoryRef, CategoryRef>> choice() const;

  private:
    struct Landed {
        CategoryRef target;
        CategoryRef source;
    };
    std::vector<Landed> all_;
};

} // namespace pouch::label
