#include "pouch/redact/view/runs.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/base64_run.hpp"
#include "pouch/redact/view/encoded_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace pouch::redact {

namespace {

constexpr std::size_t most_indent =
    8; ///< Blanks before the letters of a further line, or behind those of a line.

/// What a byte is, one bit each.
enum Kind : std::uint8_t { letter = 1, capital = 2, small = 4, hexadecimal = 8, other = 16 };

/// By byte. `letter`: of base64; `other`: one that is no hexadecimal digit.
constexpr auto kinds = [] {
    std::array<std::uint8_t, 256> all{};
    for (unsigned byte = 0; byte < all.size(); ++byte) {
        const char c = static_cast<char>(byte);
        unsigned kind = 0;
        if (is_hex(c)) kind |= hexadecimal;
        if (is_base64(c)) kind |= letter;
        if (is_base64(c) && !is_hex(c)) kind |= other;
        if (c >= 'A' && c <= 'Z') kind |= capital;
        if (c >= 'a' && c <= 'z') kind |= small;
        all[byte] = static_cast<std::uint8_t>(kind);
    }
    return all;
}();

constexpr unsigned kind_of(char c)
{
    return kinds[static_cast<unsigned char>(c)];
}

/// The end of the row of letters at `i`; adds to `seen` what they are.
std::size_t row_end(std::string_view text, std::size_t i, unsigned& seen)
{
    for (; i < text.size(); ++i) {
        const auto kind = kind_of(text[i]);
        if ((kind & letter) == 0) break;
        seen |= kind;
    }
    return i;
}

/// Behind up to two signs of padding at `i`.
std::size_t padding_end(std::string_view text, std::size_t i)
{
    for (int count = 0; count < 2 && at_or_nul(text, i) == '='; ++count) ++i;
    return i;
}

/// Behind a few blanks at `i`.
std::size_t blanks_end(std::string_view text, std::size_t i)
{
    const auto begin = i;
    while (i - begin < most_indent && (at_or_nul(text, i) == ' ' || at_or_nul(text, i) == '\t')) ++i;
    return i;
}

/// Behind the line end at `i`: LF, CR or CR LF; `i` if there is none.
std::size_t line_end(std::string_view text, std::size_t i)
{
    if (at_or_nul(text, i) == '\r') ++i;
    return at_or_nul(text, i) == '\n' ? i + 1 : i;
}

/// Where the letters of the next line begin, if `i` is at the end of one; else `i`.
std::size_t next_line(std::string_view text, std::size_t i)
{
    const auto end = blanks_end(text, i);
    const auto line = line_end(text, end);
    if (line == end) return i;
    const auto letters = blanks_end(text, line);
    return is_base64(at_or_nul(text, letters)) ? letters : i;
}

/// True if a row that ends at `i` may be the last of its lines: no word stands behind it. A sign may, of what holds them.
bool ends_line(std::string_view text, std::size_t i)
{
    const auto end = blanks_end(text, i);
    if (end >= text.size() || line_end(text, end) > end) return true;
    return !is_base64(text[end]) && (end == i || is_ascii(text[end]));
}

/// The end of the lines of base64 of which the first is [begin, end); adds to `seen` what the letters of further ones are.
/// Before a line with letters of a kind in `barred` it ends.
std::size_t wrapped_end(std::string_view text, std::size_t begin, std::size_t end, unsigned& seen,
                        unsigned barred = 0)
{
    const auto width = end - begin;
    for (;;) {
        const auto line = next_line(text, end);
        if (line == end) return padding_end(text, end);
        unsigned kinds_of_line = 0;
        const auto letters = row_end(text, line, kinds_of_line);
        const auto close = padding_end(text, letters);
        // Before a blank only a full line is one; else it is a word of what follows.
        const bool is_full = close - line == width;
        const bool is_line = ends_line(text, close) || (is_full && at_or_nul(text, close) == ' ');
        if (letters - line > width || !is_line || (kinds_of_line & barred) != 0) return end;
        seen |= kinds_of_line;
        end = close;
        if (letters - line < width || close > letters) return end;
    }
}

/// Where hexadecimal digits are rare, most of the text is jumped over: a row of `least_run` has its last one there.
void find_hexadecimal(std::string_view text, std::size_t i, std::size_t end, std::vector<Run>& runs)
{
    const auto is_digit_at = [&](std::size_t place) { return (kind_of(text[place]) & hexadecimal) != 0; };
    while (end - i >= least_run) {
        auto back = i + least_run;
        while (back > i && is_digit_at(back - 1)) --back;
        if (back > i) {
            i = back; // behind the last one that is none
            continue;
        }
        auto behind = i + least_run;
        while (behind < end && is_digit_at(behind)) ++behind;
        runs.push_back({Run::Kind::hexadecimal, i, behind});
        i = behind;
    }
}

/// True if text may be hidden so: capital and small letters among the letters, and others than hexadecimal digits.
constexpr bool may_be_base64(unsigned seen)
{
    constexpr unsigned all = capital | small | other;
    return (seen & all) == all;
}

bool is_ascii85(char c)
{
    return (c >= '!' && c <= 'u') || c == 'z' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void find_ascii85(std::string_view text, std::size_t at, std::vector<Run>& runs)
{
    const auto body = at + 2;
    auto end = body;
    while (end < text.size() && is_ascii85(text[end])) {
        if (++end - body > longest_run - 2) {
            throw refused("redact.unit-length", "ascii85 of more than {} bytes", longest_run);
        }
    }
    if (text.substr(end, 2) == "~>") runs.push_back({Run::Kind::ascii85, at, end + 2});
}

void append_hexadecimal_decoded(std::string_view text, std::string& out)
{
    unsigned byte = 0;
    bool is_half = false;
    for (const char c : text) {
        if (!is_hex(c)) continue; // the end of a line
        byte = byte << 4U | hex_value(c);
        if (is_half) out += static_cast<char>(byte);
        is_half = !is_half;
    }
}

/// Groups of five digits of base 85, the last one shorter; `z` is four zero bytes.
void append_ascii85_decoded(std::string_view text, std::string& out)
{
    std::uint32_t group = 0;
    unsigned count = 0;
    const auto flush = [&](unsigned bytes) {
        for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(group >> (24 - 8 * i));
        group = count = 0;
    };
    for (const char c : text) {
        if (c == 'z' && count == 0) {
            out.append(4, '\0');
        } else if (c >= '!' && c <= 'u') {
            group = group * 85 + static_cast<std::uint32_t>(c - '!');
            if (++count == 5) flush(4);
        }
    }
    if (count < 2) return;
    const auto bytes = count - 1;
    for (; count < 5; ++count) group = group * 85 + 84;
    flush(bytes);
}

} // namespace

std::size_t find_runs(std::string_view text, std::size_t at, std::vector<Run>& runs)
{
    if (text.substr(at, 2) == "<~") {
        find_ascii85(text, at, runs);
        return at + 2; // what is written in it may be a run of another kind
    }
    unsigned seen = 0;
    const auto first = row_end(text, at, seen);
    if (first - at < least_run) return first;
    if ((seen & other) == 0 && next_line(text, first) > first) {
        unsigned digits = 0;
        const auto end = wrapped_end(text, at, first, digits, other);
        if (end > first) runs.push_back({Run::Kind::hexadecimal, at, end});
    }
    const auto end = wrapped_end(text, at, first, seen);
    if (!may_be_base64(seen)) {
        // A list of digests, say: none of its lines begins a run either, but the last might, which may be a shorter one.
        const auto sign = text.substr(first, end - first).find_last_of("\r\n");
        const auto last = sign == std::string_view::npos ? first : first + sign;
        find_hexadecimal(text, at, last, runs);
        return last;
    }
    runs.push_back({Run::Kind::base64, at, end});
    find_hexadecimal(text, at, end, runs);
    return end;
}

void decode_run(std::string_view written, Run::Kind kind, std::vector<Stretch>& stretches)
{
    std::string bytes;
    if (kind == Run::Kind::ascii85) {
        append_ascii85_decoded(written.substr(2, written.size() - 4), bytes);
        append_stretches(bytes, stretches);
        return;
    }
    const std::size_t alignments = kind == Run::Kind::base64 ? 4 : 2;
    for (std::size_t skip = 0; skip < alignments; ++skip) {
        bytes.clear();
        if (kind == Run::Kind::base64) {
            append_base64_decoded(written, skip, bytes);
        } else {
            append_hexadecimal_decoded(written.substr(skip), bytes);
        }
        append_stretches(bytes, stretches);
    }
}

bool is_packed(std::string_view written)
{
    // gzip, zip, 7-Zip, xz, zstd, bzip2, OLE, PDF, PNG, JPEG, GIF, programs of Linux.
    constexpr std::array<std::string_view, 13> begins{
        "H4sI",     "UEsDB",   "UEsFB",       "N3q8rycc", "/Td6WFoA", "KLUv/", "QlpoO",
        "0M8R4KGx", "JVBERi0", "iVBORw0KGgo", "/9j/",     "R0lGOD",   "f0VMRg"};
    std::string letters(written.substr(0, 16));
    std::replace(letters.begin(), letters.end(), '-', '+'); // the other alphabet
    std::replace(letters.begin(), letters.end(), '_', '/');
    return std::any_of(begins.begin(), begins.end(),
                       [&](std::string_view begin) { return letters.starts_with(begin); });
}

} // namespace pouch::redact
