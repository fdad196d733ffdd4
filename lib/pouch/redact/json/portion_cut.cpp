#include "pouch/redact/json/portion_cut.hpp"

#include "pouch/redact/json/reader.hpp"
#include "pouch/redact/portion_text.hpp"

#include <algorithm>

namespace pouch::redact::json {

void add_doubt(std::vector<Doubt>& doubts, std::size_t place, const Error& error)
{
    if (doubts.size() == most_doubts) throw Error(error); // as if it stayed
    doubts.push_back({place, error});
}

std::optional<TextCut> portion_cut(std::string_view text, std::size_t begin, std::size_t end,
                                   std::size_t holder, std::uint64_t origin, const StructureOptions& options,
                                   std::vector<Doubt>& doubts)
{
    if (options.judge == nullptr) return std::nullopt;
    const auto raw = text.substr(begin + 1, end - begin - 2);
    if (!may_hold_mark(raw)) return std::nullopt;
    const auto value = decoded(raw);
    try {
        if (!is_withheld_value(value, *options.judge, origin + begin)) return std::nullopt;
    } catch (const Error& error) {
        add_doubt(doubts, is_bare_mark(value) ? holder : begin, error);
        return std::nullopt;
    }
    return TextCut{begin, end, fmt::format("\"{}\"", portion_token)};
}

void doubt_lost_mark(std::string_view text, std::size_t begin, std::size_t end, std::size_t holder,
                     std::uint64_t origin, const StructureOptions& options, std::vector<Doubt>& doubts)
{
    if (options.judge == nullptr) return;
    const auto raw = text.substr(begin + 1, end - begin - 2);
    if (!may_hold_mark(raw)) return;
    if (const auto error = lost_mark(decoded(raw), *options.judge, origin + begin))
        add_doubt(doubts, holder, *error);
}

void settle_doubts(const std::vector<Doubt>& doubts, const std::vector<TextCut>& cuts)
{
    for (const auto& [place, error] : doubts) {
        const auto cut = std::upper_bound(cuts.begin(), cuts.end(), place,
                                          [](auto at, const TextCut& each) { return at < each.end; });
        if (cut == cuts.end() || cut->begin > place) throw Error(error);
    }
}

} // namespace pouch::redact::json
