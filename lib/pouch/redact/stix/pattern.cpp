#include "pouch/redact/stix/pattern.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact::stix {

namespace {

constexpr std::size_t most_depth = 64;

bool is_word(char c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}

/// Reads a pattern by recursive descent; each function takes what it is called after, or returns false.
class PatternReader {
  public:
    explicit PatternReader(std::string_view text) : rest_(text) {}

    bool pattern()
    {
        if (!observations()) return false;
        skip();
        return rest_.empty();
    }

  private:
    void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n\f\v"), rest_.size())); }

    bool take(std::string_view sign)
    {
        skip();
        if (!rest_.starts_with(sign)) return false;
        rest_.remove_prefix(sign.size());
        return true;
    }

    bool take_word(std::string_view word)
    {
        skip();
        if (!rest_.starts_with(word) || is_word(at_or_nul(rest_, word.size()))) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    template <typename Read> bool nested(Read read)
    {
        if (depth_ == most_depth) return false;
        ++depth_;
        const bool is_read = read();
        --depth_;
        return is_read;
    }

    /// Observations and comparisons bind in an order that does not matter here.
    bool observations()
    {
        do {
            if (!observation()) return false;
        } while (take_word("AND") || take_word("OR") || take_word("FOLLOWEDBY"));
        return true;
    }

    bool observation()
    {
        if (take("[")) {
            if (!nested([&] { return comparisons() && take("]"); })) return false;
        } else if (!take("(") || !nested([&] { return observations() && take(")"); })) {
            return false;
        }
        for (;;) {
            if (take_word("START")) {
                if (!time() || !take_word("STOP") || !time()) return false;
            } else if (take_word("WITHIN")) {
                if (!number() || !take_word("SECONDS")) return false;
            } else if (take_word("REPEATS")) {
                if (!digits() || !take_word("TIMES")) return false;
            } else {
                return true;
            }
        }
    }

    bool comparisons()
    {
        do {
            if (!comparison()) return false;
        } while (take_word("AND") || take_word("OR"));
        return true;
    }

    bool comparison()
    {
        if (take("(")) return nested([&] { return comparisons() && take(")"); });
        if (take_word("EXISTS")) return path();
        if (!path()) return false;
        (void)take_word("NOT");
        if (take_word("IN")) return set();
        for (const std::string_view word : {"LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"}) {
            if (take_word(word)) {
                skip();
                return string();
            }
        }
        for (const std::string_view sign : {"==", "=", "!=", "<>", "<=", ">=", "<", ">"}) {
            if (take(sign)) return literal();
        }
        return false;
    }

    bool path()
    {
        skip();
        if (!name("-") || !take(":") || !step()) return false;
        for (;;) {
            if (take(".")) {
                if (!step()) return false;
            } else if (take("[")) {
                if (!take("*") && !digits()) return false;
                if (!take("]")) return false;
            } else {
                return true;
            }
        }
    }

    bool step()
    {
        skip();
        return at_or_nul(rest_, 0) == '\'' ? string() : name("");
    }

    /// A name with letters, digits, `_` and `others`.
    bool name(std::string_view others)
    {
        if (!is_letter(at_or_nul(rest_, 0)) && at_or_nul(rest_, 0) != '_') return false;
        std::size_t size = 1;
        while (size < rest_.size() && (is_word(rest_[size]) || others.find(rest_[size]) != others.npos))
            ++size;
        rest_.remove_prefix(size);
        return true;
    }

    bool set()
    {
        if (!take("(")) return false;
        if (take(")")) return true;
        do {
            if (!literal()) return false;
        } while (take(","));
        return take(")");
    }

    bool literal()
    {
        if (take_word("true") || take_word("false")) return true;
        skip();
        const char first = at_or_nul(rest_, 0);
        if (first == '\'') return string();
        if (first == 't') return time();
        if (first == 'h') return quoted('h', "0123456789abcdefABCDEF", 2);
        constexpr std::string_view base64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
        if (first == 'b') return quoted('b', base64, 4);
        return number();
    }

    /// `'...'` with `\'` and `\\`.
    bool string()
    {
        if (at_or_nul(rest_, 0) != '\'') return false;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '\'') {
                rest_.remove_prefix(i + 1);
                return true;
            }
            if (rest_[i] != '\\') continue;
            const char next = at_or_nul(rest_, ++i);
            if (next != '\'' && next != '\\') return false;
        }
        return false;
    }

    /// A letter and `'...'` of `signs`, whole groups of them.
    bool quoted(char letter, std::string_view signs, std::size_t group)
    {
        if (at_or_nul(rest_, 0) != letter || at_or_nul(rest_, 1) != '\'') return false;
        const auto size = std::min(rest_.find_first_not_of(signs, 2), rest_.size());
        if (at_or_nul(rest_, size) != '\'' || (size - 2) % group != 0) return false;
        rest_.remove_prefix(size + 1);
        return true;
    }

    /// t'2026-01-31T23:59:59.999Z'
    bool time()
    {
        constexpr std::string_view form = "t'dddd-dd-ddTdd:dd:dd";
        skip();
        if (rest_.size() < form.size()) return false;
        for (std::size_t i = 0; i < form.size(); ++i) {
            if (form[i] == 'd' ? !is_digit(rest_[i]) : rest_[i] != form[i]) return false;
        }
        rest_.remove_prefix(form.size());
        if (rest_.starts_with(".")) {
            rest_.remove_prefix(1);
            if (!digits()) return false;
        }
        if (!rest_.starts_with("Z'")) return false;
        rest_.remove_prefix(2);
        return true;
    }

    bool digits()
    {
        skip();
        std::size_t size = 0;
        while (is_digit(at_or_nul(rest_, size))) ++size;
        rest_.remove_prefix(size);
        return size > 0;
    }

    bool number()
    {
        skip();
        if (rest_.starts_with("-") || rest_.starts_with("+")) rest_.remove_prefix(1);
        if (!is_digit(at_or_nul(rest_, 0)) && at_or_nul(rest_, 0) != '.') return false;
        while (is_digit(at_or_nul(rest_, 0))) rest_.remove_prefix(1);
        if (at_or_nul(rest_, 0) != '.') return true;
        rest_.remove_prefix(1);
        return is_digit(at_or_nul(rest_, 0)) && digits();
    }

    std::string_view rest_;
    std::size_t depth_ = 0;
};

} // namespace

bool is_pattern(std::string_view text)
{
    return PatternReader(text).pattern();
}

} // namespace pouch::redact::stix
