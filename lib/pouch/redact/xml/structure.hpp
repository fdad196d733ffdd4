#pragma once
#include "pouch/redact/structure.hpp"
#include "pouch/redact/xml/editor.hpp"

/// An XML document, read strictly and held as a whole, with what Editor says cut out. Throws Fault::refused `limit.size`,
/// `text.encoding`, `text.binary` and what Editor throws.
namespace pouch::redact::xml {

class DocumentStructure final : public Structure {
  public:
    DocumentStructure(io::Source& in, const StructureOptions& options)
        : in_(in), limit_(options.max_size), editor_(options), places_(options.places)
    {
    }
    std::size_t read(MutableByteView out) override;
    [[nodiscard]] const std::string& name() const override { return in_.name(); }
    [[nodiscard]] std::uint64_t origin_of(std::uint64_t place) override { return places_.origin_of(place); }
    [[nodiscard]] bool is_all_withheld() const override { return false; }

  private:
    bool next_piece();

    io::Source& in_;
    std::uint64_t limit_;
    Editor editor_;
    PlaceMap places_;
    bool is_read_ = false;
    Bytes text_;
    std::size_t at_ = 0;        ///< Where text_ goes on behind the piece.
    std::size_t cut_ = 0;       ///< The next cut.
    std::string_view piece_;    ///< What is given on next.
    std::uint64_t written_ = 0; ///< Bytes before the piece.
};

} // namespace pouch::redact::xml
