#include "pouch/redact/run_program.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace pouch::redact {

namespace {

/// The share of the bytes of ordinary text, reports and logs in two languages, that are in `set`.
double share_of(const ByteSet& set)
{
    double share = 0;
    for (unsigned byte = 0; byte < 128; ++byte) {
        if (!set.test(byte)) continue;
        if (byte >= 'a' && byte <= 'z') {
            share += 0.024;
        } else if (byte >= 'A' && byte <= 'Z') {
            share += 0.003;
        } else if (byte >= '0' && byte <= '9') {
            share += 0.01;
        } else if (byte == ' ') {
            share += 0.12;
        } else {
            share += 0.008;
        }
    }
    return share;
}

} // namespace

RunProgram::RunProgram(const RunPrefix& prefix, ByteClasses& classes)
{
    struct Weighed {
        Step step;
        double share;
    };
    std::vector<Weighed> weighed;
    unsigned offset = 0;
    for (const auto& step : prefix.steps) {
        weighed.push_back({{classes.index_of(step.set), step.count, offset}, share_of(step.set)});
        offset += step.count;
    }
    std::stable_sort(weighed.begin(), weighed.end(),
                     [](const auto& a, const auto& b) { return a.share < b.share; });
    for (const auto& each : weighed) steps_.push_back(each.step);

    const auto word = word_bytes();
    word_ = classes.index_of(word);
    const auto& first = prefix.steps.front().set;
    if (prefix.has_border && (first & ~word).none()) border_ = Border::not_behind_word;
    if (prefix.has_border && (first & word).none()) border_ = Border::behind_word;
}

double RunProgram::rarity_of(const RunPrefix& prefix)
{
    double bits = 0;
    for (const auto& step : prefix.steps) {
        const auto share = share_of(step.set);
        // A byte is often followed by one of its class, so only the first counts in full.
        bits += -std::log2(share) + (step.count - 1) * std::min(1.0, -std::log2(std::min(1.0, share * 2)));
    }
    return bits;
}

} // namespace pouch::redact
