#include "support/reference_units.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <utility>

namespace pouch::test {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t shortest_run = 24;
constexpr std::size_t shortest_stretch = 6;
constexpr std::size_t longest_ascii85 = 16384;
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::optional<std::uint32_t> base64_value(char c)
{
    if (c == '-') return 62;
    if (c == '_') return 63;
    const auto value = base64_digits.find(c);
    return value == npos ? std::nullopt : std::optional(static_cast<std::uint32_t>(value));
}

bool is_base64(char c)
{
    return base64_value(c).has_value();
}

bool is_hex_digit(char c)
{
    return number_at({&c, 1}, 0, 1, 16).has_value();
}

// --- Stretches of text in decoded bytes --------------------------------------------------------------------

/// The pieces of well-formed UTF-8 without control characters.
std::vector<std::string> utf8_stretches(const std::string& bytes)
{
    std::vector<std::string> stretches(1);
    for (std::size_t i = 0; i < bytes.size();) {
        std::size_t size = 1;
        while (size < 4 && !is_utf8(bytes.substr(i, size))) ++size;
        const auto character = bytes.substr(i, size);
        const bool is_control = (bytes[i] >= 0 && bytes[i] < ' ') || bytes[i] == 0x7F;
        const bool is_allowed = bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r';
        if (is_utf8(character) && (!is_control || is_allowed)) {
            stretches.back() += character;
            i += character.size();
        } else {
            stretches.emplace_back();
            ++i;
        }
    }
    std::erase_if(stretches, [](const std::string& one) { return one.size() < shortest_stretch; });
    return stretches;
}

enum class ByteOrder { little, big };

/// What 16-bit units from `i` on say, in UTF-8; what is ill formed becomes a zero byte, which no stretch holds.
std::string transcoded(const std::string& bytes, std::size_t i, ByteOrder order)
{
    const auto unit_at = [&](std::size_t place) -> std::uint32_t {
        if (place + 1 >= bytes.size()) return 0;
        const auto first = static_cast<unsigned char>(bytes[place]);
        const auto second = static_cast<unsigned char>(bytes[place + 1]);
        return order == ByteOrder::little ? first + 256U * second : 256U * first + second;
    };
    std::string text;
    for (; i + 1 < bytes.size(); i += 2) {
        auto unit = unit_at(i);
        const auto next = unit_at(i + 2);
        if (unit >= 0xD800 && unit <= 0xDBFF && next >= 0xDC00 && next <= 0xDFFF) {
            unit = 0x10000 + ((unit - 0xD800) << 10U) + (next - 0xDC00);
            i += 2;
        }
        const auto character = utf8_of(unit).value_or("");
        text += character.empty() ? std::string(1, '\0') : character;
    }
    return text;
}

/// True if the units from `i` on are four characters of Latin text: one byte of each is zero and the other is not.
bool has_zeros(const std::string& bytes, std::size_t i, ByteOrder order)
{
    if (i + 8 > bytes.size()) return false;
    for (std::size_t k = 0; k < 8; ++k) {
        const bool is_zero = k % 2 == (order == ByteOrder::little ? 1 : 0);
        if ((bytes[i + k] == '\0') != is_zero) return false;
    }
    return true;
}

std::vector<std::string> stretches_of(const std::string& bytes)
{
    if (bytes.starts_with("\xFF\xFE")) return utf8_stretches(transcoded(bytes, 2, ByteOrder::little));
    if (bytes.starts_with("\xFE\xFF")) return utf8_stretches(transcoded(bytes, 2, ByteOrder::big));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const auto order : {ByteOrder::little, ByteOrder::big}) {
            if (has_zeros(bytes, i, order)) return utf8_stretches(transcoded(bytes, i % 2, order));
        }
    }
    return utf8_stretches(bytes);
}

// --- Decoders ----------------------------------------------------------------------------------------------

void append(std::vector<std::string>& all, const std::vector<std::string>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

/// Every run of base64 begins within four characters of where a sender began it.
std::vector<std::string> base64_stretches(const std::string& digits)
{
    std::vector<std::string> all;
    for (std::size_t alignment = 0; alignment < 4; ++alignment) {
        std::string bytes;
        std::uint32_t bits = 0;
        for (std::size_t i = alignment; i < digits.size(); ++i) {
            bits = (bits << 6U) | *base64_value(digits[i]);
            const auto place = (i - alignment) % 4;
            if (place > 0) bytes += static_cast<char>((bits >> (6 - 2 * place)) & 0xFFU);
        }
        append(all, stretches_of(bytes));
    }
    return all;
}

std::vector<std::string> hex_stretches(std::string_view digits)
{
    std::vector<std::string> all;
    for (std::size_t alignment = 0; alignment < 2; ++alignment) {
        std::string bytes;
        for (std::size_t i = alignment; i + 1 < digits.size(); i += 2) {
            bytes += static_cast<char>(*number_at(digits, i, 2, 16));
        }
        append(all, stretches_of(bytes));
    }
    return all;
}

/// The bytes of groups of five; a group that is cut holds one byte less than characters. Nothing if it is ill formed.
std::optional<std::string> ascii85_bytes(std::string_view encoded)
{
    std::string digits;
    for (const char c : encoded) {
        if (c == ' ' || (c >= '\t' && c <= '\r')) continue;
        if (c == 'z' && digits.size() % 5 == 0) {
            digits += "!!!!!";
        } else if (c >= '!' && c <= 'u') {
            digits += c;
        } else {
            return std::nullopt;
        }
    }
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 5) {
        const auto count = std::min<std::size_t>(5, digits.size() - i);
        std::uint64_t group = 0;
        for (std::size_t k = 0; k < 5; ++k) {
            group = group * 85 + static_cast<std::uint64_t>(k < count ? digits[i + k] - '!' : 84);
        }
        if (group > UINT32_MAX) return std::nullopt;
        for (std::size_t k = 0; k + 1 < count; ++k)
            bytes += static_cast<char>((group >> (24 - 8 * k)) & 0xFFU);
    }
    return bytes;
}

// --- Runs --------------------------------------------------------------------------------------------------

std::size_t end_of_base64(std::string_view text, std::size_t i)
{
    while (i < text.size() && is_base64(text[i])) ++i;
    return i;
}

std::size_t end_of_padding(std::string_view text, std::size_t i)
{
    for (int n = 0; n < 2 && i < text.size() && text[i] == '='; ++n) ++i;
    return i;
}

/// Where the next line of a run begins, behind a line end at `i` and blanks; npos if there is no line end.
std::size_t next_line(std::string_view text, std::size_t i)
{
    if (text.substr(i, 2) == "\r\n") ++i;
    if (i >= text.size() || text[i] != '\n') return npos;
    ++i;
    for (int n = 0; n < 8 && i < text.size() && (text[i] == ' ' || text[i] == '\t'); ++n) ++i;
    return i;
}

bool ends_line(std::string_view text, std::size_t i)
{
    return i >= text.size() || std::string_view("\n\r\"< \t").find(text[i]) != npos;
}

/// The digits of a run of base64 from `begin` on, over line ends; `end` is set to the place behind its padding.
std::string base64_run(std::string_view text, std::size_t begin, std::size_t& end)
{
    const auto first_end = end_of_base64(text, begin);
    const auto full = first_end - begin;
    std::string digits(text.substr(begin, full));
    auto line_end = first_end;
    end = end_of_padding(text, line_end);
    for (auto size = full; size == full && size >= shortest_run && end == line_end;) {
        const auto line = next_line(text, line_end);
        if (line == npos) break;
        const auto digits_end = end_of_base64(text, line);
        const auto padding_end = end_of_padding(text, digits_end);
        size = digits_end - line;
        if (size == 0 || padding_end - line > full || !ends_line(text, padding_end)) break;
        digits += text.substr(line, size);
        line_end = digits_end;
        end = padding_end;
    }
    return digits;
}

void refuse_packed(std::string_view digits)
{
    for (const std::string_view start :
         {"H4sI", "UEsDB", "UEsFB", "N3q8rycc", "/Td6WFoA", "KLUv/", "QlpoO", "0M8R4KGxGuE", "JVBERi0",
          "iVBORw0KGgo", "/9j/", "R0lGOD", "f0VMRg"}) {
        if (digits.starts_with(start)) throw refused("redact.packed", "packed data in base64");
    }
}

void add_base64(std::string_view text, bool is_packed_kept, std::vector<EncodedRun>& runs)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto size = end_of_base64(text, i) - i;
        if (size < shortest_run) {
            i += size + 1;
            continue;
        }
        std::size_t end = i;
        const auto digits = base64_run(text, i, end);
        if (!is_packed_kept) refuse_packed(digits);
        runs.push_back({i, end, base64_stretches(digits)});
        i = end;
    }
}

void add_hex(std::string_view text, std::vector<EncodedRun>& runs)
{
    for (std::size_t i = 0; i < text.size();) {
        auto end = i;
        while (end < text.size() && is_hex_digit(text[end])) ++end;
        if (end - i >= shortest_run) runs.push_back({i, end, hex_stretches(text.substr(i, end - i))});
        i = end + 1;
    }
}

void add_ascii85(std::string_view text, std::vector<EncodedRun>& runs)
{
    for (auto i = text.find("<~"); i != npos; i = text.find("<~", i + 1)) {
        const auto close = text.find("~>", i + 2);
        if (close == npos || close - (i + 2) > longest_ascii85) continue;
        const auto bytes = ascii85_bytes(text.substr(i + 2, close - (i + 2)));
        if (bytes) runs.push_back({i, close + 2, stretches_of(*bytes)});
    }
}

} // namespace

std::vector<EncodedRun> encoded_runs(std::string_view text, bool is_packed_kept)
{
    std::vector<EncodedRun> runs;
    add_base64(text, is_packed_kept, runs);
    add_hex(text, runs);
    add_ascii85(text, runs);
    return runs;
}

} // namespace pouch::test
