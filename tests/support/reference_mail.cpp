#include "support/reference_units.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>
#include <map>

namespace pouch::test {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t most_white = 64; ///< Between two words.

bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

Error bad_word()
{
    return refused("redact.charset", "an encoded word that cannot be read");
}

/// What a word of base64 holds; padding is not needed.
std::string base64_content(std::string_view encoded)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int n = 0; n < 2 && encoded.ends_with('='); ++n) encoded.remove_suffix(1);
    if (encoded.size() % 4 == 1) throw bad_word();
    std::string bytes;
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        const auto value = alphabet.find(encoded[i] == '-' ? '+' : encoded[i] == '_' ? '/' : encoded[i]);
        if (value == npos) throw bad_word();
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        if (i % 4 == 1) bytes += static_cast<char>((bits >> 4U) & 0xFFU);
        if (i % 4 == 2) bytes += static_cast<char>((bits >> 2U) & 0xFFU);
        if (i % 4 == 3) bytes += static_cast<char>(bits & 0xFFU);
    }
    return bytes;
}

/// What a word of the Q encoding holds.
std::string q_content(std::string_view encoded)
{
    std::string bytes;
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        if (encoded[i] == '=') {
            const auto byte = number_at(encoded, i + 1, 2, 16);
            if (!byte) throw bad_word();
            bytes += static_cast<char>(*byte);
            i += 2;
        } else {
            bytes += encoded[i] == '_' ? ' ' : encoded[i];
        }
    }
    return bytes;
}

std::string in_utf8(const std::string& charset, const std::string& bytes)
{
    static const std::map<std::string, const char*> charsets = {
        {"utf-8", "UTF-8"},
        {"utf8", "UTF-8"},
        {"us-ascii", "UTF-8"},
        {"iso-8859-1", "ISO-8859-1"},
        {"windows-1252", "WINDOWS-1252"},
        {"euc-kr", "CP949"},
        {"ks_c_5601-1987", "CP949"},
        {"ksc5601", "CP949"},
        {"cp949", "CP949"},
        {"uhc", "CP949"},
        {"windows-949", "CP949"},
        {"utf-16", "UTF-16"},
        {"utf-16le", "UTF-16LE"},
        {"utf-16be", "UTF-16BE"},
    };
    const auto known = charsets.find(charset);
    const auto text = known == charsets.end() ? std::nullopt : from_charset(bytes, known->second);
    if (!text || !is_utf8(*text)) throw bad_word();
    return *text;
}

/// The place behind the name of a charset, and perhaps of a language, at `i`.
std::size_t end_of_name(std::string_view text, std::size_t i)
{
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-*.:+";
    const auto end = text.find_first_not_of(letters, i);
    return end == npos ? text.size() : end;
}

/// `=?charset?B?...?=`.
std::optional<Unit> encoded_word(std::string_view text, std::size_t i)
{
    if (text.substr(i, 2) != "=?") return std::nullopt;
    const auto charset_end = end_of_name(text, i + 2);
    if (charset_end == i + 2 || charset_end + 3 > text.size()) return std::nullopt;
    const char encoding = lower(text[charset_end + 1]);
    if (text[charset_end] != '?' || (encoding != 'b' && encoding != 'q') || text[charset_end + 2] != '?')
        return std::nullopt;
    const auto end = text.find_first_of("?\r\n", charset_end + 3);
    if (end == npos || text.substr(end, 2) != "?=" || end + 2 - i > 8192) return std::nullopt;

    std::string charset(text.substr(i + 2, charset_end - (i + 2)));
    charset.resize(std::min(charset.size(), charset.find('*')));
    for (auto& c : charset) c = lower(c);
    const auto encoded = text.substr(charset_end + 3, end - (charset_end + 3));
    auto content = in_utf8(charset, encoding == 'b' ? base64_content(encoded) : q_content(encoded));
    std::erase(content, '\0');
    return Unit{i, end + 2, content};
}

/// A line end behind `=` and blanks.
std::optional<Unit> soft_break(std::string_view text, std::size_t i)
{
    if (text[i] != '=') return std::nullopt;
    auto end = i + 1;
    while (end < text.size() && end - i <= 8 && (text[end] == ' ' || text[end] == '\t')) ++end;
    if (end < text.size() && text[end] == '\r') ++end;
    if (end >= text.size() || text[end] != '\n') return std::nullopt;
    return Unit{i, end + 1, ""};
}

bool is_written_byte(std::string_view text, std::size_t i)
{
    return i < text.size() && text[i] == '=' && number_at(text, i + 1, 2, 16).has_value();
}

std::optional<Unit> quoted_printable(std::string_view text, std::size_t i)
{
    const auto byte_at = [](std::string_view whole, std::size_t place) -> std::optional<std::uint32_t> {
        return place < whole.size() && whole[place] == '=' ? number_at(whole, place + 1, 2, 16)
                                                           : std::nullopt;
    };
    const auto unit = character_of_bytes(text, i, 3, byte_at);
    const auto first = byte_at(text, i);
    if (!unit || *first == 0x7F) return std::nullopt;
    if (*first == 0x1B && (text.substr(i + 3, 1) == "$" || text.substr(i + 3, 3) == "=24"))
        return unit; // of ISO 2022
    if (*first < 0x20 && *first != '\t' && *first != '\n' && *first != '\r') return std::nullopt;
    if (*first < 0x80 && is_lone_among_others(text, i)) return std::nullopt;
    return unit;
}

} // namespace

bool is_lone_among_others(std::string_view text, std::size_t i)
{
    if (is_written_byte(text, i + 3) || (i >= 3 && is_written_byte(text, i - 3))) return false;
    auto begin = i < 256 ? 0 : i - 256;
    auto end = std::min(text.size(), i + 3 + 256);
    for (auto k = begin; k < end; ++k) {
        const auto written = text[k] == '=' ? number_at(text, k + 1, 2, 16) : std::nullopt;
        if (text[k] != '\n' && written != 0x0A && written != 0x0D) continue;
        if (k < i) begin = k + 1;
        if (k > i) end = k;
    }
    for (auto k = begin; k < end; ++k) {
        const bool is_at_end = k + 1 == text.size();
        if (text[k] != '=' || is_at_end || is_written_byte(text, k) || soft_break(text, k)) continue;
        if (text[k + 1] != '?' && (k == 0 || text[k - 1] != '?')) return true;
    }
    return false;
}

std::vector<Unit> mail_units(std::string_view text)
{
    std::vector<Unit> units;
    std::size_t word_end = npos; // of the last word, if only white space stood behind it
    for (std::size_t i = 0; i < text.size();) {
        if (auto word = encoded_word(text, i)) {
            if (word_end != npos && word->begin - word_end <= most_white) word->begin = word_end;
            i = word_end = word->end;
            units.push_back(*word);
            continue;
        }
        if (!is_white(text[i])) word_end = npos;
        auto unit = soft_break(text, i);
        if (!unit) unit = quoted_printable(text, i);
        i = unit ? unit->end : i + 1;
        if (unit) units.push_back(*unit);
    }
    return units;
}

} // namespace pouch::test
