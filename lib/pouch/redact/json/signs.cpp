#include "pouch/redact/json/signs.hpp"

#include <algorithm>
#include <bit>
#include <utility>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace pouch::redact::json {

/// The work itself, for several widths of registers. No lambdas: they would be compiled for the plain machine.
struct Signs::Teller {
    /// What the bytes of a block are, a bit for each.
    struct Masks {
        std::uint64_t quote;
        std::uint64_t backslash;
        std::uint64_t control; ///< Below a blank.
        std::uint64_t blank;
        std::uint64_t structure; ///< `{}[]:,`
    };

    /// Puts the places of `all` behind `begin` to `to`, and what does not count behind them.
    struct OneByOne {
        [[gnu::always_inline]] static inline void put(std::uint64_t all, std::uint32_t begin,
                                                      std::uint32_t* to)
        {
            while (all != 0) { // several at once: how many there are is hard to foresee
#pragma GCC unroll 8
                for (unsigned i = 0; i < 8; ++i) {
                    *to++ = begin + static_cast<std::uint32_t>(std::countr_zero(all));
                    all &= all - 1;
                }
            }
        }
    };

    struct Plain : OneByOne {
        static Masks tell(const char* bytes)
        {
            Masks masks{};
            for (std::size_t i = 0; i < block; ++i) {
                const char c = bytes[i];
                const auto bit = std::uint64_t{1} << i;
                if (static_cast<unsigned char>(c) < ' ') masks.control |= bit;
                switch (c) {
                case '"':
                    masks.quote |= bit;
                    break;
                case '\\':
                    masks.backslash |= bit;
                    break;
                case ' ':
                case '\t':
                case '\n':
                case '\r':
                    masks.blank |= bit;
                    break;
                case '{':
                case '}':
                case '[':
                case ']':
                case ':':
                case ',':
                    masks.structure |= bit;
                    break;
                default:
                    break;
                }
            }
            return masks;
        }
    };

#if defined(__x86_64__)
    struct Avx2 : OneByOne {
        struct Half {
            __m256i low;
            __m256i high;
        };
        [[gnu::target("avx2"), gnu::always_inline]] static inline std::uint64_t joined(const Half& half)
        {
            const auto low = static_cast<std::uint32_t>(_mm256_movemask_epi8(half.low));
            const auto high = static_cast<std::uint32_t>(_mm256_movemask_epi8(half.high));
            return low | std::uint64_t{high} << 32U;
        }
        [[gnu::target("avx2"), gnu::always_inline]] static inline std::uint64_t same(const Half& half, char c)
        {
            const auto all = _mm256_set1_epi8(c);
            return joined({_mm256_cmpeq_epi8(half.low, all), _mm256_cmpeq_epi8(half.high, all)});
        }
        [[gnu::target("avx2"), gnu::always_inline]] static inline Masks tell(const char* bytes)
        {
            const Half all{_mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes)),
                           _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + block / 2))};
            const auto most_control = _mm256_set1_epi8(0x1F);
            const auto case_bit = _mm256_set1_epi8(0x20); // all that tells [ from {
            const Half braces{_mm256_or_si256(all.low, case_bit), _mm256_or_si256(all.high, case_bit)};
            return {same(all, '"'), same(all, '\\'),
                    joined({_mm256_cmpeq_epi8(_mm256_min_epu8(all.low, most_control), all.low),
                            _mm256_cmpeq_epi8(_mm256_min_epu8(all.high, most_control), all.high)}),
                    same(all, ' ') | same(all, '\t') | same(all, '\n') | same(all, '\r'),
                    same(braces, '{') | same(braces, '}') | same(all, ':') | same(all, ',')};
        }
    };

    struct Avx512 {
        [[gnu::target("avx512bw"), gnu::always_inline]] static inline std::uint64_t same(__m512i all, char c)
        {
            return _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8(c));
        }
        [[gnu::target("avx512bw"), gnu::always_inline]] static inline Masks tell(const char* bytes)
        {
            const auto all = _mm512_loadu_si512(bytes);
            const auto braces = _mm512_or_si512(all, _mm512_set1_epi8(0x20)); // all that tells [ from {
            return {same(all, '"'), same(all, '\\'), _mm512_cmplt_epu8_mask(all, _mm512_set1_epi8(' ')),
                    same(all, ' ') | same(all, '\t') | same(all, '\n') | same(all, '\r'),
                    same(braces, '{') | same(braces, '}') | same(all, ':') | same(all, ',')};
        }
        [[gnu::target("avx512vbmi2,avx512bw"), gnu::always_inline]] static inline void
        put(std::uint64_t all, std::uint32_t begin, std::uint32_t* to)
        {
            static constexpr auto numbers = [] {
                std::array<std::uint8_t, block> row{};
                for (std::size_t i = 0; i < block; ++i) row[i] = static_cast<std::uint8_t>(i);
                return row;
            }();
            constexpr std::size_t step = 16;
            constexpr __mmask16 each = 0xFFFF;
            std::array<std::uint8_t, block> found;
            _mm512_storeu_si512(found.data(),
                                _mm512_maskz_compress_epi8(all, _mm512_loadu_si512(numbers.data())));
            const auto count = static_cast<std::size_t>(std::popcount(all));
            for (std::size_t done = 0; done < count; done += step) {
                const auto few = _mm_loadu_si128(reinterpret_cast<const __m128i*>(found.data() + done));
                const auto places = _mm512_maskz_cvtepu8_epi32(each, few);
                _mm512_storeu_si512(to + done,
                                    _mm512_add_epi32(places, _mm512_set1_epi32(static_cast<int>(begin))));
            }
        }
    };
#endif

    /// Leaves of `backslashes` those that escape, and gives what they escape; `carry` is 1 if the first byte is escaped, and
    /// then for the byte behind the block.
    [[gnu::always_inline]] static inline std::uint64_t escaped_by(std::uint64_t& backslashes,
                                                                  std::uint64_t& carry)
    {
        auto escaped = std::exchange(carry, 0);
        if (backslashes == 0) return escaped;
        auto left = std::exchange(backslashes, 0) & ~escaped;
        while (left != 0) {
            const auto one = left & (~left + 1);
            backslashes |= one;
            escaped |= one << 1U;
            carry = one >> 63U;
            left &= ~(one | one << 1U);
        }
        return escaped;
    }

    /// The signs in the next block, a bit for each.
    [[gnu::always_inline]] static inline std::uint64_t signs_in(Signs& signs, Masks masks)
    {
        const auto escaped = escaped_by(masks.backslash, signs.escaped_);
        const auto quotes = masks.quote & ~escaped;
        auto in_string = quotes; // from a quote to the one before the next
        for (unsigned way = 1; way < block; way *= 2) in_string ^= in_string << way;
        in_string ^= signs.in_string_;
        signs.in_string_ = std::uint64_t{0} - (in_string >> 63U);
        const auto other = ~(masks.blank | masks.structure | quotes | in_string);
        const auto first = other & ~(other << 1U | signs.in_other_);
        signs.in_other_ = other >> 63U;
        return quotes | (in_string & (masks.backslash | masks.control)) |
               (~in_string & (masks.structure | first));
    }

    /// Where the next places go.
    [[gnu::always_inline]] static inline std::uint32_t* room(Signs& signs)
    {
        return signs.places_.data() + signs.count_;
    }
    /// Behind a block that is told.
    [[gnu::always_inline]] static inline void advance(Signs& signs, std::uint64_t all)
    {
        signs.count_ += static_cast<std::size_t>(std::popcount(all));
        signs.told_ += block;
    }

    /// The next block to be told, with blanks behind the text; null if there is none, or no room for its places.
    [[gnu::always_inline]] static inline const char* ready(const Signs& signs, std::array<char, block>& last)
    {
        if (signs.count_ + block > most || signs.told_ >= signs.text_.size()) return nullptr;
        const char* const bytes = signs.text_.data() + signs.told_;
        const auto left = signs.text_.size() - signs.told_;
        if (left >= block) return bytes;
        last.fill(' ');
        std::copy_n(bytes, left, last.data());
        return last.data();
    }

    static void plain(Signs& signs)
    {
        std::array<char, block> last;
        while (const char* bytes = ready(signs, last)) {
            const auto all = signs_in(signs, Plain::tell(bytes));
            Plain::put(all, static_cast<std::uint32_t>(signs.told_), room(signs));
            advance(signs, all);
        }
    }
#if defined(__x86_64__)
    [[gnu::target("avx2,bmi,popcnt")]] static void avx2(Signs& signs)
    {
        std::array<char, block> last;
        while (const char* bytes = ready(signs, last)) {
            const auto all = signs_in(signs, Avx2::tell(bytes));
            Avx2::put(all, static_cast<std::uint32_t>(signs.told_), room(signs));
            advance(signs, all);
        }
    }
    [[gnu::target("avx512vbmi2,avx512bw,bmi,popcnt")]] static void avx512(Signs& signs)
    {
        std::array<char, block> last;
        while (const char* bytes = ready(signs, last)) {
            const auto all = signs_in(signs, Avx512::tell(bytes));
            Avx512::put(all, static_cast<std::uint32_t>(signs.told_), room(signs));
            advance(signs, all);
        }
    }
#endif
};

std::vector<Signs::Width> Signs::widths()
{
    std::vector<Width> widths{Width::plain};
#if defined(__x86_64__)
    const bool has_counts = __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi");
    if (has_counts && __builtin_cpu_supports("avx2")) widths.push_back(Width::avx2);
    if (has_counts && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2"))
        widths.push_back(Width::avx512);
#endif
    return widths;
}

Signs::Signs(std::string_view text) : Signs(text, widths().back()) {}
Signs::Signs(std::string_view text, Width width) : text_(text), width_(width) {}

bool Signs::refill()
{
    given_ = count_ = 0;
    while (count_ == 0 && told_ < text_.size()) {
        switch (width_) {
#if defined(__x86_64__)
        case Width::avx512:
            Teller::avx512(*this);
            break;
        case Width::avx2:
            Teller::avx2(*this);
            break;
#endif
        default:
            Teller::plain(*this);
            break;
        }
    }
    return count_ > 0;
}

void Signs::pass(std::uint32_t end)
{
    std::uint32_t place = 0;
    while (next(place)) {
        if (place < end) continue;
        --given_;
        return;
    }
}

} // namespace pouch::redact::json
