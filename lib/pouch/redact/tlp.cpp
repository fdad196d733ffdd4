#include "pouch/redact/tlp.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::redact {

std::optional<Tlp> tlp_named(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, Tlp>, 6> names{{{"clear", Tlp::clear},
                                                                     {"white", Tlp::clear},
                                                                     {"green", Tlp::green},
                                                                     {"amber", Tlp::amber},
                                                                     {"amber+strict", Tlp::amber_strict},
                                                                     {"red", Tlp::red}}};
    for (const auto& [known, tlp] : names) {
        if (std::equal(name.begin(), name.end(), known.begin(), known.end(),
                       [](char a, char b) { return to_lower(a) == b; }))
            return tlp;
    }
    return std::nullopt;
}

} // namespace pouch::redact
