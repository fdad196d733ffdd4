#include "pouch/redact/mask_graph.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace pouch::redact {

/// The work itself, for four widths of registers.
struct MaskGraph::Engine {
    /// Several masks; the compiler maps them to what the machine has. In structures, since a template argument would
    /// lose the alignment.
    struct One {
        using Lanes = std::uint64_t;
    };
    struct Two {
        using Lanes [[gnu::vector_size(16), gnu::aligned(8), gnu::may_alias]] = std::uint64_t;
    };
    struct Four {
        using Lanes [[gnu::vector_size(32), gnu::aligned(8), gnu::may_alias]] = std::uint64_t;
    };
    struct Eight {
        using Lanes [[gnu::vector_size(64), gnu::aligned(8), gnu::may_alias]] = std::uint64_t;
    };

    template <typename Size>
    [[gnu::always_inline]] static inline const typename Size::Lanes& in(const std::uint64_t* masks)
    {
        return *reinterpret_cast<const typename Size::Lanes*>(masks);
    }
    template <typename Size>
    [[gnu::always_inline]] static inline typename Size::Lanes& out(std::uint64_t* masks)
    {
        return *reinterpret_cast<typename Size::Lanes*>(masks);
    }

    /// Where, before the batch in a row, stands which groups of the row may be other than empty.
    static constexpr std::ptrdiff_t stale_word = -static_cast<std::ptrdiff_t>(front);

    /// Where an operation reads.
    struct From {
        const std::uint64_t* a;
        const std::uint64_t* b;
        unsigned near;
        unsigned far;

        /// Those of `b`, `near` bytes ahead.
        template <typename Size>
        [[gnu::always_inline]] inline void ahead(std::size_t i, typename Size::Lanes& to) const
        {
            to = (in<Size>(b + i) >> near) | (in<Size>(b + i + 1) << far);
        }
    };

    // The operations, for the masks from `i` on. No lambdas: they would be compiled for the plain machine.
    struct Both {
        template <typename Size>
        [[gnu::always_inline]] static inline void put(const From& from, std::size_t i,
                                                      typename Size::Lanes& to)
        {
            to = in<Size>(from.a + i) & in<Size>(from.b + i);
        }
    };
    struct BothAhead {
        template <typename Size>
        [[gnu::always_inline]] static inline void put(const From& from, std::size_t i,
                                                      typename Size::Lanes& to)
        {
            from.ahead<Size>(i, to);
            to &= in<Size>(from.a + i);
        }
    };
    struct Either {
        template <typename Size>
        [[gnu::always_inline]] static inline void put(const From& from, std::size_t i,
                                                      typename Size::Lanes& to)
        {
            to = in<Size>(from.a + i) | in<Size>(from.b + i);
        }
    };
    struct EitherAhead {
        template <typename Size>
        [[gnu::always_inline]] static inline void put(const From& from, std::size_t i,
                                                      typename Size::Lanes& to)
        {
            from.ahead<Size>(i, to);
            to |= in<Size>(from.a + i);
        }
    };
    struct Without {
        template <typename Size>
        [[gnu::always_inline]] static inline void put(const From& from, std::size_t i,
                                                      typename Size::Lanes& to)
        {
            to = in<Size>(from.a + i) & ~in<Size>(from.b + i);
        }
    };
    struct WithoutAhead {
        template <typename Size>
        [[gnu::always_inline]] static inline void put(const From& from, std::size_t i,
                                                      typename Size::Lanes& to)
        {
            from.ahead<Size>(i, to);
            to = in<Size>(from.a + i) & ~to;
        }
    };
    struct Ahead {
        template <typename Size>
        [[gnu::always_inline]] static inline void put(const From& from, std::size_t i,
                                                      typename Size::Lanes& to)
        {
            from.ahead<Size>(i, to);
        }
    };
    struct Behind {
        template <typename Size>
        [[gnu::always_inline]] static inline void put(const From& from, std::size_t i,
                                                      typename Size::Lanes& to)
        {
            to = (in<Size>(from.a + i) << 1) | (in<Size>(from.a + i - 1) >> 63);
        }
    };
    struct Leaf { // is there
        template <typename Size>
        [[gnu::always_inline]] static inline void put(const From& from, std::size_t i,
                                                      typename Size::Lanes& to)
        {
            to = in<Size>(from.a + i);
        }
    };

    /// What is to be computed.
    struct Task {
        std::uint64_t* to;
        std::uint64_t groups; ///< Which, one bit for each; others are empty.
        std::uint64_t stale;  ///< Groups of the row that hold masks of before.
        std::size_t count;    ///< Of groups in all.
        bool is_watched;
    };

    /// Adds `bit` to the lanes of `clear` in which `any` is empty.
    template <typename Size>
    [[gnu::always_inline]] static inline void
    note(const typename Size::Lanes& any, const typename Size::Lanes& bit, typename Size::Lanes& clear)
    {
        if constexpr (sizeof(typename Size::Lanes) == sizeof(std::uint64_t)) {
            clear |= any == 0 ? bit : 0;
        } else {
            clear |= reinterpret_cast<typename Size::Lanes>(any == 0) & bit;
        }
    }

    /// Computes `task`; which groups may be other than empty.
    template <typename Size, typename Operation>
    [[gnu::always_inline]] static inline std::uint64_t compute(const Task& task, const From& from)
    {
        using Lanes = typename Size::Lanes;
        constexpr auto step = sizeof(Lanes) / sizeof(std::uint64_t);
        const auto size = task.count * lanes;
        // Where most groups are to be computed all are: what is read of others is empty.
        const bool is_dense = static_cast<std::size_t>(std::popcount(task.groups)) * 2 > task.count;
        if (is_dense && !task.is_watched) {
#pragma GCC unroll 2
            for (std::size_t i = 0; i < size; i += lanes) {
#pragma GCC unroll 8
                for (std::size_t k = 0; k < lanes; k += step) {
                    Lanes masks;
                    Operation::template put<Size>(from, i + k, masks);
                    out<Size>(task.to + i + k) = masks;
                }
            }
            return task.groups;
        }
        Lanes clear{};
        if (is_dense) {
            auto bit = Lanes{} + std::uint64_t{1};
#pragma GCC unroll 2
            for (std::size_t i = 0; i < size; i += lanes) {
                Lanes any{};
#pragma GCC unroll 8
                for (std::size_t k = 0; k < lanes; k += step) {
                    Lanes masks;
                    Operation::template put<Size>(from, i + k, masks);
                    any |= out<Size>(task.to + i + k) = masks;
                }
                note<Size>(any, bit, clear);
                bit += bit;
            }
        } else {
            for (auto stale = task.stale & ~task.groups; stale != 0; stale &= stale - 1) {
                const auto i = static_cast<std::size_t>(std::countr_zero(stale)) * lanes;
#pragma GCC unroll 8
                for (std::size_t k = 0; k < lanes; k += step) out<Size>(task.to + i + k) = Lanes{};
            }
            for (auto groups = task.groups; groups != 0; groups &= groups - 1) {
                const auto i = static_cast<std::size_t>(std::countr_zero(groups)) * lanes;
                Lanes any{};
#pragma GCC unroll 8
                for (std::size_t k = 0; k < lanes; k += step) {
                    Lanes masks;
                    Operation::template put<Size>(from, i + k, masks);
                    any |= out<Size>(task.to + i + k) = masks;
                }
                note<Size>(any, Lanes{} + (groups & -groups), clear);
            }
        }
        auto empty = ~std::uint64_t{0};
        for (std::size_t k = 0; k < step; ++k) empty &= reinterpret_cast<const std::uint64_t*>(&clear)[k];
        return task.groups & ~empty;
    }

    /// Computes the op of `step`.
    template <typename Size>
    [[gnu::always_inline]] static inline std::uint64_t compute(const Step& step, const Task& task,
                                                               const From& from)
    {
        const bool is_near = step.distance == 0;
        switch (step.kind) {
        case Kind::both:
            return is_near ? compute<Size, Both>(task, from) : compute<Size, BothAhead>(task, from);
        case Kind::either:
            return is_near ? compute<Size, Either>(task, from) : compute<Size, EitherAhead>(task, from);
        case Kind::without:
            return is_near ? compute<Size, Without>(task, from) : compute<Size, WithoutAhead>(task, from);
        case Kind::ahead:
            return compute<Size, Ahead>(task, from);
        case Kind::behind:
            return compute<Size, Behind>(task, from);
        case Kind::all:
        case Kind::bit:
            break;
        }
        return task.is_watched ? compute<Size, Leaf>(task, {task.to, task.to, 0, 0}) : task.groups;
    }

    /// Groups in which `step` may find something, by what is known of those it reads.
    static std::uint64_t groups_of(const Step& step, const Work& work)
    {
        const auto a = work.groups[step.a];
        const auto b = work.groups[step.b];
        const auto ahead = step.distance > 0 ? b | b >> 1U : b;
        switch (step.kind) {
        case Kind::both:
            return a & ahead;
        case Kind::either:
            return a | ahead;
        case Kind::without:
            return a;
        case Kind::ahead:
            return ahead;
        case Kind::behind: // the chunk before the batch counts too
            return a | a << 1U | (work.rows[step.from_a - 1] != 0 ? 1U : 0U);
        case Kind::all:
        case Kind::bit:
            break;
        }
        return ~std::uint64_t{0};
    }

    struct Batch {
        std::size_t chunks;
        bool looks; ///< Ops without an empty group in the batch before are watched again.
    };

    /// All ops in their order; the masks of bits are there. Where nothing can be there, which is often
    /// so, nothing is computed; others read the row of zeros.
    template <typename Size>
    [[gnu::always_inline]] static inline void run(const MaskGraph& graph, const Batch& of, const Work& work)
    {
        const auto* const nothing = work.rows + empty_row * graph.stride_ + front;
        for (const auto& step : graph.steps_) {
            const auto count = (of.chunks + step.extra + lanes - 1) / lanes;
            const auto all = ~std::uint64_t{0} >> (64 - count);
            auto* const to = work.rows + step.to;
            auto groups = groups_of(step, work) & all;
            const bool is_watched = step.is_watched && (of.looks || work.groups[step.id] != all);
            if (groups != 0) {
                const bool has_a = step.kind == Kind::behind || work.groups[step.a] != 0;
                const From from{has_a ? work.rows + step.from_a : nothing,
                                work.groups[step.b] != 0 ? work.rows + step.from_b : nothing, step.distance,
                                64 - step.distance};
                groups = compute<Size>(step, {to, groups, to[stale_word] & all, count, is_watched}, from);
                to[stale_word] = (to[stale_word] & ~all) | groups;
            } else if (step.is_carried) {
                std::memset(to, 0, (count * lanes) * sizeof(std::uint64_t));
            }
            work.groups[step.id] = groups;
            if (step.is_carried) {
                to[-1] = work.carried[step.id];
                work.carried[step.id] = to[batch - 1];
            }
        }
    }

    /// A part of a text to be told in bits: `count` chunks at `bytes`, of which `rows` is where the first mask of the lowest
    /// bit goes.
    struct Part {
        const char* bytes;
        std::size_t count;
        std::uint64_t* rows;
    };

    static void tell_plain(const MaskGraph& graph, const Part& part)
    {
        for (std::size_t c = 0; c < part.count; ++c) {
            std::array<std::uint64_t, byte_bits> masks{};
            for (unsigned i = 0; i < chunk_size; i += 8) {
                std::uint64_t bytes = 0;
                for (unsigned k = 0; k < 8; ++k) {
                    const auto byte = static_cast<unsigned char>(part.bytes[c * chunk_size + i + k]);
                    bytes |= std::uint64_t{byte} << 8 * k;
                }
                for (unsigned bit = 0; bit < byte_bits; ++bit) {
                    // The product moves the lowest bits of all eight into the topmost byte.
                    const auto lowest = bytes >> bit & 0x0101010101010101U;
                    masks[bit] |= (lowest * 0x0102040810204080U >> 56U) << i;
                }
            }
            for (std::size_t bit = 0; bit < byte_bits; ++bit) part.rows[bit * graph.stride_ + c] = masks[bit];
        }
    }

    static void plain(const MaskGraph& graph, const Part& part, const Batch& of, const Work& work)
    {
        tell_plain(graph, part);
        run<One>(graph, of, work);
    }

#if defined(__x86_64__)
    static void sse2(const MaskGraph& graph, const Part& part, const Batch& of, const Work& work)
    {
        tell_plain(graph, part);
        run<Two>(graph, of, work);
    }

    [[gnu::target("avx2")]] static void tell_avx2(const MaskGraph& graph, const Part& part)
    {
        const auto stride = graph.stride_ * sizeof(std::uint64_t); // read once: what is written might be it
        const auto count = part.count;
        const auto* from = reinterpret_cast<const __m256i*>(part.bytes);
        auto* to = reinterpret_cast<char*>(part.rows) + (byte_bits - 1) * stride;
        for (std::size_t c = 0; c < count; ++c, from += 2, to += sizeof(std::uint64_t)) {
            auto left = _mm256_loadu_si256(from);
            auto right = _mm256_loadu_si256(from + 1);
            auto* row = to;
            // The topmost bits can be taken, and the others follow them there.
#pragma GCC unroll 8
            for (std::size_t bit = 0; bit < byte_bits; ++bit) {
                const auto low = _mm256_movemask_epi8(left);
                const auto high = _mm256_movemask_epi8(right);
                std::memcpy(row, &low, sizeof low);
                std::memcpy(row + sizeof low, &high, sizeof high);
                row -= stride;
                left = _mm256_add_epi8(left, left);
                right = _mm256_add_epi8(right, right);
            }
        }
    }
    [[gnu::target("avx2")]] static void avx2(const MaskGraph& graph, const Part& part, const Batch& of,
                                             const Work& work)
    {
        tell_avx2(graph, part);
        run<Four>(graph, of, work);
    }

    [[gnu::target("avx512bw")]] static void tell_avx512(const MaskGraph& graph, const Part& part)
    {
        for (std::size_t c = 0; c < part.count; ++c) {
            const auto text = _mm512_loadu_si512(part.bytes + c * chunk_size);
#pragma GCC unroll 8
            for (unsigned bit = 0; bit < byte_bits; ++bit) {
                part.rows[bit * graph.stride_ + c] =
                    _mm512_test_epi8_mask(text, _mm512_set1_epi8(static_cast<char>(1U << bit)));
            }
        }
    }
    [[gnu::target("avx512bw")]] static void avx512(const MaskGraph& graph, const Part& part, const Batch& of,
                                                   const Work& work)
    {
        tell_avx512(graph, part);
        run<Eight>(graph, of, work);
    }
#endif
};

void MaskGraph::evaluate(std::string_view text, std::size_t chunk, std::size_t count, const Work& work,
                         Width width) const
{
    // What the batch before looked at ahead is known.
    const auto known = chunk == 0 ? 0 : extra_;
    auto* const bits = work.rows + first_bit_row * stride_ + front;
    for (std::size_t bit = 0; known > 0 && bit < byte_bits; ++bit)
        std::memmove(bits + bit * stride_, bits + bit * stride_ + batch, known * sizeof(std::uint64_t));

    const auto begin = std::min(text.size(), (chunk + known) * chunk_size);
    const auto size = (count + extra_ - known) * chunk_size;
    const char* bytes = text.data() + begin;
    if (text.size() - begin < size) {
        // Zero bytes stand behind the text.
        std::memset(work.padded, 0, size);
        std::memcpy(work.padded, bytes, text.size() - begin);
        bytes = work.padded;
    }
    const Engine::Part part{bytes, size / chunk_size, bits + known};
    constexpr std::size_t every = 4;
    const Engine::Batch of{count, chunk / batch % every == 0};
    switch (width) {
#if defined(__x86_64__)
    case Width::avx512:
        return Engine::avx512(*this, part, of, work);
    case Width::avx2:
        return Engine::avx2(*this, part, of, work);
    case Width::sse2:
        return Engine::sse2(*this, part, of, work);
#endif
    default:
        return Engine::plain(*this, part, of, work);
    }
}

} // namespace pouch::redact
