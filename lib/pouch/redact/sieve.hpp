#pragma once
#include "pouch/redact/byte_set.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

/// Finds many short and rare shapes in a text at once: literals, what regular expressions begin with, signs of escapes.
///
/// Of each shape a few bytes are looked for, those that are rarest. Shapes share 32 buckets, and tables tell for a byte at
/// each of these places in which buckets it may stand there: what is in all of them may be a shape of its bucket. Only then
/// its bytes are compared one by one, so that tables may say too much, and those for wide registers do.
namespace pouch::redact {

class Sieve {
  public:
    /// Sets of bytes that stand in a row.
    struct Shape {
        std::vector<ByteSet> bytes; ///< At least one.
        std::size_t place = 0;      ///< Which of them is where it stands.
        bool is_first = false;      ///< The bytes looked for are the first ones.
    };

    [[nodiscard]] static Shape literal(std::string_view text, bool ignore_case);
    /// Without the border before it.
    [[nodiscard]] static Shape prefix(const RunPrefix& prefix);
    /// One in about 2^n places is looked at closer for the sake of `shape`.
    [[nodiscard]] static double rarity_of(const Shape& shape);

    Sieve() = default;
    explicit Sieve(std::vector<Shape> shapes);

    [[nodiscard]] bool is_empty() const { return shapes_.empty(); }

    /// How the work is done; all find the same.
    enum class Width { plain, avx2, avx512 };
    /// Those that this machine can do, the fastest last.
    [[nodiscard]] static std::vector<Width> widths();

    /// Calls `action(shape, place)` for every shape, by its index, that stands in `text` as a whole; in order of where the
    /// bytes stand that are looked for.
    template <typename Action> void find(std::string_view text, Action action) const
    {
        find(text, action, best_width());
    }
    template <typename Action> void find(std::string_view text, Action action, Width width) const
    {
        if (is_empty()) return;
        Blocks blocks;
        for (std::size_t from = 0; from < text.size();) {
            from = search(text, from, blocks, width);
            for (std::size_t i = 0; i < blocks.count; ++i) {
                const auto& block = blocks.found[i];
                for (auto places = block.places; places != 0; places &= places - 1) {
                    const auto at = static_cast<std::size_t>(std::countr_zero(places));
                    const auto word = word_at(text, block.begin + at);
                    for (auto buckets = block.buckets_at(at); buckets != 0; buckets &= buckets - 1)
                        compare(members_[static_cast<std::size_t>(std::countr_zero(buckets))], word, text,
                                block.begin + at, action);
                }
            }
        }
    }

  private:
    static constexpr std::size_t block_size = 64;
    /// Which bytes are looked for, from some first one on. The last tells 10-20-30 from 10-20-3.
    static constexpr std::array<std::size_t, 5> window{0, 1, 2, 3, 6};
    static constexpr std::size_t span = window.back() + 1;
    static constexpr std::size_t layers = 4; ///< Of eight buckets each.
    static constexpr std::size_t bucket_count = 8 * layers;

    /// Bytes at some of which something may stand.
    struct Block {
        std::size_t begin;
        std::uint64_t places;
        alignas(block_size) std::array<std::array<std::uint8_t, block_size>, layers> buckets;

        [[nodiscard]] std::uint32_t buckets_at(std::size_t at) const
        {
            std::uint32_t all = 0;
            for (std::size_t layer = 0; layer < layers; ++layer)
                all |= std::uint32_t{buckets[layer][at]} << 8 * layer;
            return all;
        }
    };
    struct Blocks {
        std::size_t count = 0;
        std::array<Block, 8> found;
    };
    /// Buckets of a layer by the low half of a byte, and by the high half.
    struct alignas(32) Halves {
        std::array<std::uint8_t, 16> low{};
        std::array<std::uint8_t, 16> high{};
    };
    struct Kernel;
    /// A shape in its bucket, and the bits that the eight bytes from the first that is looked for on have in common.
    struct Member {
        std::uint64_t mask = 0;
        std::uint64_t value = 0;
        std::uint32_t shape;
    };

    /// Eight bytes of `text` from `at` on; zero bytes stand behind the text.
    static std::uint64_t word_at(std::string_view text, std::size_t at)
    {
        std::uint64_t word = 0;
        const auto left = text.size() - at;
        if (left >= sizeof word) [[likely]] {
            std::memcpy(&word, text.data() + at, sizeof word);
        } else {
            std::memcpy(&word, text.data() + at, left);
        }
        return word;
    }

    static bool stands(const Shape& shape, std::string_view text, std::size_t begin)
    {
        if (text.size() - begin < shape.bytes.size()) return false;
        const auto* byte = text.data() + begin;
        return std::all_of(shape.bytes.begin(), shape.bytes.end(),
                           [&](const ByteSet& set) { return set[static_cast<unsigned char>(*byte++)]; });
    }

    /// `at`: of the first byte that is looked for; `word`: what stands there.
    template <typename Action>
    void compare(const std::vector<Member>& members, std::uint64_t word, std::string_view text,
                 std::size_t at, Action& action) const
    {
        for (const auto& [mask, value, shape] : members) {
            if ((word & mask) != value || at < windows_[shape]) continue;
            const auto begin = at - windows_[shape];
            if (stands(shapes_[shape], text, begin)) action(shape, begin + shapes_[shape].place);
        }
    }

    using Sets = std::array<ByteSet, window.size()>;

    [[nodiscard]] static std::pair<std::size_t, double> rarest(const Shape& shape);
    [[nodiscard]] static Width best_width();
    /// Searches `text` from `from` on until so many blocks are found as there is room for; returns where to go on.
    std::size_t search(std::string_view text, std::size_t from, Blocks& blocks, Width width) const;
    [[nodiscard]] Member member_of(std::uint32_t shape) const;
    void put(std::size_t place, std::size_t bucket, const ByteSet& set);
    void fold_table(std::size_t place);

    std::vector<Shape> shapes_;
    std::vector<std::size_t> windows_; ///< By shape: where the bytes begin that are looked for.
    std::array<std::vector<Member>, bucket_count> members_;
    std::array<std::array<std::uint32_t, 256>, window.size()> exact_{}; ///< Buckets by place and byte.
    std::array<std::array<Halves, layers>, window.size()> halves_{};
    /// Buckets by the six low bits of a byte.
    alignas(
        block_size) std::array<std::array<std::array<std::uint8_t, 64>, layers>, window.size()> low_bits_{};
};

} // namespace pouch::redact
