#pragma once
#include "pouch/redact/spliced_text.hpp"
#include "pouch/redact/structure.hpp"

#include <optional>

/// Bundles of STIX without what judge.hpp withholds and what rules about fields take out.
namespace pouch::redact::stix {

class BundleStructure final : public Structure {
  public:
    BundleStructure(io::Source& in, const StructureOptions& options) : in_(in), options_(options) {}

    std::size_t read(MutableByteView out) override;
    [[nodiscard]] const std::string& name() const override { return in_.name(); }
    [[nodiscard]] std::uint64_t origin_of(std::uint64_t place) override { return text_->origin_of(place); }
    [[nodiscard]] bool is_all_withheld() const override { return is_all_withheld_; }

  private:
    void open();

    io::Source& in_;
    const StructureOptions& options_;
    std::optional<SplicedText> text_;
    bool is_all_withheld_ = false;
};

} // namespace pouch::redact::stix
