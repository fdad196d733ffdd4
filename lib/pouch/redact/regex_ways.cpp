#include "pouch/redact/regex_ways.hpp"

#include <algorithm>
#include <utility>

namespace pouch::redact::regex {

Ways open_ways()
{
    return {Way{{}, false}};
}

namespace {

void append(Way& way, const Way& next)
{
    way.bytes.insert(way.bytes.end(), next.bytes.begin(), next.bytes.end());
    way.is_whole = next.is_whole && way.bytes.size() <= RunPrefix::longest;
    if (way.bytes.size() > RunPrefix::longest) way.bytes.resize(RunPrefix::longest);
}

} // namespace

Ways joined(Ways ahead, const Ways& behind)
{
    if (behind.size() == 1) {
        for (auto& way : ahead) {
            if (way.is_whole) append(way, behind.front());
        }
        return ahead;
    }
    Ways ways;
    for (const auto& first : ahead) {
        if (!first.is_whole) {
            ways.push_back(first);
            continue;
        }
        for (const auto& next : behind) append(ways.emplace_back(first), next);
    }
    if (ways.size() <= most_ways) return ways;
    for (auto& way : ahead) way.is_whole = false;
    return ahead;
}

Ways repeated(const Ways& item, unsigned min, std::optional<unsigned> max)
{
    Ways whole{Way{}};
    for (unsigned i = 0; i < min && i <= RunPrefix::longest; ++i) whole = joined(std::move(whole), item);
    auto longest = whole;
    for (unsigned i = min; !max || i < *max; ++i) {
        // Others do not go on.
        longest.erase(
            std::remove_if(longest.begin(), longest.end(), [](const Way& way) { return !way.is_whole; }),
            longest.end());
        if (longest.empty()) break;
        longest = joined(std::move(longest), item);
        if (whole.size() + longest.size() > most_ways) {
            for (auto& way : whole) way.is_whole = false;
            break;
        }
        whole.insert(whole.end(), longest.begin(), longest.end());
    }
    return whole;
}

} // namespace pouch::redact::regex
