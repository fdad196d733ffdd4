#include "pouch/redact/mask_graph.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace pouch::redact {

/// The work itself, for four widths of registers, and for the widest in two ways.
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
        case Kind::set:
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
        case Kind::set:
            break;
        }
        return ~std::uint64_t{0};
    }

    struct Batch {
        std::size_t chunks;
        bool looks; ///< Ops without an empty group in the batch before are watched again.
    };

    /// All ops in their order; the masks told of the text are there. Where nothing can be there, which is often
    /// so, nothing is computed; others read the row of zeros.
    template <typename Size>
    [[gnu::always_inline]] static inline void run(const Plan& plan, const Batch& of, const Work& work)
    {
        const auto* const nothing = work.rows + empty_row * plan.stride + front;
        for (const auto& step : plan.steps) {
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

    static void plain(const Plan& plan, const Part& part, const Batch& of, const Work& work)
    {
        Teller::plain(plan, part);
        run<One>(plan, of, work);
    }

#if defined(__x86_64__)
    static void sse2(const Plan& plan, const Part& part, const Batch& of, const Work& work)
    {
        Teller::plain(plan, part);
        run<Two>(plan, of, work);
    }

    [[gnu::target("avx2")]] static void avx2(const Plan& plan, const Part& part, const Batch& of,
                                             const Work& work)
    {
        Teller::avx2(plan, part);
        run<Four>(plan, of, work);
    }

    [[gnu::target("avx512bw")]] static void avx512(const Plan& plan, const Part& part, const Batch& of,
                                                   const Work& work)
    {
        Teller::avx512(plan, part);
        run<Eight>(plan, of, work);
    }

    [[gnu::target("avx512bw,avx512vbmi,gfni")]] static void vbmi(const Plan& plan, const Part& part,
                                                                 const Batch& of, const Work& work)
    {
        Teller::vbmi(plan, part);
        run<Eight>(plan, of, work);
    }
#endif
};

void MaskGraph::evaluate(std::string_view text, std::size_t chunk, std::size_t count, const Work& work,
                         Width width) const
{
    const auto& plan = plan_for(width);
    // What the batch before looked at ahead is known.
    const auto known = chunk == 0 ? 0 : plan.extra;
    auto* const told = work.rows + first_told_row * plan.stride + front;
    for (std::size_t row = 0; known > 0 && row < plan.told_count; ++row)
        std::memmove(told + row * plan.stride, told + row * plan.stride + batch,
                     known * sizeof(std::uint64_t));

    const auto begin = std::min(text.size(), (chunk + known) * chunk_size);
    const auto size = (count + plan.extra - known) * chunk_size;
    const char* bytes = text.data() + begin;
    if (text.size() - begin < size) {
        // Zero bytes stand behind the text.
        std::memset(work.padded, 0, size);
        std::memcpy(work.padded, bytes, text.size() - begin);
        bytes = work.padded;
    }
    const Part part{bytes, size / chunk_size, told + known};
    constexpr std::size_t every = 4;
    const Engine::Batch of{count, chunk / batch % every == 0};
    switch (width) {
#if defined(__x86_64__)
    case Width::vbmi:
        return Engine::vbmi(plan, part, of, work);
    case Width::avx512:
        return Engine::avx512(plan, part, of, work);
    case Width::avx2:
        return Engine::avx2(plan, part, of, work);
    case Width::sse2:
        return Engine::sse2(plan, part, of, work);
#endif
    default:
        return Engine::plain(plan, part, of, work);
    }
}

} // namespace pouch::redact
