#include "pouch/redact/lint_cost.hpp"

#include "pouch/redact/lint_sample.hpp"

#include <algorithm>
#include <chrono>

namespace pouch::redact {

namespace {

constexpr int rounds = 3; ///< The first warms the caches; the best counts.

} // namespace

CostMeter::CostMeter()
{
    empty_scan_ = measure(Scanner({}, Packed::refuse, Scanner::SelfTest::skip)).nanoseconds;
}

CostMeter::Cost CostMeter::measure(const Scanner& scanner) const
{
    using Clock = std::chrono::steady_clock;
    const auto sample = lint_sample();
    auto space = scanner.workspace();
    std::vector<Match> matches;
    auto best = Clock::duration::max();
    for (int round = 0; round < rounds; ++round) {
        const auto begin = Clock::now();
        scanner.scan(whole_window(sample), space, matches);
        best = std::min(best, Clock::now() - begin);
    }
    const auto each =
        std::chrono::duration<double, std::nano>(best).count() / static_cast<double>(sample.size());
    return {std::max(0.0, each - empty_scan_), matches.size()};
}

} // namespace pouch::redact
