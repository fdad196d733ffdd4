#pragma once
#include "pouch/redact/json/plain_run.hpp"

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// JSON, read strictly: RFC 8259 and what makes all readers agree.
///
/// One text, no byte order mark, no comments, no commas too many, at most `most_depth` containers in one another; strings
/// with valid escapes only, surrogates in pairs, no zero character; whole numbers within 64 bits and others within the
/// range of a double. No member twice in an object, compared decoded. Nothing is copied: tokens are places in the text.
namespace pouch::redact::json {

inline constexpr std::size_t most_depth = 512;
inline constexpr std::size_t longest_number = 1024; ///< Bytes.

enum class TokenKind : std::uint8_t {
    object_begin,
    object_end,
    array_begin,
    array_end,
    key,
    string,
    number,
    word,
    end
};

/// A token as a place in the text; keys and strings with their quotes.
struct Token {
    TokenKind kind;
    std::size_t begin;
    std::size_t end;
    bool has_escapes = false; ///< Of a key or a string.
};

/// Gives the tokens of one JSON text, in order.
class Reader {
  public:
    /// `text` is UTF-8 and outlives the reader; `origin` is where it stands in the document, for messages.
    explicit Reader(std::string_view text, std::uint64_t origin = 0);

    /// The next token; `end` once and last. Throws Fault::refused `json.syntax`, `json.depth`, `json.number`,
    /// `json.escape`, naming the place.
    Token next();

    /// The bytes of a token.
    [[nodiscard]] std::string_view text_of(const Token& token) const
    {
        return text_.substr(token.begin, token.end - token.begin);
    }

  private:
    enum class Expected { value, value_or_end, key, key_or_end, comma_or_end, nothing };

    [[noreturn]] void fail(std::string_view what) const;
    [[noreturn]] void fail_string(std::size_t at) const;
    [[noreturn]] void fail_depth() const;
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void skip_white()
    {
        while (at_ < text_.size() && is_white(text_[at_])) ++at_;
    }
    static constexpr bool is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
    Token open(TokenKind kind, Expected expected);
    Token close(TokenKind kind);
    Token key();
    Token value();
    Token other_value();
    Token string(TokenKind kind) const;
    std::size_t escape_end(std::size_t at) const;
    std::size_t number_end() const;
    void check_range(std::string_view number, bool is_whole) const;

    std::string_view text_;
    std::uint64_t origin_;
    std::size_t at_ = 0;
    Expected expected_ = Expected::value;
    std::size_t depth_ = 0;             ///< Containers that are open,
    std::bitset<most_depth> is_object_; ///< and whether each is an object.
};

// In the header, since whoever reads a text does so token by token.

[[gnu::always_inline]] inline Token Reader::next()
{
    skip_white();
    if (expected_ == Expected::comma_or_end && peek() == ',') {
        ++at_;
        expected_ = is_object_[depth_ - 1] ? Expected::key : Expected::value;
        skip_white();
    }
    if (at_ == text_.size()) {
        if (expected_ != Expected::nothing) fail("the text ends early");
        return {TokenKind::end, at_, at_};
    }
    const char c = text_[at_];
    switch (expected_) {
    case Expected::nothing:
        fail("something stands behind the text");
    case Expected::comma_or_end:
        if (c == '}' && is_object_[depth_ - 1]) return close(TokenKind::object_end);
        if (c == ']' && !is_object_[depth_ - 1]) return close(TokenKind::array_end);
        fail("a comma or the end of the container is missing");
    case Expected::key_or_end:
        if (c == '}') return close(TokenKind::object_end);
        [[fallthrough]];
    case Expected::key:
        return key();
    case Expected::value_or_end:
        if (c == ']') return close(TokenKind::array_end);
        return value();
    case Expected::value:
        break;
    }
    return value();
}

[[gnu::always_inline]] inline Token Reader::open(TokenKind kind, Expected expected)
{
    if (depth_ == most_depth) fail_depth();
    is_object_[depth_++] = kind == TokenKind::object_begin;
    expected_ = expected;
    ++at_;
    return {kind, at_ - 1, at_};
}

[[gnu::always_inline]] inline Token Reader::close(TokenKind kind)
{
    --depth_;
    expected_ = depth_ == 0 ? Expected::nothing : Expected::comma_or_end;
    ++at_;
    return {kind, at_ - 1, at_};
}

[[gnu::always_inline]] inline Token Reader::key()
{
    if (text_[at_] != '"') fail("no name of a member");
    const auto key = string(TokenKind::key);
    at_ = key.end;
    if (peek() != ':') skip_white();
    if (peek() != ':') fail("no colon behind a name");
    ++at_;
    expected_ = Expected::value;
    return key;
}

[[gnu::always_inline]] inline Token Reader::value()
{
    const char c = text_[at_];
    if (c == '{') return open(TokenKind::object_begin, Expected::key_or_end);
    if (c == '[') return open(TokenKind::array_begin, Expected::value_or_end);
    const auto token = c == '"' ? string(TokenKind::string) : other_value();
    at_ = token.end;
    expected_ = depth_ == 0 ? Expected::nothing : Expected::comma_or_end;
    return token;
}

/// The string that begins here.
[[gnu::always_inline]] inline Token Reader::string(TokenKind kind) const
{
    Token token{kind, at_, at_};
    for (auto at = plain_end(text_, at_ + 1);; at = plain_end(text_, escape_end(at))) {
        if (at >= text_.size() || (text_[at] != '"' && text_[at] != '\\')) fail_string(at);
        if (text_[at] == '"') {
            token.end = at + 1;
            return token;
        }
        token.has_escapes = true;
    }
}

/// What a string token, without its quotes, stands for. The reader has seen it.
[[nodiscard]] std::string decoded(std::string_view raw);

} // namespace pouch::redact::json
