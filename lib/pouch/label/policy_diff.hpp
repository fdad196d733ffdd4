#pragma once
#include "pouch/label/policy.hpp"

/// What becomes different from one policy to another: two editions of one, as a rule.
namespace pouch::label {

struct PolicyDiff {
    /// What is written differently: classifications, tag sets and values by name, their rules, windows, markings and
    /// equivalences; `+ ` and `- ` and `~ ` begin a line for what was added, taken away and changed.
    std::vector<std::string> items;
    /// Labels that are valid in one only, and who may read what bears them; `- ` and `+ ` as above.
    std::vector<std::string> labels;
    /// Labels valid in both that a clearance may read under one only.
    std::vector<std::string> readers;
    std::size_t examined = 0; ///< How many labels were compared.
    bool is_complete =
        true; ///< False if `most` was reached before every label of the kind described was compared.

    [[nodiscard]] bool is_empty() const { return items.empty() && labels.empty() && readers.empty(); }
};

/// Compares `before` and `after`. Labels are enumerated: of every classification, with every choice of at most two
/// values, and with what either policy requires beside them; at most `most`. A label that is told is not told again
/// with more values. Clearances that are compared hold its classification and all values of the label, all but one,
/// or only one. Times, obsolete items and typed values make no difference to what is enumerated.
[[nodiscard]] PolicyDiff diff(const Policy& before, const Policy& after, std::size_t most = 20'000);

} // namespace pouch::label
