#include "pouch/redact/sieve.hpp"

#include <cstring>
#if defined(__x86_64__)
#include <immintrin.h>
// g++ 12 warns of what its own intrinsics leave undefined.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace pouch::redact {

/// The search of whole blocks, for three widths of registers. Each goes from `from` on, block by block, as far as blocks
/// begin at most at `last`, or until there is no more room for what it finds, and returns where it ended. It reads
/// `span - 1` bytes behind a block.
struct Sieve::Kernel {
    static std::size_t plain(const Sieve& sieve, const char* text, std::size_t from, std::size_t last,
                             Blocks& blocks)
    {
        const auto& tables = sieve.exact_;
        for (; from <= last && blocks.count < blocks.found.size(); from += block_size) {
            auto& block = blocks.found[blocks.count];
            block.begin = from;
            block.places = 0;
            const auto* byte = reinterpret_cast<const unsigned char*>(text) + from;
            for (std::size_t at = 0; at < block_size; ++at, ++byte) {
                auto buckets = ~std::uint32_t{0};
                for (std::size_t place = 0; place < window.size(); ++place)
                    buckets &= tables[place][byte[window[place]]];
                if (buckets == 0) continue;
                block.places |= std::uint64_t{1} << at;
                for (std::size_t layer = 0; layer < layers; ++layer)
                    block.buckets[layer][at] = static_cast<std::uint8_t>(buckets >> 8 * layer);
            }
            blocks.count += block.places != 0 ? 1 : 0;
        }
        return from;
    }

#if defined(__x86_64__)
    /// By the halves of each byte.
    [[gnu::target("avx2")]] static std::size_t avx2(const Sieve& sieve, const char* text, std::size_t from,
                                                    std::size_t last, Blocks& blocks)
    {
        constexpr std::size_t wide = sizeof(__m256i);
        const auto half = _mm256_set1_epi8(0x0F);
        for (; from <= last && blocks.count < blocks.found.size(); from += block_size) {
            auto& block = blocks.found[blocks.count];
            block.begin = from;
            block.places = 0;
            for (std::size_t part = 0; part < block_size; part += wide) {
                __m256i found[layers]; // no std::array: a template argument would lose the alignment
#pragma GCC unroll 5
                for (std::size_t place = 0; place < window.size(); ++place) {
                    const auto bytes = _mm256_loadu_si256(
                        reinterpret_cast<const __m256i*>(text + from + part + window[place]));
                    const auto low = _mm256_and_si256(bytes, half);
                    const auto high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
#pragma GCC unroll 4
                    for (std::size_t layer = 0; layer < layers; ++layer) {
                        const auto& halves = sieve.halves_[place][layer];
                        const auto both =
                            _mm256_and_si256(_mm256_shuffle_epi8(both_lanes(halves.low), low),
                                             _mm256_shuffle_epi8(both_lanes(halves.high), high));
                        found[layer] = place == 0 ? both : _mm256_and_si256(found[layer], both);
                    }
                }
#pragma GCC unroll 4
                for (std::size_t layer = 0; layer < layers; ++layer)
                    _mm256_store_si256(reinterpret_cast<__m256i*>(&block.buckets[layer][part]), found[layer]);
                const auto any =
                    _mm256_or_si256(_mm256_or_si256(found[0], found[1]), _mm256_or_si256(found[2], found[3]));
                const auto none = _mm256_movemask_epi8(_mm256_cmpeq_epi8(any, _mm256_setzero_si256()));
                block.places |= std::uint64_t{~static_cast<std::uint32_t>(none)} << part;
            }
            blocks.count += block.places != 0 ? 1 : 0;
        }
        return from;
    }
    [[gnu::target("avx2")]] static __m256i both_lanes(const std::array<std::uint8_t, 16>& table)
    {
        return _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(table.data())));
    }

    /// The first place by the halves of its byte, since some shapes have no other; then by six bits, which is one look-up.
    [[gnu::target("avx512bw,avx512vbmi")]] static std::size_t
    avx512(const Sieve& sieve, const char* text, std::size_t from, std::size_t last, Blocks& blocks)
    {
        const auto half = _mm512_set1_epi8(0x0F);
        for (; from <= last && blocks.count < blocks.found.size(); from += block_size) {
            const auto first = _mm512_loadu_si512(text + from);
            const auto low = _mm512_and_si512(first, half);
            const auto high = _mm512_and_si512(_mm512_srli_epi16(first, 4), half);
            auto any = _mm512_setzero_si512();
            __m512i found[layers];
#pragma GCC unroll 4
            for (std::size_t layer = 0; layer < layers; ++layer) {
                const auto& halves = sieve.halves_[0][layer];
                found[layer] = _mm512_and_si512(_mm512_shuffle_epi8(all_lanes(halves.low), low),
                                                _mm512_shuffle_epi8(all_lanes(halves.high), high));
#pragma GCC unroll 5
                for (std::size_t place = 1; place < window.size(); ++place) {
                    const auto bytes = _mm512_loadu_si512(text + from + window[place]);
                    const auto table = _mm512_load_si512(sieve.low_bits_[place][layer].data());
                    found[layer] = _mm512_and_si512(found[layer], _mm512_permutexvar_epi8(bytes, table));
                }
                any = _mm512_or_si512(any, found[layer]);
            }
            const auto places = _mm512_test_epi8_mask(any, any);
            if (places == 0) continue;
            auto& block = blocks.found[blocks.count++];
            block.begin = from;
            block.places = places;
#pragma GCC unroll 4
            for (std::size_t layer = 0; layer < layers; ++layer)
                _mm512_store_si512(block.buckets[layer].data(), found[layer]);
        }
        return from;
    }
    [[gnu::target("avx512bw")]] static __m512i all_lanes(const std::array<std::uint8_t, 16>& table)
    {
        return _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(table.data())));
    }
#endif

    static std::size_t pass(const Sieve& sieve, const char* text, std::size_t from, std::size_t last,
                            Blocks& blocks, Width width)
    {
        switch (width) {
#if defined(__x86_64__)
        case Width::avx512:
            return avx512(sieve, text, from, last, blocks);
        case Width::avx2:
            return avx2(sieve, text, from, last, blocks);
#endif
        default:
            return plain(sieve, text, from, last, blocks);
        }
    }
};

std::size_t Sieve::search(std::string_view text, std::size_t from, Blocks& blocks, Width width) const
{
    constexpr std::size_t seen = block_size + span - 1;
    blocks.count = 0;
    if (text.size() >= seen && from <= text.size() - seen)
        return Kernel::pass(*this, text.data(), from, text.size() - seen, blocks, width);
    // Zero bytes stand behind the text.
    std::array<char, seen> padded{};
    const auto size = std::min(seen, text.size() - from);
    std::memcpy(padded.data(), text.data() + from, size);
    Kernel::pass(*this, padded.data(), 0, 0, blocks, width);
    if (blocks.count > 0) {
        auto& block = blocks.found[0];
        block.begin = from;
        if (size < block_size) block.places &= (std::uint64_t{1} << size) - 1;
    }
    return from + block_size;
}

Sieve::Width Sieve::best_width()
{
    static const auto best = widths().back();
    return best;
}

std::vector<Sieve::Width> Sieve::widths()
{
    std::vector<Width> widths{Width::plain};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) widths.push_back(Width::avx2);
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi"))
        widths.push_back(Width::avx512);
#endif
    return widths;
}

} // namespace pouch::redact
