#include "pouch/redact/json/checker.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/json/reader.hpp"

#include <algorithm>
#include <new>
#include <set>
#include <simdjson.h>

namespace pouch::redact::json {

namespace {

/// What a name gets behind it.
struct Suffix {
    std::size_t place; ///< Behind the closing quote of the name.
    std::string text;
};

Error invalid()
{
    return not_allowed("redact.invalid-output", "what is left is no JSON any more");
}

/// Tells names apart that are the same; the first keeps its name.
void tell_apart(std::span<const KeyStack::Key> keys, std::vector<Suffix>& suffixes)
{
    std::set<std::string> made;
    const auto is_taken = [&](const std::string& name) {
        const auto known = std::lower_bound(
            keys.begin(), keys.end(), name,
            [](const KeyStack::Key& key, std::string_view other) { return key.name < other; });
        return (known != keys.end() && known->name == name) || made.count(name) > 0;
    };
    for (std::size_t i = 1, number = 2; i < keys.size(); ++i) {
        if (keys[i].name != keys[i - 1].name) {
            number = 2;
            continue;
        }
        std::string suffix;
        std::string name;
        do {
            suffix = "~" + std::to_string(number++);
            name = std::string(keys[i].name) + suffix;
        } while (is_taken(name));
        made.insert(std::move(name));
        suffixes.push_back({keys[i].place, std::move(suffix)});
    }
}

/// The suffixes that the names of `text` need, in order of place; `keys` is working memory. Throws what Reader throws.
std::vector<Suffix> suffixes_of(std::string_view text, KeyStack& keys)
{
    std::vector<Suffix> suffixes;
    keys.clear();
    Reader reader(text);
    for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
        if (token.kind == TokenKind::object_begin) keys.open();
        if (token.kind == TokenKind::key)
            keys.add(text.substr(token.begin + 1, token.end - token.begin - 2), token);
        if (token.kind == TokenKind::object_end)
            keys.close([&](std::span<const KeyStack::Key> names) { tell_apart(names, suffixes); });
    }
    std::sort(suffixes.begin(), suffixes.end(),
              [](const Suffix& a, const Suffix& b) { return a.place < b.place; });
    return suffixes;
}

} // namespace

class TextChecker::Parser {
  public:
    /// True if simdjson reads `text` too.
    bool accepts(std::string_view text)
    {
        const auto error = parser_.parse(text.data(), text.size()).error();
        if (error == simdjson::MEMALLOC) throw std::bad_alloc();
        return error == simdjson::SUCCESS;
    }

  private:
    simdjson::dom::parser parser_;
};

TextChecker::TextChecker() : parser_(std::make_unique<Parser>()) {}
TextChecker::~TextChecker() = default;

void TextChecker::check(std::string_view text, Bytes& out)
{
    const auto begin = out.size();
    std::vector<Suffix> suffixes;
    try {
        suffixes = suffixes_of(text, keys_);
    } catch (const Error&) {
        throw invalid();
    }
    std::size_t from = 0;
    for (const auto& suffix : suffixes) {
        const auto quote = suffix.place - 1;
        append(out, text.substr(from, quote - from));
        append(out, suffix.text);
        from = quote;
    }
    append(out, text.substr(from));
    if (!parser_->accepts(as_text(ByteView(out).subspan(begin)))) throw invalid();
}

void DocumentChecker::check(Bytes& document)
{
    Bytes checked;
    TextChecker().check(as_text(document), checked);
    document = std::move(checked);
}

void LinesChecker::write(ByteView bytes)
{
    auto rest = as_text(bytes);
    for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        if (held_.empty()) {
            take(rest.substr(0, end + 1));
        } else {
            append(held_, rest.substr(0, end + 1));
            take(as_text(held_));
            held_.clear();
        }
        rest.remove_prefix(end + 1);
    }
    append(held_, rest);
    out_.write(checked_);
    checked_.clear();
}

void LinesChecker::finish()
{
    take(as_text(held_));
    held_.clear();
    out_.write(checked_);
    checked_.clear();
}

void LinesChecker::take(std::string_view line)
{
    if (line.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        append(checked_, line);
    } else {
        checker_.check(line, checked_);
    }
}

} // namespace pouch::redact::json
