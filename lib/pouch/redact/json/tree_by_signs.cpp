#include "pouch/redact/json/keys.hpp"
#include "pouch/redact/json/signs.hpp"
#include "pouch/redact/json/tree.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
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
                const char c = byte(place_);
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
    /// The byte at a sign.
    [[nodiscard]] char byte(std::uint32_t sign) const { return text_.data()[sign]; }
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

    /// The string at place_, of a name or a value: where it ends, and whether it has escapes.
    [[nodiscard]] bool string(std::uint32_t& end, bool& has_escapes)
    {
        if (!signs_.next(end)) return false;
        has_escapes = byte(end) != '"';
        if (has_escapes) {
            const auto token = strictly(); // or a control character, which is none
            tree_.decode(token);
            end = static_cast<std::uint32_t>(token.end) - 1;
            signs_.pass(end + 1);
        }
        ++end;
        return true;
    }

    /// To the value of the next item of what is open, which begins behind place_.
    [[nodiscard]] bool item() { return signs_.next(place_) && (!is_in_object() || name()); }

    /// The name of a member at place_; then to its value.
    [[nodiscard]] bool name()
    {
        if (byte(place_) != '"') return false;
        name_.begin = place_;
        if (!string(name_.end, name_.has_escapes)) return false;
        name_.last = '\0';
        if (name_.has_escapes) {
            const auto text = tree_.decoded_at(place_);
            if (!text.empty()) name_.last = text.back();
            digests_.push_back(KeyStack::digest_of(text));
        } else {
            if (name_.end - place_ > 2) name_.last = text_[name_.end - 2];
            digests_.push_back(digest_of(place_ + 1, name_.end - place_ - 2));
        }
        return signs_.next(place_) && byte(place_) == ':' && signs_.next(place_);
    }

    /// KeyStack::digest_of() of `size` bytes of the text, without a loop.
    [[nodiscard]] std::uint64_t digest_of(std::size_t begin, std::size_t size) const
    {
        constexpr auto word = sizeof(std::uint64_t);
        if (std::endian::native != std::endian::little || text_.size() - begin < word)
            return KeyStack::digest_of({text_.data() + begin, size});
        std::uint64_t head = 0;
        std::memcpy(&head, text_.data() + begin, word);
        if (size < word) head &= (std::uint64_t{1} << 8 * size) - 1;
        return head ^ std::uint64_t{size} << 56U;
    }

    /// The value at place_, with its name; of a container, all up to the end of its first item that is none.
    [[nodiscard]] bool value()
    {
        for (;;) {
            if (tree_.size() == most_values) return false;
            const char c = byte(place_);
            if (c == '{' || c == '[') {
                if (depth_ == most_depth) return false;
                open(c == '{');
                if (!signs_.next(place_)) return false;
                if (byte(place_) == end_sign()) {
                    close();
                    return true;
                }
                if (c == '{' && !name()) return false;
                continue;
            }
            if (c == '"') {
                std::uint32_t end = 0;
                bool has_escapes = false;
                if (!string(end, has_escapes)) return false;
                add(TokenKind::string, end, has_escapes);
                return true;
            }
            if (c == '}' || c == ']' || c == ':' || c == ',') return false;
            const auto token = strictly();
            if (token.end < text_.size() && !may_end_word(text_[token.end])) return false;
            add(token.kind, static_cast<std::uint32_t>(token.end), false);
            return true;
        }
    }

    /// A value from place_ up to `end`.
    void add(TokenKind kind, std::uint32_t end, bool has_escapes)
    {
        const auto id = static_cast<Id>(tree_.size());
        tree_.add({kind, has_escapes, name_.has_escapes, name_.last, depth_ > 0 ? open_[depth_ - 1] : none,
                   id + 1, place_, end, name_.begin, name_.end});
        name_ = {};
    }

    /// A container begins at place_.
    void open(bool is_object)
    {
        const auto id = static_cast<Id>(tree_.size());
        add(is_object ? TokenKind::object_begin : TokenKind::array_begin, place_ + 1, false);
        open_[depth_] = id;
        is_object_[depth_] = is_object;
        first_name_[depth_] = digests_.size();
        ++depth_;
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
    std::uint32_t place_ = 0;            ///< Of the sign that is looked at.
    Name name_;                          ///< Of the next value, if it has one.
    std::size_t depth_ = 0;
    std::array<Id, most_depth> open_;                // NOLINT: by depth, what is open
    std::array<bool, most_depth> is_object_;         // NOLINT
    std::array<std::size_t, most_depth> first_name_; // NOLINT: in digests_
};

bool Tree::read_by_signs()
{
    return BySigns(*this).read();
}

} // namespace pouch::redact::json
