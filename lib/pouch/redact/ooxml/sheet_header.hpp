#pragma once
#include <string>
#include <string_view>

/// Headers and footers of spreadsheets (ECMA-376 part 1, 18.3.1.39, 18.3.1.46): text with codes in it.
///
///     &L &C &R              the parts at the left, in the centre, at the right
///     &"FONT,STYLE" &SIZE   how it is set; also &B &I &U &E &S &X &Y &O &H
///     &KRRGGBB &KTT+NNN     a colour, by six hexadecimal digits, or of a theme with a tint: a sign and two or three digits
///     &P &P+N &P-N          the number of the page
///     &N &D &T &A &F &Z &G  a number, a date, a name, a picture: what stands there is not in the file
///     &&                    one `&`
///
/// Codes that are none of these, a font name that does not end, and codes in lower case are read in several ways by those who
/// show them.
namespace pouch::redact::ooxml {

/// What is written in it, without codes, each part on a line of its own; all that any reader may show where readers differ,
/// one reading after the other.
[[nodiscard]] std::string sheet_header_text(std::string_view coded);

} // namespace pouch::redact::ooxml
