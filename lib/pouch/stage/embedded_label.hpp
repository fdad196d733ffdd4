#pragma once
#include "pouch/format/embedded_label.hpp"
#include "pouch/format/xmp.hpp"
#include "pouch/io/stream.hpp"

#include <optional>
#include <string>

/// The label that a document carries in itself: a package (format/opc_label.hpp), or any other file that XMP stands in
/// (format/xmp.hpp).
namespace pouch::stage {

/// The largest document that is held as a whole: a package. Others have any size.
inline constexpr std::uint64_t document_limit = std::uint64_t{256} << 20U;

/// The bytes of a document that may_carry_label() looks at.
inline constexpr std::size_t carrier_reach = 16;

/// True if a document that begins with `start` is of a format that carries labels in it: a ZIP archive, JPEG, PNG, TIFF, PDF,
/// MP4 and its kin.
[[nodiscard]] bool may_carry_label(ByteView start);

/// Takes a document in pieces.
class EmbeddedLabelReader {
  public:
    /// Throws Fault::refused what the reader of its format does; `limit.size` for a package larger than document_limit.
    void feed(ByteView piece);

    /// The label, after the last piece; nothing if there is none. Throws as feed(), and Fault::refused `label.reference` if
    /// the label is not for this document, which is called `name`.
    [[nodiscard]] std::optional<format::EmbeddedLabel> finish(std::string_view name);

    /// All of the document, if it is a package.
    [[nodiscard]] ByteView package() const { return is_package_ ? ByteView(package_) : ByteView(); }

  private:
    bool has_begun_ = false;
    bool is_package_ = false;
    Bytes package_; ///< What there is of it.
    format::XmpScanner scanner_;
};

/// The label in the document that is all of `in`. Throws as EmbeddedLabelReader.
[[nodiscard]] std::optional<format::EmbeddedLabel> read_embedded_label(io::Source& in);

} // namespace pouch::stage
