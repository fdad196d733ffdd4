#pragma once
#include "pouch/label/group_members.hpp"
#include "pouch/label/resolve.hpp"

#include <cstddef>

/// Looking for labels that a policy allows: what its tools ask before they say that something cannot be used.
namespace pouch::label {

/// Which items may be used.
enum class Items {
    all,
    current, ///< Not those kept for old labels only.
};

/// What a search found.
struct Search {
    bool found = false;
    bool gave_up = false; ///< Nothing was found, and there may be a label all the same.
    std::vector<CategoryRef>
        categories; ///< With `found`: the values of a valid label, in the policy's order.
};

/// Values looked at, for all searches of a policy together: some seconds at most.
inline constexpr std::size_t default_search_work = 20'000'000;

/// Finds labels of one policy, within a fixed amount of work for all searches together.
class LabelSearch {
  public:
    explicit LabelSearch(const Policy& policy, std::size_t work = default_search_work);

    /// Looks for a valid label with that classification and at least `seed`, by adding what rules require. Every label
    /// that is valid is reachable so: a rule is satisfied only by a value that it names. At most `limit` sets of values
    /// are looked at. Times are not considered; where only a value that is typed in would do, the search gives up.
    [[nodiscard]] Search find(const Class& own_class, std::vector<CategoryRef> seed, Items items = Items::all,
                              std::size_t limit = 1000);

    /// What all searches may still do together; at 0 each of them gives up at once.
    [[nodiscard]] std::size_t work_left() const { return work_left_; }

    /// Every value that the policy names, in its order.
    [[nodiscard]] const std::vector<CategoryRef>& values() const { return values_; }

  private:
    const Policy& policy_;
    std::vector<CategoryRef> values_;
    std::vector<CategoryRef> typed_; ///< Values that are typed in, with nothing typed yet.
    GroupMembers members_;
    std::size_t work_left_;
};

/// Every value that the policy names, in its order.
[[nodiscard]] std::vector<CategoryRef> named_values(const Policy& policy);

/// The label with these values.
[[nodiscard]] Label label_with(const Policy& policy, const Class& own_class,
                               const std::vector<CategoryRef>& categories);

} // namespace pouch::label
