#include "pouch/redact/sieve.hpp"

#include "pouch/redact/characters.hpp"

#include <bit>
#include <cmath>
#include <functional>
#include <numeric>

namespace pouch::redact {

namespace {

constexpr double of_wide = 0.004; ///< The share of each byte beyond ASCII in text, roughly.

const std::array<double, 128>& ascii_shares()
{
    static const auto all = [] {
        std::array<double, 128> shares{};
        for (unsigned byte = 0; byte < shares.size(); ++byte) shares[byte] = share_of(ByteSet().set(byte));
        return shares;
    }();
    return all;
}

using Halves16 = std::uint32_t; // one bit for each value of half a byte

/// What tables by halves make of a set: the bytes whose halves both occur.
struct Closure {
    static constexpr Halves16 all = 0xFFFF;

    Halves16 low = 0;
    Halves16 high = 0;

    Closure() = default;
    explicit Closure(const ByteSet& set)
    {
        if (set.all()) {
            low = high = all;
            return;
        }
        for (auto byte = set._Find_first(); byte < set.size(); byte = set._Find_next(byte)) {
            low |= 1U << (byte & 0x0FU);
            high |= 1U << (byte >> 4U);
        }
    }
    void add(const Closure& other)
    {
        low |= other.low;
        high |= other.high;
    }
    [[nodiscard]] bool operator==(const Closure&) const = default;
    [[nodiscard]] double share() const
    {
        if (low == all && high == all) return 1;
        constexpr unsigned ascii_rows = 8;
        const auto& ascii = ascii_shares();
        double share = of_wide * std::popcount(high >> ascii_rows) * std::popcount(low);
        for (auto highs = high & ((1U << ascii_rows) - 1); highs != 0; highs &= highs - 1) {
            const auto* const row = ascii.data() + (std::countr_zero(highs) << 4U);
            for (auto lows = low; lows != 0; lows &= lows - 1) share += row[std::countr_zero(lows)];
        }
        return std::min(share, 1.0);
    }
};

/// What tables by halves make of all that is in a bucket, by place of the bytes looked for.
template <std::size_t places> struct Closures {
    std::array<Closure, places> at{};
    std::array<double, places> shares{};

    /// These with those of `other`; where nothing comes of it, the share need not be reckoned again.
    [[nodiscard]] Closures with(const Closures& other) const
    {
        Closures sum = *this;
        for (std::size_t place = 0; place < places; ++place) {
            sum.at[place].add(other.at[place]);
            if (sum.at[place] == at[place]) continue;
            sum.shares[place] =
                sum.at[place] == other.at[place] ? other.shares[place] : sum.at[place].share();
        }
        return sum;
    }
    [[nodiscard]] double share() const
    {
        return std::accumulate(shares.begin(), shares.end(), 1.0, std::multiplies<>());
    }
};

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
    std::vector<double> shares;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        shares.push_back(i > 0 && bytes[i] == bytes[i - 1] ? shares.back() : Closure(bytes[i]).share());
    std::pair<std::size_t, double> best{0, 2};
    for (std::size_t begin = 0; begin == 0 || (!shape.is_first && begin + window[3] < bytes.size());
         ++begin) {
        double share = 1;
        for (const auto offset : window) {
            const auto i = begin + offset;
            if (i >= bytes.size()) break;
            // A byte is often followed by one of its set.
            const bool goes_on = offset > 0 && bytes[i] == bytes[i - 1];
            share *= goes_on ? std::clamp(shares[i] * 2, 0.5, 1.0) : shares[i];
        }
        if (share < best.second) best = {begin, share};
    }
    return best;
}

Sieve::Sieve(std::vector<Shape> shapes) : shapes_(std::move(shapes))
{
    using Places = Closures<window.size()>;
    std::vector<Sets> sets(shapes_.size());
    std::vector<Places> closures(shapes_.size());
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        const auto& bytes = shapes_[i].bytes;
        windows_.push_back(rarest(shapes_[i]).first);
        for (std::size_t place = 0; place < window.size(); ++place) {
            const auto at = windows_[i] + window[place];
            sets[i][place] = at < bytes.size() ? bytes[at] : ~ByteSet();
            closures[i].at[place] = Closure(sets[i][place]);
            closures[i].shares[place] = closures[i].at[place].share();
        }
    }
    // The most frequent first: each goes where it makes the fewest places more to look at.
    std::vector<std::uint32_t> order(shapes_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return closures[a].share() > closures[b].share(); });
    std::array<Places, bucket_count> buckets{};
    std::array<Sets, bucket_count> bucket_sets{};
    for (const auto shape : order) {
        std::size_t best = 0;
        double least = 2;
        Places best_sum;
        for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
            const auto sum = buckets[bucket].with(closures[shape]);
            const auto more = sum.share() - buckets[bucket].share();
            if (more >= least) continue;
            least = more;
            best = bucket;
            best_sum = sum;
            if (members_[bucket].empty()) break; // so are the others
        }
        buckets[best] = best_sum;
        members_[best].push_back(member_of(shape));
        for (std::size_t place = 0; place < window.size(); ++place)
            bucket_sets[best][place] |= sets[shape][place];
    }
    for (std::size_t bucket = 0; bucket < bucket_count && !members_[bucket].empty(); ++bucket) {
        for (std::size_t place = 0; place < window.size(); ++place)
            put(place, bucket, bucket_sets[bucket][place]);
    }
    for (std::size_t place = 0; place < window.size(); ++place) fold_table(place);
}

Sieve::Member Sieve::member_of(std::uint32_t shape) const
{
    const auto& bytes = shapes_[shape].bytes;
    std::array<std::uint8_t, sizeof(std::uint64_t)> mask{};
    std::array<std::uint8_t, sizeof(std::uint64_t)> value{};
    for (std::size_t i = 0; i < mask.size() && windows_[shape] + i < bytes.size(); ++i) {
        const auto& set = bytes[windows_[shape] + i];
        std::size_t all = 0xFF;
        std::size_t any = 0;
        for (auto byte = set._Find_first(); byte < set.size(); byte = set._Find_next(byte)) {
            all &= byte;
            any |= byte;
        }
        mask[i] = static_cast<std::uint8_t>(all | ~any);
        value[i] = static_cast<std::uint8_t>(all & mask[i]);
    }
    return {std::bit_cast<std::uint64_t>(mask), std::bit_cast<std::uint64_t>(value), shape};
}

/// Tells the exact table that the members of `bucket` have `set` at `place`.
void Sieve::put(std::size_t place, std::size_t bucket, const ByteSet& set)
{
    auto& table = exact_[place];
    const auto bit = std::uint32_t{1} << bucket;
    if (set.all()) {
        for (auto& buckets : table) buckets |= bit;
        return;
    }
    for (auto byte = set._Find_first(); byte < set.size(); byte = set._Find_next(byte)) table[byte] |= bit;
}

/// Makes the tables for wide registers of the exact one.
void Sieve::fold_table(std::size_t place)
{
    for (unsigned byte = 0; byte < exact_[place].size(); ++byte) {
        const auto all = exact_[place][byte];
        for (std::size_t layer = 0; layer < layers; ++layer) {
            const auto buckets = static_cast<std::uint8_t>(all >> 8 * layer);
            auto& halves = halves_[place][layer];
            halves.low[byte & 0x0FU] |= buckets;
            halves.high[byte >> 4U] |= buckets;
            low_bits_[place][layer][byte & 0x3FU] |= buckets;
        }
    }
}

} // namespace pouch::redact
