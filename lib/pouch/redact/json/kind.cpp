#include "pouch/redact/json/kind.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/misp/event.hpp"
#include "pouch/redact/stix/bundle.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::json {

namespace {

/// True if the first that the text says is that it is a bundle of STIX, as writers of them do. What else a bundle holds
/// leaves with its objects or not at all, so nothing is weaker for it.
bool begins_as_bundle(std::string_view text)
{
    Reader reader(text);
    if (reader.next().kind != TokenKind::object_begin) return false;
    const auto name = reader.next();
    if (name.kind != TokenKind::key || reader.text_of(name) != "\"type\"") return false;
    return reader.text_of(reader.next()) == "\"bundle\"";
}

} // namespace

FormatKind kind_of(std::string_view text, bool has_marks)
{
    try {
        if (begins_as_bundle(text)) return FormatKind::stix;
    } catch (const Error&) {
        return FormatKind::json; // its own reader refuses it
    }
    // A name that says it is written as it is, or with escapes.
    constexpr std::array<std::string_view, 10> names{
        "\"Event\"", "\"response\"",  "\"id\"",     "\"info\"",        "undle",
        "\\",        "\"Attribute\"", "\"Object\"", "\"EventReport\"", "\"Tag\""};
    const auto is_in = [&](std::string_view name) { return text.find(name) != std::string_view::npos; };
    if (std::none_of(names.begin(), names.end(), is_in)) return FormatKind::json;
    try {
        const Tree tree(text);
        if (misp::holds_events(tree, has_marks)) return FormatKind::misp;
        if (stix::holds_objects(tree)) return FormatKind::stix;
    } catch (const Error& error) {
        // What is no JSON its own reader refuses; what is too large to be judged must not pass as something else.
        if (!error.reason().starts_with("json.")) throw;
    }
    return FormatKind::json;
}

void check_unmixed(FormatKind kind, const Tree& tree, const Target& target)
{
    if (kind == FormatKind::misp && stix::holds_objects(tree))
        throw refused("misp.shape", "objects of STIX among events of MISP");
    if (kind == FormatKind::stix && misp::holds_events(tree, target.judges_marks()))
        throw refused("stix.shape", "events of MISP in a bundle of STIX");
}

} // namespace pouch::redact::json
