#pragma once
#include "pouch/format/bdo_series.hpp"

/// Label files, read with the place they have in a bundle: what a label says that it is for must be where it stands.
namespace pouch::stage {

class BoundLabels {
  public:
    /// Reads the label of the payload file `path`, or of the bundle if that is empty. Throws Fault::refused
    /// `label.malformed`, and `label.reference` for one that names something else.
    [[nodiscard]] format::BdoSeries::Item read(ByteView bdo, const std::string& path);

  private:
    format::BdoSeries series_;
};

/// `the bundle`, or the path.
[[nodiscard]] std::string name_of_labelled(const std::string& path);

} // namespace pouch::stage
