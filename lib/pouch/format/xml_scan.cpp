#include "pouch/base/text.hpp"
#include "pouch/format/xml.hpp"
#include "pouch/format/xml_roles.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::format {

namespace {

/// Thrown inside the scanner; never leaves this file.
struct Bad {
    const char* what;
};

/// Walks over a document once and throws Bad at the first fault. Keeps nothing but the names of open
/// elements.
class Scanner {
  public:
    Scanner(std::string_view document, const XmlLimits& limits) : text_(document), limits_(limits) {}

    void run()
    {
        if (!is_utf8(text_)) throw Bad{"not UTF-8"};
        declaration();
        while (at_ < text_.size()) {
            if (text_[at_] == '<') {
                markup();
            } else {
                characters();
            }
        }
        if (!open_.empty()) throw Bad{"an element is not closed"};
        if (!has_root_) throw Bad{"there is no element"};
    }

    [[nodiscard]] std::size_t line() const
    {
        const auto end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size()));
        return static_cast<std::size_t>(std::count(text_.begin(), end, '\n')) + 1;
    }

  private:
    [[nodiscard]] bool ahead(std::string_view word) const { return text_.substr(at_).starts_with(word); }
    [[nodiscard]] char peek() const
    {
        if (at_ >= text_.size()) throw Bad{"the document ends too early"};
        return text_[at_];
    }
    bool take(std::string_view word)
    {
        if (!ahead(word)) return false;
        at_ += word.size();
        return true;
    }
    void expect(std::string_view word, const char* what)
    {
        if (!take(word)) throw Bad{what};
    }
    bool blanks()
    {
        const auto before = at_;
        while (at_ < text_.size() && is_xml_blank(text_[at_])) ++at_;
        return at_ != before;
    }

    /// The code point at at_, which the check of UTF-8 made sure is whole; `length` gets its bytes.
    [[nodiscard]] char32_t point(std::size_t& length) const
    {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text_[at_ + i]); };
        const char32_t lead = byte(0);
        length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (length == 1) return lead;
        char32_t value = lead & (0x7FU >> length);
        for (std::size_t i = 1; i < length; ++i) value = value << 6U | (byte(i) & 0x3FU);
        return value;
    }

    std::string_view name()
    {
        const auto start = at_;
        if (at_ < text_.size() && has_role(text_[at_], XmlRole::name_start)) pass_all(XmlRole::name_inside);
        std::size_t length = 0;
        while (at_ < text_.size()) {
            const auto c = point(length);
            if (at_ == start ? !is_name_start(c) : !is_name_char(c)) break;
            at_ += length;
        }
        if (at_ == start) throw Bad{"a name is missing or has a wrong character"};
        if (at_ - start > limits_.name) throw Bad{"a name is too long"};
        return text_.substr(start, at_ - start);
    }

    void pass_all(XmlRole role)
    {
        const auto end = std::find_if_not(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.end(),
                                          [role](char c) { return has_role(c, role); });
        at_ = static_cast<std::size_t>(end - text_.begin());
    }
    void plain_characters() { pass_all(XmlRole::plain); }

    void one_character()
    {
        std::size_t length = 0;
        if (!is_xml_character(point(length))) throw Bad{"a character that XML does not allow"};
        at_ += length;
    }

    void reference()
    {
        expect("&", "a reference is broken");
        for (const std::string_view entity : {"amp;", "lt;", "gt;", "quot;", "apos;"}) {
            if (take(entity)) return;
        }
        if (!take("#")) throw Bad{"an entity other than the five of XML"};
        const bool is_hex = take("x");
        char32_t value = 0;
        std::size_t digits = 0;
        for (; peek() != ';'; ++at_, ++digits) {
            const char c = text_[at_];
            const int digit = c >= '0' && c <= '9'             ? c - '0'
                              : is_hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : is_hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                               : -1;
            if (digit < 0 || digits >= 8) throw Bad{"a character reference is broken"};
            value = value * (is_hex ? 16U : 10U) + static_cast<char32_t>(digit);
        }
        ++at_;
        if (digits == 0 || !is_xml_character(value)) throw Bad{"a character reference is broken"};
    }

    /// `name="value"` of the XML declaration; true if it is there and has one of `values` (any case).
    bool pseudo_attribute(std::string_view key, std::initializer_list<std::string_view> values)
    {
        const auto before = at_;
        if (!blanks() || !take(key)) {
            at_ = before;
            return false;
        }
        blanks();
        expect("=", "the XML declaration is broken");
        blanks();
        const char quote = peek();
        if (quote != '"' && quote != '\'') throw Bad{"the XML declaration is broken"};
        const auto end = text_.find(quote, ++at_);
        if (end == std::string_view::npos) throw Bad{"the XML declaration is broken"};
        const auto value = text_.substr(at_, end - at_);
        at_ = end + 1;
        const auto same = [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; };
        const bool known = std::any_of(values.begin(), values.end(), [&](std::string_view allowed) {
            return std::equal(value.begin(), value.end(), allowed.begin(), allowed.end(), same);
        });
        if (!known) throw Bad{"the XML declaration says something other than version 1.0 and UTF-8"};
        return true;
    }

    void declaration()
    {
        if (!ahead("<?xml") || at_ + 5 >= text_.size() || !is_xml_blank(text_[at_ + 5])) return;
        at_ += 5;
        if (!pseudo_attribute("version", {"1.0"})) throw Bad{"the XML declaration is broken"};
        pseudo_attribute("encoding", {"UTF-8", "US-ASCII"});
        pseudo_attribute("standalone", {"YES", "NO"});
        blanks();
        expect("?>", "the XML declaration is broken");
    }

    void characters()
    {
        if (open_.empty()) {
            if (!blanks()) throw Bad{"text outside the root element"};
            return;
        }
        for (plain_characters(); at_ < text_.size() && text_[at_] != '<'; plain_characters()) {
            if (text_[at_] == '&') {
                reference();
            } else if (ahead("]]>")) {
                throw Bad{"']]>' in text"};
            } else {
                one_character();
            }
        }
    }

    /// Everything up to `end`, which is taken too.
    void until(std::string_view end, const char* what)
    {
        for (plain_characters(); !take(end); plain_characters()) {
            if (at_ >= text_.size()) throw Bad{what};
            one_character();
        }
    }

    void markup()
    {
        ++at_;
        switch (peek()) {
        case '!':
            ++at_;
            return declared();
        case '?':
            ++at_;
            return instruction();
        case '/':
            ++at_;
            return end_tag();
        default:
            return start_tag();
        }
    }

    /// What begins with `<!`.
    void declared()
    {
        if (take("--")) {
            until("--", "a comment is not closed");
            expect(">", "'--' in a comment");
        } else if (take("[CDATA[")) {
            if (open_.empty()) throw Bad{"text outside the root element"};
            until("]]>", "a CDATA section is not closed");
        } else {
            throw Bad{"a DOCTYPE or other declaration"};
        }
    }

    void instruction()
    {
        const auto target = name();
        const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
        constexpr std::string_view reserved = "xml";
        if (std::equal(target.begin(), target.end(), reserved.begin(), reserved.end(), same)) {
            throw Bad{"an XML declaration that is not at the start"};
        }
        if (!ahead("?>") && !blanks()) throw Bad{"a processing instruction is broken"};
        until("?>", "a processing instruction is not closed");
    }

    void end_tag()
    {
        const auto closed = name();
        blanks();
        expect(">", "an end tag is broken");
        if (open_.empty() || open_.back() != closed) throw Bad{"an end tag that closes nothing open"};
        open_.pop_back();
    }

    void start_tag()
    {
        if (open_.empty() && has_root_) throw Bad{"more than one root element"};
        has_root_ = true;
        if (++elements_ > limits_.elements) throw Bad{"too many elements"};
        const auto element = name();
        std::vector<std::string_view> attributes;
        for (;;) {
            const bool separated = blanks();
            if (take("/>")) {
                if (open_.size() + 1 > limits_.depth) throw Bad{"elements nested too deeply"};
                return;
            }
            if (take(">")) break;
            if (!separated) throw Bad{"a start tag is broken"};
            attribute(attributes);
        }
        open_.push_back(element);
        if (open_.size() > limits_.depth) throw Bad{"elements nested too deeply"};
    }

    void attribute(std::vector<std::string_view>& seen)
    {
        const auto key = name();
        if (std::find(seen.begin(), seen.end(), key) != seen.end()) throw Bad{"an attribute given twice"};
        seen.push_back(key);
        if (seen.size() > limits_.attributes) throw Bad{"too many attributes"};
        blanks();
        expect("=", "an attribute has no value");
        blanks();
        const char quote = peek();
        if (quote != '"' && quote != '\'') throw Bad{"an attribute value is not quoted"};
        ++at_;
        for (plain_characters(); peek() != quote; plain_characters()) {
            if (text_[at_] == '<') throw Bad{"'<' in an attribute value"};
            if (text_[at_] == '&') {
                reference();
            } else {
                one_character();
            }
        }
        ++at_;
    }

    std::string_view text_;
    XmlLimits limits_;
    std::size_t at_ = 0;
    std::size_t elements_ = 0;
    bool has_root_ = false;
    std::vector<std::string_view> open_;
};

} // namespace

std::optional<std::string> xml_fault(std::string_view document, const XmlLimits& limits)
{
    if (document.starts_with("\xEF\xBB\xBF")) document.remove_prefix(3);
    Scanner scanner(document, limits);
    try {
        scanner.run();
    } catch (const Bad& bad) {
        return fmt::format("line {}: {}", scanner.line(), bad.what);
    }
    return std::nullopt;
}

} // namespace pouch::format
