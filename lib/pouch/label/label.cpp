#include "pouch/label/label.hpp"

#include <algorithm>
#include <array>

namespace pouch::label {

std::string_view name_of(TagKind kind)
{
    switch (kind) {
    case TagKind::restrictive:
        return "restrictive";
    case TagKind::permissive:
        return "permissive";
    case TagKind::informative:
        break;
    }
    return "informative";
}

bool is_originator_type(std::string_view type)
{
    constexpr std::array<std::string_view, 8> types = {
        "rfc822Name", "dNSName",     "directoryName",     "uniformResourceIdentifier",
        "iPAddress",  "x400Address", "userPrincipalName", "jID"};
    return std::find(types.begin(), types.end(), type) != types.end();
}

const Label& label_at(const Label& label, Instant at)
{
    const Label* current = &label;
    while (current->succession && !current->successor.empty() && *current->succession <= at) {
        current = &current->successor.front();
    }
    return *current;
}

bool same_name(std::string_view a, std::string_view b)
{
    const auto folded = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return folded(x) == folded(y); });
}

} // namespace pouch::label
