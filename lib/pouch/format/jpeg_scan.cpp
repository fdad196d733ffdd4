#include "pouch/format/jpeg_scan.hpp"

#include <bit>
#include <utility>

namespace pouch::format {

namespace {

constexpr std::uint8_t first_restart = 0xD0;
constexpr unsigned zero_run = 15; ///< The run of a symbol without value that stands for sixteen zeros.

[[noreturn]] void refuse(std::string_view why)
{
    throw refused("jpeg.scan", "{}", why);
}

/// The bits of a scan. Each byte that is read is written, the last one when it is known where the bits end.
class Bits {
  public:
    Bits(ByteInput& in, ByteOutput& out) : in_(in), out_(out) {}

    [[nodiscard]] unsigned take(unsigned count)
    {
        if (count_ < count) fill();
        if (count_ < count) refuse("a scan ends before its last block");
        count_ -= count;
        return static_cast<unsigned>(held_ >> count_) & ((1U << count) - 1);
    }

    [[nodiscard]] unsigned symbol(const JpegHuffman& table)
    {
        if (count_ < 16) fill();
        const auto next = count_ < 16 ? held_ << (16 - count_) : held_ >> (count_ - 16);
        const auto symbol = table.find(static_cast<unsigned>(next) & 0xFFFFU);
        if (symbol.length == 0) refuse("a scan holds a code that its table has not");
        if (symbol.length > count_) refuse("a scan ends before its last block");
        count_ -= symbol.length;
        return symbol.value;
    }

    /// The marker behind the bits, which must have less than a byte left.
    [[nodiscard]] std::uint8_t end()
    {
        fill();
        if (count_ >= 8) refuse("a scan goes on behind its last block");
        last_ = static_cast<std::uint8_t>(last_ | ((1U << count_) - 1));
        write_last();
        has_last_ = false;
        count_ = 0;
        return std::exchange(marker_, std::uint8_t{0});
    }

  private:
    void fill()
    {
        while (count_ <= 48 && marker_ == 0) {
            const auto byte = in_.next();
            if (byte == 0xFF) {
                auto code = in_.next();
                while (code == 0xFF) code = in_.next();
                marker_ = code;
                if (code != 0) return;
            }
            write_last();
            last_ = byte;
            has_last_ = true;
            held_ = held_ << 8U | byte;
            count_ += 8;
        }
    }

    void write_last()
    {
        if (!has_last_) return;
        out_.put(last_);
        if (last_ == 0xFF) out_.put(0);
    }

    ByteInput& in_;
    ByteOutput& out_;
    std::uint64_t held_ = 0; ///< The last bits read,
    unsigned count_ = 0;     ///< of which so many are not taken yet.
    std::uint8_t marker_ = 0;
    std::uint8_t last_ = 0; ///< The last byte read, if there is one.
    bool has_last_ = false;
};

class Scan {
  public:
    Scan(ByteInput& in, ByteOutput& out, const JpegScan& scan)
        : out_(out), scan_(scan), bits_(in, out), read_block_(block_reader())
    {
    }

    std::uint8_t copy()
    {
        unsigned restart = 0;
        for (std::uint64_t unit = 0; unit < scan_.units; ++unit) {
            if (scan_.interval != 0 && unit != 0 && unit % scan_.interval == 0) {
                const auto wanted = static_cast<std::uint8_t>(first_restart + restart);
                if (end() != wanted) refuse("a restart marker is missing");
                out_.put(0xFF);
                out_.put(wanted);
                restart = (restart + 1) % 8;
            }
            for (const auto& component : scan_.components) {
                for (unsigned i = component.wide * component.high; i > 0; --i) {
                    (this->*read_block_)(component, unit);
                }
            }
        }
        return end();
    }

  private:
    using BlockReader = void (Scan::*)(const JpegScan::Component&, std::uint64_t);

    [[nodiscard]] BlockReader block_reader() const
    {
        if (!scan_.is_progressive) return &Scan::whole_block;
        if (scan_.first == 0) return scan_.refines ? &Scan::dc_bit : &Scan::dc_value;
        return scan_.refines ? &Scan::ac_bits : &Scan::ac_values;
    }

    std::uint8_t end()
    {
        if (empty_blocks_ > 0) refuse("a run of empty blocks is longer than its scan");
        return bits_.end();
    }

    void whole_block(const JpegScan::Component& component, std::uint64_t unit)
    {
        dc_value(component, unit);
        for (unsigned at = 1; at <= scan_.last; ++at) {
            const auto symbol = bits_.symbol(*component.ac);
            const auto run = symbol >> 4U;
            const auto size = symbol & 15U;
            if (symbol == 0) return;
            if (size == 0 && run != zero_run) refuse("a block holds a symbol of another kind of JPEG");
            at += run;
            if (at > scan_.last) refuse("a block has more than 64 coefficients");
            static_cast<void>(bits_.take(size));
        }
    }

    void dc_value(const JpegScan::Component& component, std::uint64_t)
    {
        static_cast<void>(bits_.take(bits_.symbol(*component.dc)));
    }

    void dc_bit(const JpegScan::Component&, std::uint64_t) { static_cast<void>(bits_.take(1)); }

    void ac_values(const JpegScan::Component& component, std::uint64_t block)
    {
        if (empty_blocks_ > 0) {
            --empty_blocks_;
            return;
        }
        for (unsigned at = scan_.first; at <= scan_.last; ++at) {
            const auto symbol = bits_.symbol(*component.ac);
            const auto run = symbol >> 4U;
            const auto size = symbol & 15U;
            if (size == 0 && run != zero_run) {
                empty_blocks_ = (1U << run) + bits_.take(run) - 1;
                return;
            }
            at += run;
            if (at > scan_.last) refuse("a block has more coefficients than its scan");
            if (size == 0) continue;
            static_cast<void>(bits_.take(size));
            (*component.nonzero)[block] |= std::uint64_t{1} << at;
        }
    }

    /// A further bit of each coefficient that is not zero, and new ones between.
    void ac_bits(const JpegScan::Component& component, std::uint64_t block)
    {
        auto& nonzero = (*component.nonzero)[block];
        unsigned at = scan_.first;
        for (; at <= scan_.last && empty_blocks_ == 0; ++at) {
            const auto symbol = bits_.symbol(*component.ac);
            const auto run = symbol >> 4U;
            const auto size = symbol & 15U;
            if (size > 1) refuse("a block holds a coefficient that is not of one bit");
            if (size == 0 && run != zero_run) {
                empty_blocks_ = (1U << run) + bits_.take(run);
                break;
            }
            if (size == 1) static_cast<void>(bits_.take(1)); // the sign
            for (auto zeros = run + 1;; ++at) {
                if (at > scan_.last) refuse("a block has more coefficients than its scan");
                if ((nonzero >> at & 1U) != 0) {
                    static_cast<void>(bits_.take(1));
                } else if (--zeros == 0) {
                    break;
                }
            }
            if (size == 1) nonzero |= std::uint64_t{1} << at;
        }
        if (empty_blocks_ == 0) return;
        --empty_blocks_;
        const auto to_last = nonzero & (~std::uint64_t{0} >> (63 - scan_.last));
        const auto rest = at > scan_.last ? 0 : to_last >> at;
        for (auto count = std::popcount(rest); count > 0; --count) static_cast<void>(bits_.take(1));
    }

    ByteOutput& out_;
    const JpegScan& scan_;
    Bits bits_;
    BlockReader read_block_;
    unsigned empty_blocks_ = 0; ///< Of a run of them, those to come.
};

} // namespace

std::uint8_t copy_jpeg_scan(ByteInput& in, ByteOutput& out, const JpegScan& scan)
{
    return Scan(in, out, scan).copy();
}

} // namespace pouch::format
