#pragma once
#include "pouch/redact/json/keys.hpp"
#include "pouch/redact/json/reader.hpp"
#include "pouch/redact/structure.hpp"

/// Reads one JSON text after the other, and says what of it is cut out.
namespace pouch::redact::json {

class Editor {
  public:
    struct Cut {
        std::size_t begin;
        std::size_t end;
        std::string replacement;
    };

    explicit Editor(const StructureOptions& options);

    /// Reads `text`, which is UTF-8 and stands at `origin` of the document; false if none of it may leave. Throws what
    /// Reader does, and Fault::refused `json.duplicate`.
    bool edit(std::string_view text, std::uint64_t origin);

    /// The cuts of the last text, in order and apart.
    [[nodiscard]] const std::vector<Cut>& cuts() const { return cuts_; }

  private:
    const StructureOptions& options_;
    KeyStack keys_;
    std::vector<Cut> cuts_;
};

} // namespace pouch::redact::json
