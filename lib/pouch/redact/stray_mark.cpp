#include "pouch/redact/stray_mark.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/mark_prefixes.hpp"
#include "pouch/redact/mark_shape.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t window = 256; ///< Folded bytes of a line in which a stray mark counts.

/// True for a letter of any script. A single letter of Hangul, as which it is folded, is a sign of a list.
bool is_word_letter(utf8proc_int32_t c)
{
    if (c < 0x80) return c >= 0 && is_letter(static_cast<char>(c));
    if (c >= 0x1100 && c <= 0x11FF) return false;
    const auto category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME; // letters and marks
}

/// True if `text`, which is folded, ends with a letter outside ASCII.
bool ends_with_wide_letter(std::string_view text)
{
    if (text.empty() || is_ascii(text.back())) return false;
    return is_word_letter(code_point_in(text, character_start(text, text.size() - 1)).value);
}

std::string_view without_blanks(std::string_view text)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// True if `inside` is a mark in the policy's case, or capitals with `//`.
bool is_written_out(std::string_view inside, PortionJudge& judge)
{
    return judge.opens_mark(first_group(inside), true) ||
           (inside.find("//") != npos && is_upper_mark(inside));
}

/// True if `inside`, behind text whose longest word has `word` letters, counts as a mark. `may_begin`: PortionJudge::may_begin_mark.
bool counts(std::size_t word, std::string_view inside, bool may_begin, PortionJudge& judge)
{
    const bool has_slashes = inside.find("//") != npos;
    if (has_slashes && is_upper_mark(inside)) return true;
    if (!may_begin) return false;
    const auto group = first_group(inside);
    if (word == 0 && judge.names_class(inside)) return true;
    if (!judge.opens_mark(group, false)) return false;
    if (has_slashes) return true;
    const bool is_exact = judge.opens_mark(group, true);
    if (group.size() == 1) return is_exact && word == 0;
    return is_exact || word < 3;
}

/// What a byte of ASCII tells a quick look.
enum class Sight : std::uint8_t {
    nothing,
    sign,    ///< May stand before the first word of a mark.
    bracket, ///< The same, and a mark may begin behind it.
    unseen,  ///< Folding would change it.
};

constexpr auto sights = [] {
    std::array<Sight, 256> table{};
    for (std::size_t byte = 0; byte < 0x20; ++byte) table[byte] = Sight::unseen;
    table[0x7F] = Sight::unseen;
    const auto put = [&](std::string_view bytes, Sight sight) {
        for (const char c : bytes) table[static_cast<unsigned char>(c)] = sight;
    };
    put("\t\n\v\f\r", Sight::sign);
    put(mark_signs, Sight::sign);
    put(")]}>", Sight::sign);
    put("([{<", Sight::bracket);
    // Where brackets outside ASCII begin, and what vanishes. Hangul has none of these bytes.
    put("\xC2\xE2\xE3\xEF", Sight::unseen);
    for (std::size_t byte = 0xF0; byte < table.size(); ++byte) table[byte] = Sight::unseen;
    return table;
}();

Sight sight_of(char c)
{
    return sights[static_cast<unsigned char>(c)];
}

/// True if folding leaves the first three bytes as they are: ASCII, or a syllable of Hangul with no letter to be joined to it.
bool begins_folded(std::string_view text)
{
    if (is_ascii(text.front())) {
        const auto first = text.substr(0, 3);
        return std::all_of(first.begin(), first.end(), is_ascii);
    }
    constexpr std::string_view first_syllable = "\uAC00";
    constexpr std::string_view last_syllable = "\uD7A3";
    const auto syllable = text.substr(0, first_syllable.size());
    return syllable >= first_syllable && syllable <= last_syllable &&
           at_or_nul(text, syllable.size()) != '\xE1';
}

/// A quick look: false if no text in ASCII brackets could count, and there are no others.
bool may_have_mark(std::string_view text, PortionJudge& judge)
{
    bool is_behind_bracket = false; // with nothing but signs in between
    bool has_bracket = false;
    bool has_slashes = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto sight = sight_of(text[i]);
        if (sight == Sight::unseen) return true;
        has_slashes = has_slashes || (text[i] == '/' && at_or_nul(text, i + 1) == '/');
        if (sight == Sight::bracket) {
            is_behind_bracket = has_bracket = true;
        } else if (sight == Sight::nothing && is_behind_bracket) {
            is_behind_bracket = false;
            const auto rest = text.substr(i, 64);
            if (begins_folded(rest) ? judge.may_begin_mark(rest) : judge.may_begin_mark(folded(rest)))
                return true;
        }
    }
    return has_bracket && has_slashes;
}

/// True if `inside`, in angle brackets or quotes of that form, is a mark of the policy with two characters or more, in its
/// case: `<u>` and `<S>` are mark-up.
bool is_angled_mark(std::string_view inside, PortionJudge& judge)
{
    const bool is_long = first_group(inside).size() > 1 || inside.find("//") != npos;
    return is_long && is_written_out(inside, judge);
}

/// Where what `find(from)` finds stands, asked for ever later places: each byte is looked at once.
template <typename Find> class Next {
  public:
    explicit Next(Find find) : find_(find), at_(find(0)) {}

    /// The first at `from` or behind.
    std::size_t behind(std::size_t from)
    {
        if (at_ < from) at_ = find_(from);
        return at_;
    }

  private:
    Find find_;
    std::size_t at_;
};

/// How many letters stand in a row, at most, in a text that grows.
class LongestWord {
  public:
    explicit LongestWord(std::string_view text) : text_(text) {}

    void begin_at(std::size_t place)
    {
        at_ = place;
        now_ = longest_ = 0;
    }
    std::size_t up_to(std::size_t end)
    {
        while (at_ < end) {
            const auto c = is_ascii(text_[at_]) ? CodePoint{text_[at_], 1} : code_point_in(text_, at_);
            now_ = is_word_letter(c.value) ? now_ + 1 : 0;
            longest_ = std::max(longest_, now_);
            at_ += c.size;
        }
        return longest_;
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t now_ = 0;
    std::size_t longest_ = 0;
};

/// True if `<inside>`, which ends before `behind`, is a tag of mark-up: text follows at once, and the tag that closes it.
bool is_tag(std::string_view line, std::string_view inside, std::size_t behind)
{
    if (behind == line.size() || line[behind] == ' ') return false;
    return line.find("</" + std::string(inside) + ">", behind) != npos;
}

} // namespace

bool is_mark_like(std::string_view inside, PortionJudge& judge)
{
    return is_written_out(inside, judge) || judge.names_class(inside);
}

bool has_stray_mark(std::string_view head, PortionJudge& judge)
{
    if (!may_have_mark(head, judge)) return false;
    const auto text = folded(head);
    const std::string_view line = text;
    constexpr std::string_view quote = "\xC2\xAB";
    constexpr std::string_view end_quote = "\xC2\xBB";
    Next round([&](std::size_t from) { return line.find(')', from); });
    Next angled([&](std::size_t from) { return line.find('>', from); });
    Next quoted([&](std::size_t from) { return line.find(end_quote, from); });
    Next worded([&](std::size_t from) { return line.find_first_not_of(mark_signs, from); });
    LongestWord word(line);
    std::size_t start = 0; // behind the last mark that the reader may see
    const auto last_open = std::min(line.size(), window);
    const auto next_open = [&](std::size_t at) {
        while (at < last_open && line[at] != '(' && line[at] != '<' && line[at] != quote.front()) ++at;
        return at;
    };
    for (auto open = next_open(0); open < last_open; open = next_open(open + 1)) {
        const bool is_quote = line.substr(open, quote.size()) == quote;
        if (line[open] == '\xC2' && !is_quote) continue;
        const bool is_angled = is_quote || line[open] == '<';
        const auto begin = open + (is_quote ? quote.size() : 1);
        const auto close = is_quote    ? quoted.behind(begin)
                           : is_angled ? angled.behind(begin)
                                       : round.behind(begin);
        if (is_angled && close == npos) continue;
        const auto behind = close + (is_quote ? end_quote.size() : 1);
        const auto before = line.substr(start, open - start);
        const auto letters = word.up_to(open);
        const char last = before.empty() ? ' ' : before.back();
        if (is_letter(last) || (is_digit(last) && letters > 0)) continue;
        const auto inside = without_blanks(line.substr(begin, std::min(close, line.size()) - begin));
        const auto first = worded.behind(begin);
        const bool may_begin = first < close && judge.may_begin_mark(line.substr(first, close - first));
        if (is_angled ? !is_angled_mark(inside, judge) : !counts(letters, inside, may_begin, judge)) continue;
        if (is_quote ? letters > 0 : is_angled && is_tag(line, inside, behind)) continue;
        // Joined to a word of Hangul it is a mark where a mark ends, 항(NS) and a blank, and an abbreviation where a
        // particle follows.
        const bool has_end = close == npos || behind == line.size() || line[behind] == ' ';
        if (ends_with_wide_letter(before) && !(has_end && inside.size() > 1 && is_written_out(inside, judge)))
            continue;
        const auto is_readable = [&](const std::string& mark) {
            return judge.has_policy() && judge.verdict(mark) == PortionVerdict::readable;
        };
        if (close == npos || !(is_readable(std::string(inside)) || is_readable(upper(std::string(inside)))))
            return true;
        start = behind;
        word.begin_at(start);
    }
    return false;
}

} // namespace pouch::redact
