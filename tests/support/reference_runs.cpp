#include "support/reference_units.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace pouch::test {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t shortest_run = 24;
constexpr std::size_t shortest_stretch = 6;  ///< Bytes of UTF-8.
constexpr std::ptrdiff_t shortest_utf16 = 6; ///< Characters.
constexpr int least_syllables = 4;           ///< Of EUC-KR.
constexpr std::size_t longest_ascii85 = 16382;
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

bool is_among(std::uint32_t c, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& ranges)
{
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const auto& range) { return range.first <= c && c <= range.second; });
}

bool is_telling(std::uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' ||
           is_among(c, {{' ', '~'},
                        {0x1100, 0x11FF},
                        {0x3131, 0x318E},
                        {0xAC00, 0xD7A3},
                        {0xFF01, 0xFFEF},
                        {0x10000, 0x10FFFF}});
}

/// The pieces of characters, the first of which begins at `first`, that are printable ASCII, Hangul, of other width or
/// pairs, six or more of them, or signs and letters that may be among such.
std::vector<std::string> utf16_stretches(const std::string& bytes, std::size_t first, ByteOrder order)
{
    std::vector<std::uint32_t> units;
    for (auto i = first; i + 1 < bytes.size(); i += 2) {
        const std::uint32_t one = static_cast<unsigned char>(bytes[i]);
        const std::uint32_t other = static_cast<unsigned char>(bytes[i + 1]);
        units.push_back(order == ByteOrder::little ? one + 256 * other : 256 * one + other);
    }
    std::vector<std::vector<std::uint32_t>> pieces(1);
    for (std::size_t i = 0; i < units.size(); ++i) {
        auto c = units[i];
        const bool is_pair = c / 0x400 == 0x36 && i + 1 < units.size() && units[i + 1] / 0x400 == 0x37;
        if (is_pair) c = 0x10000 + (c % 0x400) * 0x400 + units[++i] % 0x400;
        if (is_telling(c) || is_among(c, {{0x80, 0x27FF}, {0x3000, 0x33FF}, {0xFE00, 0xFF00}})) {
            pieces.back().push_back(c);
        } else {
            pieces.emplace_back();
        }
    }
    std::vector<std::string> stretches;
    for (const auto& piece : pieces) {
        if (std::count_if(piece.begin(), piece.end(), is_telling) < shortest_utf16) continue;
        stretches.emplace_back();
        for (const auto c : piece) stretches.back() += *utf8_of(c);
    }
    return stretches;
}

/// The pieces that are printable ASCII and characters of EUC-KR, syllables and others as wide or signs.
std::vector<std::string> euc_kr_stretches(const std::string& bytes)
{
    struct Piece {
        std::string bytes;
        int syllables = 0;
        int pairs = 0;
        int count = 0; ///< Of characters.
    };
    std::vector<Piece> pieces(1);
    for (std::size_t i = 0; i < bytes.size();) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const auto second = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[i + 1]) : 0U;
        const auto row = first - 0xA0U;
        const auto cell = second - 0xA0U;
        const bool is_in_row = cell >= 1 && cell <= 94;
        const bool is_syllable = is_in_row && (row == 3 || row == 4 || (row >= 16 && row <= 40));
        const bool is_sign =
            is_in_row && (row == 1 || (row == 2 && cell <= 69) || (row == 8 && cell >= 17) || row == 9);
        const bool is_ascii =
            (first >= ' ' && first < 0x7F) || first == '\t' || first == '\n' || first == '\r';
        const std::size_t size = is_syllable || is_sign ? 2 : 1;
        if (size == 2 || is_ascii) {
            pieces.back().bytes += bytes.substr(i, size);
            pieces.back().syllables += is_syllable ? 1 : 0;
            pieces.back().pairs += size == 2 ? 1 : 0;
            ++pieces.back().count;
        } else {
            pieces.emplace_back();
        }
        i += size;
    }
    std::vector<std::string> stretches;
    for (const auto& piece : pieces) {
        if (piece.syllables < least_syllables && (piece.pairs == 0 || piece.count < 12)) continue;
        if (auto text = from_charset(piece.bytes, "CP949")) stretches.push_back(*text);
    }
    return stretches;
}

std::vector<std::string> stretches_of(const std::string& bytes)
{
    auto stretches = utf8_stretches(bytes);
    const auto add = [&](const std::vector<std::string>& more) {
        stretches.insert(stretches.end(), more.begin(), more.end());
    };
    for (const auto order : {ByteOrder::little, ByteOrder::big}) {
        add(utf16_stretches(bytes, 0, order));
        add(utf16_stretches(bytes, 1, order));
        const bool is_little = order == ByteOrder::little;
        if (!bytes.starts_with(is_little ? "\xFF\xFE" : "\xFE\xFF")) continue;
        auto text =
            from_charset(bytes.substr(2, bytes.size() / 2 * 2 - 2), is_little ? "UTF-16LE" : "UTF-16BE");
        if (!text || text->empty()) continue;
        std::replace(text->begin(), text->end(), '\0', ' ');
        add({*text});
    }
    add(euc_kr_stretches(bytes));
    return stretches;
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

/// The bytes of groups of five, a group that is cut holding one byte less than characters; what is out of place does not
/// count. Nothing if other characters stand there.
std::optional<std::string> ascii85_bytes(std::string_view encoded)
{
    std::string digits;
    for (const char c : encoded) {
        const bool is_white = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (c == 'z' && digits.size() % 5 == 0) digits += "!!!!!";
        if (c >= '!' && c <= 'u') digits += c;
        if (!is_white && c != 'z' && (c < '!' || c > 'u')) return std::nullopt;
    }
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 5) {
        const auto count = std::min<std::size_t>(5, digits.size() - i);
        std::uint64_t group = 0;
        for (std::size_t k = 0; k < 5; ++k) {
            group = group * 85 + static_cast<std::uint64_t>(k < count ? digits[i + k] - '!' : 84);
        }
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

std::size_t behind_blanks(std::string_view text, std::size_t i)
{
    for (int n = 0; n < 8 && i < text.size() && (text[i] == ' ' || text[i] == '\t'); ++n) ++i;
    return i;
}

/// Where the next line of a run begins, behind blanks and a line end at `i` and blanks; npos if there is no line end.
std::size_t next_line(std::string_view text, std::size_t i)
{
    i = behind_blanks(text, i);
    for (const std::string_view end : {"\r\n", "\r", "\n"}) {
        if (text.substr(i, end.size()) == end) return behind_blanks(text, i + end.size());
    }
    return npos;
}

bool ends_line(std::string_view text, std::size_t i)
{
    const auto end = behind_blanks(text, i);
    if (end == text.size() || text[end] == '\r' || text[end] == '\n') return true;
    const bool is_letter_beyond_ascii = static_cast<unsigned char>(text[end]) >= 0x80;
    return !is_base64(text[end]) && (end == i || !is_letter_beyond_ascii);
}

bool is_hexadecimal(std::string_view digits)
{
    return std::all_of(digits.begin(), digits.end(), is_hex_digit);
}

/// The digits of a run of base64 from `begin` on, over line ends; `end` is set to the place behind its padding. With
/// `only_hexadecimal` a line with others is none.
std::string base64_run(std::string_view text, std::size_t begin, std::size_t& end,
                       bool only_hexadecimal = false)
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
        // Before a blank only a full line is one; else it is a word of what follows.
        const bool is_full = padding_end - line == full && text.substr(padding_end, 1) == " ";
        if (size == 0 || size > full || !(is_full || ends_line(text, padding_end))) break;
        if (only_hexadecimal && !is_hexadecimal(text.substr(line, size))) break;
        digits += text.substr(line, size);
        line_end = digits_end;
        end = padding_end;
    }
    return digits;
}

/// True if capital and small letters and what is no hexadecimal digit are among them: else they are no text.
bool is_mixed(std::string_view digits)
{
    const auto has = [&](auto is_such) { return std::any_of(digits.begin(), digits.end(), is_such); };
    return has([](char c) { return c >= 'A' && c <= 'Z'; }) &&
           has([](char c) { return c >= 'a' && c <= 'z'; }) && has([](char c) { return !is_hex_digit(c); });
}

void refuse_packed(std::string digits)
{
    std::replace(digits.begin(), digits.end(), '-', '+');
    std::replace(digits.begin(), digits.end(), '_', '/');
    for (const std::string_view start : {"H4sI", "UEsDB", "UEsFB", "N3q8rycc", "/Td6WFoA", "KLUv/", "QlpoO",
                                         "0M8R4KGx", "JVBERi0", "iVBORw0KGgo", "/9j/", "R0lGOD", "f0VMRg"}) {
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
        if (is_hexadecimal(text.substr(i, size))) {
            const auto lines = base64_run(text, i, end, true);
            if (lines.size() > size) runs.push_back({i, end, hex_stretches(lines)});
        }
        const auto digits = base64_run(text, i, end);
        if (!is_mixed(digits)) {
            const auto last_line = text.substr(i, end - i).find_last_of("\r\n");
            i += last_line == npos ? size : last_line;
            continue;
        }
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
        auto end = i + 2;
        while (end < text.size() &&
               ((text[end] >= '!' && text[end] <= 'u') || text[end] == 'z' || text[end] == ' ' ||
                text[end] == '\t' || text[end] == '\r' || text[end] == '\n'))
            ++end;
        if (end - (i + 2) > longest_ascii85 - 2)
            throw refused("redact.unit-length", "ascii85 that is too long");
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
