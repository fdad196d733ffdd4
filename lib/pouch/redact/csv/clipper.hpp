#pragma once
#include "pouch/redact/clipper.hpp"

/// Editable parts of CSV: what stands in a cell, byte for byte but for a doubled quote, which goes whole. Delimiters, quotes
/// around cells, line ends outside of them and the byte order mark stay. No token holds a delimiter, a quote or a line
/// end, so that none needs quotes; a value that holds the delimiter is unfit for a cell without them.
namespace pouch::redact::csv {

class CsvClipper final : public Clipper {
  public:
    explicit CsvClipper(char delimiter) : delimiter_(delimiter) {}

    std::size_t seek(std::string_view text, std::size_t to) override;
    [[nodiscard]] bool clip(std::string_view text, std::size_t end, bool is_last,
                            std::vector<Part>& parts) const override;
    [[nodiscard]] std::unique_ptr<Clipper> copy() const override
    {
        return std::make_unique<CsvClipper>(*this);
    }

  private:
    [[nodiscard]] bool is_border(char c) const;

    char delimiter_;
    bool is_at_start_ = true; ///< Of the document.
    bool in_quotes_ = false;
};

} // namespace pouch::redact::csv
