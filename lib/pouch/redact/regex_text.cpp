#include "pouch/redact/regex_text.hpp"

#include "pouch/redact/characters.hpp"

#include <fmt/core.h>

namespace pouch::redact {

std::vector<std::string> alternatives_of(std::string_view pattern)
{
    std::vector<std::string> parts(1);
    unsigned depth = 0;
    bool in_class = false;
    bool is_one_group = pattern.starts_with('(');
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            parts.back() += pattern.substr(i++, 2);
            continue;
        }
        const bool opens_name = in_class && pattern.substr(i, 2) == "[:";
        if (opens_name) {
            const auto end = pattern.find(":]", i);
            if (end == std::string_view::npos) return {std::string(pattern)};
            parts.back() += pattern.substr(i, end + 2 - i);
            i = end + 1;
            continue;
        }
        if (c == '[') in_class = true;
        if (c == ']') in_class = false;
        if (!in_class && c == '(') ++depth;
        if (!in_class && c == ')') {
            if (depth == 0) return {std::string(pattern)};
            if (--depth == 0 && i + 1 < pattern.size()) is_one_group = false;
        }
        if (!in_class && c == '|' && depth == 0) {
            is_one_group = false;
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    // A group around all of it means nothing, unless it folds case.
    if (!is_one_group || depth > 0 || pattern.starts_with("(?i:")) return parts;
    pattern.remove_prefix(pattern.starts_with("(?:") ? 3 : 1);
    pattern.remove_suffix(1);
    return alternatives_of(pattern);
}

std::string with_plain_space(std::string_view pattern)
{
    constexpr std::string_view space = "\\t\\n\\x0b\\f\\r ";
    std::string plain;
    bool in_class = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            const char escape = pattern[++i];
            if (escape == 's' || escape == 'S') {
                plain +=
                    in_class ? std::string(space) : fmt::format("[{}{}]", escape == 'S' ? "^" : "", space);
            } else {
                plain += c;
                plain += escape;
            }
            continue;
        }
        if (c == '[' && !in_class) {
            in_class = true;
        } else if (c == '[' && pattern.substr(i, 2) == "[:") {
            const auto end = pattern.find(":]", i);
            plain += pattern.substr(i, end + 2 - i);
            i = end + 1;
            continue;
        } else if (c == ']') {
            in_class = false;
        }
        plain += c;
    }
    return plain;
}

namespace {

/// The end of the class in square brackets that begins at `i`.
std::size_t class_end(std::string_view pattern, std::size_t i)
{
    for (++i; i < pattern.size() && pattern[i] != ']'; ++i) {
        if (pattern[i] == '\\') ++i;
        if (pattern.substr(i, 2) == "[:") i = pattern.find(":]", i) + 1;
    }
    return i + 1;
}

/// The end of what stands at `i` and is no repeat in braces: a class, an escape, or any other character.
std::size_t item_end(std::string_view pattern, std::size_t i)
{
    if (pattern[i] == '[') return class_end(pattern, i);
    if (pattern[i] != '\\') return i + 1;
    const bool has_braces = at_or_nul(pattern, i + 2) == '{' &&
                            std::string_view("pPx").find(pattern[i + 1]) != std::string_view::npos;
    return has_braces ? pattern.find('}', i) + 1 : i + 2;
}

std::string_view short_count(std::string_view count)
{
    constexpr std::string_view few = "2";
    return count.size() > 1 || count > few ? few : count;
}

} // namespace

std::string with_short_repeats(std::string_view pattern)
{
    std::string text;
    for (std::size_t i = 0; i < pattern.size();) {
        if (pattern[i] != '{') {
            const auto end = item_end(pattern, i);
            text += pattern.substr(i, end - i);
            i = end;
            continue;
        }
        const auto end = pattern.find('}', i);
        const auto counts = pattern.substr(i + 1, end - i - 1);
        const auto comma = counts.find(',');
        text += '{';
        text += short_count(counts.substr(0, comma));
        if (comma != std::string_view::npos) {
            text += ',';
            text += short_count(counts.substr(comma + 1));
        }
        text += '}';
        i = end + 1;
    }
    return text;
}

std::string escaped_for_regex(std::string_view literal)
{
    std::string pattern;
    for (const char c : literal) {
        if (is_ascii(c) && !is_word(c)) {
            constexpr std::string_view digits = "0123456789abcdef";
            pattern += "\\x";
            pattern += digits[static_cast<unsigned char>(c) / 16];
            pattern += digits[static_cast<unsigned char>(c) % 16];
        } else {
            pattern += c;
        }
    }
    return pattern;
}

namespace {

/// True if the escape of `letter` may stand for a blank.
constexpr bool is_blank_escape(char letter)
{
    return std::string_view("sWDtnrfvxpP").find(letter) != std::string_view::npos;
}

/// The same for the class in square brackets at `i`, which moves to its end.
bool class_may_hold_blank(std::string_view pattern, std::size_t& i)
{
    const bool is_negated = at_or_nul(pattern, i + 1) == '^';
    bool names_space = false;
    bool may_hold = false;
    for (i += is_negated ? 2 : 1; i < pattern.size() && pattern[i] != ']'; ++i) {
        const char c = pattern[i];
        if (c == '\\') {
            const char letter = at_or_nul(pattern, ++i);
            names_space = names_space || letter == 's';
            may_hold = may_hold || is_blank_escape(letter);
        } else {
            may_hold = may_hold || c <= ' ' || c == '['; // a range from there, or a name in brackets
        }
    }
    return is_negated ? !names_space : may_hold;
}

} // namespace

bool may_hold_blank(std::string_view pattern)
{
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\') {
            if (is_blank_escape(at_or_nul(pattern, ++i))) return true;
        } else if (c == '[') {
            if (class_may_hold_blank(pattern, i)) return true;
        } else if (c == '.' || (c >= 0 && c <= ' ')) {
            return true;
        }
    }
    return false;
}

} // namespace pouch::redact
