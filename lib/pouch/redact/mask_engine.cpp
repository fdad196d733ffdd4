#include "pouch/redact/mask_graph.hpp"

#include <algorithm>
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

    template <typename Size>
    [[gnu::always_inline]] static inline bool is_any(const typename Size::Lanes& masks)
    {
        constexpr auto step = sizeof(typename Size::Lanes) / sizeof(std::uint64_t);
        std::uint64_t whole = 0;
        for (std::size_t i = 0; i < step; ++i) whole |= reinterpret_cast<const std::uint64_t*>(&masks)[i];
        return whole != 0;
    }
    template <typename Size>
    [[gnu::always_inline]] static inline bool has_any(const std::uint64_t* masks, std::size_t count)
    {
        constexpr auto step = sizeof(typename Size::Lanes) / sizeof(std::uint64_t);
        typename Size::Lanes any{};
#pragma GCC unroll 4
        for (std::size_t i = 0; i < count; i += step) any |= in<Size>(masks + i);
        return is_any<Size>(any);
    }

    /// One op that is no set, for `count` chunks; true if any mask is not empty. No lambdas: they would be compiled for the
    /// plain machine.
    template <typename Size>
    [[gnu::always_inline]] static inline bool combine(const Op& op, std::uint64_t* to, const std::uint64_t* a,
                                                      const std::uint64_t* b, std::size_t count)
    {
        constexpr auto step = sizeof(typename Size::Lanes) / sizeof(std::uint64_t);
        const auto near = op.distance;
        const auto far = 64 - near;
        const auto* c = b + 1; // the chunk behind
        typename Size::Lanes any{};
        switch (op.kind) {
        case Kind::both:
            if (near == 0) {
#pragma GCC unroll 2
                for (std::size_t i = 0; i < count; i += step)
                    any |= out<Size>(to + i) = in<Size>(a + i) & in<Size>(b + i);
                break;
            }
#pragma GCC unroll 2
            for (std::size_t i = 0; i < count; i += step) {
                any |= out<Size>(to + i) =
                    in<Size>(a + i) & ((in<Size>(b + i) >> near) | (in<Size>(c + i) << far));
            }
            break;
        case Kind::either:
            if (near == 0) {
#pragma GCC unroll 2
                for (std::size_t i = 0; i < count; i += step)
                    any |= out<Size>(to + i) = in<Size>(a + i) | in<Size>(b + i);
                break;
            }
#pragma GCC unroll 2
            for (std::size_t i = 0; i < count; i += step) {
                any |= out<Size>(to + i) =
                    in<Size>(a + i) | (in<Size>(b + i) >> near) | (in<Size>(c + i) << far);
            }
            break;
        case Kind::without:
            if (near == 0) {
#pragma GCC unroll 2
                for (std::size_t i = 0; i < count; i += step)
                    any |= out<Size>(to + i) = in<Size>(a + i) & ~in<Size>(b + i);
                break;
            }
#pragma GCC unroll 2
            for (std::size_t i = 0; i < count; i += step) {
                any |= out<Size>(to + i) =
                    in<Size>(a + i) & ~((in<Size>(b + i) >> near) | (in<Size>(c + i) << far));
            }
            break;
        case Kind::ahead:
#pragma GCC unroll 2
            for (std::size_t i = 0; i < count; i += step)
                any |= out<Size>(to + i) = (in<Size>(b + i) >> near) | (in<Size>(c + i) << far);
            break;
        case Kind::behind:
#pragma GCC unroll 2
            for (std::size_t i = 0; i < count; i += step)
                any |= out<Size>(to + i) = (in<Size>(a + i) << 1) | (in<Size>(a + i - 1) >> 63);
            break;
        case Kind::set:
            break;
        }
        return is_any<Size>(any);
    }

    /// All ops in their order; the masks of sets are there. Where one side says that nothing can be there, which is often
    /// so, nothing is computed; others read the row of zeros.
    template <typename Size>
    [[gnu::always_inline]] static inline void run(const MaskGraph& graph, const Work& work)
    {
        for (const auto id : graph.used_) {
            const auto& op = graph.ops_[id];
            auto* to = graph.row(work, op.row);
            const auto count = batch + op.extra;
            auto& is_empty = work.empty[id];
            if (op.kind == Kind::set) {
                is_empty = has_any<Size>(to, count) ? 0 : 1;
            } else if (graph.is_nothing(op, work)) {
                if (op.is_carried) std::memset(to, 0, (count + lanes) * sizeof(std::uint64_t));
                is_empty = 1;
            } else {
                is_empty =
                    combine<Size>(op, to, graph.read(work, op.a), graph.read(work, op.b), count) ? 0 : 1;
            }
            if (op.is_carried) {
                to[-1] = work.carried[id];
                work.carried[id] = to[batch - 1];
            }
        }
    }

    /// A part of a text whose sets are to be told: `count` chunks at `bytes`, of which `rows` is where the first mask of
    /// the first set goes.
    struct Part {
        const char* bytes;
        std::size_t count;
        std::uint64_t* rows;
    };

    static void classify_plain(const MaskGraph& graph, const Part& part)
    {
        for (std::size_t p = 0; p < graph.planes_.size(); ++p) {
            const auto& plane = graph.planes_[p];
            auto* const rows = part.rows + p * plane_size * graph.stride_;
            for (std::size_t c = 0; c < part.count; ++c) {
                std::array<std::uint64_t, plane_size> masks{};
                for (unsigned i = 0; i < chunk_size; ++i) {
                    const auto byte = static_cast<unsigned char>(part.bytes[c * chunk_size + i]);
                    const unsigned of = plane.low[byte & 0x0FU] & plane.high[byte >> 4U];
                    for (std::size_t k = 0; of != 0 && k < plane_size; ++k)
                        masks[k] |= std::uint64_t{of >> k & 1U} << i;
                }
                for (std::size_t k = 0; k < plane_size; ++k) rows[k * graph.stride_ + c] = masks[k];
            }
        }
    }

    static void plain(const MaskGraph& graph, const Part& part, const Work& work)
    {
        classify_plain(graph, part);
        run<One>(graph, work);
    }

#if defined(__x86_64__)
    static void sse2(const MaskGraph& graph, const Part& part, const Work& work)
    {
        classify_plain(graph, part);
        run<Two>(graph, work);
    }

    [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i
    table(const std::array<std::uint8_t, 16>& bytes)
    {
        return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data())));
    }
    [[gnu::target("avx2"), gnu::always_inline]] static inline std::uint64_t top_bits(__m256i left,
                                                                                     __m256i right)
    {
        const auto low = static_cast<std::uint32_t>(_mm256_movemask_epi8(left));
        const auto high = static_cast<std::uint32_t>(_mm256_movemask_epi8(right));
        return low | (std::uint64_t{high} << 32U);
    }

    [[gnu::target("avx2")]] static void classify_avx2(const MaskGraph& graph, const Part& part)
    {
        const auto half = _mm256_set1_epi8(0x0F);
        const auto stride = graph.stride_;
        for (std::size_t c = 0; c < part.count; ++c) {
            const auto* from = reinterpret_cast<const __m256i*>(part.bytes + c * chunk_size);
            const auto left = _mm256_loadu_si256(from);
            const auto right = _mm256_loadu_si256(from + 1);
            const auto low_left = _mm256_and_si256(left, half);
            const auto low_right = _mm256_and_si256(right, half);
            const auto high_left = _mm256_and_si256(_mm256_srli_epi16(left, 4), half);
            const auto high_right = _mm256_and_si256(_mm256_srli_epi16(right, 4), half);
            auto* to = part.rows + c + stride * (plane_size - 1);
            for (const auto& plane : graph.planes_) {
                const auto low = table(plane.low);
                const auto high = table(plane.high);
                auto of_left = _mm256_and_si256(_mm256_shuffle_epi8(low, low_left),
                                                _mm256_shuffle_epi8(high, high_left));
                auto of_right = _mm256_and_si256(_mm256_shuffle_epi8(low, low_right),
                                                 _mm256_shuffle_epi8(high, high_right));
                auto* row = to;
                // The last product has the top bit, and the others follow it there.
#pragma GCC unroll 8
                for (std::size_t k = 0; k < plane_size; ++k) {
                    *row = top_bits(of_left, of_right);
                    row -= stride;
                    of_left = _mm256_add_epi8(of_left, of_left);
                    of_right = _mm256_add_epi8(of_right, of_right);
                }
                to += stride * plane_size;
            }
        }
    }
    [[gnu::target("avx2")]] static void avx2(const MaskGraph& graph, const Part& part, const Work& work)
    {
        classify_avx2(graph, part);
        run<Four>(graph, work);
    }

    [[gnu::target("avx512bw"), gnu::always_inline]] static inline __m512i
    wide_table(const std::array<std::uint8_t, 16>& bytes)
    {
        const auto once = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data()));
        return _mm512_maskz_broadcast_i32x4(0xFFFF, once);
    }

    [[gnu::target("avx512bw")]] static void classify_avx512(const MaskGraph& graph, const Part& part)
    {
        const auto half = _mm512_set1_epi8(0x0F);
        const auto stride = graph.stride_;
        for (std::size_t c = 0; c < part.count; ++c) {
            const auto text = _mm512_loadu_si512(part.bytes + c * chunk_size);
            const auto low = _mm512_and_si512(text, half);
            const auto high = _mm512_and_si512(_mm512_srli_epi16(text, 4), half);
            auto* to = part.rows + c;
            for (const auto& plane : graph.planes_) {
                const auto of = _mm512_and_si512(_mm512_shuffle_epi8(wide_table(plane.low), low),
                                                 _mm512_shuffle_epi8(wide_table(plane.high), high));
#pragma GCC unroll 8
                for (unsigned k = 0; k < plane_size; ++k) {
                    *to = _mm512_test_epi8_mask(of, _mm512_set1_epi8(static_cast<char>(1U << k)));
                    to += stride;
                }
            }
        }
    }
    [[gnu::target("avx512bw")]] static void avx512(const MaskGraph& graph, const Part& part, const Work& work)
    {
        classify_avx512(graph, part);
        run<Eight>(graph, work);
    }
#endif
};

void MaskGraph::evaluate(std::string_view text, std::size_t chunk, const Work& work, Width width) const
{
    // What the batch before looked at ahead is known.
    const auto known = chunk == 0 ? 0 : extra_;
    auto* const sets = row(work, 1);
    for (std::size_t i = 0; known > 0 && i < planes_.size() * plane_size; ++i)
        std::memmove(sets + i * stride_, sets + i * stride_ + batch, known * sizeof(std::uint64_t));

    const auto begin = std::min(text.size(), (chunk + known) * chunk_size);
    const auto size = (batch + extra_ - known) * chunk_size;
    const char* bytes = text.data() + begin;
    if (text.size() - begin < size) {
        // Zero bytes stand behind the text.
        std::memset(work.padded, 0, size);
        std::memcpy(work.padded, bytes, text.size() - begin);
        bytes = work.padded;
    }
    const Engine::Part part{bytes, size / chunk_size, sets + known};
    switch (width) {
#if defined(__x86_64__)
    case Width::avx512:
        return Engine::avx512(*this, part, work);
    case Width::avx2:
        return Engine::avx2(*this, part, work);
    case Width::sse2:
        return Engine::sse2(*this, part, work);
#endif
    default:
        return Engine::plain(*this, part, work);
    }
}

} // namespace pouch::redact
