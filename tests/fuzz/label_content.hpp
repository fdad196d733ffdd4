#pragma once
#include "pouch/base/bytes.hpp"

/// Entries of label: what reads documents to hold them against labels.
namespace pouch::fuzz {

/// Looks for a label in XMP, in pieces of two sizes: both must find the same.
void xmp(ByteView bytes);

/// Holds a text against a label: what has nothing wrong with its marks, redaction for the same label keeps.
void marks(ByteView bytes);

/// Reads the paragraphs of a part of an office document.
void paragraphs(ByteView bytes);

/// Reads a page marking: what it is of shows the classification that it begins with.
void page_marking(ByteView bytes);

} // namespace pouch::fuzz
