#include "pouch/format/exif.hpp"

namespace pouch::format {

namespace {

using namespace std::string_view_literals;

constexpr auto exif_mark = "Exif\0\0"sv;
constexpr std::uint16_t orientation_tag = 0x0112;
constexpr std::uint16_t short_type = 3;
constexpr std::size_t entry_size = 12;

/// Numbers of a TIFF in its own byte order; 0 outside of it.
class Tiff {
  public:
    explicit Tiff(ByteView bytes) : bytes_(bytes), is_little_(as_text(bytes).starts_with("II")) {}

    [[nodiscard]] bool is_good() const
    {
        const auto text = as_text(bytes_);
        return (is_little_ || text.starts_with("MM")) && at<std::uint16_t>(2) == 42;
    }
    template <typename T> [[nodiscard]] T at(std::size_t offset) const
    {
        if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) return 0;
        const auto from = bytes_.subspan(offset);
        return is_little_ ? read_le<T>(from) : read_be<T>(from);
    }

  private:
    ByteView bytes_;
    bool is_little_;
};

} // namespace

unsigned exif_orientation(ByteView segment)
{
    if (!as_text(segment).starts_with(exif_mark)) return 1;
    const Tiff tiff(segment.subspan(exif_mark.size()));
    if (!tiff.is_good()) return 1;
    const std::size_t directory = tiff.at<std::uint32_t>(4);
    const auto count = tiff.at<std::uint16_t>(directory);
    for (std::size_t i = 0; i < count; ++i) {
        const auto entry = directory + 2 + i * entry_size;
        if (tiff.at<std::uint16_t>(entry) != orientation_tag) continue;
        const auto value = tiff.at<std::uint16_t>(entry + 8);
        const bool is_one_short =
            tiff.at<std::uint16_t>(entry + 2) == short_type && tiff.at<std::uint32_t>(entry + 4) == 1;
        return is_one_short && value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

Bytes exif_with(unsigned orientation)
{
    Bytes segment;
    append(segment, exif_mark);
    append(segment, "MM\0*"sv);
    append_be<std::uint32_t>(segment, 8); // where the directory is
    append_be<std::uint16_t>(segment, 1); // entries in it
    append_be(segment, orientation_tag);
    append_be(segment, short_type);
    append_be<std::uint32_t>(segment, 1); // values of the entry
    append_be(segment, static_cast<std::uint16_t>(orientation));
    append_be<std::uint16_t>(segment, 0);
    append_be<std::uint32_t>(segment, 0); // no further directory
    return segment;
}

} // namespace pouch::format
