#include "pouch/format/jpeg.hpp"

#include "pouch/format/exif.hpp"
#include "pouch/format/jpeg_frame.hpp"
#include "pouch/format/jpeg_scan.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace pouch::format {

namespace {

using namespace jpeg_marker;
using namespace std::string_view_literals;

constexpr auto jfif_mark = "JFIF\0"sv;
constexpr auto jfif_rest = "\x01\x01\0\0\x01\0\x01\0\0"sv; // 1.01; square pixels of no size; no thumbnail
constexpr std::size_t jfif_size = 14;
constexpr auto adobe_mark = "Adobe"sv;
constexpr auto adobe_rest = "\0\x64\0\0\0\0"sv; // version 100; no flags
constexpr std::size_t adobe_size = 12;

constexpr auto demand = demand_of_jpeg;

class Rewriter {
  public:
    Rewriter(io::Source& in, io::Sink& out) : in_(in, "jpeg.truncated"), out_(out) {}

    void run()
    {
        demand(in_.next() == 0xFF && in_.next() == start, "no JPEG");
        for (auto marker = next_marker(); marker != end;) {
            marker = marker == start_of_scan ? copy_scan() : take_segment(marker);
        }
        demand(frame_ && scans_ > 0, "no picture");
        for (const auto& component : frame_->components)
            demand(component.has_begun, "a component is missing");
        put_marker(end);
        out_.flush();
    }

  private:
    // Reading.

    std::uint8_t next_marker()
    {
        demand(in_.next() == 0xFF, "no marker where one must stand");
        auto code = in_.next();
        while (code == 0xFF) code = in_.next();
        return code;
    }

    Bytes next_segment()
    {
        const auto size = read_be<std::uint16_t>(in_.take(2));
        demand(size >= 2, "the length of a segment");
        return in_.take(size - 2U);
    }

    std::uint8_t take_segment(std::uint8_t marker)
    {
        const bool is_application = marker >= application_0 && marker <= application_15;
        const bool is_frame = marker >= baseline && marker <= last_frame && marker != huffman_tables;
        const bool is_kept_out = (is_frame && marker > progressive) || marker == late_height ||
                                 marker == hierarchy || marker == expansion;
        if (is_kept_out) {
            throw refused("jpeg.kind",
                          "a JPEG that is arithmetic, lossless, hierarchical, or of late height");
        }
        demand(is_application || is_frame || marker == huffman_tables || marker == quantisation_tables ||
                   marker == restart_interval || marker == comment,
               "a marker that has no place here");
        const auto segment = next_segment();
        if (is_frame) {
            demand(!frame_, "a second frame");
            frame_ = read_jpeg_frame(marker, segment);
        } else if (is_application) {
            take_application(marker, segment);
        } else if (marker == huffman_tables) {
            take_huffman(segment);
        } else if (marker == quantisation_tables) {
            take_quantisation(segment);
        } else if (marker == restart_interval) {
            demand(segment.size() == 2, "the length of DRI");
            interval_ = read_be<std::uint16_t>(segment);
        }
        return next_marker();
    }

    void take_application(std::uint8_t marker, ByteView segment)
    {
        const auto text = as_text(segment);
        if (scans_ > 0) return; // no reader looks at them there
        if (marker == application_0 && text.starts_with(jfif_mark) && segment.size() >= jfif_size) {
            has_jfif_ = true;
        } else if (marker == application_14 && text.starts_with(adobe_mark) && segment.size() >= adobe_size) {
            const auto transform = static_cast<std::uint8_t>(byte_at(segment, adobe_size - 1));
            demand(transform <= 2 && (!transform_ || *transform_ == transform), "the colours of APP14");
            transform_ = transform;
        } else if (marker == application_1 && orientation_ == 1) {
            orientation_ = exif_orientation(segment);
        }
    }

    void take_huffman(ByteView segment)
    {
        while (!segment.empty()) {
            const auto kind = byte_at(segment, 0) >> 4U;
            const auto slot = byte_at(segment, 0) & 15U;
            demand(kind <= 1 && slot < jpeg_slots, "the number of a Huffman table");
            segment = segment.subspan(1);
            huffman_[kind][slot] = JpegHuffman::read(static_cast<JpegHuffman::Class>(kind), segment);
        }
    }

    void take_quantisation(ByteView segment)
    {
        while (!segment.empty()) {
            const auto precision = byte_at(segment, 0) >> 4U;
            const auto slot = byte_at(segment, 0) & 15U;
            demand(precision <= 1 && slot < jpeg_slots, "the number of a quantisation table");
            const auto size = jpeg_coefficients * (precision + 1);
            demand(segment.size() > size, "a quantisation table is too short");
            const auto table = segment.subspan(1, size);
            for (std::size_t i = 0; i < size; i += precision + 1) {
                const auto value =
                    precision == 0 ? byte_at(table, i) : read_be<std::uint16_t>(table.subspan(i));
                demand(value != 0, "a quantisation by 0");
            }
            quantisation_[slot].assign(table.begin(), table.end());
            segment = segment.subspan(1 + size);
        }
    }

    // Scans.

    std::uint8_t copy_scan()
    {
        demand(frame_.has_value(), "a scan before its frame");
        if (++scans_ > jpeg_scans_limit) throw refused("jpeg.limit", "more than {} scans", jpeg_scans_limit);
        const auto head = read_jpeg_scan_head(next_segment(), *frame_);
        if (scans_ == 1) write_front();
        begin_components(head);
        if (scans_ == 1) write_frame();
        const auto scan = scan_of(head);
        write_scan_head(head, scan);
        return copy_jpeg_scan(in_, out_, scan);
    }

    /// Checks that the scan may follow the earlier ones, and writes the quantisation of components that begin.
    void begin_components(const JpegScanHead& head)
    {
        for (const auto& part : head.parts) {
            auto& component = frame_->components[part.component];
            if (frame_->is_progressive()) {
                demand(head.first == 0 || component.has_begun,
                       "a progressive picture that does not begin with DC");
                for (auto k = head.first; k <= head.last; ++k) {
                    auto& bit = component.lowest_bits[k];
                    demand(head.high_bit == 0 ? !bit : bit == head.high_bit,
                           "scans in an order that cannot be");
                    bit = head.low_bit;
                }
            } else {
                demand(!component.has_begun, "a second scan of a component");
            }
            if (component.has_begun) continue;
            write_quantisation(component.quantisation);
            component.has_begun = true;
        }
    }

    [[nodiscard]] JpegScan scan_of(const JpegScanHead& head)
    {
        JpegScan scan;
        scan.is_progressive = frame_->is_progressive();
        scan.first = head.first;
        scan.last = head.last;
        scan.refines = head.high_bit != 0;
        scan.interval = interval_;
        const bool is_alone = head.parts.size() == 1;
        for (const auto& part : head.parts) {
            auto& component = frame_->components[part.component];
            JpegScan::Component of_scan{is_alone ? 1 : component.wide(), is_alone ? 1 : component.high()};
            if (head.first == 0 && !scan.refines) of_scan.dc = table(0, part.dc);
            if (head.last > 0) of_scan.ac = table(1, part.ac);
            of_scan.nonzero = &component.nonzero;
            scan.components.push_back(of_scan);
        }
        auto& only = frame_->components[head.parts.front().component];
        scan.units = is_alone ? frame_->blocks_of(only) : frame_->units();
        if (head.first > 0) only.nonzero.resize(scan.units);
        return scan;
    }

    [[nodiscard]] const JpegHuffman* table(std::size_t kind, std::size_t slot) const
    {
        demand(huffman_[kind][slot].has_value(), "a Huffman table is missing");
        return &*huffman_[kind][slot];
    }

    // Writing.

    void put_marker(std::uint8_t code)
    {
        out_.put(0xFF);
        out_.put(code);
    }

    void put_segment(std::uint8_t code, ByteView content)
    {
        put_marker(code);
        Bytes size;
        append_be(size, static_cast<std::uint16_t>(content.size() + 2));
        out_.put(size);
        out_.put(content);
    }

    void write_front()
    {
        put_marker(start);
        if (has_jfif_) {
            Bytes jfif = to_bytes(jfif_mark);
            append(jfif, jfif_rest);
            put_segment(application_0, jfif);
        }
        if (transform_ && frame_->components.size() >= 3) {
            Bytes adobe = to_bytes(adobe_mark);
            append(adobe, adobe_rest);
            adobe.push_back(static_cast<std::byte>(*transform_));
            put_segment(application_14, adobe);
        }
        if (orientation_ != 1) put_segment(application_1, exif_with(orientation_));
    }

    void write_quantisation(std::size_t slot)
    {
        const auto& wanted = quantisation_[slot];
        demand(!wanted.empty(), "a quantisation table is missing");
        auto& written = written_quantisation_[slot];
        if (written == wanted) return;
        demand(written.empty(), "a quantisation table that is in use changes");
        const bool is_wide = wanted.size() > jpeg_coefficients;
        demand(!is_wide || frame_->marker != baseline,
               "a quantisation table too wide for a baseline picture");
        Bytes segment{static_cast<std::byte>((is_wide ? 0x10U : 0U) | slot)};
        append(segment, wanted);
        put_segment(quantisation_tables, segment);
        written = wanted;
    }

    void write_frame()
    {
        Bytes segment{std::byte{8}};
        append_be(segment, frame_->height);
        append_be(segment, frame_->width);
        append_be(segment, static_cast<std::uint8_t>(frame_->components.size()));
        for (const auto& component : frame_->components) {
            for (const auto byte : {component.id, component.sampling, component.quantisation}) {
                append_be(segment, byte);
            }
        }
        put_segment(frame_->marker, segment);
    }

    void write_huffman(std::size_t kind, std::size_t slot, const JpegHuffman& table)
    {
        auto& written = written_huffman_[kind][slot];
        if (written == table.bytes()) return;
        Bytes segment{static_cast<std::byte>(kind << 4U | slot)};
        append(segment, table.bytes());
        put_segment(huffman_tables, segment);
        written = table.bytes();
    }

    void write_scan_head(const JpegScanHead& head, const JpegScan& scan)
    {
        Bytes segment{static_cast<std::byte>(head.parts.size())};
        for (std::size_t i = 0; i < head.parts.size(); ++i) {
            const auto& part = head.parts[i];
            const auto* dc = scan.components[i].dc;
            const auto* ac = scan.components[i].ac;
            if (dc != nullptr) write_huffman(0, part.dc, *dc);
            if (ac != nullptr) write_huffman(1, part.ac, *ac);
            append_be(segment, frame_->components[part.component].id);
            append_be(segment, static_cast<std::uint8_t>((dc != nullptr ? part.dc << 4U : 0U) |
                                                         (ac != nullptr ? part.ac : 0U)));
        }
        for (const auto byte : {head.first, head.last, head.high_bit << 4U | head.low_bit}) {
            append_be(segment, static_cast<std::uint8_t>(byte));
        }
        if (interval_ != written_interval_) {
            Bytes interval;
            append_be(interval, interval_);
            put_segment(restart_interval, interval);
            written_interval_ = interval_;
        }
        put_segment(start_of_scan, segment);
    }

    template <typename T> using Tables = std::array<std::array<T, jpeg_slots>, 2>; ///< By class and number.

    ByteInput in_;
    ByteOutput out_;
    bool has_jfif_ = false;
    std::optional<std::uint8_t> transform_; ///< Of colours, by APP14.
    unsigned orientation_ = 1;
    std::optional<JpegFrame> frame_;
    unsigned scans_ = 0;
    Tables<std::optional<JpegHuffman>> huffman_;
    Tables<Bytes> written_huffman_;
    std::array<Bytes, jpeg_slots> quantisation_; ///< As DQT holds them, without precision and number.
    std::array<Bytes, jpeg_slots> written_quantisation_;
    std::uint16_t interval_ = 0;
    std::uint16_t written_interval_ = 0;
};

} // namespace

void rewrite_jpeg(io::Source& in, io::Sink& out)
{
    Rewriter(in, out).run();
}

} // namespace pouch::format
