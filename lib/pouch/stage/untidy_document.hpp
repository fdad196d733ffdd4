#pragma once
#include "pouch/stage/label_document.hpp"

namespace pouch::stage {

/// Reads a document as read_label_document does, but one of XML is mended before (mend_label), and what was done is put
/// into `mended`. The labels inside a bundle are not mended: they are bound to it.
[[nodiscard]] LabelDocument read_untidy_document(io::Source& in, std::vector<std::string>& mended);

} // namespace pouch::stage
