#include "pouch/redact/regex_syntax.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/builtin.hpp"
#include "pouch/redact/characters.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace pouch::redact {

namespace {

constexpr std::size_t longest_repeated_group = 256; ///< Bytes of a group that may repeat without limit.
constexpr unsigned most_repeats = 1000;             ///< The limit of RE2.
constexpr unsigned deepest_group = 50;

/// What a part of a pattern can match.
struct Part {
    std::size_t min = 0;                ///< Bytes.
    std::optional<std::size_t> max = 0; ///< Bytes; nothing without limit.
    bool may_open_front = true;         ///< Without limit, but fit for the front of a match.
    bool may_open_back = true;

    [[nodiscard]] bool is_open() const { return !max.has_value(); }
};

/// The last consuming piece of a concatenation, and where its text stands.
struct Piece {
    Part part;
    bool is_zero_width = false;
    bool is_class = false; ///< One character: a literal, a class, a dot.
    std::size_t begin = 0;
    std::size_t item_end = 0; ///< End of the atom, before its quantifier.
    unsigned min = 1;
    std::optional<unsigned> max = 1;
    std::vector<RunStep> run; ///< What it is, if it is fixed: runs of ASCII classes.
    bool is_fixed = false;
    bool is_border = false; ///< `\b`
};

/// Appends `more` to `run`, joining runs of one class.
void join(std::vector<RunStep>& run, const std::vector<RunStep>& more)
{
    for (const auto& step : more) {
        if (!run.empty() && run.back().set == step.set) {
            run.back().count += step.count;
        } else {
            run.push_back(step);
        }
    }
}

unsigned size_of(const std::vector<RunStep>& run)
{
    unsigned size = 0;
    for (const auto& step : run) size += step.count;
    return size;
}

class Parser {
  public:
    explicit Parser(std::string_view pattern) : text_(pattern) {}

    RegexShape run()
    {
        const auto part = alternation(0, true);
        if (place_ < text_.size()) fail("a closing bracket without its opening one");
        if (part.min == 0) fail("it matches the empty string");
        if (part.max && *part.max > longest_match) {
            fail(fmt::format("it can match {} bytes, more than {}", *part.max, longest_match));
        }
        RegexShape shape;
        shape.longest = part.max;
        shape.needs_utf8 = needs_utf8_;
        shape.tail = tail_;
        shape.prefix = prefix_;
        return shape;
    }

  private:
    [[noreturn]] void fail(std::string_view what) const
    {
        throw usage_error("rules.regex", "regular expression, offset {}: {}", place_, what);
    }
    [[nodiscard]] bool is_done() const { return place_ >= text_.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const { return at_or_nul(text_, place_ + ahead); }
    bool take(std::string_view what)
    {
        if (text_.substr(place_, what.size()) != what) return false;
        place_ += what.size();
        return true;
    }

    static Part either(const Part& a, const Part& b)
    {
        Part part;
        part.min = std::min(a.min, b.min);
        part.max.reset();
        if (a.max && b.max) part.max = std::max(*a.max, *b.max);
        part.may_open_front = (!a.is_open() || a.may_open_front) && (!b.is_open() || b.may_open_front);
        part.may_open_back = (!a.is_open() || a.may_open_back) && (!b.is_open() || b.may_open_back);
        return part;
    }

    Part alternation(unsigned depth, bool is_top)
    {
        if (depth > deepest_group) fail("brackets are nested too deep");
        auto whole = concatenation(depth, is_top);
        while (take("|")) {
            whole = either(whole, concatenation(depth, false));
            fixed_.reset();
            if (!is_top) continue;
            tail_.reset();
            prefix_ = {};
        }
        return whole;
    }

    Part concatenation(unsigned depth, bool is_top)
    {
        std::vector<Piece> pieces;
        const auto begin = place_;
        while (!is_done() && peek() != '|' && peek() != ')') pieces.push_back(piece(depth));
        if (is_top) {
            note_tail(pieces, begin);
            note_prefix(pieces);
        }
        note_fixed(pieces);
        // A tail may be found not to be the tail of the whole: then what follows it is in its way.
        return joined(pieces, is_top && tail_.has_value() && peek() != '|');
    }

    /// A repeat without limit is allowed as the very first or the very last piece: there every shorter run
    /// is a match as well, so a run that grows too long cannot hide behind the end of a block.
    Part joined(const std::vector<Piece>& pieces, bool has_tail) const
    {
        Part whole;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const auto& part = pieces[i].part;
            whole.min += part.min;
            if (!part.is_open()) {
                if (whole.max) *whole.max += *part.max;
                continue;
            }
            const bool is_last = i + 1 == pieces.size() || (has_tail && i + 2 == pieces.size());
            const bool at_front = i == 0 && part.may_open_front;
            const bool at_back = is_last && part.may_open_back;
            if (!at_front && !at_back) {
                fail("a repeat without upper limit stands between other parts; give it a limit, {0,n}");
            }
            whole.max.reset();
            whole.may_open_front = whole.may_open_front && at_front;
            whole.may_open_back = whole.may_open_back && at_back;
        }
        return whole;
    }

    void note_tail(const std::vector<Piece>& pieces, std::size_t begin)
    {
        std::size_t count = pieces.size();
        while (count > 0 && pieces[count - 1].is_zero_width) --count;
        if (count < 2 || pieces.size() - count > 1) return;
        const auto& last = pieces[count - 1];
        if (!last.is_class || (last.max && *last.max == last.min)) return;
        TailRepeat tail;
        tail.head = text_.substr(begin, last.begin - begin);
        tail.item = text_.substr(last.begin, last.item_end - last.begin);
        tail.min = last.min;
        tail.max = last.max;
        tail.after = count < pieces.size()
                         ? text_.substr(pieces[count].begin, pieces[count].item_end - pieces[count].begin)
                         : std::string_view();
        if (tail.after == "\\B" || tail.after == "^") return;
        std::size_t head_min = 0;
        for (std::size_t i = 0; i + 1 < count; ++i) head_min += pieces[i].part.min;
        if (head_min == 0) return;
        tail_ = std::move(tail);
    }

    /// The runs that a concatenation is, if all of it is fixed.
    void note_fixed(const std::vector<Piece>& pieces)
    {
        fixed_.reset();
        std::vector<RunStep> run;
        for (const auto& piece : pieces) {
            if (!piece.is_fixed) return;
            join(run, piece.run);
        }
        if (!run.empty()) fixed_ = std::move(run);
    }

    /// The runs that the pattern begins with.
    void note_prefix(const std::vector<Piece>& pieces)
    {
        prefix_ = {};
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const auto& piece = pieces[i];
            if (i == 0 && piece.is_border) {
                prefix_.has_border = true;
                continue;
            }
            auto run = piece.run;
            const auto room = RunPrefix::longest - size_of(prefix_.steps);
            while (size_of(run) > room) {
                if (--run.back().count == 0) run.pop_back();
            }
            join(prefix_.steps, run);
            if (!piece.is_fixed || size_of(prefix_.steps) == RunPrefix::longest) break;
        }
    }

    Piece piece(unsigned depth)
    {
        Piece result = atom(depth);
        result.item_end = place_;
        unsigned min = 1;
        std::optional<unsigned> max = 1;
        if (!quantifier(min, max)) return result;
        if (result.is_zero_width) fail("a repeat of something that matches no character");
        if (peek() == '*' || peek() == '+' || peek() == '?' || peek() == '{') fail("a repeat of a repeat");
        result.min = min;
        result.max = max;
        result.is_fixed = result.is_fixed && max && *max == min;
        std::vector<RunStep> run;
        for (unsigned i = 0; i < min && size_of(run) <= RunPrefix::longest; ++i) join(run, result.run);
        // What was cut off here would be cut off anyway.
        result.run = std::move(run);
        auto& part = result.part;
        part.min *= min;
        if (part.is_open()) {
            if (max != 1U) fail("a repeat of something without upper limit");
        } else if (max) {
            *part.max *= *max;
        } else {
            if (*part.max > longest_repeated_group) fail("a long group repeats without upper limit");
            part.max.reset();
        }
        return result;
    }

    bool quantifier(unsigned& min, std::optional<unsigned>& max)
    {
        if (is_done()) return false;
        if (take("*")) {
            min = 0;
            max.reset();
        } else if (take("+")) {
            max.reset();
        } else if (take("?")) {
            min = 0;
        } else if (peek() == '{') {
            ++place_;
            min = number();
            max = min;
            if (take(",")) {
                max.reset();
                if (peek() != '}') max = number();
            }
            if (!take("}") || (max && *max < min)) fail("a repeat is not {n}, {n,} or {n,m}");
        } else {
            return false;
        }
        if (!is_done() && peek() == '?') ++place_; // lazy: the same matches
        return true;
    }

    unsigned number()
    {
        unsigned value = 0;
        const auto begin = place_;
        while (!is_done() && is_digit(peek())) {
            value = value * 10 + static_cast<unsigned>(peek() - '0');
            ++place_;
            if (value > most_repeats) fail("a repeat of more than 1000");
        }
        if (place_ == begin) fail("a repeat is not {n}, {n,} or {n,m}; a literal brace is \\{");
        return value;
    }

    Piece zero_width(std::size_t size)
    {
        Piece result;
        result.begin = place_;
        result.is_border = size == 2 && peek(1) == 'b';
        result.is_zero_width = true;
        place_ += size;
        return result;
    }

    /// One character of at most `bytes` bytes, whose text has been read from `begin` on; set_ if it is one byte.
    Piece one(std::size_t begin, std::size_t bytes)
    {
        Piece result;
        result.begin = begin;
        result.is_class = true;
        result.part.min = 1;
        result.part.max = bytes;
        if (bytes > 1) {
            needs_utf8_ = true;
        } else {
            result.is_fixed = true;
            result.run = {{set_, 1}};
        }
        return result;
    }

    Piece atom(unsigned depth)
    {
        const auto begin = place_;
        const char c = peek();
        switch (c) {
        case '^':
        case '$':
            return zero_width(1);
        case '*':
        case '+':
        case '?':
        case '{':
            fail("a repeat of nothing; escape the character to mean itself");
        case '(':
            return group(depth);
        case '[':
            return one(begin, bracket_class());
        case '.':
            ++place_;
            return one(begin, 4);
        case '\\':
            if (peek(1) == 'b' || peek(1) == 'B') return zero_width(2);
            return one(begin, escape());
        default:
            break;
        }
        return one(begin, character());
    }

    Piece group(unsigned depth)
    {
        Piece result;
        result.begin = place_;
        ++place_;
        const bool folds = take("?i:");
        if (folds || take("?:")) {
            // the two forms of a group that captures nothing
        } else if (peek() == '?' || peek() == '*') {
            fail("this kind of group is not supported: only (...), (?:...) and (?i:...) are");
        }
        result.part = alternation(depth + 1, false);
        if (!take(")")) fail("a group is not closed");
        if (fixed_ && !folds) {
            result.is_fixed = true;
            result.run = *fixed_;
        }
        return result;
    }

    /// A literal character; its size in bytes at most.
    std::size_t character()
    {
        const auto size = character_size(text_, place_);
        set_.reset();
        single_ = size == 1 ? static_cast<int>(static_cast<unsigned char>(text_[place_])) : -1;
        if (single_ >= 0) set_.set(static_cast<std::size_t>(single_));
        place_ += size;
        return size;
    }

    std::size_t one_byte(unsigned char byte)
    {
        set_.reset();
        set_.set(byte);
        single_ = byte;
        return 1;
    }

    std::size_t one_of(const ByteSet& set)
    {
        set_ = set;
        single_ = -1;
        return 1;
    }

    std::size_t escape()
    {
        ++place_; // the backslash
        if (is_done()) fail("it ends with a backslash");
        const char c = peek();
        ++place_;
        switch (c) {
        case 'd':
            return one_of(byte_range('0', '9'));
        case 'w':
            return one_of(word_bytes());
        case 's':
            return one_of(bytes_in("\t\n\v\f\r "));
        case 't':
            return one_byte('\t');
        case 'n':
            return one_byte('\n');
        case 'r':
            return one_byte('\r');
        case 'f':
            return one_byte('\f');
        case 'D':
        case 'W':
        case 'S':
            return 4;
        case 'p':
        case 'P':
            property();
            return 4;
        case 'x':
            return hexadecimal();
        default:
            break;
        }
        if (!is_ascii(c) || is_word(c) || c <= ' ' || c == 0x7F) {
            --place_;
            fail("this escape is not supported");
        }
        return one_byte(static_cast<unsigned char>(c));
    }

    void property()
    {
        constexpr std::array<std::string_view, 22> known{
            "L",     "Lu",       "Ll",   "Lt",       "Lm",    "Lo",    "N",      "Nd",
            "P",     "S",        "Z",    "Zs",       "M",     "Han",   "Hangul", "Hiragana",
            "Latin", "Katakana", "Thai", "Cyrillic", "Greek", "Arabic"};
        if (!take("{")) fail("a property is written \\p{Name}");
        const auto end = text_.find('}', place_);
        if (end == std::string_view::npos) fail("a property is written \\p{Name}");
        const auto name = text_.substr(place_, end - place_);
        if (std::find(known.begin(), known.end(), name) == known.end())
            fail("this property is not supported");
        place_ = end + 1;
    }

    std::size_t hexadecimal()
    {
        unsigned long value = 0;
        const bool is_braced = take("{");
        std::size_t digits = 0;
        while (!is_done() && is_hex(peek()) && digits < (is_braced ? 6U : 2U)) {
            const char c = to_lower(peek());
            value = value * 16 + static_cast<unsigned long>(is_digit(c) ? c - '0' : c - 'a' + 10);
            ++place_;
            ++digits;
        }
        if (digits == 0 || (is_braced ? !take("}") : digits != 2))
            fail("a character code is \\xHH or \\x{H...}");
        if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
            fail("no such character");
        }
        if (value < 0x80) return one_byte(static_cast<unsigned char>(value));
        if (!is_braced) fail("\\xHH is for ASCII; write \\x{H...}");
        return 4;
    }

    /// A name in a class, `[:alpha:]`, behind its `[:`.
    void named_class()
    {
        using Test = int (*)(int);
        constexpr std::array<std::pair<std::string_view, Test>, 12> names{{
            {"alnum", std::isalnum},
            {"alpha", std::isalpha},
            {"blank", std::isblank},
            {"cntrl", std::iscntrl},
            {"digit", std::isdigit},
            {"graph", std::isgraph},
            {"lower", std::islower},
            {"print", std::isprint},
            {"punct", std::ispunct},
            {"space", std::isspace},
            {"upper", std::isupper},
            {"xdigit", std::isxdigit},
        }};
        const auto end = text_.find(":]", place_);
        const auto name =
            end == std::string_view::npos ? std::string_view() : text_.substr(place_, end - place_);
        const auto known =
            std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.first == name; });
        if (known == names.end()) fail("no such class");
        ByteSet set;
        for (int byte = 0; byte < 128; ++byte)
            set.set(static_cast<std::size_t>(byte), known->second(byte) != 0);
        one_of(set);
        place_ = end + 2;
    }

    /// One item of a class; the size of its characters in bytes at most.
    std::size_t class_item()
    {
        if (is_done()) fail("a class is not closed");
        if (take("[:")) {
            named_class();
            return 1;
        }
        if (peek() == '[') fail("a bracket in a class is written \\[");
        if (peek() == '&' && peek(1) == '&') fail("&& in a class");
        if (peek() != '\\') return character();
        if (peek(1) == 'S' || peek(1) == 'D' || peek(1) == 'W') fail("\\D, \\S and \\W stand in no class");
        return escape();
    }

    /// A class in square brackets; the size of its characters in bytes at most.
    std::size_t bracket_class()
    {
        ++place_;
        const bool is_negated = take("^");
        std::size_t bytes = is_negated ? 4 : 1;
        ByteSet whole;
        if (peek() == ']') fail("an empty class; a literal bracket is \\]");
        while (peek() != ']' || is_done()) {
            bytes = std::max(bytes, class_item());
            whole |= set_;
            if (peek() != '-' || peek(1) == ']') continue;
            // A range; its ends are checked by the engines.
            const auto first = single_;
            ++place_;
            bytes = std::max(bytes, class_item());
            if (first >= 0 && single_ >= first) {
                whole |= byte_range(static_cast<unsigned char>(first), static_cast<unsigned char>(single_));
            } else if (single_ >= 0 || bytes == 1) {
                fail("a range that is none; a literal dash is \\-");
            }
        }
        ++place_;
        set_ = whole;
        return bytes == 1 ? 1 : 4;
    }

    std::string_view text_;
    std::size_t place_ = 0;
    bool needs_utf8_ = false;
    std::optional<TailRepeat> tail_;
    RunPrefix prefix_;
    std::optional<std::vector<RunStep>> fixed_; ///< Of the concatenation read last.
    ByteSet set_;                               ///< Of the character or class read last.
    int single_ = -1;                           ///< The ASCII character read last, if it was one.
};

} // namespace

RegexShape shape_of_regex(std::string_view pattern)
{
    return Parser(pattern).run();
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

} // namespace pouch::redact
