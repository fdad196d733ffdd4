#pragma once
#include "pouch/base/bytes.hpp"

#include <string>
#include <vector>

/// Labels and bindings as they are met in the world: right in what they say, wrong in how.
namespace pouch::format {

struct MendedDocument {
    std::string text; ///< For the strict readers.
    std::vector<std::string>
        mended; ///< What was done, each with its line. Empty: `text` is the document as it was.
};

/// Mends a label, a binding or a clearance: no namespace, names and attributes in another case or misspelt as
/// published samples do (`alternateConfidentialityLabel`, `CreationDataTime`, `URL`, `type`), words of closed lists
/// in another case, an identifier without `urn:oid:`, the order of elements, dates that are missing. Nothing is added
/// to what a label says and nothing taken away; what is still wrong is for the strict reader to refuse. Throws
/// Fault::refused `label.malformed` or `limit.size` for what is not XML at all.
[[nodiscard]] MendedDocument mend_label(ByteView document);

} // namespace pouch::format
