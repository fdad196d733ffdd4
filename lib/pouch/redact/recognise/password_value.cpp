#include "pouch/redact/recognise/password_value.hpp"

#include "pouch/redact/recognise/host.hpp"
#include "pouch/redact/recognise/tokens.hpp"
#include "pouch/redact/written_token.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::recognise {

bool is_placeholder(std::string_view text, std::size_t begin, std::size_t end)
{
    // A category may be a key itself: `[password:...]`.
    // Tokens may follow each other, where a value was cut by marks of a format.
    auto size = std::max(written_token_size(text, begin), written_value_size(text, begin));
    for (auto i = begin; size > 0; size = written_token_size(text, i)) {
        i += size;
        if (end <= i) return true;
    }
    auto value = text.substr(begin, end - begin);
    if (value == "[portion" || value == "[portion withheld]") return true;
    if (value.find_first_not_of('*') == npos) return true;
    const auto is_between = [&](std::string_view open, std::string_view close) {
        return value.size() >= open.size() + close.size() && value.starts_with(open) &&
               value.ends_with(close) && value.find(close) == value.size() - close.size();
    };
    if (is_between("${", "}") || is_between("{{", "}}") || is_between("<", ">")) return true;
    while (!value.empty() && std::string_view("()[]{} \t").find(value.back()) != npos) value.remove_suffix(1);
    constexpr std::string_view words[] = {"null", "none", "nil", "true", "false", "undefined"};
    return value.empty() || std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
               return value.size() == word.size() && stands_folded(value, 0, word);
           });
}

namespace {

/// The end of a value in quotes that begins at `i`: at the quote, which stands behind a backslash if the opening one
/// does; at the end of the line if there is none.
std::size_t quoted_end(std::string_view text, std::size_t i, char quote, bool is_escaped)
{
    const auto stop = std::min(text.size(), i + longest_match + 1);
    for (; i < stop; ++i) {
        const char c = text[i];
        if (c == '\n' || c == '\r') return i;
        if (c == '\\') {
            if (is_escaped && at_or_nul(text, i + 1) == quote) return i;
            if (i + 1 < stop && is_ascii(text[i + 1]) && text[i + 1] != '\n') ++i;
        } else if (c == quote) {
            return i;
        }
    }
    return stop;
}

/// The ASCII bytes at which a value without quotes ends. A table, since values are walked from every key inside them.
constexpr auto ends_bare = [] {
    std::array<bool, 256> ends{};
    for (std::size_t c = 0; c <= ' '; ++c) ends[c] = true;
    for (const char c : std::string_view("\"'`,;&<\x7F")) ends[static_cast<unsigned char>(c)] = true;
    return ends;
}();

/// The end of a value without quotes.
std::size_t bare_end(std::string_view text, std::size_t i, bool in_json)
{
    const bool is_list = at_or_nul(text, i) == '[';
    const auto stop = std::min(text.size(), i + longest_match + 1);
    while (i < stop) {
        const char c = text[i];
        if (!is_ascii(c)) {
            if (is_wide_stop(text, i)) break;
            i += character_size(text, i);
            continue;
        }
        if (ends_bare[static_cast<unsigned char>(c)]) break;
        if (c == '\\' && is_quote(at_or_nul(text, i + 1))) break;
        if (c == ']' && text.substr(i, 3) == "]]>") break; // the end of a section of CDATA
        if (in_json && (c == '}' || (c == ']' && !is_list))) break;
        ++i;
    }
    return i;
}

/// The blanks at `i`, over the end of a folded line of a header.
std::size_t folded_gap(std::string_view text, std::size_t i)
{
    const auto blanks = run_size(text, i, most_blanks, is_blank);
    auto end = i + blanks;
    if (at_or_nul(text, end) == '\r') ++end;
    if (at_or_nul(text, end) != '\n') return blanks;
    const auto indent = run_size(text, end + 1, most_blanks, is_blank);
    return indent > 0 ? end + 1 + indent - i : blanks;
}

/// The bytes of a scheme of which the credentials are one word, with the gap behind it, at `i`; 0 if none stands there.
std::size_t scheme_size(std::string_view text, std::size_t i, bool is_header)
{
    constexpr std::string_view schemes[] = {"bearer", "basic", "token", "kakaoak"};
    for (const auto scheme : schemes) {
        if (!stands_folded(text, i, scheme)) continue;
        const auto behind = i + scheme.size();
        const auto gap = is_header ? folded_gap(text, behind) : run_size(text, behind, most_blanks, is_blank);
        const char next = at_or_nul(text, i + scheme.size() + gap);
        if (gap > 0 && next > ' ' && !is_quote(next)) return scheme.size() + gap;
    }
    return 0;
}

/// The end of credentials without quotes at `i`, under any other scheme: all of the line, up to the quote `outer` around the
/// header. `i` if it is one word.
std::size_t credentials_end(std::string_view text, std::size_t i, char outer)
{
    const auto word = run_size(text, i, longest_match, [](char c) { return is_base64url(c); });
    const auto gap = folded_gap(text, i + word);
    const char next = at_or_nul(text, i + word + gap);
    if (word == 0 || gap == 0 || next <= ' ' || next == outer) return i;
    auto end = quoted_end(text, i + word + gap, outer, false);
    while (is_blank(text[end - 1])) --end;
    return end;
}

/// The quote around the header that begins at `begin`, or NUL: the one before it, or a double one open in its line.
char quote_around(std::string_view text, std::size_t begin)
{
    constexpr std::size_t reach = 256;
    if (begin > 0 && is_quote(text[begin - 1])) return text[begin - 1];
    bool is_open = false;
    for (auto i = begin; i > 0 && begin - i < reach && text[i - 1] != '\n'; --i)
        is_open = is_open != (text[i - 1] == '"' && (i < 2 || text[i - 2] != '\\'));
    return is_open ? '"' : '\0';
}

/// The bytes at `i` before the quote of a literal of a program, `rb"`, and of the tag of a value of YAML, `!vault `.
std::size_t prefix_size(std::string_view text, std::size_t i)
{
    const auto letters =
        run_size(text, i, 3, [](char c) { return std::string_view("rRbBuUfFlL@$").find(c) != npos; });
    if (letters > 0 && letters < 3 && is_quote(at_or_nul(text, i + letters))) return letters;
    if (at_or_nul(text, i) != '!') return 0;
    const auto tag =
        run_size(text, i, longest_name, [](char c) { return is_base64url(c) || c == '!' || c == '.'; });
    const auto blanks = run_size(text, i + tag, most_blanks, is_blank);
    return tag > 1 && blanks > 0 ? tag + blanks : 0;
}

bool is_line_end(std::string_view text, std::size_t i)
{
    return at_or_nul(text, i) == '\n' || at_or_nul(text, i) == '\r';
}

/// The end of the line that the sign of a block of YAML at `i` ends, `|` or `>-`; npos if none does.
std::size_t block_sign_end(std::string_view text, std::size_t i)
{
    if (at_or_nul(text, i) != '|' && at_or_nul(text, i) != '>') return npos;
    i += 1 + run_size(text, i + 1, 2, [](char c) { return is_digit(c) || c == '+' || c == '-'; });
    i += run_size(text, i, most_blanks, is_blank);
    return is_line_end(text, i) ? i : npos;
}

/// The lines of the block that begins with the line end at `i`: those that stand further in than the key at `key`, from the
/// first to the last that are no placeholders.
std::optional<Hit> judge_block(std::string_view text, std::size_t i, std::size_t key)
{
    constexpr std::size_t longest_before = 256; // the key in its line
    for (std::size_t count = 0; count < longest_before && key > 0 && text[key - 1] > ' '; ++count) --key;
    std::size_t column = 0;
    while (column < longest_before && column < key && !is_line_end(text, key - column - 1)) ++column;
    const auto stop = std::min(text.size(), i + longest_match + 1);
    std::optional<Hit> hit;
    while (i < stop) {
        while (i < stop && is_line_end(text, i)) ++i;
        const auto begin = i + run_size(text, i, longest_before, is_blank);
        const bool is_blank_line = is_line_end(text, begin);
        if (!is_blank_line && begin - i <= column) break;
        for (i = begin; i < stop && !is_line_end(text, i);) ++i;
        if (is_blank_line || begin >= i || is_placeholder(text, begin, i)) continue;
        hit = Hit{hit ? hit->begin : begin, i};
    }
    return hit;
}

/// The texts in quotes of a list at `i`, `["a", "b"]`, from the first to the last that are no placeholders.
std::optional<Hit> judge_list(std::string_view text, std::size_t i)
{
    const auto stop = std::min(text.size(), i + longest_match);
    std::optional<Hit> hit;
    do {
        ++i; // behind the bracket, or the comma
        i += run_size(text, i, most_blanks, is_blank);
        const char quote = at_or_nul(text, i);
        if (!is_quote(quote)) break;
        const auto begin = i + 1;
        const auto end = quoted_end(text, begin, quote, false);
        if (end > begin && !is_placeholder(text, begin, end)) hit = Hit{hit ? hit->begin : begin, end};
        i = std::min(text.size(), end + 1);
        i += run_size(text, i, most_blanks, is_blank);
    } while (i < stop && text[i] == ',');
    return hit;
}

/// True if the quote before `i` ends an attribute of which nothing is left, and begins no value, which would end at `end`:
/// `<a v="password=" w="x">` and `<a v="password=">`. Where the second attribute does not end as one, ` dGVzdA=` is a secret.
bool ends_attribute(std::string_view text, std::size_t i, std::size_t end)
{
    const bool is_closed = is_quote(at_or_nul(text, end));
    if (!is_closed && (at_or_nul(text, i) == '>' || text.substr(i, 2) == "/>")) return true;
    const auto blanks = run_size(text, i, most_blanks, is_blank);
    const auto name = run_size(text, i + blanks, longest_name,
                               [](char c) { return is_base64url(c) || c == ':' || c == '.'; });
    const auto sign = i + blanks + name;
    if (blanks == 0 || name == 0 || at_or_nul(text, sign) != '=') return false;
    if (!is_closed) return is_quote(at_or_nul(text, sign + 1));
    if (sign + 1 != end) return false;
    constexpr std::size_t longest_value = 256;
    const auto is_of_value = [&](char c) { return c != text[end] && c != '<' && c != '>' && c != '\n'; };
    const auto value = run_size(text, end + 1, longest_value, is_of_value);
    const char behind = at_or_nul(text, end + 1 + value + 1);
    return at_or_nul(text, end + 1 + value) == text[end] &&
           (is_blank(behind) || behind == '>' || behind == '/');
}

} // namespace

std::optional<Hit> judge_value(std::string_view text, std::size_t i, const Named& key)
{
    constexpr std::size_t few_blanks = 6;
    const auto emphasis = run_size(text, i, 3, [](char c) { return c == '*'; });
    if (emphasis > 0 && is_blank(at_or_nul(text, i + emphasis))) i += emphasis; // `**Password:** x`
    const auto blanks = run_size(text, i, most_blanks, is_blank);
    i += blanks;
    i += prefix_size(text, i);
    if (const auto line_end = block_sign_end(text, i); line_end != npos)
        return judge_block(text, line_end, key.begin);
    if (at_or_nul(text, i) == '[' &&
        is_quote(at_or_nul(text, i + 1 + run_size(text, i + 1, most_blanks, is_blank))))
        return judge_list(text, i);
    const bool is_escaped = at_or_nul(text, i) == '\\' && is_quote(at_or_nul(text, i + 1));
    if (is_escaped) ++i;
    const char quote = at_or_nul(text, i);
    const bool is_quoted = is_quote(quote);
    if (is_quoted) {
        ++i;
    } else if (i < text.size() && !is_ascii(text[i]) && is_wide_stop(text, i)) {
        i += character_size(text, i); // a quotation mark of print
    }
    const auto scheme = scheme_size(text, i, key.is_header);
    i += scheme;
    auto end = is_quoted ? quoted_end(text, i, quote, is_escaped) : bare_end(text, i, key.in_json);
    if (key.is_header && !is_quoted && scheme == 0)
        end = std::max(end, credentials_end(text, i, quote_around(text, key.begin)));
    if (end <= i || is_placeholder(text, i, end)) return std::nullopt;
    if (is_quoted && !is_escaped && ends_attribute(text, i, end)) return std::nullopt;
    const bool ends_line = end >= text.size() || text[end] == '\n' || text[end] == '\r';
    if (!is_quoted && blanks > few_blanks && !ends_line) return std::nullopt;
    return Hit{i, end};
}

std::optional<Hit> judge_element(std::string_view text, std::size_t i)
{
    const auto end = quoted_end(text, i, '<', false);
    if (end <= i || is_placeholder(text, i, end)) return std::nullopt;
    return Hit{i, end};
}

} // namespace pouch::redact::recognise
