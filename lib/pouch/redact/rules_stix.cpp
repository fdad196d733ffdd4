#include "pouch/base/text.hpp"
#include "pouch/redact/rules_reader.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t longest_text = 256; ///< Bytes of a text that is written into a bundle.

/// A text that is written into a bundle: printable as it stands.
std::string read_written(const RulesReader& reader, const toml::table& table, std::string_view key)
{
    const auto text = reader.text(table, key);
    if (!text || text->empty()) reader.fail("rules.empty", "{} is not given", key);
    if (text->size() > longest_text)
        reader.fail("rules.value", "{} has more than {} bytes", key, longest_text);
    auto plain = *text; // a backslash is no control
    std::replace(plain.begin(), plain.end(), '\\', '/');
    if (escaped(plain) != plain) reader.fail("rules.value", "{} holds what cannot be printed", key);
    return *text;
}

stix::ExternalRefs read_external_refs(const RulesReader& reader, const toml::table& table)
{
    const auto name = reader.text(table, "external_refs").value_or("opaque");
    if (name == "opaque") return stix::ExternalRefs::opaque;
    if (name == "keep") return stix::ExternalRefs::keep;
    if (name == "drop") return stix::ExternalRefs::drop;
    reader.fail("rules.value", "external_refs is opaque, keep or drop");
}

stix::Placeholder read_placeholder(const RulesReader& reader, const toml::table& table)
{
    reader.check_keys(table, {"type", "property", "value"});
    stix::Placeholder placeholder{reader.text(table, "type").value_or(""),
                                  reader.text(table, "property").value_or(""),
                                  read_written(reader, table, "value")};
    if (!stix::may_have_placeholder(placeholder.type, placeholder.property))
        reader.fail("rules.value", "no placeholder can stand for {} of {}", placeholder.property,
                    placeholder.type);
    const auto demand = stix::demand_on_placeholder(placeholder.property, placeholder.value);
    if (!demand.empty())
        reader.fail("rules.value", "the value for {} of {} must be {}", placeholder.property,
                    placeholder.type, demand);
    return placeholder;
}

void read_placeholders(const RulesReader& reader, const toml::table& table, stix::Handling& handling)
{
    const auto* node = table.get("placeholder");
    if (node == nullptr) return;
    if (!node->is_array_of_tables()) reader.fail("rules.value", "placeholder is not an array of tables");
    for (const auto& each : *node->as_array()) {
        auto placeholder = read_placeholder(reader.in("placeholder"), *each.as_table());
        if (handling.placeholder_of(placeholder.type, placeholder.property) != nullptr)
            reader.fail("rules.duplicate", "a second placeholder for {} of {}", placeholder.property,
                        placeholder.type);
        handling.placeholders.push_back(std::move(placeholder));
    }
}

} // namespace

void read_stix(const RulesReader& reader, const toml::table& table, Target& target)
{
    const auto* node = table.get("stix");
    if (node == nullptr) return;
    if (!node->is_table()) reader.fail("rules.value", "stix is not a table");
    const auto& stix = *node->as_table();
    reader.check_keys(stix, {"external_refs", "placeholder"});
    target.has_stix = true;
    target.stix.external_refs = read_external_refs(reader, stix);
    read_placeholders(reader, stix, target.stix);
}

} // namespace pouch::redact
