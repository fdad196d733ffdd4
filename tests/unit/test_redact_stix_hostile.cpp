#include "support/support.hpp"
#include "unit/label_samples.hpp"
#include "unit/redact_stix_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace pouch::test::stix;

/// Bundles that hide something where the specification has no place for it.
namespace {

Json rest(const Json& objects, const std::string& toml = at_open)
{
    return run(toml, bundle(objects))["objects"];
}

Json tool(int n, const Json& more)
{
    return with(object("tool", n, more), "name", "x");
}

Json mark(const std::string& ref, std::initializer_list<Json> selectors)
{
    return {{"marking_ref", ref}, {"selectors", list(selectors)}};
}

Json statement(int n, const std::string& text, const Json& more = Json::object())
{
    auto made = object("marking-definition", n,
                       {{"definition_type", "statement"}, {"definition", {{"statement", text}}}});
    made.erase("modified");
    made.update(more);
    return made;
}

} // namespace

TEST_CASE("stix: what is nested and marked above goes")
{
    const auto unknown = id_of("marking-definition", 99);
    const auto inner = [](const Json& markings) {
        Json made{{"type", "x"}, {"secret", "s"}};
        made.update(markings);
        return made;
    };
    const std::vector<Json> above{{{"object_marking_refs", list({red})}},
                                  {{"object_marking_refs", list({green, red})}},
                                  {{"object_marking_refs", list({unknown})}},
                                  {{"object_marking_refs", list({list({red})})}},
                                  {{"object_marking_refs", red}},
                                  {{"granular_markings", list({mark(red, {"secret"})})}},
                                  {{"granular_markings", list({Json{{"selectors", list({"secret"})}}})}},
                                  {{"granular_markings", {{"marking_ref", red}}}}};
    for (const auto& markings : above) {
        INFO(markings.dump());
        CHECK(rest(list({tool(1, {{"x_inner", inner(markings)}, {"x_open", "o"}})}))[0] ==
              tool(1, {{"x_open", "o"}}));
        CHECK(rest(list({tool(1, {{"x_list", {{"o", 1}, list({inner(markings), "o"})}}})}))[0] ==
              tool(1, {{"x_list", {{"o", 1}, list({"o"})}}}));
        const auto extended =
            tool(1, {{"extensions", {{id_of("extension-definition", 1), inner(markings)}}}});
        CHECK(rest(list({extended}))[0] == tool(1, Json::object()));
    }
    for (const Json& markings :
         {Json{{"object_marking_refs", list({green})}},
          Json{{"granular_markings", list({mark(amber, {"secret"})})}},
          Json{{"granular_markings", list({Json{{"lang", "en"}, {"selectors", list({"secret"})}}})}}}) {
        const auto made = tool(1, {{"x_inner", inner(markings)}});
        CHECK(rest(list({made}))[0] == made);
    }
}

TEST_CASE("stix: what marks an object is never taken out of it")
{
    const Json two{{"description", "d"}, {"object_marking_refs", list({green, amber})}};
    const auto marked = [&](std::initializer_list<Json> markings) {
        return tool(1, with(two, "granular_markings", list(markings)));
    };
    const auto other = mark(amber, {"description"});
    CHECK(rest(list({marked({mark(green, {"description"}), other})})).size() == 1);
    CHECK(rest(list({marked({mark(red, {"object_marking_refs.[1]"}), other})})).empty());
    CHECK(rest(list({marked({mark(red, {"granular_markings.[1]"}), other})})).empty());
    CHECK(rest(list({marked({mark(red, {"granular_markings.[1].selectors.[0]"}),
                             mark(amber, {"description", "name"})})}))
              .empty());
    const auto nested =
        tool(1, {{"x_inner", {{"object_marking_refs", list({green, amber})}}},
                 {"granular_markings", list({mark(red, {"x_inner.object_marking_refs.[1]"})})}});
    CHECK(rest(list({nested})).empty());
    for (const char* field : {"/objects/*/object_marking_refs/1", "/objects/*/granular_markings/0",
                              "/objects/*/granular_markings/1/selectors/0"}) {
        INFO(field);
        const auto toml = at_open + "[[rule]]\nid = 'f'\naction = 'drop'\nfield = '" + field + "'\n";
        CHECK(rest(list({marked({mark(green, {"name"}), mark(amber, {"description", "name"})})}), toml)
                  .empty());
    }
}

TEST_CASE("stix: a translation goes with a version of what it translates")
{
    const auto older = tool(1, {{"description", "d"}, {"object_marking_refs", list({red})}});
    const auto newer = with(tool(1, Json::object()), "modified", "2026-02-01T00:00:00Z");
    const auto translation = object("language-content", 2,
                                    {{"object_ref", older["id"]},
                                     {"object_modified", new_year},
                                     {"contents", {{"ko", {{"name", "x"}}}}}});
    CHECK(rest(list({older, newer, translation})) == list({newer}));
    // One that goes for what it refers to.
    const auto secret = object("identity", 3, {{"name", "x"}, {"object_marking_refs", list({red})}});
    const auto on_secret = object("note", 4, {{"content", "c"}, {"object_refs", list({secret["id"]})}});
    const auto later =
        with(with(on_secret, "modified", "2026-02-01T00:00:00Z"), "object_refs", list({newer["id"]}));
    const auto of_note = with(translation, "object_ref", on_secret["id"]);
    CHECK(rest(list({secret, newer, on_secret, later, of_note})) == list({newer, later}));
    const auto open = with(older, "object_marking_refs", list({green}));
    CHECK(rest(list({open, newer, translation})) == list({open, newer, translation}));
}

TEST_CASE("stix: ids of what was never there are references whatever they stand under")
{
    const auto told = name_id("ipv4-addr", 1);
    const auto plain = id_of("ipv4-addr", 1);
    const auto made = tool(1, {{"x_opencti_stix_ids", list({told, plain})},
                               {"x_opencti_stix_id", told},
                               {"description", "see " + told},
                               {"x_inner", {{"list", list({{{"id", told}}})}}}});
    auto left = made;
    left.erase("x_opencti_stix_id");
    left.erase("x_inner");
    left["x_opencti_stix_ids"] = list({plain});
    CHECK(rest(list({made}))[0] == left);
    left.erase("x_opencti_stix_ids");
    CHECK(rest(list({made}), at_open + "[target.stix]\nexternal_refs = 'drop'\n")[0] == left);
    CHECK(rest(list({made}), at_open + "[target.stix]\nexternal_refs = 'keep'\n")[0] == made);
    // Written with escapes.
    auto text = bundle(list({tool(1, {{"x_id", told}})})).dump();
    text.replace(text.find(told), told.size(), "ipv4-addr\\u002d-" + told.substr(11));
    CHECK(Json::parse(run_text(at_open, text).output)["objects"][0] == tool(1, Json::object()));
    // One's own is none, nor is what a selector names.
    const auto own = named_object("url", 1, {{"value", "x"}, {"x_id", name_id("url", 1)}});
    CHECK(rest(list({own}))[0] == own);
    const auto selected = tool(1, {{told, 1}, {"granular_markings", list({mark(green, {told})})}});
    CHECK(rest(list({selected}))[0] == selected);
    // As little may what is here and goes be pointed at, or what goes for the want of that.
    const auto drop = at_open + "[target.stix]\nexternal_refs = 'drop'\n";
    const auto above = tool(2, {{"object_marking_refs", list({red})}});
    const auto bare = tool(3, Json::object());
    CHECK(rest(list({above, with(bare, "x_target", above["id"])}), drop) == list({bare}));
    const auto other = tool(4, Json::object());
    const auto unnamed = with(bare, "name", above["id"]);
    CHECK(rest(list({with(other, "x_target", bare["id"]), above, unnamed}), drop) == list({other}));
}

TEST_CASE("stix: a statement that speaks of a colour above is above, and of none is it a colour")
{
    const auto leaves = [](const Json& definition) {
        const auto made = tool(1, {{"object_marking_refs", list({green, definition["id"]})}});
        return rest(list({made, definition}), at_amber).size() == 2;
    };
    for (const char* text : {"TLP:RED",
                             "tlp: red",
                             "This is TLP RED.",
                             "TLP:GREEN, or TLP:RED",
                             "TLP:AMBER+STRICT",
                             "TLP:AMBER-STRICT",
                             "tlp-red",
                             "tlp:",
                             "TLP:redacted",
                             "TLP\uff1aRED",
                             "TLP:\uff32\uff25\uff24",
                             "TLP\u00a0RED",
                             "TLP\nRED",
                             "TLP=RED",
                             "TLP: \"RED\"",
                             "TLP (RED)",
                             "TLP 2.0 RED",
                             "TLPv2 RED",
                             "TLP v2.0: RED",
                             "RED (TLP)",
                             "RED TLP",
                             "TLP:\u200bRED",
                             "TLP: EX:CHR",
                             "TLP:\u0420ED",
                             "TLP:R.E.D",
                             "TLPRED",
                             "TLP:AMBERSTRICT",
                             "TLP:AMBER (STRICT)",
                             "TLP:GREEN, TLP:\uc801\uc0c9",
                             "Traffic Light Protocol: Red"}) {
        INFO(text);
        CHECK_FALSE(leaves(statement(9, text)));
        CHECK_FALSE(leaves(statement(9, "s", {{"name", text}})));
        CHECK_FALSE(leaves(statement(9, "s", {{"x_opencti_definition", text}})));
    }
    for (const char* text :
         {"TLP:AMBER", "TLP:CLEAR", "RED", "TLP", "TLP 2.0: \"GREEN\"", "TLP\uff1aGREEN", "TLP v2.0 (Amber)",
          "tlps", "see https://example.org/catlp/x", "Copyright 2026"}) {
        INFO(text);
        CHECK(leaves(statement(9, text)));
    }
    const auto bare = tool(1, {{"object_marking_refs", list({id_of("marking-definition", 9)})}});
    CHECK(rest(list({bare, statement(9, "TLP:GREEN")}), at_amber).empty());
}

TEST_CASE("stix: a definition whose name is a marking of the policy is that marking")
{
    const auto judge = judge_by_policy(test::sample_policy("nato-sample.spif.xml"),
                                       test::sample_clearance("kor.clearance.xml"), Instant{1767225600});
    const test::JsonRules rules(at_amber);
    const auto leaves = [&](const std::string& text, const Json& more) {
        const auto definition = statement(9, text, more);
        const auto made = tool(1, {{"object_marking_refs", list({green, definition["id"]})}});
        const auto whole = bundle(list({made, definition})).dump();
        return !test::run_json(rules, whole, FormatKind::stix, 1U << 18U, 1, judge.get()).is_all_withheld;
    };
    for (const std::string marking :
         {"NATO SECRET", "This object is NATO SECRET.", "\"NS\"", "NATO_SECRET", "NATO SECRET REL TO NOWHERE",
          "Classification: secret", "This is SECRET.", "nato:classification=\"NS\"", "(NS) Example desk",
          "Copyright\n(NS) x"}) {
        INFO(marking);
        CHECK_FALSE(leaves(marking, Json::object()));
        for (const char* member : {"name", "x_opencti_definition", "x_note"})
            CHECK_FALSE(leaves("s", {{member, marking}}));
        CHECK_FALSE(leaves("s", {{"x_class", list({marking})}}));
        const Json reference{{"source_name", "s"}, {"description", marking}};
        CHECK_FALSE(leaves("s", {{"external_references", list({reference})}}));
        // What an object says of itself counts as well.
        for (const char* member : {"labels", "x_classification", "x_acme_Markings"}) {
            const auto made = tool(1, {{"object_marking_refs", list({green})}, {member, list({marking})}});
            const auto whole = bundle(list({made})).dump();
            CHECK(test::run_json(rules, whole, FormatKind::stix, 1U << 18U, 1, judge.get()).is_all_withheld);
        }
        const Json extension{{"extension_type", "property-extension"}, {"classification", marking}};
        const Json extensions{{"extension-definition--00000000-0000-4000-8000-000000000001", extension}};
        const auto extended = tool(1, {{"object_marking_refs", list({green})}, {"extensions", extensions}});
        CHECK(test::run_json(rules, bundle(list({extended})).dump(), FormatKind::stix, 1U << 18U, 1,
                             judge.get())
                  .is_all_withheld);
    }
    for (const char* plain :
         {"malicious-activity", "a secret handshake", "restricted area", "unclassified"}) {
        const auto made = tool(1, {{"object_marking_refs", list({green})}, {"labels", list({plain})}});
        const auto whole = bundle(list({made})).dump();
        CHECK_FALSE(
            test::run_json(rules, whole, FormatKind::stix, 1U << 18U, 1, judge.get()).is_all_withheld);
    }
    CHECK(leaves("s", {{"name", "NATO RESTRICTED REL TO KOR"}}));
    CHECK(leaves("s", {{"name", "Statement"}, {"x_opencti_definition", "(c) Copyright 2026"}}));
    for (const Json& more : {Json{{"labels", list({"tlp:red"})}}, Json{{"x_tlp", list({"RED"})}},
                             Json{{"x_note", list({"TLP:RED"})}}, Json{{"x", {{"y", "TLP:RED"}}}}})
        CHECK_FALSE(leaves("s", more));
}

TEST_CASE("stix: a portion mark by itself refuses only where it would stay")
{
    const auto judge = judge_by_policy(test::sample_policy("nato-sample.spif.xml"),
                                       test::sample_clearance("kor.clearance.xml"), Instant{1767225600});
    const auto field_rule = "[[rule]]\nid = 'f'\naction = 'drop'\nfield = '/objects/*/x_gone'\n" + at_amber;
    for (const std::string& toml : {at_amber, field_rule}) {
        const test::JsonRules rules(toml);
        const auto left = [&](const Json& objects) {
            const auto whole = bundle(objects).dump();
            return test::run_json(rules, whole, FormatKind::stix, 1U << 18U, 1, judge.get()).output;
        };
        const auto stays = tool(1, {{"object_marking_refs", list({green})}});
        const auto by_statement =
            tool(2, {{"object_marking_refs", list({green, id_of("marking-definition", 9)})}});
        const auto out = left(list({stays, by_statement, statement(9, "(NS)")}));
        CHECK(Json::parse(out)["objects"] == list({stays}));
        const auto above = tool(3, {{"object_marking_refs", list({red})}, {"description", "(NS)"}});
        CHECK(Json::parse(left(list({above, stays})))["objects"] == list({stays}));
        const auto in_doubt = tool(4, {{"object_marking_refs", list({green})}, {"description", "(NS)"}});
        CHECK(test::failure([&] { (void)left(list({above, in_doubt})); }) == "4:portion.unknown");
        CHECK(test::failure([&] { (void)left(list({in_doubt, stays})); }) == "4:portion.unknown");
        // Taking the mark alone leaves what it marks.
        const auto marked = with(in_doubt, "granular_markings", list({mark(red, {"description"})}));
        CHECK(test::failure([&] { (void)left(list({marked, stays})); }) == "4:portion.unknown");
    }
}

TEST_CASE("stix: what is unmarked does not leave in definitions, nor beside the objects")
{
    const auto more =
        Json{{"x_note", "SECRET"}, {"external_references", list({{{"source_name", "s"}, {"url", "u"}}})}};
    const auto definition = statement(9, "s", more);
    const auto made = tool(1, {{"object_marking_refs", list({green, definition["id"]})}});
    CHECK(rest(list({made, definition}), at_amber) == list({made, statement(9, "s")}));
    CHECK(rest(list({made, definition})) == list({made, definition}));
    const auto marked = with(definition, "object_marking_refs", list({green}));
    CHECK(rest(list({made, marked}), at_amber) == list({made, marked}));
    auto whole = bundle(list({made, statement(9, "s")}));
    for (const Json& version : {Json("2.0"), Json("2.1"), Json("SECRET"), Json{{"x", "SECRET"}}}) {
        whole["spec_version"] = version;
        CHECK(run(at_amber, whole).contains("spec_version") == (version == "2.0" || version == "2.1"));
    }
}
