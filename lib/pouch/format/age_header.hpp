#pragma once
#include "pouch/crypto/hkdf.hpp"
#include "pouch/io/stream.hpp"

#include <string>
#include <vector>

/// The header of an age v1 file, as text (https://c2sp.org/age).
///
///     header  = "age-encryption.org/v1" LF  1*stanza  end
///     stanza  = "-> " arg *(" " arg) LF  *(64*base64char LF)  *63base64char LF
///     arg     = 1*VCHAR                                           bytes 21..7E
///     end     = "--- " 43*base64char LF                           the MAC, 32 bytes
///
/// Only LF ends a line. base64 is the alphabet of RFC 4648 section 4, unpadded, unused bits zero. The last
/// line of a body is shorter than 64 characters, and may be empty. The MAC covers the bytes as they stand in
/// the file from the first one through `---`; this layer does not judge it.
namespace pouch::format {

/// One stanza: the file key wrapped for one recipient, in the way that the first argument names.
struct AgeStanza {
    std::vector<std::string> arguments; ///< At least one: the type.
    Bytes body;

    [[nodiscard]] const std::string& type() const { return arguments.front(); }
};

struct AgeHeader {
    std::vector<AgeStanza> stanzas; ///< At least one.
    Bytes covered;                  ///< What the MAC is over.
    crypto::Mac mac{};
};

/// A header, and the bytes that were read from the stream with it but come after it.
struct AgeFront {
    AgeHeader header;
    Bytes rest;
};

inline constexpr std::size_t age_header_limit = std::size_t{1} << 20U; ///< Bytes.
inline constexpr std::size_t age_stanza_limit = 1024;

/// Reads the header from the front of `in`. Throws Fault::refused: `age.not` (another kind of file),
/// `age.armored`, `age.version`, `age.truncated` (the stream ends in it), `age.header` (not the grammar
/// above), `limit.size` (over one of the limits).
[[nodiscard]] AgeFront read_age_header(io::Source& in);

/// The bytes of a header with `stanzas` that its MAC covers.
[[nodiscard]] Bytes age_header_covered(const std::vector<AgeStanza>& stanzas);
/// The whole header: `covered`, and the line's rest with `mac`.
[[nodiscard]] Bytes age_header_bytes(Bytes covered, const crypto::Mac& mac);

} // namespace pouch::format
