#include "pouch/redact/mark_shape.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view plain_signs = " ,/-&";
constexpr std::string_view other_signs = ";:.+\\|_*";
constexpr std::string_view letters_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// The bytes of a dash of print at `i`, or 0: U+2010 to U+2015, and the minus sign.
std::size_t dash_size(std::string_view text, std::size_t i)
{
    const auto last = static_cast<unsigned char>(at_or_nul(text, i + 2));
    const bool is_dash = text.substr(i, 2) == "\xE2\x80" && last >= 0x90 && last <= 0x95;
    return is_dash || text.substr(i, 3) == "\xE2\x88\x92" ? 3 : 0;
}

std::string_view without_emphasis(std::string_view text)
{
    return text.substr(std::min(text.size(), text.find_first_not_of(" *_/")));
}

/// The bytes of the letters and digits at the front.
std::size_t word_size(std::string_view text)
{
    return std::min(text.size(), text.find_first_not_of(letters_and_digits));
}

/// `N.S.` without its stops: single letters with a stop behind each but the last; empty for others.
std::string abbreviation(std::string_view text)
{
    std::string letters;
    std::size_t i = 0;
    for (; is_capital(at_or_nul(text, i)); i += 2) {
        letters += text[i];
        if (at_or_nul(text, i + 1) != '.') {
            ++i;
            break;
        }
    }
    const bool is_all = word_size(text.substr(std::min(text.size(), i))) == 0;
    return is_all && at_or_nul(text, 1) == '.' ? letters : std::string();
}

/// What many nations begin a mark with.
bool is_common_opening(std::string_view word)
{
    constexpr std::array<std::string_view, 14> openings{"U",  "R",  "C",   "S",   "TS",  "NU",   "NR",
                                                        "NC", "NS", "CTS", "CUI", "TLP", "FOUO", "SBU"};
    return std::find(openings.begin(), openings.end(), word) != openings.end();
}

/// A word that says how something is classified or controlled, wherever it stands.
bool is_telling(std::string_view word)
{
    constexpr std::array<std::string_view, 19> words{
        "UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "CLASSIFIED",   "OFFICIAL",  "PROTECTED",
        "SENSITIVE",    "CONTROLLED", "PROPRIETARY",  "EYES",   "ONLY",         "EXCLUSIVE", "RELEASE",
        "RELEASABLE",   "NF",         "NOFORN",       "ORCON",  "DISSEMINATION"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// True for three words or more that no slash parts.
bool is_phrase(std::string_view text)
{
    constexpr std::size_t least_words = 3;
    std::size_t words = 0;
    for (std::size_t i = 0; i < text.size(); i += std::max<std::size_t>(1, word_size(text.substr(i)))) {
        if (text[i] == '/') return false;
        const bool is_first = i == 0 || text[i - 1] == ' ' || text[i - 1] == ',';
        if (is_first && word_size(text.substr(i)) > 0) ++words;
    }
    return words >= least_words;
}

bool has_telling_word(std::string_view text)
{
    for (auto at = text.find_first_of(letters_and_digits); at != npos;
         at = text.find_first_of(letters_and_digits, at)) {
        const auto word = text.substr(at, word_size(text.substr(at)));
        if (is_telling(word)) return true;
        at += word.size();
    }
    return text.find("REL TO") != npos;
}

} // namespace

std::size_t blank_size(std::string_view line, std::size_t i)
{
    std::size_t size = 0;
    for (;;) {
        const auto rest = line.substr(std::min(line.size(), i + size));
        if (!rest.empty() && std::string_view(" \t\r\f\v").find(rest.front()) != npos) {
            size += 1;
        } else if (rest.starts_with("\xC2\xA0")) {
            size += 2;
        } else if (rest.starts_with("\xE3\x80\x80")) {
            size += 3;
        } else {
            return size;
        }
    }
}

MarkShape shape_of(std::string_view inside)
{
    if (inside.starts_with("//")) inside.remove_prefix(2);
    const auto start = std::min(inside.size(), inside.find_first_not_of(" *_"));
    auto shape =
        inside.substr(0, start).find_first_of("*_") == npos ? MarkShape::plain : MarkShape::with_signs;
    inside.remove_prefix(start);
    if (inside.empty() || !is_capital(inside.front())) return MarkShape::none;
    for (std::size_t i = 0; i < inside.size();) {
        const char c = inside[i];
        if (inside.substr(i, 2) == "//")
            return inside[i - 1] == ':' ? MarkShape::with_signs : MarkShape::plain;
        if (c == '-' && is_digit(at_or_nul(inside, i + 1)))
            shape = MarkShape::with_signs; // the number of a thing
        if (is_capital(c) || is_digit(c) || plain_signs.find(c) != npos) {
            ++i;
            continue;
        }
        const auto blanks = blank_size(inside.substr(0, i + character_size(inside, i)), i);
        const auto sign = other_signs.find(c) != npos ? std::size_t{1} : dash_size(inside, i);
        if (blanks + sign == 0) return MarkShape::none;
        if (sign > 0) shape = MarkShape::with_signs;
        i += blanks + sign;
    }
    return is_phrase(inside) ? MarkShape::with_signs : shape;
}

std::string opening_word(std::string_view inside)
{
    inside = without_emphasis(inside);
    if (auto letters = abbreviation(inside); !letters.empty()) return letters;
    const auto size = word_size(inside);
    const auto behind = inside.substr(size);
    // A number behind a sign counts sections and models; an underscore joins the words of a name in a program.
    const bool is_joined = behind.starts_with('_') ? word_size(behind.substr(1)) > 0
                                                   : is_digit(at_or_nul(behind, 1)) && behind.front() != ' ';
    const bool is_path = size == 1 && behind.starts_with(":\\");
    const bool is_language = inside.starts_with("C++") && word_size(inside.substr(3)) == inside.size() - 3;
    if (is_joined || is_path || is_language) return {};
    return std::string(inside.substr(0, size));
}

bool begins_name(std::string_view inside)
{
    if (opening_word(inside) != without_emphasis(inside).substr(0, 1)) return true;
    const auto name = inside.substr(std::min(inside.size(), inside.find(". ")));
    return name.size() > 3 && name.data() == inside.data() + 1 && is_capital(name[2]) && is_letter(name[3]) &&
           !is_capital(name[3]);
}

bool is_upper_mark(std::string_view inside)
{
    switch (shape_of(inside)) {
    case MarkShape::none:
        return false;
    case MarkShape::plain:
        return true;
    case MarkShape::with_signs:
        break;
    }
    const auto word = opening_word(inside);
    // Grades and versions of things: `A+`, `C+`.
    const bool is_grade = word.size() == 1 && inside.find_first_not_of('+', 1) == npos;
    return (!is_grade && is_common_opening(word)) || has_telling_word(inside);
}

} // namespace pouch::redact
