#include "pouch/base/text.hpp"
#include "pouch/redact/rules_reader.hpp"
#include "pouch/redact/stix/bundle.hpp"
#include "pouch/redact/stix/issued.hpp"

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

/// An object that redact adds.
struct IssuedKind {
    std::string_view key;
    std::string_view text; ///< The key of what it says.
    std::string_view type;
};

std::optional<stix::Issued> read_issued(const RulesReader& outer, const toml::table& table,
                                        const IssuedKind& kind)
{
    const auto* node = table.get(kind.key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_table()) outer.fail("rules.value", "{} is not a table", kind.key);
    const auto reader = outer.in(kind.key);
    const auto& given = *node->as_table();
    reader.check_keys(given, {"id", "created", kind.text});
    stix::Issued issued{read_written(reader, given, "id"), read_written(reader, given, "created"),
                        read_written(reader, given, kind.text)};
    if (!stix::is_id(issued.id) || stix::type_of(issued.id) != kind.type)
        reader.fail("rules.value", "id is not {}-- and a UUID in small letters", kind.type);
    if (stix::is_of_name(stix::uuid_of(issued.id)))
        reader.fail("rules.value", "the UUID of id is made of a name; one of version 4 is needed");
    if (stix::tlp_of(issued.id)) reader.fail("rules.value", "id is that of a colour");
    if (!stix::is_time(issued.created)) reader.fail("rules.value", "created is no time of STIX");
    return issued;
}

/// `name` is that of the target.
void read_ids(const RulesReader& reader, const toml::table& table, std::string_view name,
              stix::Handling& handling)
{
    const auto ids = reader.text(table, "ids").value_or("keep");
    if (ids != "keep" && ids != "new") reader.fail("rules.value", "ids is keep or new");
    if (ids == "new") handling.ids = stix::Ids::renew;
    handling.identity = read_issued(reader, table, {"identity", "name", "identity"});
    if (handling.identity.has_value() != (ids == "new"))
        reader.fail("rules.target", "ids = \"new\" and an identity go together");
    if (ids == "new" && name.empty())
        reader.fail("rules.target", "ids = \"new\" needs a name in [target], which the ids are made for");
}

/// `tlp` is the colour of the target.
std::optional<stix::ColourEdition> read_colour(const RulesReader& reader, const toml::table& table,
                                               std::optional<Tlp> tlp)
{
    const auto name = reader.text(table, "colour").value_or("none");
    if (name == "none") return std::nullopt;
    if (name != "tlp-1" && name != "tlp-2") reader.fail("rules.value", "colour is none, tlp-1 or tlp-2");
    const auto edition = name == "tlp-1" ? stix::ColourEdition::first : stix::ColourEdition::second;
    if (!tlp) reader.fail("rules.target", "colour needs tlp in [target]");
    if (stix::colour_id(edition, *tlp).empty())
        reader.fail("rules.value", "{} has no such colour as the tlp of [target]", name);
    return edition;
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
    reader.check_keys(stix, {"ids", "identity", "colour", "statement", "external_refs", "placeholder"});
    target.has_stix = true;
    read_ids(reader, stix, target.name, target.stix);
    target.stix.colour = read_colour(reader, stix, target.tlp);
    target.stix.statement = read_issued(reader, stix, {"statement", "text", "marking-definition"});
    target.stix.external_refs = read_external_refs(reader, stix);
    read_placeholders(reader, stix, target.stix);
}

} // namespace pouch::redact
