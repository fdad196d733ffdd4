#include "pouch/format/toml.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

/// How many bytes the string or comment at the beginning of `text` has, or 1. What toml++ would refuse is cut short: nothing
/// behind it is read.
std::size_t opaque_size(std::string_view text)
{
    const char first = text.front();
    if (first == '#') return std::min(text.find('\n'), text.size());
    if (first != '"' && first != '\'') return 1;
    const bool has_escapes = first == '"';
    const auto quotes_at = [&](std::size_t at, std::size_t most) {
        std::size_t count = 0;
        while (count < most && at + count < text.size() && text[at + count] == first) ++count;
        return count;
    };
    const bool is_long = quotes_at(0, 3) == 3;
    for (std::size_t at = is_long ? 3 : 1; at < text.size(); ++at) {
        if (has_escapes && text[at] == '\\') {
            ++at;
        } else if (!is_long && (text[at] == first || text[at] == '\n')) {
            return text[at] == first ? at + 1 : at;
        } else if (is_long && text[at] == first) {
            const auto quotes = quotes_at(at, 5); // two may stand before the three that end it
            if (quotes >= 3) return at + quotes;
            at += quotes - 1;
        }
    }
    return text.size();
}

} // namespace

std::optional<std::size_t> dotted_line(std::string_view text)
{
    std::size_t line = 1;
    std::size_t dots = 0;
    while (!text.empty()) {
        const auto size = opaque_size(text);
        const auto piece = text.substr(0, size);
        if (piece == "\n") dots = 0;
        if (piece == "." && ++dots > toml_dots_limit) return line;
        line += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
        text.remove_prefix(size);
    }
    return std::nullopt;
}

toml::table read_toml(std::string_view text, std::string_view reason)
{
    if (const auto line = dotted_line(text))
        throw usage_error(reason, "line {}: more than {} dots outside strings", *line, toml_dots_limit);
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        throw usage_error(reason, "line {}: {}", error.source().begin.line, error.description());
    }
}

} // namespace pouch::format
