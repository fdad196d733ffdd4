#pragma once
#include "pouch/redact/byte_class.hpp"

#include <vector>

/// The fixed beginning of a pattern as runs of byte classes: `\b[A-Z]{2}[0-9]{3}-` is two capitals, three digits, a dash,
/// with a border before. Evaluated on masks, 64 places at a time.
namespace pouch::redact {

struct RunStep {
    ByteSet set;
    unsigned count;
};

struct RunPrefix {
    bool has_border = false; ///< `\b` stands before it.
    std::vector<RunStep> steps;

    /// Bytes that it describes; steps beyond 64 are cut off.
    static constexpr unsigned longest = 64;
};

class RunProgram {
  public:
    /// Adds the classes it needs to `classes`. The prefix has at least one step.
    RunProgram(const RunPrefix& prefix, ByteClasses& classes);

    /// The places of a chunk where the prefix stands: bit i for byte i. `here` and `next` are the masks of the chunk and of
    /// the one behind it; bit 0 of `word_before` tells whether a byte of a word stands before the chunk.
    [[nodiscard]] std::uint64_t places(const std::uint64_t* here, const std::uint64_t* next,
                                       std::uint64_t word_before) const
    {
        std::uint64_t found = ~std::uint64_t{0};
        for (const auto& step : steps_) {
            Wide run = (Wide{next[step.mask]} << 64U) | here[step.mask];
            if (run == 0) return 0;
            // A run of n: by doubling.
            unsigned have = 1;
            for (; have * 2 <= step.count; have *= 2) run &= run >> have;
            if (have < step.count) run &= run >> (step.count - have);
            found &= static_cast<std::uint64_t>(run >> step.offset);
            if (found == 0) return 0;
        }
        if (border_ != Border::none) {
            const std::uint64_t behind_word = (here[word_] << 1U) | word_before;
            found &= border_ == Border::not_behind_word ? ~behind_word : behind_word;
        }
        return found;
    }

    /// How rare such a place is in text, roughly: it stands once in 2^n bytes.
    [[nodiscard]] static double rarity_of(const RunPrefix& prefix);

  private:
    __extension__ using Wide = unsigned __int128;

    struct Step {
        std::size_t mask;
        unsigned count;
        unsigned offset;
    };
    enum class Border { none, not_behind_word, behind_word };

    std::vector<Step> steps_; ///< The rarest class first.
    Border border_ = Border::none;
    std::size_t word_ = 0;
};

} // namespace pouch::redact
