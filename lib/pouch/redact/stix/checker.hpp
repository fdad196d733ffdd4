#pragma once
#include "pouch/redact/held_checker.hpp"

/// Reads bundles of STIX that leave.
namespace pouch::redact::stix {

/// A bundle that is read as strictly as the one that came, with its granular markings. Where nothing may leave, `{}`
/// passes: whoever reads it lets none of it go.
class BundleChecker final : public HeldChecker {
  public:
    using HeldChecker::HeldChecker;

  protected:
    void check(Bytes& document) override;
};

} // namespace pouch::redact::stix
