#include "pouch/format/png_lines.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <cstdlib>

namespace pouch::format {

namespace {

/// What filter `kind` adds to a byte, by the bytes beside, above, and beside that.
unsigned prediction(unsigned kind, unsigned left, unsigned above, unsigned corner)
{
    switch (kind) {
    case 1:
        return left;
    case 2:
        return above;
    case 3:
        return (left + above) / 2;
    case 4: {
        const auto distance = [](unsigned a, unsigned b) { return a > b ? a - b : b - a; };
        const auto of_left = distance(above, corner);
        const auto of_above = distance(left, corner);
        const auto of_corner = distance(left + above, 2 * corner);
        if (of_left <= of_above && of_left <= of_corner) return left;
        return of_above <= of_corner ? above : corner;
    }
    default:
        return 0;
    }
}

constexpr unsigned last_filter = 4;

} // namespace

PngLines::PngLines(const PngHeader& header, Take take) : passes_(header.passes()), take_(std::move(take))
{
    begin_line();
}

void PngLines::feed(ByteView bytes)
{
    while (!bytes.empty()) {
        if (is_complete()) throw refused("png.data", "more data than the picture has");
        if (at_ == 0) {
            filter_ = std::to_integer<unsigned>(bytes.front());
            if (filter_ > last_filter) throw refused("png.data", "a scan line with an unknown filter");
        }
        const auto& pass = passes_[pass_];
        const auto piece = bytes.first(std::min(bytes.size(), pass.row_size + 1 - at_));
        if (pass.padding_bits == 0) {
            take_(piece);
        } else {
            append(line_, piece);
        }
        at_ += piece.size();
        bytes = bytes.subspan(piece.size());
        if (at_ == pass.row_size + 1) end_line();
    }
}

void PngLines::begin_line()
{
    at_ = 0;
    line_.clear();
    if (row_ > 0 || is_complete()) return;
    const auto& pass = passes_[pass_];
    above_.assign(pass.padding_bits == 0 ? 0 : pass.row_size, std::byte{0});
    above_clean_ = 0;
}

void PngLines::end_line()
{
    if (passes_[pass_].padding_bits > 0) {
        clean_line();
        take_(line_);
    }
    if (++row_ == passes_[pass_].rows) {
        row_ = 0;
        ++pass_;
    }
    begin_line();
}

void PngLines::clean_line()
{
    const auto last = above_.size() - 1;
    unsigned left = 0;
    unsigned corner = 0;
    for (std::size_t i = 0; i <= last; ++i) {
        const auto above = std::to_integer<unsigned>(above_[i]);
        const auto coded = std::to_integer<unsigned>(line_[i + 1]);
        const auto value = (coded + prediction(filter_, left, above, corner)) & 0xFFU;
        above_[i] = static_cast<std::byte>(value);
        if (i == last) {
            const auto clean = value & (0xFFU << passes_[pass_].padding_bits);
            const auto expected = prediction(filter_, left, above_clean_, corner);
            line_[i + 1] = static_cast<std::byte>((clean - expected) & 0xFFU);
            above_clean_ = clean;
        }
        left = value;
        corner = above;
    }
}

} // namespace pouch::format
