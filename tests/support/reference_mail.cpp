#include "support/reference_units.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <iconv.h>
#include <stdexcept>

namespace pouch::test {

namespace {

constexpr auto npos = std::string_view::npos;

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
        const auto value = alphabet.find(encoded[i]);
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

std::string from_iconv(std::string bytes, const char* charset)
{
    const auto converter = iconv_open("UTF-8", charset);
    if (converter == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("iconv lacks a charset");
    std::string text(4 * bytes.size() + 4, '\0');
    char* in = bytes.data();
    char* out = text.data();
    auto in_left = bytes.size();
    auto out_left = text.size();
    const auto result = iconv(converter, &in, &in_left, &out, &out_left);
    iconv_close(converter);
    if (result == static_cast<std::size_t>(-1)) throw bad_word();
    text.resize(text.size() - out_left);
    return text;
}

std::string in_utf8(const std::string& charset, const std::string& bytes)
{
    if (charset == "utf-8" || charset == "us-ascii") {
        if (!is_utf8(bytes)) throw bad_word();
        for (const char c : bytes) {
            if (charset == "us-ascii" && static_cast<unsigned char>(c) >= 0x80) throw bad_word();
        }
        return bytes;
    }
    if (charset == "iso-8859-1") return from_iconv(bytes, "ISO-8859-1");
    for (const auto* korean : {"euc-kr", "ks_c_5601-1987", "cp949", "uhc"}) {
        if (charset == korean) return from_iconv(bytes, "CP949");
    }
    throw bad_word();
}

/// The place behind the characters from `i` on that may stand in a charset name, or in encoded text.
std::size_t end_of_token(std::string_view text, std::size_t i, std::string_view not_in_it)
{
    while (i < text.size() && text[i] > ' ' && text[i] < 0x7F && not_in_it.find(text[i]) == npos) ++i;
    return i;
}

/// `=?charset?B?...?=`.
std::optional<Unit> encoded_word(std::string_view text, std::size_t i)
{
    if (text.substr(i, 2) != "=?") return std::nullopt;
    const auto charset_end = end_of_token(text, i + 2, "()<>@,;:\"/[]?.=");
    if (charset_end == i + 2 || charset_end + 3 > text.size()) return std::nullopt;
    const char encoding = lower(text[charset_end + 1]);
    if (text[charset_end] != '?' || (encoding != 'b' && encoding != 'q') || text[charset_end + 2] != '?')
        return std::nullopt;
    const auto end = end_of_token(text, charset_end + 3, "?");
    if (text.substr(end, 2) != "?=" || end + 2 - i > 1024) return std::nullopt;

    std::string charset(text.substr(i + 2, charset_end - (i + 2)));
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
    while (end < text.size() && end - i <= 64 && (text[end] == ' ' || text[end] == '\t')) ++end;
    if (end < text.size() && text[end] == '\r') ++end;
    if (end >= text.size() || text[end] != '\n') return std::nullopt;
    return Unit{i, end + 1, ""};
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
    if (*first < 0x20 && *first != '\t' && *first != '\n' && *first != '\r') return std::nullopt;
    return unit;
}

} // namespace

std::vector<Unit> mail_units(std::string_view text)
{
    std::vector<Unit> units;
    std::size_t word_end = npos; // of the last word, if only white space stood behind it
    for (std::size_t i = 0; i < text.size();) {
        if (auto word = encoded_word(text, i)) {
            if (word_end != npos) word->begin = word_end;
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
