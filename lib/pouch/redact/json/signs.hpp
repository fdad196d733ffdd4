#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// Where a reader of JSON has to look, told 64 bytes at a time: a reader that goes from sign to sign touches little else.
namespace pouch::redact::json {

/// Gives the signs of a text in order. Outside of strings these are `{}[]:,`, quotes, and the first of any other bytes in a
/// row that are no blanks; in strings, the quote that ends it, backslashes that are not escaped themselves, and control
/// characters. Backslashes escape outside of strings too, where JSON has none.
class Signs {
  public:
    /// What the machine has to tell bytes by.
    enum class Width { plain, avx2, avx512 };
    /// All that it has.
    [[nodiscard]] static std::vector<Width> widths();

    /// `text`, of less than 4 GiB, outlives it.
    explicit Signs(std::string_view text);
    Signs(std::string_view text, Width width);

    /// Puts the place of the next sign into `place`; false if there is none.
    [[nodiscard]] bool next(std::uint32_t& place)
    {
        if (given_ == count_ && !refill()) return false;
        place = places_[given_++];
        return true;
    }

    /// Passes over the signs before `end`.
    void pass(std::uint32_t end);

  private:
    struct Teller;

    bool refill();

    static constexpr std::size_t block = 64;
    static constexpr std::size_t most = 1024; ///< Places that are told at a time.

    std::string_view text_;
    Width width_;
    std::size_t told_ = 0;        ///< Bytes of the text that were looked at.
    std::uint64_t escaped_ = 0;   ///< 1 if the next byte is escaped,
    std::uint64_t in_string_ = 0; ///< all bits if it is in a string,
    std::uint64_t in_other_ = 0;  ///< 1 if it goes on with what is no sign.
    std::size_t count_ = 0;
    std::size_t given_ = 0;
    std::array<std::uint32_t, most + block> places_; // NOLINT: only those told are read
};

} // namespace pouch::redact::json
