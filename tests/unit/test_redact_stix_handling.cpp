#include "pouch/redact/lint.hpp"
#include "pouch/redact/rulebook.hpp"
#include "support/support.hpp"
#include "unit/redact_json_support.hpp"
#include "unit/redact_stix_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace pouch::test::stix;

namespace {

/// The fault of rules whose `[target.stix]` holds `toml`.
std::string fault(const std::string& toml, const std::string& rules = {})
{
    return test::failure([&] {
        RuleSet set;
        read_rules("version = 1\n" + at_amber + "[target.stix]\n" + toml + rules, "rules", ".", set);
        (void)load_rulebook(std::move(set), Instant{});
    });
}

std::string placeholder(const std::string& type, const std::string& property, const std::string& value)
{
    return fmt::format("[[target.stix.placeholder]]\ntype = '{}'\nproperty = '{}'\nvalue = '''{}'''\n", type,
                       property, value);
}

Json mark(const std::string& ref, const std::string& selector)
{
    return {{"marking_ref", ref}, {"selectors", list({selector})}};
}

} // namespace

TEST_CASE("stix: rules about bundles are read strictly")
{
    CHECK(fault("").empty());
    CHECK(fault("external_refs = 'drop'\n" + placeholder("malware", "name", "withheld")).empty());
    CHECK(fault("external_ref = 'drop'\n") == "2:rules.key");
    CHECK(fault("external_refs = 'all'\n") == "2:rules.value");
    CHECK(fault("external_refs = 1\n") == "2:rules.value");
    CHECK(fault("placeholder = 'x'\n") == "2:rules.value");
    const auto withheld = placeholder("note", "content", "withheld");
    CHECK(fault(withheld).empty());
    CHECK(fault(withheld + withheld) == "2:rules.duplicate");
    CHECK(fault(withheld + "x = 1\n") == "2:rules.key");
    CHECK(fault(placeholder("note", "content", "")) == "2:rules.empty");
    CHECK(fault(placeholder("note", "content", std::string(257, 'x'))) == "2:rules.value");
    CHECK(fault(placeholder("note", "content", "a\tb")) == "2:rules.value");
    CHECK(fault(placeholder("note", "content", "a\\b")).empty());
    for (const auto& [type, property] :
         std::vector<std::pair<std::string, std::string>>{{"note", "id"},
                                                          {"note", "object_refs"},
                                                          {"opinion", "opinion"},
                                                          {"indicator", "valid_from"},
                                                          {"ipv4-addr", "value"},
                                                          {"", ""},
                                                          {"malware", "is_family"}}) {
        INFO(type << " " << property);
        CHECK(fault(placeholder(type, property, "withheld")) == "2:rules.value");
    }
    CHECK(fault(placeholder("indicator", "pattern", "withheld")) == "2:rules.value");
    CHECK(fault(placeholder("indicator", "pattern", "[x-withheld:value = 1]")).empty());
    CHECK(fault(placeholder("relationship", "relationship_type", "related to")) == "2:rules.value");
    CHECK(fault(placeholder("relationship", "relationship_type", "related-to")).empty());
}

TEST_CASE("stix: rules about new ids and markings are read strictly")
{
    const std::string desk = "ids = 'new'\nidentity = { id = '" + id_of("identity", 70) +
                             "', name = 'Desk', created = '2026-01-01T00:00:00Z' }\n";
    const auto statement = [](const std::string& id, const std::string& created = new_year,
                              const std::string& text = "EXERCISE ONLY") {
        return fmt::format("statement = {{ id = '{}', text = '{}', created = '{}' }}\n", id, text, created);
    };
    const auto marking = id_of("marking-definition", 70);
    CHECK(fault(desk + statement(marking) + "colour = 'tlp-1'\n").empty());
    CHECK(fault("ids = 'new'\n") == "2:rules.target");
    CHECK(fault("ids = 'keep'\n" + desk.substr(desk.find("identity"))) == "2:rules.target");
    CHECK(fault("ids = 'random'\n") == "2:rules.value");
    CHECK(fault("colour = 'TLP'\n") == "2:rules.value");
    CHECK(fault(statement("marking-definition--1")) == "2:rules.value");
    CHECK(fault(statement(id_of("identity", 70))) == "2:rules.value");
    CHECK(fault(statement(name_id("marking-definition", 70))) == "2:rules.value");
    CHECK(fault(statement(green)) == "2:rules.value");
    CHECK(fault(statement(marking, "2026-01-01")) == "2:rules.value");
    CHECK(fault(statement(marking, new_year, "")) == "2:rules.empty");
    CHECK(fault("statement = { id = '" + marking + "' }\n") == "2:rules.empty");
    CHECK(fault("statement = 'x'\n") == "2:rules.value");
    const auto target = [](const std::string& toml) {
        return test::failure([&] {
            RuleSet set;
            read_rules("version = 1\n[target]\n" + toml, "rules", ".", set);
        });
    };
    CHECK(target("[target.stix]\ncolour = 'tlp-1'\n") == "2:rules.target");
    CHECK(target("tlp = 'AMBER+STRICT'\n[target.stix]\ncolour = 'tlp-1'\n") == "2:rules.value");
    CHECK(target("tlp = 'AMBER+STRICT'\n[target.stix]\ncolour = 'tlp-2'\n").empty());
    const std::string rule = "[[rule]]\nid = 'r'\nliterals = ['EXERCISE']\ntest_match = ['EXERCISE']\n";
    CHECK(fault(statement(marking), rule) == "2:rules.token");
    CHECK(fault(desk, "[[rule]]\nid = 'r'\nliterals = ['Desk']\n") == "2:rules.token");
}

TEST_CASE("stix: no line of JSON Lines escapes what the rules say of bundles")
{
    const auto line = bundle(list({object("tool", 1, {{"name", "x"}})})).dump() + "\n";
    const auto lines = [&](const std::string& toml) {
        return test::failure([&] { (void)test::json_of(toml, line, FormatKind::jsonl); });
    };
    CHECK(lines("[target.stix]\nexternal_refs = 'drop'\n") == "1:json.marked");
    CHECK(lines("[target]\n").empty());
}

TEST_CASE("stix: no rule may find something in what the rules write")
{
    const std::string rule = "[[rule]]\nid = 'r'\nliterals = ['zebra']\ntest_match = ['zebra']\n";
    CHECK(fault(placeholder("note", "content", "a zebra"), rule) == "2:rules.token");
    CHECK(fault(placeholder("note", "content", "a zebra"), rule + "scope = ['text']\n").empty());
    CHECK(fault(placeholder("note", "content", "a zebra"), rule + "action = 'keep'\n").empty());
    RuleSet set;
    read_rules("version = 1\n" + at_amber + placeholder("note", "content", "a zebra") + rule, "rules", ".",
               set);
    const auto report = lint(set);
    CHECK(std::count_if(report.findings.begin(), report.findings.end(), [](const LintFinding& finding) {
              return finding.severity == Severity::problem && finding.reason == "rules.token";
          }) == 1);
}

TEST_CASE("stix: a placeholder stands for what an object is nothing without")
{
    const auto toml = at_open + placeholder("tool", "name", "withheld") +
                      placeholder("indicator", "pattern", "[x-withheld:value = '\"']");
    const auto rest = [&](const Json& made, const std::string& rules = {}) {
        const auto objects = run(toml + rules, bundle(list({made})))["objects"];
        return objects.empty() ? Json() : objects[0];
    };
    const auto tool = object("tool", 1, {{"name", "SECRET"}, {"description", "d"}});
    const auto marked = with(tool, "granular_markings",
                             list({mark(red, "name"), mark(green, "name"), mark(green, "description"),
                                   Json{{"lang", "ko"}, {"selectors", list({"name"})}}}));
    auto left = with(tool, "name", "withheld");
    CHECK(rest(with(tool, "granular_markings", list({mark(red, "name")}))) == left);
    left["granular_markings"] = list({mark(green, "description")});
    CHECK(rest(marked) == left);
    CHECK(rest(left) == left);
    // What a rule about fields takes goes in translations too.
    const std::string takes = "[[rule]]\nid = 'f'\nfield = '/objects/*/description'\naction = 'drop'\n";
    const Json translation =
        object("language-content", 2,
               {{"object_ref", tool["id"]}, {"contents", {{"ko", {{"description", "SECRET"}}}}}});
    CHECK(run(toml + takes, bundle(list({tool, translation})))["objects"].size() == 1);
    CHECK(run(toml, bundle(list({tool, translation})))["objects"].size() == 2);
    // A rule about fields may take it once more, and changes nothing then.
    const std::string again = "[[rule]]\nid = 'f'\nfield = '/objects/*/name'\naction = 'drop'\n";
    CHECK(rest(with(tool, "name", "withheld"), again) == with(tool, "name", "withheld"));
    // Only what the rules name, and only in objects of the type.
    CHECK(rest(object("campaign", 1, {{"name", "x"}, {"granular_markings", list({mark(red, "name")})}}))
              .is_null());
    CHECK(rest(with(tool, "granular_markings", list({mark(red, "modified")}))).is_null());
    // Translations go as before.
    const auto translated =
        object("language-content", 2, {{"object_ref", tool["id"]}, {"contents", {{"ko", {{"name", "s"}}}}}});
    CHECK(run(toml, bundle(list({marked, translated})))["objects"] == list({left}));
    // What a rule about fields takes.
    const std::string field = "[[rule]]\nid = 'f'\nfield = '/objects/*/name'\naction = 'drop'\n";
    CHECK(rest(tool, field) == with(tool, "name", "withheld"));
    // A pattern that would be none any more, or is marked; in another language nothing stands for it.
    const auto indicator = [](const std::string& pattern, const std::string& type = "stix") {
        return object("indicator", 1,
                      {{"pattern", pattern}, {"pattern_type", type}, {"valid_from", new_year}});
    };
    const std::string like = "[[rule]]\nid = 's'\nliterals = ['LIKE']\naction = 'drop'\n";
    const auto withheld = indicator("[x-withheld:value = '\"']");
    CHECK(rest(indicator("[a:b LIKE 'x']"), like) == withheld);
    CHECK(rest(with(indicator("[a:b = 'x']"), "granular_markings", list({mark(red, "pattern")}))) ==
          withheld);
    CHECK(
        rest(with(indicator("alert", "snort"), "granular_markings", list({mark(red, "pattern")}))).is_null());
    const std::string masked = "[[rule]]\nid = 'f'\nfield = '/objects/*/pattern'\naction = 'mask'\n";
    CHECK(rest(indicator("[a:b = 'x']"), masked) == withheld);
}

TEST_CASE("stix: references to what was never in the bundle stay or go as the rules say")
{
    const auto plain = id_of("identity", 9);
    const auto named = name_id("file", 9);
    const auto tool = object("tool", 1,
                             {{"name", "x"},
                              {"created_by_ref", plain},
                              {"object_marking_refs", list({green})},
                              {"sample_ref", named},
                              {"sample_refs", list({plain, named, id_of("tool", 1)})}});
    const auto sighting =
        object("sighting", 2, {{"sighting_of_ref", plain}, {"object_marking_refs", list({green})}});
    const auto rest = [&](const std::string& toml) {
        return run(at_amber + toml, bundle(list({tool, sighting})))["objects"];
    };
    auto opaque = tool;
    opaque.erase("sample_ref");
    opaque["sample_refs"] = list({plain, id_of("tool", 1)});
    CHECK(rest("") == list({opaque, sighting}));
    CHECK(rest("[target.stix]\nexternal_refs = 'opaque'\n") == list({opaque, sighting}));
    CHECK(rest("[target.stix]\nexternal_refs = 'keep'\n") == list({tool, sighting}));
    auto closed = opaque;
    closed.erase("created_by_ref");
    closed["sample_refs"] = list({id_of("tool", 1)});
    CHECK(rest("[target.stix]\nexternal_refs = 'drop'\n") == list({closed}));
}
