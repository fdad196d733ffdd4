#pragma once
#include "pouch/redact/structure.hpp"

/// What leaves as XML is read again: by the strict reader, and by pugixml, which must find as many elements.
namespace pouch::redact::xml {

/// Holds a document until it has ended.
class DocumentChecker final : public Checker {
  public:
    explicit DocumentChecker(io::Sink& out) : out_(out) {}
    void write(ByteView bytes) override { append(held_, bytes); }
    void finish() override;
    [[nodiscard]] bool is_atomic() const override { return out_.is_atomic(); }

  private:
    io::Sink& out_;
    Bytes held_;
};

} // namespace pouch::redact::xml
