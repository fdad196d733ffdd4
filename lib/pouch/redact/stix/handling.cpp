#include "pouch/redact/stix/handling.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/stix/pattern.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::redact::stix {

namespace {

/// By type. `name` of malware is demanded of families only.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> texts{{
    {"attack-pattern", "name"},
    {"campaign", "name"},
    {"course-of-action", "name"},
    {"grouping", "context"},
    {"identity", "name"},
    {"incident", "name"},
    {"indicator", "pattern"},
    {"infrastructure", "name"},
    {"intrusion-set", "name"},
    {"malware", "name"},
    {"malware-analysis", "product"},
    {"note", "content"},
    {"relationship", "relationship_type"},
    {"report", "name"},
    {"threat-actor", "name"},
    {"tool", "name"},
    {"vulnerability", "name"},
}};

/// True for small letters, digits and hyphens: the words of open vocabularies.
bool is_word_of_vocabulary(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; });
}

} // namespace

const std::string* Handling::placeholder_of(std::string_view type, std::string_view property) const
{
    for (const auto& each : placeholders) {
        if (each.type == type && each.property == property) return &each.value;
    }
    return nullptr;
}

bool may_have_placeholder(std::string_view type, std::string_view property)
{
    return std::find(texts.begin(), texts.end(), std::pair(type, property)) != texts.end();
}

std::string_view demand_on_placeholder(std::string_view property, std::string_view value)
{
    if (property == "pattern" && !is_pattern(value)) return "a pattern of STIX 2.1";
    if ((property == "context" || property == "relationship_type") && !is_word_of_vocabulary(value))
        return "small letters, digits and hyphens";
    return {};
}

} // namespace pouch::redact::stix
