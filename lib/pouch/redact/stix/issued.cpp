#include "pouch/redact/stix/issued.hpp"

#include "pouch/base/text.hpp"
#include "pouch/redact/stix/id.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/core.h>

namespace pouch::redact::stix {

namespace {

struct Colour {
    std::string_view id;
    std::string_view name;  ///< As in `TLP:RED`.
    std::string_view value; ///< As in definitions.
};

using Colours = std::array<Colour, 5>; // by Tlp

/// STIX 2.1, section 7.2.1.4.
constexpr Colours first_edition{{
    {"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "WHITE", "white"},
    {"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "GREEN", "green"},
    {"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "AMBER", "amber"},
    {},
    {"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "RED", "red"},
}};

/// The extension definition of TLP 2.0.
constexpr Colours second_edition{{
    {"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "CLEAR", "clear"},
    {"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "GREEN", "green"},
    {"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "AMBER", "amber"},
    {"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "AMBER+STRICT", "amber+strict"},
    {"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "RED", "red"},
}};

const Colour& colour_of(ColourEdition edition, Tlp tlp)
{
    return (edition == ColourEdition::first ? first_edition : second_edition)[static_cast<std::size_t>(tlp)];
}

/// Most UUIDs differ at the beginning, and no more is compared.
bool is_same_uuid(std::string_view a, std::string_view b)
{
    constexpr std::size_t few = 8;
    return std::memcmp(a.data(), b.data(), few) == 0 && a == b;
}

} // namespace

std::string_view colour_id(ColourEdition edition, Tlp tlp)
{
    return colour_of(edition, tlp).id;
}

std::optional<Tlp> tlp_of(std::string_view id)
{
    constexpr std::string_view type = "marking-definition--";
    if (id.size() != type.size() + uuid_size) return std::nullopt;
    for (const auto* colours : {&first_edition, &second_edition}) {
        for (std::size_t i = 0; i < colours->size(); ++i) {
            const auto known = (*colours)[i].id;
            if (!known.empty() && is_same_uuid(uuid_of(known), uuid_of(id)) && known == id)
                return static_cast<Tlp>(i);
        }
    }
    return std::nullopt;
}

std::vector<std::string_view> colour_ids()
{
    std::vector<std::string_view> ids;
    for (const auto* colours : {&first_edition, &second_edition}) {
        for (const auto& colour : *colours) {
            if (!colour.id.empty()) ids.push_back(colour.id);
        }
    }
    return ids;
}

std::string colour_definition(ColourEdition edition, Tlp tlp)
{
    const auto& colour = colour_of(edition, tlp);
    if (edition == ColourEdition::first) {
        return fmt::format(R"({{"type":"marking-definition","spec_version":"2.1","id":"{}",)"
                           R"("created":"2017-01-20T00:00:00.000Z","definition_type":"tlp",)"
                           R"("name":"TLP:{}","definition":{{"tlp":"{}"}}}})",
                           colour.id, colour.name, colour.value);
    }
    return fmt::format(R"({{"type":"marking-definition","spec_version":"2.1","id":"{}",)"
                       R"("created":"2022-10-01T00:00:00.000Z","name":"TLP:{}","extensions":)"
                       R"({{"{}":)"
                       R"({{"extension_type":"property-extension","tlp_2_0":"{}"}}}}}})",
                       colour.id, colour.name, tlp_2_extension, colour.value);
}

std::string statement_definition(const Issued& statement)
{
    return fmt::format(R"({{"type":"marking-definition","spec_version":"2.1","id":"{}","created":"{}",)"
                       R"("definition_type":"statement","definition":{{"statement":{}}}}})",
                       statement.id, statement.created, json_quoted(statement.text));
}

std::string identity_object(const Issued& identity, std::span<const std::string_view> markings)
{
    std::string refs;
    for (const auto& marking : markings) refs += (refs.empty() ? "" : ",") + json_quoted(marking);
    if (!refs.empty()) refs = fmt::format(R"(,"object_marking_refs":[{}])", refs);
    return fmt::format(R"({{"type":"identity","spec_version":"2.1","id":"{0}","created":"{1}",)"
                       R"("modified":"{1}","name":{2},"identity_class":"organization"{3}}})",
                       identity.id, identity.created, json_quoted(identity.text), refs);
}

} // namespace pouch::redact::stix
