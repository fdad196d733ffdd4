#include "pouch/redact/regex_ways.hpp"

#include <algorithm>

namespace pouch::redact::regex {

Ways open_ways()
{
    return {Way{{}, false}};
}

Ways joined(const Ways& ahead, const Ways& behind)
{
    Ways ways;
    for (const auto& first : ahead) {
        if (!first.is_whole) {
            ways.push_back(first);
            continue;
        }
        for (const auto& next : behind) {
            auto way = first;
            way.bytes.insert(way.bytes.end(), next.bytes.begin(), next.bytes.end());
            way.is_whole = next.is_whole && way.bytes.size() <= RunPrefix::longest;
            if (way.bytes.size() > RunPrefix::longest) way.bytes.resize(RunPrefix::longest);
            ways.push_back(std::move(way));
        }
    }
    if (ways.size() <= most_ways) return ways;
    ways = ahead;
    for (auto& way : ways) way.is_whole = false;
    return ways;
}

Ways repeated(const Ways& item, unsigned min, std::optional<unsigned> max)
{
    Ways whole{Way{}};
    for (unsigned i = 0; i < min && i <= RunPrefix::longest; ++i) whole = joined(whole, item);
    auto longest = whole;
    for (unsigned i = min; !max || i < *max; ++i) {
        // Others do not go on.
        longest.erase(
            std::remove_if(longest.begin(), longest.end(), [](const Way& way) { return !way.is_whole; }),
            longest.end());
        if (longest.empty()) break;
        longest = joined(longest, item);
        if (whole.size() + longest.size() > most_ways) {
            for (auto& way : whole) way.is_whole = false;
            break;
        }
        whole.insert(whole.end(), longest.begin(), longest.end());
    }
    return whole;
}

} // namespace pouch::redact::regex
