#pragma once
#include "pouch/redact/rulebook.hpp"
#include "pouch/stage/embedded_label.hpp"
#include "pouch/stage/label_judge.hpp"

#include <string>

/// The label that a document bears in itself, of which redact leaves nothing: it is judged as one beside the document is.
namespace pouch::stage {

/// What the rules ask of labels; no policies if they name none.
[[nodiscard]] LabelDemand demand_of(const redact::Rulebook& book);

/// A document on its way to be redacted.
class LabelledSource final : public io::Source {
  public:
    /// `name`: of the document; its label refers to nothing else. `demand` has policies; all are kept by reference.
    LabelledSource(io::Source& in, std::string name, const LabelDemand& demand)
        : in_(in), name_(std::move(name)), demand_(demand)
    {
    }

    /// Judges the label where the document ends, before the end is told: who reads all of it before he writes writes nothing
    /// of what is denied. A package is held as a whole for that. Throws what EmbeddedLabelReader and check_label_document do.
    std::size_t read(MutableByteView out) override;
    [[nodiscard]] const std::string& name() const override { return in_.name(); }
    [[nodiscard]] std::uint64_t expected() const override { return in_.expected(); }

    /// Reads what is left.
    void drain();

  private:
    void judge();

    io::Source& in_;
    std::string name_;
    const LabelDemand& demand_;
    EmbeddedLabelReader reader_;
    bool is_judged_ = false;
};

} // namespace pouch::stage
