#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/io/stream.hpp"
#include "pouch/redact/structure.hpp"

#include <string>
#include <vector>

/// A text with cuts made, as a source for a structure that goes on with it.
namespace pouch::redact {

class SplicedText final : public io::Source {
  public:
    /// `cuts` of `text`, in order and apart. `name` is that of the document.
    SplicedText(Bytes text, std::vector<TextCut> cuts, std::string name);

    std::size_t read(MutableByteView out) override;
    [[nodiscard]] const std::string& name() const override { return name_; }

    /// Where the byte at `place` of what is left stood in the text; of what was put in, a place in what it stands for, or
    /// right behind.
    [[nodiscard]] std::uint64_t origin_of(std::uint64_t place) const;

  private:
    /// From `place` of what is left on, bytes stood at `origin` of the text.
    struct Piece {
        std::uint64_t place;
        std::uint64_t origin;
    };
    /// What is left, in the order of it: what stands before a cut, and what was put in for it, by turns.
    [[nodiscard]] std::string_view part(std::size_t index) const;

    Bytes text_;
    std::vector<TextCut> cuts_;
    std::vector<Piece> pieces_;
    std::size_t part_ = 0;    ///< That read() is in,
    std::size_t fetched_ = 0; ///< and how much of it was given.
    std::string name_;
};

} // namespace pouch::redact
