#pragma once
#include "pouch/redact/json/structure.hpp"
#include "pouch/redact/spliced_text.hpp"

#include <optional>

/// Events of MISP without what event.hpp withholds; what is left is JSON, whose fields rules may name.
namespace pouch::redact::misp {

class EventStructure final : public Structure {
  public:
    EventStructure(io::Source& in, const StructureOptions& options);

    std::size_t read(MutableByteView out) override;
    [[nodiscard]] const std::string& name() const override { return in_.name(); }
    [[nodiscard]] std::uint64_t origin_of(std::uint64_t place) override;
    [[nodiscard]] bool is_all_withheld() const override { return is_all_withheld_; }

  private:
    void open();

    io::Source& in_;
    const StructureOptions& options_;
    StructureOptions inner_options_; ///< Of json_: its places are those of text_.
    std::optional<SplicedText> text_;
    std::optional<json::DocumentStructure> json_;
    bool is_all_withheld_ = false;
};

} // namespace pouch::redact::misp
