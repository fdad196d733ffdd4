#include "support/reference_units.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace pouch::test {

namespace {

constexpr auto npos = std::string_view::npos;

char at(std::string_view text, std::size_t i)
{
    return i < text.size() ? text[i] : '\0';
}

std::optional<Unit> escape_unit(std::string_view text, std::size_t i);

bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7F && !is_alphanumeric(c);
}

/// A unit for a code point; none if it is no scalar value.
std::optional<Unit> unit_of(std::size_t begin, std::size_t end, std::uint32_t code_point)
{
    const auto character = utf8_of(code_point);
    if (!character) return std::nullopt;
    return Unit{begin, end, *character};
}

/// `\uXXXX` and `%uXXXX`, whose `prefix` is given: one UTF-16 unit, or a high and a low one.
std::optional<Unit> utf16_escape(std::string_view text, std::size_t i, std::string_view prefix)
{
    if (text.substr(i, 2) != prefix) return std::nullopt;
    const auto high = number_at(text, i + 2, 4, 16);
    if (!high) return std::nullopt;
    if (*high < 0xD800 || *high > 0xDBFF) return unit_of(i, i + 6, *high);
    if (text.substr(i + 6, 2) != prefix) return std::nullopt;
    const auto low = number_at(text, i + 8, 4, 16);
    if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
    return unit_of(i, i + 12, 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00));
}

/// `\u{H}` and `\x{H}`.
std::optional<Unit> braced_escape(std::string_view text, std::size_t i)
{
    if ((at(text, i + 1) != 'u' && at(text, i + 1) != 'x') || at(text, i + 2) != '{') return std::nullopt;
    const auto close = text.find('}', i);
    if (close == npos || close - (i + 3) > 6) return std::nullopt;
    const auto number = number_at(text, i + 3, close - (i + 3), 16);
    return number ? unit_of(i, close + 1, *number) : std::nullopt;
}

std::optional<std::uint32_t> hex_escape_byte(std::string_view text, std::size_t i)
{
    return at(text, i) == '\\' && at(text, i + 1) == 'x' ? number_at(text, i + 2, 2, 16) : std::nullopt;
}

std::optional<std::uint32_t> octal_escape_byte(std::string_view text, std::size_t i)
{
    const auto byte = at(text, i) == '\\' ? number_at(text, i + 1, 3, 8) : std::nullopt;
    return byte && *byte <= 0377 ? byte : std::nullopt;
}

std::optional<std::uint32_t> percent_byte(std::string_view text, std::size_t i)
{
    return at(text, i) == '%' ? number_at(text, i + 1, 2, 16) : std::nullopt;
}

/// A byte of quoted-printable, see reference_mail.cpp.
std::optional<std::uint32_t> equals_byte(std::string_view text, std::size_t i)
{
    return at(text, i) == '=' ? number_at(text, i + 1, 2, 16) : std::nullopt;
}

/// True if the punctuation at `i`, or what the backslashes from there on stand before in the end, begins a unit that is
/// not trivial.
bool opens_unit(std::string_view text, std::size_t i)
{
    if (at(text, i) == '=') return character_of_bytes(text, i, 3, equals_byte).has_value();
    while (at(text, i) == '\\' && at(text, i + 1) == '\\') ++i;
    const auto unit = escape_unit(text, i);
    return unit && unit->begin == i && !unit->is_trivial;
}

std::optional<Unit> letter_escape(std::string_view text, std::size_t i)
{
    constexpr std::string_view letters = "nrtfbv";
    constexpr std::string_view controls = "\n\r\t\f\b\v";
    const char c = at(text, i + 1);
    if (is_punctuation(c) || c == ' ') return Unit{i, i + 2, std::string(1, c), !opens_unit(text, i + 1)};
    const auto known = c == '\0' ? npos : letters.find(c);
    if (known == npos) return std::nullopt;
    return Unit{i, i + 2, std::string(1, controls[known]), true};
}

std::optional<Unit> backslash(std::string_view text, std::size_t i)
{
    if (at(text, i) != '\\') return std::nullopt;
    if (auto unit = utf16_escape(text, i, "\\u")) return unit;
    if (auto unit = braced_escape(text, i)) return unit;
    if (at(text, i + 1) == 'U') {
        const auto number = number_at(text, i + 2, 8, 16);
        return number ? unit_of(i, i + 10, *number) : std::nullopt;
    }
    if (auto unit = character_of_bytes(text, i, 4, hex_escape_byte)) return unit;
    if (auto unit = character_of_bytes(text, i, 4, octal_escape_byte)) return unit;
    return letter_escape(text, i);
}

/// Names of HTML, by tests/data/entities.txt.
const std::map<std::string, std::uint32_t, std::less<>>& entity_names()
{
    static const auto names = [] {
        std::map<std::string, std::uint32_t, std::less<>> read;
        std::ifstream in(POUCH_SOURCE_DIR "/tests/data/entities.txt");
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with('#')) continue;
            std::istringstream fields(line);
            std::string name;
            std::uint32_t code_point = 0;
            fields >> name >> std::hex >> code_point;
            read[name] = code_point;
        }
        if (read.empty()) throw std::runtime_error("tests/data/entities.txt is not there");
        return read;
    }();
    return names;
}

/// `&#D;` and `&#xH;`, the semicolon not needed.
std::optional<Unit> numeric_entity(std::string_view text, std::size_t i)
{
    const bool is_hex = at(text, i + 2) == 'x' || at(text, i + 2) == 'X';
    auto first = i + (is_hex ? 3 : 2);
    const std::uint32_t base = is_hex ? 16 : 10;
    while (at(text, first) == '0' && number_at(text, first + 1, 1, base)) ++first;
    std::size_t count = 0;
    while (count < (is_hex ? 8U : 10U) && number_at(text, first + count, 1, base)) ++count;
    const auto number = number_at(text, first, count, base);
    if (!number) return std::nullopt;
    const auto end = first + count;
    return unit_of(i, at(text, end) == ';' ? end + 1 : end, *number);
}

std::optional<Unit> entity(std::string_view text, std::size_t i)
{
    if (at(text, i) != '&') return std::nullopt;
    if (at(text, i + 1) == '#') return numeric_entity(text, i);
    auto end = i + 1;
    while (is_alphanumeric(at(text, end))) ++end;
    const auto known = entity_names().find(text.substr(i + 1, end - (i + 1)));
    if (known == entity_names().end() || at(text, end) == '=') return std::nullopt;
    return unit_of(i, at(text, end) == ';' ? end + 1 : end, known->second);
}

std::optional<Unit> percent(std::string_view text, std::size_t i)
{
    if (auto unit = utf16_escape(text, i, "%u")) return unit;
    return character_of_bytes(text, i, 3, percent_byte);
}

/// `[.]` and its like, with a blank on either side.
std::optional<Unit> defanged(std::string_view text, std::size_t i)
{
    static const std::map<std::string, std::string> meanings = {
        {".", "."}, {"dot", "."}, {"@", "@"}, {"at", "@"}, {":", ":"}, {"://", "://"}, {"/", "/"}};
    const auto open = i + (at(text, i) == ' ' ? 1 : 0);
    const auto bracket = std::string_view("[({").find(at(text, open));
    if (open >= text.size() || bracket == npos) return std::nullopt;
    const auto close = text.find("])}"[bracket], open);
    if (close == npos || close - open > 4) return std::nullopt;
    std::string inside(text.substr(open + 1, close - open - 1));
    for (auto& c : inside) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    const auto known = meanings.find(inside);
    if (known == meanings.end()) return std::nullopt;
    return Unit{i, close + (at(text, close + 1) == ' ' ? 2 : 1), known->second};
}

/// A tag character as the sign of ASCII that it stands for.
std::optional<Unit> tag(std::string_view text, std::size_t i)
{
    for (std::uint32_t c = ' '; c <= '~'; ++c) {
        const auto written = *utf8_of(0xE0000 + c);
        if (at(text, i) == written[0] && text.substr(i, written.size()) == written)
            return unit_of(i, i + written.size(), c);
    }
    return std::nullopt;
}

std::optional<Unit> escape_unit(std::string_view text, std::size_t i)
{
    if (auto unit = backslash(text, i)) return unit;
    if (auto unit = entity(text, i)) return unit;
    if (auto unit = percent(text, i)) return unit;
    for (const std::string_view border : {"<![CDATA[", "]]>"}) {
        if (text.substr(i, border.size()) == border) return Unit{i, i + border.size(), ""};
    }
    if (auto unit = tag(text, i)) return unit;
    return defanged(text, i);
}

} // namespace

std::vector<Unit> escape_units(std::string_view text)
{
    std::vector<Unit> units;
    for (std::size_t i = 0; i < text.size();) {
        const auto unit = escape_unit(text, i);
        i = unit ? unit->end : i + 1;
        if (unit) units.push_back(*unit);
    }
    return units;
}

} // namespace pouch::test
