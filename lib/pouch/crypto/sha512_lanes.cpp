#include "pouch/crypto/sha512_lanes.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace pouch::crypto {

namespace {

constexpr std::size_t block_size = 128;
constexpr std::size_t length_size = 16; // of the number of bits behind the padding
constexpr std::size_t block_words = 16;
constexpr std::size_t rounds = 80;
constexpr std::size_t state_words = 8;

/// FIPS 180-4, section 4.2.3: fractional parts of the cube roots of the first eighty primes.
constexpr std::array<std::uint64_t, rounds> round_constants{
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

/// Section 5.3.5: fractional parts of the square roots of the first eight.
constexpr std::array<std::uint64_t, state_words> first_state{
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

/// Word by word, the lanes of each word side by side.
using State = std::array<std::array<std::uint64_t, sha512_lanes>, state_words>;
using Pointers = std::array<const std::byte*, sha512_lanes>;

#if defined(__x86_64__)

/// The work itself. No lambdas, and vectors by reference: else it would be compiled for the plain machine.
struct Rounds {
    using Lanes [[gnu::vector_size(32)]] = std::uint64_t;
    using Unaligned [[gnu::vector_size(32), gnu::aligned(1), gnu::may_alias]] = std::uint64_t;
    using Octets [[gnu::vector_size(32)]] = unsigned char;

    /// Three rotations of `x` to the right, added bit by bit: the large sigmas of section 4.1.3.
    template <int first, int second, int third>
    [[gnu::always_inline]] static inline void rotate(Lanes& to, const Lanes& x)
    {
        to = ((x >> first) | (x << (64 - first))) ^ ((x >> second) | (x << (64 - second))) ^
             ((x >> third) | (x << (64 - third)));
    }

    /// Two rotations and a shift: the small ones.
    template <int first, int second, int third>
    [[gnu::always_inline]] static inline void rotate_and_shift(Lanes& to, const Lanes& x)
    {
        to = ((x >> first) | (x << (64 - first))) ^ ((x >> second) | (x << (64 - second))) ^ (x >> third);
    }

    /// The next 32 bytes of each message, as four words of all of them.
    [[gnu::always_inline]] static inline void load(const Pointers& at, std::size_t offset, Lanes* words)
    {
        Lanes rows[sha512_lanes];
#pragma GCC unroll 4
        for (std::size_t lane = 0; lane < sha512_lanes; ++lane) {
            const auto bytes =
                reinterpret_cast<Octets>(Lanes(*reinterpret_cast<const Unaligned*>(at[lane] + offset)));
            rows[lane] = reinterpret_cast<Lanes>(
                __builtin_shufflevector(bytes, bytes, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8,
                                        23, 22, 21, 20, 19, 18, 17, 16, 31, 30, 29, 28, 27, 26, 25, 24));
        }
        const auto even_ab = __builtin_shufflevector(rows[0], rows[1], 0, 4, 2, 6);
        const auto odd_ab = __builtin_shufflevector(rows[0], rows[1], 1, 5, 3, 7);
        const auto even_cd = __builtin_shufflevector(rows[2], rows[3], 0, 4, 2, 6);
        const auto odd_cd = __builtin_shufflevector(rows[2], rows[3], 1, 5, 3, 7);
        words[0] = __builtin_shufflevector(even_ab, even_cd, 0, 1, 4, 5);
        words[1] = __builtin_shufflevector(odd_ab, odd_cd, 0, 1, 4, 5);
        words[2] = __builtin_shufflevector(even_ab, even_cd, 2, 3, 6, 7);
        words[3] = __builtin_shufflevector(odd_ab, odd_cd, 2, 3, 6, 7);
    }

    /// One round; the names of the state turn with it instead of their contents.
    [[gnu::always_inline]] static inline void step(Lanes* s, std::size_t turn, const Lanes& word,
                                                   std::uint64_t constant)
    {
        auto& a = s[(state_words - turn) % state_words];
        auto& b = s[(state_words + 1 - turn) % state_words];
        auto& c = s[(state_words + 2 - turn) % state_words];
        auto& d = s[(state_words + 3 - turn) % state_words];
        auto& e = s[(state_words + 4 - turn) % state_words];
        auto& f = s[(state_words + 5 - turn) % state_words];
        auto& g = s[(state_words + 6 - turn) % state_words];
        auto& h = s[(state_words + 7 - turn) % state_words];
        Lanes sigma;
        rotate<14, 18, 41>(sigma, e);
        h += (word + constant) + (g ^ (e & (f ^ g))) + sigma;
        d += h;
        rotate<28, 34, 39>(sigma, a);
        h += ((a & b) | (c & (a | b))) + sigma;
    }

    /// Takes `blocks` blocks of each message into the state.
    [[gnu::always_inline]] static inline void run(State& state, Pointers at, std::size_t blocks)
    {
        Lanes s[state_words];
        std::memcpy(s, state.data(), sizeof s);
        for (; blocks > 0; --blocks) {
            Lanes before[state_words];
            std::memcpy(before, s, sizeof s);
            Lanes w[block_words];
#pragma GCC unroll 4
            for (std::size_t i = 0; i < block_words; i += 4) load(at, i * 8, w + i);
#pragma GCC unroll 16
            for (std::size_t i = 0; i < block_words; ++i) step(s, i % state_words, w[i], round_constants[i]);
            for (std::size_t round = block_words; round < rounds; round += block_words) {
#pragma GCC unroll 16
                for (std::size_t i = 0; i < block_words; ++i) {
                    Lanes early;
                    Lanes late;
                    rotate_and_shift<1, 8, 7>(early, w[(i + 1) % block_words]);
                    rotate_and_shift<19, 61, 6>(late, w[(i + 14) % block_words]);
                    w[i] += w[(i + 9) % block_words] + early + late;
                    step(s, i % state_words, w[i], round_constants[round + i]);
                }
            }
#pragma GCC unroll 8
            for (std::size_t i = 0; i < state_words; ++i) s[i] += before[i];
            for (auto& place : at) place += block_size;
        }
        std::memcpy(state.data(), s, sizeof s);
    }

    [[gnu::target("avx2")]] static void avx2(State& state, const Pointers& at, std::size_t blocks)
    {
        run(state, at, blocks);
    }
    [[gnu::target("avx512f,avx512vl")]] static void avx512(State& state, const Pointers& at,
                                                           std::size_t blocks)
    {
        run(state, at, blocks);
    }
};

#endif

void take(State& state, const Pointers& at, std::size_t blocks, LaneWidth width)
{
    switch (width) {
#if defined(__x86_64__)
    case LaneWidth::avx512:
        return Rounds::avx512(state, at, blocks);
    case LaneWidth::avx2:
        return Rounds::avx2(state, at, blocks);
#endif
    default:
        throw bug("this machine has no lanes");
    }
}

/// What is left of a message behind its whole blocks, padded (section 5.1.2): one block or two.
struct Tail {
    std::array<std::byte, 2 * block_size> bytes{};
    std::size_t blocks;

    explicit Tail(ByteView message)
    {
        const auto rest = message.last(message.size() % block_size);
        std::copy(rest.begin(), rest.end(), bytes.begin());
        bytes[rest.size()] = std::byte{0x80};
        blocks = rest.size() + 1 + length_size <= block_size ? 1 : 2;
        const std::uint64_t size =
            message.size(); // told in bits: a 128-bit number, of which 67 may be other than zero
        auto* const end = bytes.data() + blocks * block_size;
        for (std::size_t i = 0; i < 8; ++i) *(end - 1 - i) = static_cast<std::byte>((size << 3) >> (8 * i));
        *(end - 9) = static_cast<std::byte>(size >> 61);
    }
};

/// One message on its way: first its own blocks, then its tail.
struct Lane {
    const std::byte* next;
    std::size_t blocks;
    Tail tail;
    bool in_tail = false;

    explicit Lane(ByteView message) : next(message.data()), blocks(message.size() / block_size), tail(message)
    {
        if (blocks == 0) turn_to_tail();
    }
    Lane(const Lane&) = delete; // `next` may point into it
    Lane& operator=(const Lane&) = delete;
    ~Lane() = default;
    void turn_to_tail()
    {
        next = tail.bytes.data();
        blocks = tail.blocks;
        in_tail = true;
    }
    [[nodiscard]] bool at_end() const { return blocks == 0; }
    void advance(std::size_t by)
    {
        next += by * block_size;
        blocks -= by;
        if (at_end() && !in_tail) turn_to_tail();
    }
};

Digest digest_in(const State& state, std::size_t lane)
{
    Digest digest;
    digest.size = digest_size(Algorithm::sha512);
    for (std::size_t i = 0; i < digest.size; ++i)
        digest.bytes[i] = static_cast<std::byte>(state[i / 8][lane] >> (56 - i % 8 * 8));
    return digest;
}

} // namespace

std::vector<LaneWidth> lane_widths()
{
    std::vector<LaneWidth> widths{LaneWidth::none};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) widths.push_back(LaneWidth::avx2);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl"))
        widths.push_back(LaneWidth::avx512);
#endif
    return widths;
}

void sha512_together(std::span<const ByteView, sha512_lanes> messages,
                     std::span<Digest, sha512_lanes> digests, LaneWidth width)
{
    State state;
    for (std::size_t i = 0; i < state_words; ++i) state[i].fill(first_state[i]);
    std::array<Lane, sha512_lanes> lanes{Lane(messages[0]), Lane(messages[1]), Lane(messages[2]),
                                         Lane(messages[3])};
    while (true) {
        const Lane* shortest = nullptr;
        for (const auto& lane : lanes) {
            if (!lane.at_end() && (shortest == nullptr || lane.blocks < shortest->blocks)) shortest = &lane;
        }
        if (shortest == nullptr) return;
        const auto blocks = shortest->blocks;
        Pointers at;
        for (std::size_t i = 0; i < sha512_lanes; ++i)
            at[i] = (lanes[i].at_end() ? *shortest : lanes[i]).next;
        take(state, at, blocks, width);
        for (std::size_t i = 0; i < sha512_lanes; ++i) {
            if (lanes[i].at_end()) continue; // its digest is told, and what it took since is another's
            lanes[i].advance(blocks);
            if (lanes[i].at_end()) digests[i] = digest_in(state, i);
        }
    }
}

} // namespace pouch::crypto
