#pragma once
#include "pouch/format/bdo.hpp"

/// One alternative label more in a BDO, every byte of which stays: what the originator wrote is what a reader gets.
namespace pouch::format {

/// Text to put into a document.
struct Insertion {
    std::size_t offset = 0;
    std::string text;

    [[nodiscard]] Bytes into(ByteView document) const;
};

/// The insertion that makes of `document`, which is `bdo`, one that has `alternative` too; found good by reading the
/// result. Holds for all documents that differ from it only behind the offset. Throws Fault::policy `label.signed` for
/// a document with an XML signature, which would cover it, `label.form` for one in which no place is found.
[[nodiscard]] Insertion insertion_of(ByteView document, const Bdo& bdo, const label::Label& alternative);

} // namespace pouch::format
