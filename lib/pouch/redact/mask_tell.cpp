#include "pouch/redact/mask_graph.hpp"

#include <array>
#include <cstring>
#if defined(__x86_64__)
#include <immintrin.h>
// g++ 12 warns of what its own intrinsics leave undefined.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace pouch::redact {

void MaskGraph::Teller::plain(const Plan& plan, const Part& part)
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
        for (std::size_t bit = 0; bit < byte_bits; ++bit) part.rows[bit * plan.stride + c] = masks[bit];
    }
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void MaskGraph::Teller::avx2(const Plan& plan, const Part& part)
{
    const auto stride = plan.stride * sizeof(std::uint64_t); // read once: what is written might be it
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

[[gnu::target("avx512bw")]] void MaskGraph::Teller::avx512(const Plan& plan, const Part& part)
{
    for (std::size_t c = 0; c < part.count; ++c) {
        const auto text = _mm512_loadu_si512(part.bytes + c * chunk_size);
#pragma GCC unroll 8
        for (unsigned bit = 0; bit < byte_bits; ++bit) {
            part.rows[bit * plan.stride + c] =
                _mm512_test_epi8_mask(text, _mm512_set1_epi8(static_cast<char>(1U << bit)));
        }
    }
}

namespace {

/// Makes rows of columns, of eight words each.
[[gnu::target("avx512bw"), gnu::always_inline]] inline void turn(__m512i (&rows)[8])
{
    __m512i pairs[8];
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 8; i += 2) {
        pairs[i] = _mm512_unpacklo_epi64(rows[i], rows[i + 1]);
        pairs[i + 1] = _mm512_unpackhi_epi64(rows[i], rows[i + 1]);
    }
    // pairs[i] has of rows i and i + 1 the words 0, 2, 4, 6 (1, 3, 5, 7).
    __m512i halves[8];
#pragma GCC unroll 2
    for (std::size_t half = 0; half < 2; ++half) {
        const auto even = 4 * half;
#pragma GCC unroll 2
        for (std::size_t odd = 0; odd < 2; ++odd) {
            halves[even + odd] = _mm512_shuffle_i64x2(pairs[even + odd], pairs[even + 2 + odd], 0x88);
            halves[even + 2 + odd] = _mm512_shuffle_i64x2(pairs[even + odd], pairs[even + 2 + odd], 0xDD);
        }
    }
    // halves: of four rows the words 0 and 4 (1 and 5, 2 and 6, 3 and 7).
#pragma GCC unroll 4
    for (std::size_t word = 0; word < 4; ++word) {
        rows[word] = _mm512_shuffle_i64x2(halves[word], halves[4 + word], 0x88);
        rows[4 + word] = _mm512_shuffle_i64x2(halves[word], halves[4 + word], 0xDD);
    }
}

} // namespace

/// Eight chunks at a time, of which the masks of a set are one register.
[[gnu::target("avx512bw,avx512vbmi,gfni")]] void MaskGraph::Teller::vbmi(const Plan& plan, const Part& part)
{
    // Bytes are turned round in each word, since the product of bit matrices does so again.
    const auto round = _mm512_broadcast_i32x4(_mm_set_epi64x(0x08090A0B0C0D0E0F, 0x0001020304050607));
    const auto unit = _mm512_set1_epi64(static_cast<std::int64_t>(0x8040201008040201));
    // Byte k of each of eight words: the members of set k.
    const auto apart =
        _mm512_set_epi64(0x3F372F271F170F07, 0x3E362E261E160E06, 0x3D352D251D150D05, 0x3C342C241C140C04,
                         0x3B332B231B130B03, 0x3A322A221A120A02, 0x3931292119110901, 0x3830282018100800);
    auto* rows = part.rows;
    for (const auto& table : plan.tables) {
        const auto* const sets = table.sets.data();
        const auto first = _mm512_load_si512(sets);
        const auto second = _mm512_load_si512(sets + 64);
        const auto third = _mm512_load_si512(sets + 128);
        const auto fourth = _mm512_load_si512(sets + 192);
        for (std::size_t c = 0; c < part.count; c += lanes) {
            __m512i masks[lanes];
#pragma GCC unroll 8
            for (std::size_t i = 0; i < lanes; ++i) {
                const auto all = c + i < part.count ? ~__mmask64{0} : 0;
                const auto text = _mm512_shuffle_epi8(
                    _mm512_maskz_loadu_epi8(all, part.bytes + (c + i) * chunk_size), round);
                const auto narrow = _mm512_permutex2var_epi8(first, text, second);
                const auto wide = _mm512_permutex2var_epi8(third, text, fourth);
                const auto found = _mm512_mask_mov_epi8(narrow, _mm512_movepi8_mask(text), wide);
                masks[i] = _mm512_permutexvar_epi8(apart, _mm512_gf2p8affine_epi64_epi8(unit, found, 0));
            }
            turn(masks);
#pragma GCC unroll 8
            for (std::size_t bit = 0; bit < byte_bits; ++bit)
                _mm512_storeu_si512(rows + bit * plan.stride + c, masks[bit]);
        }
        rows += byte_bits * plan.stride;
    }
}
#endif

} // namespace pouch::redact
