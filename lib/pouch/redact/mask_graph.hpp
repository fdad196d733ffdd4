#pragma once
#include "pouch/redact/byte_set.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

/// Places of a text as bit masks, and what can be said of places by shifting masks against each other: "a digit",
/// "the first of six digits", "a dash three bytes further on". Everything is computed for many places at once, in
/// the widest registers of the machine, and costs the same whatever the text holds.
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

    /// How the work is done; all give the same places.
    enum class Width { plain, sse2, avx2, avx512 };
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
        const auto work = start(masks);
        for (std::size_t chunk = 0; chunk < chunks; chunk += batch) {
            evaluate(text, chunk, work, width);
            const auto count = std::min(batch, chunks - chunk);
            for (std::size_t out = 0; out < outputs_.size(); ++out) {
                if (work.empty[outputs_[out]] != 0) continue;
                const auto* found = row(work, ops_[outputs_[out]].row);
                for (std::size_t i = 0; i < count; ++i) {
                    if (i % lanes == 0 && is_empty(found + i)) {
                        i += lanes - 1;
                        continue;
                    }
                    const auto begin = (chunk + i) * chunk_size;
                    for (auto bits = found[i]; bits != 0; bits &= bits - 1) {
                        const auto place = begin + static_cast<std::size_t>(std::countr_zero(bits));
                        if (place < text.size()) action(out, place);
                    }
                }
            }
        }
    }

  private:
    static constexpr std::size_t chunk_size = 64; ///< Bytes that one mask tells of.
    static constexpr std::size_t batch = 128;     ///< Chunks computed at a time: their masks stay near.
    static constexpr std::size_t lanes = 8;       ///< Masks in the widest register.
    static constexpr std::size_t front = lanes;   ///< Where in a row the batch begins.

    enum class Kind { set, both, either, without, ahead, behind };
    /// What is computed of `a` and, `distance` bytes ahead, of `b`.
    struct Op {
        Kind kind;
        Id a = 0;
        Id b = 0;
        unsigned distance = 0;
        std::size_t set = 0; ///< Of Kind::set: which of products_.

        bool is_used = false;    ///< Others, or an output, need it.
        std::size_t extra = 0;   ///< Chunks behind the batch for which others need it.
        std::size_t row = 0;     ///< Where its masks are; a row serves several ops, one after the other.
        bool is_carried = false; ///< The mask of the chunk before the batch is needed.

        [[nodiscard]] bool is_same(const Op& other) const
        {
            return kind == other.kind && a == other.a && b == other.b && distance == other.distance &&
                   set == other.set;
        }
        [[nodiscard]] bool has_a() const { return kind != Kind::set && kind != Kind::ahead; }
        [[nodiscard]] bool has_b() const { return kind != Kind::set && kind != Kind::behind; }
    };
    /// The bytes whose low four bits are one of `low` and whose high ones are one of `high`: one bit for each value.
    /// Every set is made of a few of them.
    struct Product {
        std::uint16_t low = 0;
        std::uint16_t high = 0;
        bool operator==(const Product&) const = default;
    };
    static constexpr std::size_t plane_size = 8;
    /// Eight products as tables, one bit of an entry for each: a byte is of a product if the entries of both of its
    /// halves have the bit.
    struct Plane {
        std::array<std::uint8_t, 16> low{};
        std::array<std::uint8_t, 16> high{};
    };
    /// Working memory: rows of masks, and for each op the last mask of the batch before.
    struct Work {
        std::uint64_t* rows;
        std::uint64_t* carried;
        std::uint64_t* empty; ///< By op: not 0 if all its masks of the batch are.
        char* padded;
    };
    struct Engine;

    Id add(const Op& op);
    Id bytes(const Product& product);
    /// `kind` of `a` and `b`, where shifts ahead are taken into the operation itself.
    Id combine(Kind kind, Id a, Id b);
    void plan();
    void place_rows();
    void place_sets();
    [[nodiscard]] static Width best_width();
    [[nodiscard]] Work start(std::vector<std::uint64_t>& masks) const;
    void evaluate(std::string_view text, std::size_t chunk, const Work& work, Width width) const;
    [[nodiscard]] static bool is_empty(const std::uint64_t* masks)
    {
        std::uint64_t any = 0;
        for (std::size_t i = 0; i < lanes; ++i) any |= masks[i];
        return any == 0;
    }
    /// The masks of the batch in a row.
    [[nodiscard]] std::uint64_t* row(const Work& work, std::size_t number) const
    {
        return work.rows + number * stride_ + front;
    }

    /// True if no mask of `op` can be other than empty.
    [[nodiscard]] bool is_nothing(const Op& op, const Work& work) const
    {
        switch (op.kind) {
        case Kind::both:
            return (work.empty[op.a] | work.empty[op.b]) != 0;
        case Kind::either:
            return (work.empty[op.a] & work.empty[op.b]) != 0;
        case Kind::without:
            return work.empty[op.a] != 0;
        case Kind::ahead:
            return work.empty[op.b] != 0;
        case Kind::behind: // the chunk before the batch counts too
        case Kind::set:
            break;
        }
        return false;
    }

    /// The masks of an op, to be read.
    [[nodiscard]] const std::uint64_t* read(const Work& work, Id id) const
    {
        return row(work, work.empty[id] != 0 && !ops_[id].is_carried ? 0 : ops_[id].row);
    }

    std::vector<Product> products_;
    std::vector<Plane>
        planes_; ///< Of those in use. The rows of a plane's masks follow each other, from the second row on.
    std::vector<Op> ops_;
    std::vector<Id> used_; ///< Those that are, in order.
    std::vector<Id> outputs_;
    std::size_t extra_ = 0; ///< The most of any op.
    std::size_t stride_ = 0;
    std::size_t row_count_ = 0;
};

} // namespace pouch::redact
