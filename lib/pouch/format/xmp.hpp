#pragma once
#include "pouch/format/embedded_label.hpp"

#include <optional>

/// Labels in XMP (ISO 16684-1), the profile xmp of ADatP-4778.2: in images, in PDF, in any file that holds a packet of XMP
/// as it is.
///
///     <?xpacket begin="..." id="..."?>
///     <x:xmpmeta> <rdf:RDF> <rdf:Description>
///         <bindingInformation>     urn:nato:stanag:4778:bindinginformation:1:0:xmp#, also as an attribute;
///                                  its text is a BDO, escaped
///     <?xpacket end="w"?>
///
/// The packet is looked for in the bytes of the file, whatever the file is: so it is found in formats nobody here reads, and
/// not found where it is compressed or encrypted. XMP outside of packets (as in the extended part of a JPEG), and such in
/// UTF-16 or UTF-32, is not read: where the namespace of labels is declared in it, or stands in it, it is refused.
namespace pouch::format {

inline constexpr std::size_t xmp_limit = std::size_t{2} << 20U; ///< Bytes of a packet with a label.

/// Takes a file in pieces; memory is bounded whatever its size.
class XmpScanner {
  public:
    /// Throws Fault::refused where a packet holds a label: `xmp.malformed` (also for one without an end, and for what may
    /// be a label and is not read), `limit.size`, `label.malformed`, `label.ambiguous` for a second label.
    void feed(ByteView bytes);
    /// The label, after the last piece; nothing if there was none. Throws as feed().
    [[nodiscard]] std::optional<EmbeddedLabel> finish();

  private:
    /// Takes the next processing instruction of a packet; false if more bytes must come first.
    bool step();
    void take_packet(std::string_view packet);
    void check_outside(std::size_t end) const;
    /// Throws unless what is left out, up to `end` in held_, holds no label.
    void leave_out(std::size_t end, std::string_view reason, std::string_view why);

    std::string held_;         ///< Bytes from the start of the present packet on; or the last few.
    std::size_t start_ = 0;    ///< Of the present packet in them; or of what stands behind the last one.
    std::size_t searched_ = 0; ///< Up to here no instruction begins.
    bool in_packet_ = false;
    bool is_too_large_ = false; ///< The present packet, and up to `start_` it holds no label.
    std::optional<EmbeddedLabel> found_;
};

} // namespace pouch::format
