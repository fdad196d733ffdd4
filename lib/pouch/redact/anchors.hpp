#pragma once
#include "pouch/redact/run_program.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

/// One pass over the bytes of a text that raises every place where a built-in recogniser must look, and every place where
/// a run program stands. Masks of byte classes, shifted against each other, find dots between digits, digit runs of a
/// length, colons in a row. It costs far less than the same as regular expressions.
namespace pouch::redact {

/// What raises a place for recognisers. Bits, so that a caller can name the kinds it wants.
enum Event : std::uint8_t {
    event_dotted = 1, ///< a dot between digits, the first of three such dots at most four bytes apart
    event_colons = 2, ///< a colon of `::`, or the first of three at most five bytes apart
    event_at = 4,     ///< an @ sign
    event_scheme = 8, ///< the colon of `://`
    event_six =
        16, ///< the first digit of a run of thirteen, or of one of six or more with a dash or blank behind six
    event_card = 32, ///< the first digit of a run of thirteen, or of four, a dash or blank, and four digits
    event_zero =
        64, ///< a 0 that begins a run of nine digits, or one of two to four with a separator and digits behind it
    event_plus = 128, ///< a plus sign before an 8
};

namespace detail {

/// A mask together with the one behind it; shifting looks ahead.
struct Pair {
    std::uint64_t here;
    std::uint64_t next;

    [[nodiscard]] std::uint64_t ahead(unsigned k) const { return (here >> k) | (next << (64U - k)); }
    [[nodiscard]] Pair moved(unsigned k) const { return {ahead(k), next >> k}; }
    /// This and the same, `k` bytes ahead. The last bits of the next mask may be missing.
    [[nodiscard]] Pair also_ahead(unsigned k) const { return *this & moved(k); }
    /// This, where one stands again at a distance of `first` to `last` bytes.
    [[nodiscard]] Pair near(unsigned first, unsigned last) const
    {
        Pair found{0, 0};
        for (unsigned k = first; k <= last; ++k) found = found | moved(k);
        return found;
    }
    [[nodiscard]] Pair operator&(const Pair& other) const { return {here & other.here, next & other.next}; }
    [[nodiscard]] Pair operator|(const Pair& other) const { return {here | other.here, next | other.next}; }
};

} // namespace detail

class AnchorPass {
  public:
    AnchorPass();

    /// `events`: the kinds that are wanted.
    void want(std::uint8_t events) { wanted_ = static_cast<std::uint8_t>(wanted_ | events); }
    /// Adds a run program; its index is the number of those before it.
    void add(const RunPrefix& prefix) { programs_.emplace_back(prefix, classes_); }
    [[nodiscard]] bool is_idle() const { return wanted_ == 0 && programs_.empty(); }

    /// Calls `on_event(place, events)` and `on_program(index, place)` for every place that is raised, each in order
    /// of places. `masks` is working memory.
    template <typename OnEvent, typename OnProgram>
    void run(std::string_view text, std::vector<std::uint64_t>& masks, OnEvent on_event,
             OnProgram on_program) const
    {
        if (is_idle() || text.empty()) return;
        constexpr std::size_t batch = 32; // chunks: their masks stay in the nearest cache
        const auto width = classes_.count();
        masks.resize((batch + 1) * width);
        const auto chunks = (text.size() + ByteClasses::chunk_size - 1) / ByteClasses::chunk_size;
        classify(text, 0, 1, masks.data());
        std::uint64_t digit_before = 0;
        std::uint64_t word_before = 0;
        for (std::size_t chunk = 0; chunk < chunks; chunk += batch) {
            const auto count = std::min(batch, chunks - chunk);
            classify(text, chunk + 1, count, masks.data() + width);
            for (std::size_t i = 0; i < count; ++i) {
                const auto* here = masks.data() + i * width;
                const auto* next = here + width;
                const auto place = (chunk + i) * ByteClasses::chunk_size;
                if (wanted_ != 0) events(here, next, digit_before, place, on_event);
                for (std::size_t p = 0; p < programs_.size(); ++p) {
                    for (auto found = programs_[p].places(here, next, word_before); found != 0;
                         found &= found - 1) {
                        const auto at = place + static_cast<std::size_t>(std::countr_zero(found));
                        if (at < text.size()) on_program(p, at);
                    }
                }
                digit_before = here[digit_] >> 63U;
                word_before = here[word_] >> 63U;
            }
            std::copy_n(masks.data() + count * width, width, masks.data());
        }
    }

  private:
    /// Masks of `count` chunks from `chunk` on; zero bytes stand behind the text.
    void classify(std::string_view text, std::size_t chunk, std::size_t count, std::uint64_t* masks) const
    {
        const auto begin = chunk * ByteClasses::chunk_size;
        const auto whole =
            begin < text.size() ? std::min(count, (text.size() - begin) / ByteClasses::chunk_size) : 0;
        classes_.classify(text.data() + begin, whole, masks);
        for (auto i = whole; i < count; ++i) {
            char padded[ByteClasses::chunk_size] = {};
            const auto from = begin + i * ByteClasses::chunk_size;
            if (from < text.size()) {
                std::memcpy(padded, text.data() + from, std::min(text.size() - from, sizeof padded));
            }
            classes_.classify(padded, 1, masks + i * classes_.count());
        }
    }

    template <typename OnEvent>
    void events(const std::uint64_t* here, const std::uint64_t* next, std::uint64_t digit_before,
                std::size_t place, OnEvent& on_event) const
    {
        using detail::Pair;
        const auto pair = [&](std::size_t mask) { return Pair{here[mask], next[mask]}; };
        const auto wants = [&](unsigned kinds) { return (wanted_ & kinds) != 0; };
        std::uint64_t found[8] = {};

        const Pair digit = pair(digit_);
        const std::uint64_t behind_digit = (digit.here << 1U) | digit_before;
        const std::uint64_t starts = digit.here & ~behind_digit;
        if (starts != 0 && wants(event_six | event_card | event_zero)) {
            const Pair two = digit.also_ahead(1);
            const Pair four = two.also_ahead(2);
            const Pair eight = four.also_ahead(4);
            const Pair joint = pair(joint_);
            const std::uint64_t thirteen = starts & eight.here & four.ahead(8) & digit.ahead(12);
            if (wants(event_six)) found[4] = thirteen | (starts & four.here & two.ahead(4) & joint.ahead(6));
            if (wants(event_card))
                found[5] = thirteen | (starts & four.here & joint.ahead(4) & four.ahead(5));
            if (wants(event_zero)) {
                const Pair separator = pair(separator_);
                const Pair group =
                    separator & ((two & digit.moved(2)).moved(1) | separator.moved(1) | pair(wide_).moved(1));
                const Pair gap = group | pair(wide_);
                const std::uint64_t parted = gap.ahead(2) | gap.ahead(3) | gap.ahead(4);
                found[6] = starts & here[zero_] & two.here & (parted | (eight.here & digit.ahead(8)));
            }
        }
        if (wants(event_dotted) && here[dot_] != 0) {
            const Pair dot = pair(dot_);
            const Pair behind{behind_digit, (digit.next << 1U) | (digit.here >> 63U)};
            const Pair between = dot & behind & digit.moved(1);
            const Pair twice = between & between.near(2, 4);
            found[0] = (between & twice.near(2, 4)).here;
        }
        if (wants(event_colons | event_scheme) && here[colon_] != 0) {
            const Pair colon = pair(colon_);
            const Pair slash = pair(slash_);
            const Pair twice = colon & colon.near(2, 5);
            if (wants(event_colons)) found[1] = colon.also_ahead(1).here | (colon & twice.near(2, 5)).here;
            if (wants(event_scheme)) found[3] = colon.here & slash.ahead(1) & slash.ahead(2);
        }
        if (wants(event_at)) found[2] = here[at_];
        if (wants(event_plus)) found[7] = here[plus_] & pair(eight_).ahead(1);

        std::uint64_t all = 0;
        for (const auto mask : found) all |= mask;
        for (; all != 0; all &= all - 1) {
            const auto bit = static_cast<unsigned>(std::countr_zero(all));
            unsigned kinds = 0;
            for (unsigned kind = 0; kind < 8; ++kind)
                kinds |= static_cast<unsigned>((found[kind] >> bit) & 1U) << kind;
            on_event(place + bit, static_cast<std::uint8_t>(kinds));
        }
    }

    ByteClasses classes_;
    std::uint8_t wanted_ = 0;
    std::vector<RunProgram> programs_;
    std::size_t digit_;
    std::size_t word_;
    std::size_t dot_;
    std::size_t colon_;
    std::size_t slash_;
    std::size_t at_;
    std::size_t zero_;
    std::size_t eight_;
    std::size_t plus_;
    std::size_t wide_;      ///< The first byte of U+2000 to U+2FFF, dashes among them.
    std::size_t joint_;     ///< What may stand between the two halves of a number.
    std::size_t separator_; ///< What may stand between the groups of a telephone number.
};

} // namespace pouch::redact
