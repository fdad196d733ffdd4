#include "pouch/redact/ooxml/field_stack.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/ooxml/vocabulary.hpp"

#include <algorithm>

namespace pouch::redact::ooxml {

namespace {

constexpr std::size_t most_fields = 64;      ///< One in another.
constexpr std::size_t longest_code = 65'536; ///< Bytes.

[[noreturn]] void fail(std::size_t place, std::string_view what)
{
    throw refused("ooxml.field", "byte {}: {}", place, what);
}

/// A link leads to a bookmark, or to where a link of a relationship may.
bool may_be_followed(std::string_view arguments)
{
    arguments.remove_prefix(std::min(arguments.find_first_not_of(' '), arguments.size()));
    const bool is_bookmark = arguments.starts_with("\\l ");
    if (is_bookmark) arguments.remove_prefix(3);
    arguments.remove_prefix(std::min(arguments.find_first_not_of(' '), arguments.size()));
    if (!arguments.starts_with('"')) return false;
    const auto target = arguments.substr(1, arguments.find('"', 1) - 1);
    auto rest = arguments.substr(std::min(target.size() + 2, arguments.size()));
    // Of further switches `\h` has no text; tips, frames and second targets have.
    if (const auto end = rest.find_last_not_of(' '); end != std::string_view::npos)
        rest = rest.substr(0, end + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    return (rest.empty() || rest == "\\h") && (is_bookmark || is_followed(target));
}

} // namespace

void FieldStack::take(std::string_view type, std::size_t place, const Check& check)
{
    if (type == "begin") {
        if (is_in_code()) fail(place, "a field in the code of a field");
        if (open_.size() == most_fields) fail(place, "too many fields in one another");
        open_.emplace_back();
        return;
    }
    if (open_.empty() || (type != "separate" && type != "end")) fail(place, "a field that is broken");
    if (is_in_code()) {
        check_field_code(open_.back().code, place);
        check(open_.back().code);
    } else if (type == "separate") {
        fail(place, "a field that is broken");
    }
    open_.back().is_in_code = false;
    if (type == "end") open_.pop_back();
}

void FieldStack::add_code(std::string_view text, std::size_t place)
{
    if (!is_in_code()) fail(place, "the code of no field");
    auto& code = open_.back().code;
    if (code.size() + text.size() > longest_code) fail(place, "the code of a field is too long");
    code += text;
}

void FieldStack::finish(std::size_t place) const
{
    if (!open_.empty()) fail(place, "a field that does not end");
}

void check_field_code(std::string_view code, std::size_t place)
{
    code.remove_prefix(std::min(code.find_first_not_of(' '), code.size()));
    std::string word(code.substr(0, code.find_first_of(" \\\"")));
    for (auto& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (word == "HYPERLINK" && !may_be_followed(code.substr(word.size())))
        fail(place, "a link to something else than a bookmark, http, https or mailto");
    if (!is_kept_field(word)) fail(place, "a field other than page numbers, contents, references and links");
}

} // namespace pouch::redact::ooxml
