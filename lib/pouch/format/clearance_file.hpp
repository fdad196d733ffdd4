#pragma once
#include "pouch/format/clearance.hpp"

/// A clearance as a file holds it: the XML of STANAG 4774, or the value of the attribute `aciClr` of a SAML assertion or
/// a JSON Web Token, which is base64url of that XML (RFC 4648 section 5, without padding), on one line.
///
/// A whole token is refused: nobody here checks its signature.
namespace pouch::format {

/// Throws Fault::usage `clearance.malformed`, `clearance.token` for a whole token or assertion, and what read_clearance
/// throws.
[[nodiscard]] label::Clearance read_clearance_file(ByteView bytes);

/// True for bytes that could not be anything else: base64url of what begins as XML does, or a JSON Web Token.
[[nodiscard]] bool is_clearance_claim(ByteView bytes);

} // namespace pouch::format
