#pragma once
#include "pouch/redact/characters.hpp"
#include "pouch/redact/stix/id.hpp"

#include <algorithm>
#include <string>

/// UUIDs in texts.
namespace pouch::redact::stix {

/// Calls `act(place, uuid)` for each UUID in `text`, which some write in capitals; `uuid` is in small letters.
template <typename Act> void for_each_uuid(std::string_view text, Act act)
{
    constexpr std::size_t first_dash = 8;
    if (text.size() < uuid_size) return;
    for (auto at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
        if (at < first_dash) continue;
        std::string uuid(text.substr(at - first_dash, uuid_size));
        std::transform(uuid.begin(), uuid.end(), uuid.begin(), to_lower);
        if (is_uuid(uuid)) act(at - first_dash, std::string_view(uuid));
    }
}

} // namespace pouch::redact::stix
