#include "pouch/redact/regex_syntax.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/recogniser.hpp"
#include "pouch/redact/regex_character.hpp"
#include "pouch/redact/regex_piece.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <utility>
#include <vector>

namespace pouch::redact {

namespace {

using namespace regex;

constexpr std::size_t longest_repeated_group = 256; ///< Bytes of a group that may repeat without limit.
constexpr unsigned most_repeats = 1000;             ///< The limit of RE2.
constexpr unsigned deepest_group = 50;
constexpr std::size_t uncounted_copies = 1000000;

class Parser : private RegexCursor {
  public:
    explicit Parser(std::string_view pattern) : RegexCursor(pattern) {}

    RegexShape run()
    {
        const auto part = alternation(0, true);
        if (place < text.size()) fail("a closing bracket without its opening one");
        if (part.min == 0) fail("it matches the empty string");
        if (part.max && *part.max > longest_match) {
            fail(fmt::format("it can match {} bytes, more than {}", *part.max, longest_match));
        }
        RegexShape shape;
        shape.longest = part.max;
        shape.needs_utf8 = needs_utf8_;
        shape.copies = part.copies;
        shape.tail = tail_;
        shape.prefix = prefix_;
        for (auto& way : ways_) shape.fronts.push_back(std::move(way.bytes));
        return shape;
    }

  private:
    static Part either(const Part& a, const Part& b)
    {
        Part part;
        part.min = std::min(a.min, b.min);
        part.max.reset();
        if (a.max && b.max) part.max = std::max(*a.max, *b.max);
        part.copies = std::max(a.copies, b.copies);
        part.may_open_front = (!a.is_open() || a.may_open_front) && (!b.is_open() || b.may_open_front);
        return part;
    }

    Part alternation(unsigned depth, bool is_top)
    {
        if (depth > deepest_group) fail("brackets are nested too deep");
        auto whole = concatenation(depth, is_top);
        auto ways = std::move(ways_);
        while (take("|")) {
            whole = either(whole, concatenation(depth, false));
            ways.insert(ways.end(), ways_.begin(), ways_.end());
            fixed_.reset();
            if (!is_top) continue;
            tail_.reset();
            prefix_ = {};
        }
        ways_ = ways.size() <= most_ways ? std::move(ways) : open_ways();
        return whole;
    }

    Part concatenation(unsigned depth, bool is_top)
    {
        std::vector<Piece> pieces;
        const auto begin = place;
        while (!is_done() && peek() != '|' && peek() != ')') pieces.push_back(piece(depth));
        if (is_top) {
            tail_ = tail_of(pieces, text, begin);
            prefix_ = prefix_of(pieces);
        }
        fixed_ = fixed_of(pieces);
        ways_ = {Way{}};
        for (const auto& piece : pieces) ways_ = regex::joined(std::move(ways_), piece.ways);
        return joined(pieces, is_top && tail_.has_value() && peek() != '|');
    }

    /// A repeat without limit is allowed as the very first piece, or as the tail of the pattern: there every
    /// shorter run is a match as well, so a run that grows too long cannot hide behind the end of a block.
    Part joined(const std::vector<Piece>& pieces, bool has_tail) const
    {
        Part whole;
        std::size_t last = pieces.size();
        while (last > 0 && pieces[last - 1].is_zero_width) --last;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const auto& part = pieces[i].part;
            whole.min += part.min;
            whole.copies = std::max(whole.copies, part.copies);
            if (!part.is_open()) {
                if (whole.max) *whole.max += *part.max;
                continue;
            }
            const bool is_tail = has_tail && i + 1 == last;
            const bool is_front = i == 0 && part.may_open_front;
            if (!is_front && !is_tail) {
                fail("a repeat without upper limit is neither at the very beginning nor the tail; give it a "
                     "limit, {0,n}");
            }
            whole.max.reset();
            // Behind a front without limit something must follow, lest every byte be the end of a match.
            whole.may_open_front = whole.may_open_front && is_front && !is_tail && last > 1;
        }
        return whole;
    }

    Piece piece(unsigned depth)
    {
        Piece result = atom(depth);
        result.item_end = place;
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
        result.ways = repeated(result.ways, min, max);
        auto& part = result.part;
        part.min *= min;
        part.copies = std::min(part.copies * std::max(max.value_or(min + 1), 1U), uncounted_copies);
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
            ++place;
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
        if (!is_done() && peek() == '?') ++place; // lazy: the same matches
        return true;
    }

    unsigned number()
    {
        unsigned value = 0;
        const auto begin = place;
        if (peek() == '0' && is_digit(peek(1))) fail("a repeat with a leading zero");
        while (!is_done() && is_digit(peek())) {
            value = value * 10 + static_cast<unsigned>(peek() - '0');
            ++place;
            if (value > most_repeats) fail("a repeat of more than 1000");
        }
        if (place == begin) fail("a repeat is not {n}, {n,} or {n,m}; a literal brace is \\{");
        return value;
    }

    Piece zero_width(std::size_t size)
    {
        Piece result;
        result.begin = place;
        result.is_border = size == 2 && peek(1) == 'b';
        result.is_zero_width = true;
        place += size;
        return result;
    }

    Piece one()
    {
        Piece result;
        result.begin = place;
        const auto character = read_regex_character(*this);
        result.is_class = true;
        result.part.min = 1;
        result.part.max = character.longest;
        result.is_fixed = character.longest == 1;
        if (result.is_fixed) result.run = {{character.set, 1}};
        result.ways = result.is_fixed ? Ways{Way{{character.set}}} : open_ways();
        needs_utf8_ = needs_utf8_ || !result.is_fixed;
        return result;
    }

    Piece atom(unsigned depth)
    {
        switch (peek()) {
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
        case '\\':
            if (peek(1) == 'b' || peek(1) == 'B') return zero_width(2);
            break;
        default:
            break;
        }
        return one();
    }

    Piece group(unsigned depth)
    {
        Piece result;
        result.begin = place;
        ++place;
        const bool folds = take("?i:");
        if (folds || take("?:")) {
            // the two forms of a group that captures nothing
        } else if (peek() == '?' || peek() == '*') {
            fail("this kind of group is not supported: only (...), (?:...) and (?i:...) are");
        }
        result.part = alternation(depth + 1, false);
        if (!take(")")) fail("a group is not closed");
        // Folding may lead out of ASCII.
        result.ways = folds ? open_ways() : std::move(ways_);
        if (fixed_ && !folds) {
            result.is_fixed = true;
            result.run = *fixed_;
        }
        return result;
    }

    bool needs_utf8_ = false;
    std::optional<TailRepeat> tail_;
    RunPrefix prefix_;
    std::optional<std::vector<RunStep>> fixed_; ///< Of the concatenation read last.
    Ways ways_;                                 ///< Of the concatenation or alternation read last.
};

} // namespace

RegexShape shape_of_regex(std::string_view pattern)
{
    return Parser(pattern).run();
}

} // namespace pouch::redact
