#pragma once
#include <optional>
#include <string_view>

/// Text in another encoding than UTF-8, told by its bytes: only to say what a refused document is.
namespace pouch::redact {

/// What the start of a document, which is not UTF-8 text, seems to be written in: UTF-16 or UTF-32 without a byte-order
/// mark, or EUC-KR or its superset CP949. Nothing if it looks like none of them.
///
/// UTF-16 and UTF-32: zero bytes, most of them where those of Latin letters and blanks are, and units that are all
/// characters and no controls but tab and line ends. CP949: lead bytes 81 to FE with trail bytes 41 to 5A, 61 to 7A and
/// 81 to FE, and half of them or more among the 2,350 syllables of KS X 1001, B0A1 to C8FE.
[[nodiscard]] std::optional<std::string_view> foreign_text(std::string_view sample);

} // namespace pouch::redact
