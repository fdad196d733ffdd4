#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The decoded views of a document, made from their description alone: slow, plain, whole documents only. What the
/// windows of the library see is compared with it.
///
/// A text has children: what is left when one kind of its units (reference_units.hpp) is replaced by what they stand for,
/// and the texts that its runs of base64, hexadecimal digits and ascii85 hold. The document and its descendants to the
/// third generation are all searched; folding does not count, but is not done twice in a row.
namespace pouch::test {

struct View {
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>>
        source;                  ///< By byte of text: the stretch of the document it stands for.
    bool is_in_long_run = false; ///< From a run so long that a match in it must be refused.
};

/// What happens to base64 of archives and pictures.
enum class Packed { refuse, keep };

/// The tree of views, the document first. Fault::refused `redact.charset`, `redact.packed`, `redact.depth`.
[[nodiscard]] std::vector<View> views_of(std::string_view document, Packed packed = Packed::refuse);

} // namespace pouch::test
