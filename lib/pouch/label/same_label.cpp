#include "pouch/label/same_label.hpp"

#include "pouch/label/resolve.hpp"

namespace pouch::label {

namespace {

bool same_mark(const std::optional<std::string>& a, const std::optional<std::string>& b)
{
    return a.has_value() == b.has_value() && (!a || same_name(*a, *b));
}

} // namespace

bool same_label(const Policy& policy, const Label& a, const Label& b)
{
    const auto first = resolve(policy, a);
    const auto second = resolve(policy, b);
    return first.findings.empty() && second.findings.empty() && first.classes == second.classes &&
           first.categories == second.categories && same_mark(a.privacy_mark, b.privacy_mark) &&
           a.succession == b.succession && a.successor == b.successor;
}

} // namespace pouch::label
