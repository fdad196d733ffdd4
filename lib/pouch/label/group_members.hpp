#pragma once
#include "pouch/label/policy.hpp"

#include <map>
#include <unordered_set>

/// Which values of a policy a group of categories means, found once for each group.
namespace pouch::label {

class GroupMembers {
  public:
    /// `policy` must outlive it.
    explicit GroupMembers(const Policy& policy) : policy_(policy) {}

    /// What matches(group, ref) says of a value of the policy, `group` being one of the policy's own.
    [[nodiscard]] bool has(const CategoryGroup& group, const CategoryRef& ref);

    /// Values looked at to find members, so far.
    [[nodiscard]] std::size_t work() const { return work_; }

  private:
    using Members = std::unordered_set<const TagCategory*>;

    [[nodiscard]] Members members_of(const CategoryGroup& group);

    const Policy& policy_;
    std::map<const CategoryGroup*, Members> known_;
    std::size_t work_ = 0;
};

} // namespace pouch::label
