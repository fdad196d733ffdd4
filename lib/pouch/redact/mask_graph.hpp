#pragma once
#include "pouch/redact/byte_set.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

/// Places of a text as bit masks, and what can be said of places by shifting masks against each other: "a digit",
/// "the first of six digits", "a dash three bytes further on". Everything is computed for many places at once, in
/// the widest registers of the machine. A byte is its eight bits, eight masks; every set of bytes is a few operations on
/// them, or, where the machine can look up a whole register of bytes in a table, comes of that.
namespace pouch::redact {

class MaskGraph {
  public:
    using Id = std::size_t;

    /// Bytes behind a place that may decide whether it is one, for any place of a family.
    static constexpr std::size_t sight = 64;

    /// Places whose byte is in `set`.
    Id bytes(const ByteSet& set);
    Id both(Id a, Id b);
    Id either(Id a, Id b);
    /// Places of `a` that are not of `b`.
    Id without(Id a, Id b);
    /// Places that have one of `a` `distance` bytes further on, 0 to 63.
    Id ahead(Id a, unsigned distance);
    /// Places right behind a byte of `set`.
    Id behind(const ByteSet& set);
    /// Places where `count` places of `a` stand in a row, 1 to 64.
    Id run(Id a, unsigned count);
    /// Places where `prefix` stands.
    Id prefix(const RunPrefix& prefix);

    /// Asks for the places of `a`; returns the number of outputs before.
    std::size_t output(Id a);
    [[nodiscard]] std::size_t output_count() const { return outputs_.size(); }
    /// Makes ready to find what was asked for: once, behind the last output.
    void arrange();

    /// How the work is done; all give the same places.
    enum class Width { plain, sse2, avx2, avx512, vbmi };
    /// Those that this machine can do, the fastest last.
    [[nodiscard]] static std::vector<Width> widths();

    /// Calls `action(output, place)` for every place in `text` that was asked for, in order of place for each
    /// output. `masks` is working memory.
    template <typename Action>
    void find(std::string_view text, std::vector<std::uint64_t>& masks, Action action) const
    {
        find(text, masks, action, best_width());
    }
    template <typename Action>
    void find(std::string_view text, std::vector<std::uint64_t>& masks, Action action, Width width) const
    {
        if (outputs_.empty()) return;
        const auto chunks = (text.size() + chunk_size - 1) / chunk_size;
        const auto& plan = plan_for(width);
        const auto work = start(plan, masks);
        for (std::size_t chunk = 0; chunk < chunks; chunk += batch) {
            const auto count = std::min(batch, chunks - chunk);
            evaluate(text, chunk, count, work, width);
            for (std::size_t out = 0; out < outputs_.size(); ++out) {
                const auto* found = work.rows + plan.ops[outputs_[out]].row * plan.stride + front;
                for (auto groups = work.groups[outputs_[out]]; groups != 0; groups &= groups - 1) {
                    const auto first = static_cast<std::size_t>(std::countr_zero(groups)) * lanes;
                    for (auto i = first; i < std::min(first + lanes, count); ++i) {
                        const auto begin = (chunk + i) * chunk_size;
                        for (auto bits = found[i]; bits != 0; bits &= bits - 1) {
                            const auto place = begin + static_cast<std::size_t>(std::countr_zero(bits));
                            if (place < text.size()) action(out, place);
                        }
                    }
                }
            }
        }
    }

  private:
    static constexpr std::size_t chunk_size = 64; ///< Bytes that one mask tells of.
    static constexpr std::size_t batch = 256;     ///< Chunks computed at a time: their masks stay near.
    static constexpr std::size_t lanes = 8;     ///< Masks in the widest register; so many chunks are a group.
    static constexpr std::size_t front = lanes; ///< Where in a row the batch begins.
    static constexpr std::size_t byte_bits = 8;

    enum class Kind { all, bit, set, both, either, without, ahead, behind };
    /// What is computed of `a` and, `distance` bytes ahead, of `b`.
    struct Op {
        Kind kind;
        Id a = 0;
        Id b = 0;
        unsigned distance = 0; ///< Of Kind::bit: which.

        /// The bytes at whose places it is, if nothing else decides.
        std::optional<ByteSet> bytes;
        bool is_watched = true;  ///< Whole groups of its masks may well be empty: look which.
        bool is_used = false;    ///< Others, or an output, need it.
        std::size_t extra = 0;   ///< Chunks behind the batch for which others need it.
        std::size_t row = 0;     ///< Where its masks are; a row serves several ops, one after the other.
        bool is_carried = false; ///< The mask of the chunk before the batch is needed.

        [[nodiscard]] bool is_leaf() const { return kind <= Kind::set; }
        [[nodiscard]] bool has_a() const { return !is_leaf() && kind != Kind::ahead; }
        [[nodiscard]] bool has_b() const { return !is_leaf() && kind != Kind::behind; }
    };
    /// An op as the engine needs it.
    struct Step {
        Kind kind;
        bool is_carried;
        bool is_watched;
        unsigned distance;
        Id id;
        Id a;
        Id b;
        std::size_t extra;
        std::size_t to; ///< Where the batch begins, in words, of its own masks and of those it reads.
        std::size_t from_a;
        std::size_t from_b;
    };
    /// Working memory: rows of masks, and for each op the last mask of the batch before, and which groups of its masks may
    /// be other than empty, one bit for each. What is computed of empty groups, which is much of it, need not be.
    struct Work {
        std::uint64_t* rows;
        std::uint64_t* carried;
        std::uint64_t* groups;
        char* padded;
    };
    /// Of eight sets: which of them a byte is in, one bit each.
    struct alignas(chunk_size) SetTable {
        std::array<std::uint8_t, 256> sets{};
    };
    /// How all of it is computed.
    struct Plan {
        std::vector<Op> ops;
        std::vector<Step> steps;      ///< Those that are used, in order.
        std::vector<SetTable> tables; ///< Of the sets that are told by look-up, in order of rows.
        std::size_t told_count = 0;   ///< Rows that come of the text itself, the first ones.
        std::size_t extra = 0;        ///< The most of any op.
        std::size_t stride = 0;
        std::size_t row_count = 0;
        std::size_t output_count = 0; ///< What it was arranged for.
    };
    struct Engine;
    /// A part of a text to be told in bits or sets: `count` chunks at `bytes`, of which `rows` is where the first mask of the
    /// lowest bit, or of the first set, goes.
    struct Part {
        const char* bytes;
        std::size_t count;
        std::uint64_t* rows;
    };
    /// How the bytes become masks, in each width.
    struct Teller {
        static void plain(const Plan& plan, const Part& part);
#if defined(__x86_64__)
        static void avx2(const Plan& plan, const Part& part);
        static void avx512(const Plan& plan, const Part& part);
        static void vbmi(const Plan& plan, const Part& part);
#endif
    };

    Id add(Op op);
    Id bit(unsigned which)
    {
        return add({Kind::bit, 0, 0, which, {}});
    }
    /// The places of `among` where the `count` bits from `low` on, read as a number, are one of `values`.
    Id with_bits(Id among, unsigned low, unsigned count, std::uint32_t values);
    /// `kind` of `a` and `b`, where shifts ahead are taken into the operation itself.
    Id combine(Kind kind, Id a, Id b);
    [[nodiscard]] std::optional<ByteSet> bytes_of(const Op& op) const;
    void arrange(Plan& plan) const;
    void place_rows(Plan& plan) const;
    static void place_sets(Plan& plan);
    [[nodiscard]] const Plan& plan_for(Width width) const;
    [[nodiscard]] static Width best_width();
    [[nodiscard]] static Work start(const Plan& plan, std::vector<std::uint64_t>& masks);
    /// Computes `count` chunks from `chunk` on.
    void evaluate(std::string_view text, std::size_t chunk, std::size_t count, const Work& work,
                  Width width) const;

    // Rows that are not of one op after the other. Those told of the text follow.
    static constexpr std::size_t empty_row = 0;
    static constexpr std::size_t full_row = 1;
    static constexpr std::size_t first_told_row = 2;

    std::vector<Op> ops_;
    std::map<std::tuple<Kind, Id, Id, unsigned>, Id> known_; ///< By kind, a, b and distance.
    std::unordered_map<ByteSet, Id> known_sets_;             ///< By what bytes it is at.
    std::vector<Id> outputs_;
    Plan by_bits_;
    Plan by_sets_; ///< All sets of bytes that others need are told.
};

} // namespace pouch::redact
