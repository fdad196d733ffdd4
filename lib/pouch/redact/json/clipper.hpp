#pragma once
#include "pouch/redact/clipper.hpp"

/// Editable parts of JSON and of JSON Lines: what stands in a string, a key or a value, byte for byte but for escapes,
/// which go whole (a surrogate pair as one); a number, `true`, `false` or `null` as a whole, which becomes a string, or
/// `null` if nothing is to be left of it. Braces, brackets, commas, colons, quotes and white space between tokens stay.
namespace pouch::redact::json {

class JsonClipper final : public Clipper {
  public:
    std::size_t seek(std::string_view text, std::size_t to) override;
    [[nodiscard]] bool clip(std::string_view text, std::size_t end, bool is_last,
                            std::vector<Part>& parts) const override;
    [[nodiscard]] std::unique_ptr<Clipper> copy() const override
    {
        return std::make_unique<JsonClipper>(*this);
    }

  private:
    bool in_string_ = false;
};

} // namespace pouch::redact::json
