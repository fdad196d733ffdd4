#pragma once
#include "pouch/redact/csv/reader.hpp"
#include "pouch/redact/operator/field_operators.hpp"
#include "pouch/redact/streamed_structure.hpp"

/// CSV, read strictly, without the columns, cells and rows that rules, allow-list and label column withhold.
namespace pouch::redact::csv {

/// Streams row by row. The first row names the columns. Throws what Reader throws, Fault::refused `csv.duplicate` for two
/// columns of one name, `csv.delimiter` for one column that is several if another delimiter is meant while rules name
/// columns, `csv.label` for a label column that is not there; and Fault::policy `portion.unknown`.
class CsvStructure final : public StreamedStructure {
  public:
    CsvStructure(io::Source& in, const StructureOptions& options)
        : StreamedStructure(in, options.places), options_(options), reader_(options.target.csv_delimiter),
          operators_(options.rules, fields_of(FormatKind::csv, options.rules), options.key)
    {
    }
    [[nodiscard]] bool is_all_withheld() const override
    {
        return is_nothing_left_ || (has_dropped_ && !has_kept_);
    }

  protected:
    bool refill() override;

  private:
    /// What happens to a column.
    struct Column {
        bool is_dropped = false;
        std::optional<std::uint32_t> value_rule; ///< Replaces each cell,
        std::optional<std::uint32_t> name_rule;  ///< or the name.
    };

    void take(std::string_view row);
    void plan(std::string_view header);
    void refuse_other_delimiter(std::string_view header) const;
    void plan_column(Column& column, const std::string& name, std::uint64_t place);
    [[nodiscard]] std::optional<std::uint32_t> rule_for(const std::string& name, FieldPart part) const;
    [[nodiscard]] bool is_row_withheld(std::string_view row);
    [[nodiscard]] std::optional<std::string> replacement(std::string_view cell, const Column& column,
                                                         std::uint64_t place) const;
    void check_names(std::string_view header) const;
    void check_row(std::string_view row) const;
    void write_row(std::string_view row);
    void keep_of(std::string_view row, std::size_t from, std::size_t to);
    void report(CutReason reason, std::optional<std::uint32_t> rule, std::uint64_t place) const;

    const StructureOptions& options_;
    Reader reader_;
    std::vector<Column> columns_;
    FieldOperators operators_;
    std::optional<std::size_t> label_; ///< The label column.
    bool is_header_ = true;
    bool is_nothing_left_ = false; ///< Of the header.
    bool has_dropped_ = false;
    bool has_kept_ = false;
    Bytes text_; ///< Read, from a row's beginning on.
    std::uint64_t origin_ = 0;
    bool is_ended_ = false;
};

} // namespace pouch::redact::csv
