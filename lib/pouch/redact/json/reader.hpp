#pragma once
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
    void skip_white()
    {
        while (at_ < text_.size() && is_white(text_[at_])) ++at_;
    }
    static constexpr bool is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
    Token open(TokenKind kind, Expected expected);
    Token close(TokenKind kind);
    Token value();
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

/// What a string token, without its quotes, stands for. The reader has seen it.
[[nodiscard]] std::string decoded(std::string_view raw);

} // namespace pouch::redact::json
