#include "pouch/redact/json/kind.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/misp/event.hpp"
#include "pouch/redact/stix/bundle.hpp"

namespace pouch::redact::json {

FormatKind kind_of(std::string_view text)
{
    // A name that says it is written as it is, or with escapes.
    constexpr auto none = std::string_view::npos;
    if (text.find("\"Event\"") == none && text.find("\"response\"") == none && text.find("\"id\"") == none &&
        text.find("\"bundle\"") == none && text.find('\\') == none)
        return FormatKind::json;
    try {
        const Tree tree(text);
        if (misp::holds_events(tree)) return FormatKind::misp;
        if (stix::holds_objects(tree)) return FormatKind::stix;
    } catch (const Error& error) {
        // What is no JSON its own reader refuses; what is too large to be judged must not pass as something else.
        if (!error.reason().starts_with("json.")) throw;
    }
    return FormatKind::json;
}

} // namespace pouch::redact::json
