#include "unit/redact_stix_support.hpp"

#include "pouch/redact/stix/issued.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace pouch::test::stix;

namespace {

const std::string statement_id = id_of("marking-definition", 70);
const std::string statement = "[target.stix.statement]\nid = '" + statement_id +
                              "'\ntext = 'FOR \"KOR\" ONLY'\ncreated = '2026-01-01T00:00:00.000Z'\n";

Json definition(const std::string& text = "FOR \"KOR\" ONLY")
{
    return {{"type", "marking-definition"},
            {"spec_version", "2.1"},
            {"id", statement_id},
            {"created", new_year},
            {"definition_type", "statement"},
            {"definition", {{"statement", text}}}};
}

Json tool(int n, const Json& refs)
{
    return object("tool", n, {{"name", "x"}, {"object_marking_refs", refs}});
}

Json objects_of(const std::string& toml, const Json& objects)
{
    return run(toml, bundle(objects))["objects"];
}

} // namespace

TEST_CASE("stix: objects without a colour get that of the target, in the edition of the rules")
{
    const auto bare = object("tool", 1, {{"name", "x"}});
    const auto marked = tool(2, list({green}));
    const auto empty = tool(3, Json::array());
    const auto other = object("file", 4, {{"name", "f"}});
    const auto whole = list({bare, marked, empty, other});
    CHECK(objects_of(at_open, whole) == whole);
    for (const auto* edition : {"tlp-1", "tlp-2"}) {
        INFO(edition);
        const auto toml = at_open + "[target.stix]\ncolour = '" + edition + "'\n";
        const auto id = edition == std::string("tlp-1")
                            ? amber
                            : "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
        const auto out = objects_of(toml, whole);
        REQUIRE(out.size() == 5);
        CHECK(out[0] == with(bare, "object_marking_refs", list({id})));
        CHECK(out[1] == marked);
        CHECK(out[2] == tool(3, list({id})));
        CHECK(out[3] == with(other, "object_marking_refs", list({id})));
        CHECK(out[4]["id"] == id);
        CHECK(out[4]["name"] == "TLP:AMBER");
        CHECK(objects_of(toml, out) == out);
        // A reader who keeps nothing unmarked takes it as it is.
        CHECK(objects_of(at_amber + "[target.stix]\ncolour = '" + edition + "'\n", out) == out);
    }
}

TEST_CASE("stix: the colours are as published")
{
    for (const auto edition : {stix::ColourEdition::first, stix::ColourEdition::second}) {
        for (const auto tlp : {Tlp::clear, Tlp::green, Tlp::amber, Tlp::amber_strict, Tlp::red}) {
            const auto id = stix::colour_id(edition, tlp);
            if (id.empty()) continue;
            CHECK(stix::tlp_of(id) == tlp);
            CHECK(Json::parse(stix::colour_definition(edition, tlp))["id"] == id);
        }
    }
    CHECK_FALSE(stix::tlp_of(""));
    CHECK(stix::colour_id(stix::ColourEdition::first, Tlp::amber_strict).empty());
    const auto strict = Json::parse(stix::colour_definition(stix::ColourEdition::second, Tlp::amber_strict));
    CHECK(strict["extensions"]["extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"]["tlp_2_0"] ==
          "amber+strict");
    CHECK(Json::parse(stix::colour_definition(stix::ColourEdition::first, Tlp::clear))["definition"]["tlp"] ==
          "white");
}

TEST_CASE("stix: every object gets the statement of the rules, once")
{
    const auto toml = at_amber + statement;
    const auto out = objects_of(
        toml, list({tool(1, list({green})), tool(2, list({red})), tool(3, list({green, statement_id}))}));
    CHECK(out ==
          list({tool(1, list({green, statement_id})), tool(3, list({green, statement_id})), definition()}));
    CHECK(objects_of(toml, out) == out);
    // Nothing is added to nothing, and a statement makes nobody a reader.
    CHECK(objects_of(toml, list({tool(1, list({red})), tool(2, list({statement_id}))})).empty());
    // The definition of the bundle stays, unused before or not; one that says something else is refused.
    CHECK(objects_of(toml, list({definition(), tool(1, list({green}))})) ==
          list({definition(), tool(1, list({green, statement_id}))}));
    CHECK(test::failure([&] {
              (void)objects_of(toml, list({definition("x"), tool(1, list({green}))}));
          }) == "1:stix.marking");
    // Where the bundle marks it above, what bears it goes; others bear that of the rules.
    const auto closed = with(definition("x"), "object_marking_refs", list({red}));
    CHECK(objects_of(toml, list({closed, tool(1, list({green, statement_id})), tool(2, list({green}))})) ==
          list({tool(2, list({green, statement_id})), definition()}));
    // A marking by parts is of the statement too, known by the rules.
    const auto part = with(tool(1, list({green})), "granular_markings",
                           list({Json{{"marking_ref", statement_id}, {"selectors", list({"name"})}}}));
    CHECK(objects_of(toml, list({part}))[0] ==
          with(part, "object_marking_refs", list({green, statement_id})));
    CHECK(objects_of(at_amber, list({part})).empty());
}

TEST_CASE("stix: a marking that is added touches no id that is made of a name")
{
    const auto address = named_object("ipv4-addr", 1, {{"value", "192.0.2.1"}});
    const auto out = objects_of(at_open + "[target.stix]\ncolour = 'tlp-2'\n" + statement, list({address}));
    CHECK(out[0]["id"] == address["id"]);
    CHECK(out[0]["object_marking_refs"].size() == 2);
    CHECK(out.size() == 3);
}
