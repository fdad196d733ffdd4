#include "pouch/redact/byte_class.hpp"

#include <algorithm>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace pouch::redact {

ByteSet byte_range(unsigned char first, unsigned char last)
{
    ByteSet set;
    for (unsigned byte = first; byte <= last; ++byte) set.set(byte);
    return set;
}

ByteSet bytes_in(std::string_view members)
{
    ByteSet set;
    for (const char c : members) set.set(static_cast<unsigned char>(c));
    return set;
}

ByteSet word_bytes()
{
    return byte_range('0', '9') | byte_range('A', 'Z') | byte_range('a', 'z') | bytes_in("_");
}

std::size_t ByteClasses::index_of(const ByteSet& set)
{
    const auto known = std::find(sets_.begin(), sets_.end(), set);
    if (known != sets_.end()) return static_cast<std::size_t>(known - sets_.begin());
    sets_.push_back(set);
    auto& ranges = ranges_.emplace_back();
    for (unsigned byte = 0; byte < 256; ++byte) {
        if (!set.test(byte)) continue;
        const auto value = static_cast<unsigned char>(byte);
        if (!ranges.empty() && ranges.back().last + 1U == byte) {
            ranges.back().last = value;
        } else {
            ranges.push_back({value, value});
        }
    }
    return sets_.size() - 1;
}

/// The same work for three widths of registers. Each writes the masks of all classes for `chunks` chunks.
struct Classifier {
    /// Any machine.
    static void plain(const ByteClasses& classes, const char* bytes, std::size_t chunks, std::uint64_t* masks)
    {
        for (std::size_t c = 0; c < chunks; ++c, bytes += ByteClasses::chunk_size) {
            for (const auto& set : classes.sets_) {
                std::uint64_t mask = 0;
                for (unsigned i = 0; i < ByteClasses::chunk_size; ++i) {
                    mask |= std::uint64_t{set.test(static_cast<unsigned char>(bytes[i]))} << i;
                }
                *masks++ = mask;
            }
        }
    }

#if defined(__x86_64__)
    __attribute__((target("avx512bw"))) static void avx512(const ByteClasses& classes, const char* bytes,
                                                           std::size_t chunks, std::uint64_t* masks)
    {
        for (std::size_t c = 0; c < chunks; ++c, bytes += ByteClasses::chunk_size) {
            const __m512i text = _mm512_loadu_si512(bytes);
            for (const auto& ranges : classes.ranges_) {
                std::uint64_t mask = 0;
                for (const auto range : ranges) {
                    const __m512i moved =
                        _mm512_sub_epi8(text, _mm512_set1_epi8(static_cast<char>(range.first)));
                    const auto span = static_cast<char>(range.last - range.first);
                    mask |= _mm512_cmple_epu8_mask(moved, _mm512_set1_epi8(span));
                }
                *masks++ = mask;
            }
        }
    }

    __attribute__((target("avx2"))) static void avx2(const ByteClasses& classes, const char* bytes,
                                                     std::size_t chunks, std::uint64_t* masks)
    {
        for (std::size_t c = 0; c < chunks; ++c, bytes += ByteClasses::chunk_size) {
            const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
            const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32));
            for (const auto& ranges : classes.ranges_) {
                __m256i low_found = _mm256_setzero_si256();
                __m256i high_found = _mm256_setzero_si256();
                for (const auto range : ranges) {
                    const __m256i first = _mm256_set1_epi8(static_cast<char>(range.first));
                    const __m256i span = _mm256_set1_epi8(static_cast<char>(range.last - range.first));
                    const __m256i low_moved = _mm256_sub_epi8(low, first);
                    const __m256i high_moved = _mm256_sub_epi8(high, first);
                    low_found = _mm256_or_si256(
                        low_found, _mm256_cmpeq_epi8(_mm256_min_epu8(low_moved, span), low_moved));
                    high_found = _mm256_or_si256(
                        high_found, _mm256_cmpeq_epi8(_mm256_min_epu8(high_moved, span), high_moved));
                }
                const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(low_found));
                const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(high_found));
                *masks++ = low_bits | (std::uint64_t{high_bits} << 32U);
            }
        }
    }

    static void sse2(const ByteClasses& classes, const char* bytes, std::size_t chunks, std::uint64_t* masks)
    {
        for (std::size_t c = 0; c < chunks; ++c, bytes += ByteClasses::chunk_size) {
            for (const auto& ranges : classes.ranges_) {
                std::uint64_t mask = 0;
                for (unsigned part = 0; part < 4; ++part) {
                    const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
                    __m128i found = _mm_setzero_si128();
                    for (const auto range : ranges) {
                        const __m128i moved =
                            _mm_sub_epi8(text, _mm_set1_epi8(static_cast<char>(range.first)));
                        const __m128i span = _mm_set1_epi8(static_cast<char>(range.last - range.first));
                        found = _mm_or_si128(found, _mm_cmpeq_epi8(_mm_min_epu8(moved, span), moved));
                    }
                    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(found));
                    mask |= std::uint64_t{bits} << (16 * part);
                }
                *masks++ = mask;
            }
        }
    }
#endif
};

std::vector<ByteClasses::Width> ByteClasses::widths()
{
    std::vector<Width> widths{Width::plain};
#if defined(__x86_64__)
    widths.push_back(Width::sse2);
    if (__builtin_cpu_supports("avx2")) widths.push_back(Width::avx2);
    if (__builtin_cpu_supports("avx512bw")) widths.push_back(Width::avx512);
#endif
    return widths;
}

void ByteClasses::classify(const char* bytes, std::size_t chunks, std::uint64_t* masks) const
{
    static const auto best = widths().back();
    classify(bytes, chunks, masks, best);
}

void ByteClasses::classify(const char* bytes, std::size_t chunks, std::uint64_t* masks, Width width) const
{
    switch (width) {
#if defined(__x86_64__)
    case Width::avx512:
        return Classifier::avx512(*this, bytes, chunks, masks);
    case Width::avx2:
        return Classifier::avx2(*this, bytes, chunks, masks);
    case Width::sse2:
        return Classifier::sse2(*this, bytes, chunks, masks);
#endif
    default:
        return Classifier::plain(*this, bytes, chunks, masks);
    }
}

} // namespace pouch::redact
