#pragma once
#include "pouch/redact/csv/reader.hpp"
#include "pouch/redact/structure.hpp"

/// What leaves as CSV is read again by the strict reader, row by row. Names of columns that replacements made equal get
/// `~2`, `~3` and so on behind them; all other bytes stay. Cells that may be formulas are reported.
namespace pouch::redact::csv {

class CsvChecker final : public Checker {
  public:
    CsvChecker(io::Sink& out, char delimiter, FormulaReport on_formula)
        : out_(out), on_formula_(std::move(on_formula)), reader_(delimiter)
    {
    }
    void write(ByteView bytes) override;
    void finish() override;
    [[nodiscard]] bool is_atomic() const override { return out_.is_atomic(); }

  private:
    void take(bool is_last);
    void append_header(std::string_view row);
    void report_formulas(std::string_view row) const;

    io::Sink& out_;
    FormulaReport on_formula_;
    Reader reader_;
    Bytes held_; ///< From a row's beginning on.
    Bytes checked_;
    std::uint64_t origin_ = 0;
    bool is_header_ = true;
};

} // namespace pouch::redact::csv
