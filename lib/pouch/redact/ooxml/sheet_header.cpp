#include "pouch/redact/ooxml/sheet_header.hpp"

#include <algorithm>

namespace pouch::redact::ooxml {

namespace {

constexpr std::size_t colour_size = 6; ///< `FF0000`, or `01+000` for one of a theme.

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes the code behind an `&` off `rest`, and returns what it shows.
std::string_view take_code(std::string_view& rest)
{
    if (rest.empty()) return {};
    const char code = rest.front();
    std::size_t size = 1;
    if (code == '"') {
        size = std::min(rest.find('"', 1), rest.size() - 1) + 1;
    } else if (code == 'K') {
        size = std::min(1 + colour_size, rest.size());
    } else if (is_digit(code)) {
        size = static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_digit) - rest.begin());
    }
    rest.remove_prefix(size);
    if (code == '&') return "&";
    return code == 'L' || code == 'C' || code == 'R' ? "\n" : "";
}

} // namespace

std::string sheet_header_text(std::string_view coded)
{
    std::string text;
    while (!coded.empty()) {
        const auto at = std::min(coded.find('&'), coded.size());
        text += coded.substr(0, at);
        coded.remove_prefix(at);
        if (coded.empty()) break;
        coded.remove_prefix(1);
        text += take_code(coded);
    }
    return text;
}

} // namespace pouch::redact::ooxml
