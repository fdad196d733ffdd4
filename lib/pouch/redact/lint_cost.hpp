#pragma once
#include "pouch/redact/scanner.hpp"

#include <cstdint>

/// What rules cost: the time of a scan over the sample of lint_sample.hpp.
namespace pouch::redact {

class CostMeter {
  public:
    CostMeter();

    struct Cost {
        double nanoseconds; ///< For each byte, above a scan without rules; not below 0.
        std::uint64_t matches;
    };
    /// The best of a few scans. Throws what Scanner::scan does.
    [[nodiscard]] Cost measure(const Scanner& scanner) const;

    /// Nanoseconds for each byte of a scan without rules.
    [[nodiscard]] double empty_scan() const { return empty_scan_; }

  private:
    double empty_scan_ = 0;
};

} // namespace pouch::redact
