#pragma once
#include <string>
#include <string_view>

/// Headers and footers of spreadsheets (ECMA-376 part 1, 18.3.1.39): text with codes in it.
///
///     &L &C &R              the parts at the left, in the centre, at the right
///     &"FONT,STYLE" &SIZE   how it is set; also &K and six characters of a colour, &B &I &U &E &S &X &Y &O &H
///     &P &N &D &T &A &F ... a number, a date, a name: what stands there is not in the file
///     &&                    one `&`
namespace pouch::redact::ooxml {

/// What is written in it, without codes, each part on a line of its own.
[[nodiscard]] std::string sheet_header_text(std::string_view coded);

} // namespace pouch::redact::ooxml
