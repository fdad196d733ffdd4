#include "pouch/redact/recognise/coordinates.hpp"

#include "pouch/redact/recognise/digits.hpp"

#include <algorithm>
#include <utility>

namespace pouch::redact::recognise {

std::optional<Axis> axis_of(char c)
{
    if (c == 'N' || c == 'S') return Axis::latitude;
    return c == 'E' || c == 'W' ? std::optional(Axis::longitude) : std::nullopt;
}

std::optional<Hemisphere> hemisphere_before(std::string_view text, std::size_t i)
{
    if (i > 0 && text[i - 1] == ' ') --i;
    const auto before = text.substr(0, i);
    constexpr std::pair<std::string_view, Axis> words[] = {{"북위", Axis::latitude},
                                                           {"남위", Axis::latitude},
                                                           {"동경", Axis::longitude},
                                                           {"서경", Axis::longitude}};
    for (const auto& [word, axis] : words) {
        if (before.ends_with(word)) return Hemisphere{axis, i - word.size(), i};
    }
    if (i == 0) return std::nullopt;
    const auto axis = axis_of(text[i - 1]);
    if (!axis || !is_border_before(text, i - 1)) return std::nullopt;
    return Hemisphere{*axis, i - 1, i};
}

std::optional<Hemisphere> hemisphere_after(std::string_view text, std::size_t i)
{
    if (at_or_nul(text, i) == ' ') ++i;
    const auto axis = axis_of(at_or_nul(text, i));
    if (!axis || !is_border_after(text, i + 1)) return std::nullopt;
    return Hemisphere{*axis, i, i + 1};
}

std::size_t sign_size(std::string_view text, std::size_t i, std::span<const std::string_view> signs)
{
    for (const auto sign : signs) {
        if (text.substr(std::min(i, text.size()), sign.size()) == sign) return sign.size();
    }
    return 0;
}

std::optional<Number> number_at(std::string_view text, std::size_t i)
{
    Number number;
    number.begin = i;
    number.has_sign = at_or_nul(text, i) == '-' || at_or_nul(text, i) == '+';
    if (number.has_sign) ++i;
    number.digits = i;
    const auto size = digit_run(text, i, 4);
    if (size < 1 || size > 3) return std::nullopt;
    for (std::size_t k = 0; k < size; ++k) number.whole = number.whole * 10 + digit_at(text, i + k);
    number.end = i + size;
    if (at_or_nul(text, number.end) == '.') {
        number.decimals = digit_run(text, number.end + 1, most_decimals + 1);
        if (number.decimals > most_decimals) return std::nullopt;
        if (number.decimals > 0) number.end += 1 + number.decimals;
    }
    return number;
}

std::optional<Number> number_before(std::string_view text, std::size_t i)
{
    const auto back = [&](std::size_t from, std::size_t most) {
        std::size_t size = 0;
        while (size <= most && size < from && is_digit(text[from - size - 1])) ++size;
        return size;
    };
    auto digits = back(i, most_decimals);
    if (digits == 0) return std::nullopt;
    auto begin = i - digits;
    if (begin > 0 && text[begin - 1] == '.') {
        const auto whole = back(begin - 1, 3);
        if (whole > 0) begin -= 1 + whole;
    }
    if (begin > 0 && is_digit(text[begin - 1])) return std::nullopt;
    if (begin > 0 && (text[begin - 1] == '-' || text[begin - 1] == '+')) --begin;
    const auto number = number_at(text, begin);
    return number && number->end == i ? number : std::nullopt;
}

std::optional<Axis> key_before(std::string_view text, std::size_t i)
{
    constexpr std::size_t most_signs = 5;
    constexpr std::pair<std::string_view, Axis> words[] = {
        {"latitude", Axis::latitude}, {"lat", Axis::latitude},  {"longitude", Axis::longitude},
        {"long", Axis::longitude},    {"lng", Axis::longitude}, {"lon", Axis::longitude},
        {"위도", Axis::latitude},     {"경도", Axis::longitude}};
    std::size_t signs = 0;
    while (signs < most_signs && i > 0 &&
           std::string_view(" :=\"'\\").find(text[i - 1]) != std::string_view::npos) {
        --i;
        ++signs;
    }
    if (signs == 0) return std::nullopt;
    for (const auto& [word, axis] : words) {
        if (i < word.size() || !stands_folded(text, i - word.size(), word)) continue;
        const auto begin = i - word.size();
        if (!is_ascii(word.front()) || is_border_before(text, begin)) return axis;
    }
    return std::nullopt;
}

} // namespace pouch::redact::recognise
