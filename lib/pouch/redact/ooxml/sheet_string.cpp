#include "pouch/redact/ooxml/sheet_string.hpp"

#include "pouch/redact/view/code_point.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

namespace pouch::redact::ooxml {

namespace {

constexpr std::size_t escape_size = 7; // _xHHHH_

/// The unit that is written at `at`.
std::optional<std::uint32_t> unit_at(std::string_view text, std::size_t at)
{
    const auto written = text.substr(std::min(at, text.size()), escape_size);
    if (written.size() < escape_size || !written.starts_with("_x") || written.back() != '_')
        return std::nullopt;
    std::uint32_t unit = 0;
    const auto* const end = written.data() + escape_size - 1;
    const auto [stop, error] = std::from_chars(written.data() + 2, end, unit, 16);
    if (error != std::errc() || stop != end) return std::nullopt;
    return unit;
}

} // namespace

std::string sheet_string(std::string_view written)
{
    std::string text;
    for (std::size_t i = 0; i < written.size();) {
        const auto unit = unit_at(written, i);
        const auto second =
            unit && is_high_surrogate(*unit) ? unit_at(written, i + escape_size) : std::nullopt;
        if (second && is_low_surrogate(*second)) {
            append_utf8(text, joined_surrogates(*unit, *second));
            i += 2 * escape_size;
        } else if (unit && *unit != 0 && !is_high_surrogate(*unit) && !is_low_surrogate(*unit)) {
            append_utf8(text, *unit);
            i += escape_size;
        } else {
            text += written[i++];
        }
    }
    return text;
}

} // namespace pouch::redact::ooxml
