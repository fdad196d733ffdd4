#pragma once
#include "pouch/redact/held_checker.hpp"

/// What leaves as XML is read again: by the strict reader, and by pugixml, which must find as many elements.
namespace pouch::redact::xml {

class DocumentChecker final : public HeldChecker {
  public:
    using HeldChecker::HeldChecker;

  protected:
    void check(Bytes& document) override;
};

} // namespace pouch::redact::xml
