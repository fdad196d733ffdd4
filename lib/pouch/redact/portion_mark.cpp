#include "pouch/redact/portion_mark.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/mark_shape.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

constexpr std::size_t npos = std::string_view::npos;

/// True for a Hangul syllable of three bytes at `i`.
bool is_hangul(std::string_view line, std::size_t i)
{
    const auto byte = static_cast<unsigned char>(at_or_nul(line, i));
    return byte >= 0xEA && byte <= 0xED && character_size(line, i) == 3;
}

std::size_t run_of(std::string_view line, std::size_t i, bool (*is_member)(char), std::size_t limit)
{
    std::size_t size = 0;
    while (size < limit && i + size < line.size() && is_member(line[i + size])) ++size;
    return size;
}

bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

/// `1`, `1.`, `1.2.3)`: the bytes at `i`, or 0.
std::size_t number_size(std::string_view line, std::size_t i)
{
    const auto start = i;
    for (int level = 0; level < 8; ++level) {
        const auto digits = run_of(line, i, is_digit, 4);
        if (digits == 0) break;
        i += digits;
        const char c = at_or_nul(line, i);
        if (c != '.' && c != ')') break;
        ++i;
        if (c == ')') break;
    }
    return i - start;
}

/// The bytes of a bullet at `i`, or 0.
std::size_t bullet_size(std::string_view line, std::size_t i)
{
    constexpr std::array<std::string_view, 16> bullets{"-", "*", "+", ">", "•", "·", "▪", "■",
                                                       "●", "○", "□", "◦", "‣", "–", "※", "◇"};
    const char first = at_or_nul(line, i);
    if (is_alnum(first) || (!is_ascii(first) && first != '\xE2' && first != '\xC2')) return 0;
    for (const auto bullet : bullets) {
        if (line.substr(i).starts_with(bullet)) return bullet.size();
    }
    const auto heading = run_of(
        line, i, [](char c) { return c == '#'; }, 6);
    if (heading > 0) return heading;
    // Circled digits, U+2460 to U+2473.
    const auto last = static_cast<unsigned char>(at_or_nul(line, i + 2));
    return line.substr(i, 2) == "\xE2\x91" && last >= 0xA0 && last <= 0xB3 ? 3 : 0;
}

/// `(1)`, `(iv)`, `(가)`: the bytes at `i`, or 0. Capitals are marks, not list signs.
std::size_t bracketed_size(std::string_view line, std::size_t i)
{
    if (at_or_nul(line, i) != '(') return 0;
    std::size_t size = run_of(line, i + 1, is_digit, 3);
    if (size == 0) size = run_of(line, i + 1, is_small, 4);
    if (size == 0 && is_hangul(line, i + 1)) size = 3;
    return size > 0 && at_or_nul(line, i + 1 + size) == ')' ? size + 2 : 0;
}

/// `a.`, `A)`, `iv.`, `가.`: the bytes at `i`, or 0.
std::size_t letter_size(std::string_view line, std::size_t i)
{
    std::size_t size = run_of(line, i, is_small, 4);
    if (size == 0) size = is_hangul(line, i) ? 3 : run_of(line, i, is_letter, 1);
    const char c = at_or_nul(line, i + size);
    return size > 0 && (c == '.' || c == ')') ? size + 1 : 0;
}

/// The bytes of a list sign with the blanks behind it at `i`, or 0.
std::size_t list_sign_size(std::string_view line, std::size_t i)
{
    for (const auto sign : {bullet_size, number_size, bracketed_size, letter_size}) {
        const auto size = sign(line, i);
        if (size == 0) continue;
        const auto blanks = blank_size(line, i + size);
        if (blanks > 0) return size + blanks;
    }
    return 0;
}

bool is_emphasis(char c)
{
    return c == '*' || c == '_';
}

/// A mark in full-width brackets U+FF08, U+FF09.
std::optional<FoundMark> wide_mark(std::string_view rest)
{
    if (!rest.starts_with("\xEF\xBC\x88")) return std::nullopt;
    const auto end = rest.find("\xEF\xBC\x89");
    const auto inside = rest.substr(3, end == npos ? npos : end - 3);
    return FoundMark{MarkForm::wide_bracket, inside};
}

} // namespace

std::optional<FoundMark> find_mark(std::string_view line)
{
    std::size_t i = blank_size(line, 0);
    for (int signs = 0; signs < 4; ++signs) {
        const auto size = list_sign_size(line, i);
        if (size == 0) break;
        i += size;
    }
    const auto emphasis = run_of(line, i, is_emphasis, 3);
    i += emphasis;
    const auto rest = line.substr(std::min(i, line.size()));
    if (!rest.starts_with('(')) return wide_mark(rest);

    const auto close = rest.find(')');
    if (close == npos) {
        auto inside = rest.substr(1);
        while (!inside.empty() && blank_size(inside, inside.size() - 1) == 1) inside.remove_suffix(1);
        const bool is_whole = line.size() < mark_reach;
        if (shape_of(inside) == MarkShape::none || !is_whole) return std::nullopt;
        return FoundMark{MarkForm::unclosed, inside};
    }
    const auto inside = rest.substr(1, close - 1);
    if (inside.empty()) return std::nullopt;
    const auto behind = close + 1 + run_of(rest, close + 1, is_emphasis, emphasis);
    const bool is_free = behind == rest.size() || blank_size(rest, behind) > 0;
    return FoundMark{is_free ? MarkForm::regular : MarkForm::attached, inside};
}

bool is_exercise_line(std::string_view line)
{
    constexpr std::array<std::string_view, 5> words{"EXERCISE", "ONLY", "훈련용", "훈련", "연습"};
    bool has_word = false;
    for (std::size_t i = 0; i < line.size();) {
        const auto rest = line.substr(i);
        const auto word =
            std::find_if(words.begin(), words.end(), [&](auto w) { return rest.starts_with(w); });
        if (word != words.end()) {
            has_word = true;
            i += word->size();
        } else if (std::string_view(" \t\r-*/.=").find(line[i]) != npos) {
            ++i;
        } else {
            return false;
        }
    }
    return has_word;
}

} // namespace pouch::redact
