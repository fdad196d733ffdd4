#include "pouch/redact/json/keys.hpp"
#include "pouch/redact/json/signs.hpp"
#include "pouch/redact/json/tree.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <array>
#include <span>

/// The quick way to read a tree. It knows nothing that Reader does not, and takes only what that would take.
namespace pouch::redact::json {

namespace {

/// True for what may stand behind a number or a word.
constexpr bool may_end_word(char c)
{
    return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

class Tree::BySigns {
  public:
    explicit BySigns(Tree& tree) : tree_(tree), text_(tree.text_), signs_(tree.text_) {}

    /// False if the text may be none of JSON: Reader says so, or says what is wrong.
    bool read()
    {
        if (!signs_.next(place_)) return false;
        while (value()) {
            while (depth_ > 0) {
                if (!signs_.next(place_)) return false;
                const char c = text_[place_];
                if (c == ',') {
                    if (!item()) return false;
                    break;
                }
                if (c != end_sign()) return false;
                close();
            }
            if (depth_ == 0) return !signs_.next(place_);
        }
        return false;
    }

  private:
    [[nodiscard]] bool is_in_object() const { return is_object_[depth_ - 1]; }
    [[nodiscard]] char end_sign() const { return is_in_object() ? '}' : ']'; }

    /// The token of a string, number or word at place_, as Reader has it.
    [[nodiscard]] Token strictly() const
    {
        auto token = Reader(text_.substr(place_), place_).next();
        token.begin += place_;
        token.end += place_;
        return token;
    }

    /// The string at place_, of a name or a value.
    [[nodiscard]] bool string(Token& token)
    {
        std::uint32_t end = 0;
        if (!signs_.next(end)) return false;
        if (text_[end] == '"') {
            token = {TokenKind::string, place_, end + std::size_t{1}};
            return true;
        }
        token = strictly();
        if (token.has_escapes) tree_.decode(token);
        signs_.pass(static_cast<std::uint32_t>(token.end));
        return true;
    }

    /// To the value of the next item of what is open, which begins behind place_.
    [[nodiscard]] bool item() { return signs_.next(place_) && (!is_in_object() || name()); }

    /// The name of a member at place_; then to its value.
    [[nodiscard]] bool name()
    {
        if (text_[place_] != '"') return false;
        Token token{};
        if (!string(token)) return false;
        const auto begin = static_cast<std::uint32_t>(token.begin);
        const auto text = token.has_escapes ? tree_.decoded_at(begin)
                                            : text_.substr(token.begin + 1, token.end - token.begin - 2);
        digests_.push_back(KeyStack::digest_of(text));
        name_ = {token.has_escapes, text.empty() ? '\0' : text.back(), begin, static_cast<std::uint32_t>(token.end)};
        return signs_.next(place_) && text_[place_] == ':' && signs_.next(place_);
    }

    /// The value at place_, with its name; of a container, all up to the end of its first item that is none.
    [[nodiscard]] bool value()
    {
        for (;;) {
            if (tree_.nodes_.size() == most_values) return false;
            const char c = text_[place_];
            if (c == '{' || c == '[') {
                if (depth_ == most_depth) return false;
                add({c == '{' ? TokenKind::object_begin : TokenKind::array_begin, place_, place_ + std::size_t{1}});
                open_[depth_] = static_cast<Id>(tree_.nodes_.size() - 1);
                is_object_[depth_] = c == '{';
                first_name_[depth_] = digests_.size();
                ++depth_;
                if (!signs_.next(place_)) return false;
                if (text_[place_] == end_sign()) {
                    close();
                    return true;
                }
                if (c == '{' && !name()) return false;
                continue;
            }
            Token token{};
            if (c == '"') {
                if (!string(token)) return false;
            } else {
                if (c == '}' || c == ']' || c == ':' || c == ',') return false;
                token = strictly();
                if (token.end < text_.size() && !may_end_word(text_[token.end])) return false;
            }
            add(token);
            return true;
        }
    }

    void add(const Token& token)
    {
        const auto id = static_cast<Id>(tree_.nodes_.size());
        tree_.add({token.kind, token.has_escapes, name_.has_escapes, name_.last,
                   depth_ > 0 ? open_[depth_ - 1] : none, id + 1, static_cast<std::uint32_t>(token.begin),
                   static_cast<std::uint32_t>(token.end), name_.begin, name_.end});
        name_ = {};
    }

    /// What is open ends at place_.
    void close()
    {
        const auto id = open_[--depth_];
        auto& node = tree_.nodes_[id];
        node.end = place_ + 1;
        node.behind = static_cast<Id>(tree_.nodes_.size());
        const auto first = first_name_[depth_];
        if (may_repeat(std::span(digests_).subspan(first))) check_names(id);
        digests_.resize(first);
    }

    /// True if two names may be the same. Few are compared each with each, which is fast; many are sorted, which is never
    /// slow.
    static bool may_repeat(std::span<std::uint64_t> names)
    {
        constexpr std::size_t few = 24;
        if (names.size() > few) {
            std::sort(names.begin(), names.end());
            return std::adjacent_find(names.begin(), names.end()) != names.end();
        }
        bool is_any = false;
        for (auto second = names.begin(); second != names.end(); ++second) {
            for (auto first = names.begin(); first != second; ++first) is_any = is_any || *first == *second;
        }
        return is_any;
    }

    void check_names(Id object) const
    {
        KeyStack keys;
        keys.open();
        tree_.for_each(object, [&](Id id) {
            const auto& node = tree_.at(id);
            keys.add(tree_.between(node.key_begin, node.key_end),
                     {TokenKind::key, node.key_begin, node.key_end, node.has_key_escapes});
        });
        close_names(keys);
    }

    struct Name {
        bool has_escapes = false;
        char last = '\0';
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    Tree& tree_;
    std::string_view text_;
    Signs signs_;
    std::vector<std::uint64_t> digests_; ///< Of the names of what is open, as KeyStack has them.
    std::uint32_t place_ = 0; ///< Of the sign that is looked at.
    Name name_;               ///< Of the next value, if it has one.
    std::size_t depth_ = 0;
    std::array<Id, most_depth> open_;       // NOLINT: by depth, what is open
    std::array<bool, most_depth> is_object_; // NOLINT
    std::array<std::size_t, most_depth> first_name_; // NOLINT: in digests_
};

bool Tree::read_by_signs()
{
    return BySigns(*this).read();
}

} // namespace pouch::redact::json
