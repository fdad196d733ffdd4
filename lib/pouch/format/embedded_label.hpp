#pragma once
#include "pouch/format/bdo.hpp"

#include <string>

namespace pouch::format {

/// A label that was found inside the document that it labels.
struct EmbeddedLabel {
    std::string where; ///< The part of an archive, or `XMP`.
    EmbeddedBdo binding;
};

} // namespace pouch::format
