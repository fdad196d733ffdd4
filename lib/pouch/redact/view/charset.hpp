#pragma once
#include <optional>
#include <string>
#include <string_view>

/// Charsets other than UTF-8, as mail names them.
namespace pouch::redact {

/// `bytes` as UTF-8. The charsets of Korean mail and of plain Western text, by their names in any case: utf-8, us-ascii,
/// iso-8859-1, euc-kr, ks_c_5601-1987, ksc5601, cp949, uhc, windows-949, utf-16 and its orders. Nothing if the charset
/// is another one, or the bytes are not well formed in it.
[[nodiscard]] std::optional<std::string> utf8_from(std::string_view charset, std::string_view bytes);

/// Keeps what converts these charsets in memory: the C library loads it from files, which a sandbox closes.
void hold_charsets();

} // namespace pouch::redact
