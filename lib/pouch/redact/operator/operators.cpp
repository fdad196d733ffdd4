#include "pouch/redact/operator/operators.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <tuple>

namespace pouch::redact {

Operators::Operators(const std::vector<Rule>& rules, const KeyScope* key)
{
    for (const auto& rule : rules) {
        operators_.push_back(operator_of(rule, key));
        keeps_.push_back(rule.action == Action::keep);
        may_write_match_.push_back(rule.action == Action::generalise || rule.action == Action::shift_date);
        has_any_ = has_any_ || operators_.back() || keeps_.back();
    }
}

void Operators::apply(std::vector<std::string>& values, std::vector<Match>& matches,
                      std::vector<Match>& kept) const
{
    kept.clear();
    if (!has_any_) return;
    for (auto& match : matches) {
        if (match.value == 0) continue;
        auto& value = values[match.value - 1];
        auto written = operators_[match.rule](value);
        if (written) {
            value = std::move(*written);
        } else {
            value.clear();
            match.value = 0;
        }
    }
    const auto rest = std::stable_partition(matches.begin(), matches.end(),
                                            [&](const Match& match) { return !keeps_[match.rule]; });
    kept.assign(rest, matches.end());
    matches.erase(rest, matches.end());
    // One and the same is found as it stands and decoded.
    const auto place = [](const Match& match) { return std::tie(match.begin, match.end, match.rule); };
    const auto is_same = [&](const Match& a, const Match& b) { return place(a) == place(b); };
    kept.erase(std::unique(kept.begin(), kept.end(), is_same), kept.end());
}

void Operators::spare(std::span<const Stay> stays, std::uint64_t origin, std::vector<Match>& matches) const
{
    if (!has_any_) return;
    std::erase_if(matches, [&](const Match& match) {
        if (keeps_[match.rule]) return true;
        if (!may_write_match_[match.rule]) return false;
        const auto begin = match.begin + origin;
        const auto behind =
            std::upper_bound(stays.begin(), stays.end(), begin,
                             [](std::uint64_t place, const Stay& stay) { return place < stay.begin; });
        if (behind == stays.begin()) return false;
        const auto& stay = *(behind - 1);
        return stay.rule == match.rule && match.end + origin <= stay.end;
    });
    for (auto& match : matches) match.value = 0;
}

std::vector<std::string> sample_tokens(const Rule& rule)
{
    if (rule.action != Action::pseudonym && rule.action != Action::encrypt) return {};
    if (rule.action == Action::encrypt && rule.originator.empty()) return {};
    constexpr int pseudonyms = 64;
    const KeyScope nobodys(KeyScope::Key::filled_by([](MutableByteView) {})); // all zero
    const auto write = operator_of(rule, &nobodys);
    std::vector<std::string> samples;
    for (int i = 0; i < (rule.action == Action::pseudonym ? pseudonyms : 1); ++i)
        samples.push_back(write(std::to_string(i)).value());
    return samples;
}

} // namespace pouch::redact
