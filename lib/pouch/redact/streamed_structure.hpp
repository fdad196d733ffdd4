#pragma once
#include "pouch/redact/structure.hpp"

/// A structure that edits its document piece by piece: what is left of a piece waits to be fetched.
namespace pouch::redact {

class StreamedStructure : public Structure {
  public:
    std::size_t read(MutableByteView out) final;
    [[nodiscard]] const std::string& name() const final { return in_.name(); }
    [[nodiscard]] std::uint64_t origin_of(std::uint64_t place) final { return places_.origin_of(place); }

  protected:
    StreamedStructure(io::Source& in, PlaceMap::Use places) : in_(in), places_(places) {}

    /// Puts more into out_, which is empty; false at the end.
    virtual bool refill() = 0;
    /// Puts `text` out as it is; it stands at `origin` of the document.
    void keep(std::string_view text, std::uint64_t origin);

    io::Source& in_;
    Bytes out_;

  private:
    PlaceMap places_;
    std::size_t fetched_ = 0;   ///< Bytes of out_ that were.
    std::uint64_t written_ = 0; ///< Bytes before out_.
};

} // namespace pouch::redact
