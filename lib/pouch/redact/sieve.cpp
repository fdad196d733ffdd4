#include "pouch/redact/sieve.hpp"

#include "pouch/redact/characters.hpp"

#include <cmath>
#include <cstring>
#include <numeric>

namespace pouch::redact {

namespace {

/// The shares of bytes in text, roughly.
const std::array<double, 256>& shares()
{
    static const auto all = [] {
        constexpr double of_wide = 0.004;
        std::array<double, 256> shares{};
        for (unsigned byte = 0; byte < shares.size(); ++byte)
            shares[byte] = byte < 0x80 ? share_of(ByteSet().set(byte)) : of_wide;
        return shares;
    }();
    return all;
}

using Halves16 = std::uint32_t; // one bit for each value of half a byte

/// What tables by halves make of a set: the bytes whose halves both occur.
struct Closure {
    Halves16 low = 0;
    Halves16 high = 0;

    void add(const ByteSet& set)
    {
        for (unsigned byte = 0; byte < set.size(); ++byte) {
            if (!set[byte]) continue;
            low |= 1U << (byte & 0x0FU);
            high |= 1U << (byte >> 4U);
        }
    }
    void add(const Closure& other)
    {
        low |= other.low;
        high |= other.high;
    }
    [[nodiscard]] double share() const
    {
        constexpr auto all = 0xFFFFU;
        if (low == all && high == all) return 1;
        double share = 0;
        for (auto highs = high; highs != 0; highs &= highs - 1) {
            const auto row = static_cast<std::size_t>(std::countr_zero(highs)) << 4U;
            for (auto lows = low; lows != 0; lows &= lows - 1)
                share += shares()[row | static_cast<std::size_t>(std::countr_zero(lows))];
        }
        return std::min(share, 1.0);
    }
};

using Closures = std::vector<Closure>; // by place of the bytes looked for

double share_of(const Closures& places)
{
    return std::accumulate(places.begin(), places.end(), 1.0,
                           [](double share, const Closure& place) { return share * place.share(); });
}

} // namespace

Sieve::Shape Sieve::literal(std::string_view text, bool ignore_case)
{
    Shape shape;
    for (const char c : text) {
        auto& set = shape.bytes.emplace_back();
        set.set(static_cast<unsigned char>(c));
        if (!ignore_case) continue;
        const auto small = to_lower(c);
        set.set(static_cast<unsigned char>(small));
        if (small >= 'a' && small <= 'z') set.set(static_cast<unsigned char>(small - 'a' + 'A'));
    }
    return shape;
}

Sieve::Shape Sieve::prefix(const RunPrefix& prefix)
{
    Shape shape;
    for (const auto& step : prefix.steps) shape.bytes.insert(shape.bytes.end(), step.count, step.set);
    return shape;
}

double Sieve::rarity_of(const Shape& shape)
{
    return -std::log2(rarest(shape).second);
}

/// Where in `shape` the bytes to look for begin, and in which share of all places they stand.
std::pair<std::size_t, double> Sieve::rarest(const Shape& shape)
{
    const auto& bytes = shape.bytes;
    std::pair<std::size_t, double> best{0, 2};
    for (std::size_t begin = 0; begin == 0 || (!shape.is_first && begin + window[3] < bytes.size());
         ++begin) {
        double share = 1;
        for (const auto offset : window) {
            const auto i = begin + offset;
            if (i >= bytes.size()) break;
            Closure one;
            one.add(bytes[i]);
            // A byte is often followed by one of its set.
            const bool goes_on = offset > 0 && bytes[i] == bytes[i - 1];
            share *= goes_on ? std::clamp(one.share() * 2, 0.5, 1.0) : one.share();
        }
        if (share < best.second) best = {begin, share};
    }
    return best;
}

Sieve::Sieve(std::vector<Shape> shapes) : shapes_(std::move(shapes))
{
    std::vector<Sets> sets(shapes_.size());
    std::vector<Closures> closures(shapes_.size(), Closures(window.size()));
    std::vector<double> shares;
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        const auto& bytes = shapes_[i].bytes;
        windows_.push_back(rarest(shapes_[i]).first);
        for (std::size_t place = 0; place < window.size(); ++place) {
            const auto at = windows_[i] + window[place];
            sets[i][place] = at < bytes.size() ? bytes[at] : ~ByteSet();
            closures[i][place].add(sets[i][place]);
        }
        shares.push_back(share_of(closures[i]));
    }
    // The most frequent first: each goes where it makes the fewest places more to look at.
    std::vector<std::uint32_t> order(shapes_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return shares[a] > shares[b]; });
    std::array<Closures, bucket_count> buckets;
    std::array<double, bucket_count> bucket_shares{};
    buckets.fill(Closures(window.size()));
    for (const auto shape : order) {
        std::size_t best = 0;
        double least = 2;
        Closures best_sum;
        for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
            auto sum = buckets[bucket];
            for (std::size_t place = 0; place < sum.size(); ++place) sum[place].add(closures[shape][place]);
            const auto more = share_of(sum) - bucket_shares[bucket];
            if (more >= least) continue;
            least = more;
            best = bucket;
            best_sum = std::move(sum);
            if (members_[bucket].empty()) break; // so are the others
        }
        buckets[best] = std::move(best_sum);
        bucket_shares[best] += least;
        put(shape, best, sets[shape]);
    }
}

Sieve::Member Sieve::member_of(std::uint32_t shape) const
{
    const auto& bytes = shapes_[shape].bytes;
    std::array<std::uint8_t, sizeof(std::uint64_t)> mask{};
    std::array<std::uint8_t, sizeof(std::uint64_t)> value{};
    for (std::size_t i = 0; i < mask.size() && windows_[shape] + i < bytes.size(); ++i) {
        unsigned all = 0xFF;
        unsigned any = 0;
        for (unsigned byte = 0; byte < 256; ++byte) {
            if (!bytes[windows_[shape] + i][byte]) continue;
            all &= byte;
            any |= byte;
        }
        mask[i] = static_cast<std::uint8_t>(all | ~any);
        value[i] = static_cast<std::uint8_t>(all & mask[i]);
    }
    return {std::bit_cast<std::uint64_t>(mask), std::bit_cast<std::uint64_t>(value), shape};
}

void Sieve::put(std::uint32_t shape, std::size_t bucket, const Sets& sets)
{
    members_[bucket].push_back(member_of(shape));
    const auto layer = bucket / 8;
    const auto bit = static_cast<std::uint8_t>(1U << bucket % 8);
    for (std::size_t place = 0; place < window.size(); ++place) {
        auto& halves = halves_[place][layer];
        for (unsigned byte = 0; byte < 256; ++byte) {
            if (!sets[place][byte]) continue;
            exact_[place][byte] |= 1U << bucket;
            halves.low[byte & 0x0FU] |= bit;
            halves.high[byte >> 4U] |= bit;
            low_bits_[place][layer][byte & 0x3FU] |= bit;
        }
    }
}

} // namespace pouch::redact
