#pragma once
#include <cstddef>
#include <functional>
#include <string_view>

/// The text of a part of an office document, whatever else stands in it: of Word, of presentations, of spreadsheets, in
/// shapes and diagrams. For reading only; what may leave is read by part_text.hpp, which knows all that it passes.
///
///     paragraph                              its text
///     w:p of WordprocessingML                w:t, w:delText, tabs, breaks, symbols
///     a:p of DrawingML                       a:t, breaks
///     si, is and text of SpreadsheetML       t, as all text of spreadsheets by sheet_string.hpp
///     c of SpreadsheetML with t="str"        v, what a formula came to
///     headers and footers of SpreadsheetML   all, but for codes (sheet_header.hpp)
///     v of charts                            all
///     textbox of VML                         all
///     text of threaded comments              all
///
/// The words of WordArt, a VML textpath and so a water mark, stand by themselves.
/// Elements are known by namespace, transitional or strict. A paragraph inside another, as in a text box, is one of its own.
/// Deleted, inserted and hidden text count like any other.
namespace pouch::redact::ooxml {

/// Calls `take` for each paragraph, numbered from 1 in the order in which they begin; with 0 for the text of a numbering or of
/// WordArt, and for text outside of paragraphs. Throws Fault::refused what xml/reader.hpp does.
void for_each_paragraph(std::string_view part,
                        const std::function<void(std::size_t number, std::string_view text)>& take);

} // namespace pouch::redact::ooxml
