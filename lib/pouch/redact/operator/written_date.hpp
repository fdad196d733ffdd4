#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A date as somebody wrote it, so that another one can be written in the same way.
namespace pouch::redact {

class WrittenDate {
  public:
    /// Reads what the builtins `date` and `dtg` find, with what stands behind the day as it is. Nothing for a date whose
    /// order of day and month is open, 04/03/2026.
    [[nodiscard]] static std::optional<WrittenDate> read(std::string_view text);

    [[nodiscard]] std::chrono::year_month_day date() const { return date_; }
    /// True if the year has two digits, which are taken for those of this century.
    [[nodiscard]] bool has_short_year() const { return has_short_year_; }
    /// `date` in the same spelling; nothing if two digits cannot say its year.
    [[nodiscard]] std::optional<std::string> with(std::chrono::year_month_day date) const;

    enum class Part { text, year, month, day, month_name, ordinal };

  private:
    struct Piece {
        Part part;
        std::string text;
    };
    std::vector<Piece> pieces_;
    std::chrono::year_month_day date_{};
    bool has_short_year_ = false;
    bool is_padded_ = false; ///< Days and months have two digits.
};

} // namespace pouch::redact
