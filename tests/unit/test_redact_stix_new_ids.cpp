#include "pouch/redact/stix/id.hpp"
#include "support/support.hpp"
#include "unit/redact_stix_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace pouch::test::stix;

namespace {

const std::string desk = id_of("identity", 70);
const std::string renew = "[target.stix]\nids = 'new'\n[target.stix.identity]\nid = '" + desk +
                          "'\nname = 'Desk'\ncreated = '2026-01-01T00:00:00.000Z'\n";
const std::string cut_description = "[[rule]]\nid = 'f'\nfield = '/objects/*/description'\naction = 'drop'\n";

const KeyScope& key()
{
    static const auto scope = key_of(std::byte{1});
    return scope;
}

Json objects_of(const std::string& toml, const Json& objects)
{
    return run(toml, bundle(objects), &key())["objects"];
}

Json tool(int n, const Json& more = Json::object())
{
    return object("tool", n, [&] {
        Json all{{"name", "x"}};
        all.update(more);
        return all;
    }());
}

/// Takes `name` out of an object and gives it back.
Json take(Json& from, const std::string& name)
{
    const auto value = from.at(name);
    from.erase(name);
    return value;
}

} // namespace

TEST_CASE("stix: what is changed gets a new id and is by the desk, what is not keeps its own")
{
    const auto toml = at_open + renew + cut_description;
    const auto other = tool(1, {{"created_by_ref", id_of("identity", 5)}});
    const auto cut = tool(2, {{"description", "d"}});
    const auto by_other = tool(3, {{"description", "d"}, {"created_by_ref", id_of("identity", 5)}});
    const auto whole = list({other, cut, by_other});
    CHECK(test::failure([&] { (void)run(toml, bundle(whole)); }) == "2:rules.key-file");
    const auto out = objects_of(toml, whole);
    REQUIRE(out.size() == 5); // with the colour of the identity
    CHECK(out[0] == other);
    for (const int i : {1, 2}) {
        auto made = out[static_cast<std::size_t>(i)];
        const auto id = take(made, "id").get<std::string>();
        CHECK(stix::is_id(id));
        CHECK(id[6 + 14] == '4');
        CHECK(id != id_of("tool", i + 1));
        CHECK(take(made, "created_by_ref") == desk);
        auto was = tool(i + 1);
        was.erase("id");
        CHECK(made == was); // its times too
    }
    const Json identity{
        {"type", "identity"},
        {"spec_version", "2.1"},
        {"id", desk},
        {"created", new_year},
        {"modified", new_year},
        {"name", "Desk"},
        {"identity_class", "organization"},
        {"object_marking_refs", list({"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"})}};
    CHECK(out[3] == identity);
    CHECK(objects_of(at_open + renew, list({other})) == list({other}));
    CHECK(objects_of(toml, out) == out);
    CHECK(objects_of(toml, whole) == out);
    const auto another = key_of(std::byte{2});
    CHECK(run(toml, bundle(whole), &another)["objects"][1]["id"] != out[1]["id"]);
}

TEST_CASE("stix: what speaks of an object of a new id is changed too")
{
    const auto cut = tool(1, {{"description", "d"}});
    const auto link =
        object("relationship", 2,
               {{"relationship_type", "uses"}, {"source_ref", cut["id"]}, {"target_ref", id_of("tool", 9)}});
    const auto note =
        object("note", 3, {{"content", "n"}, {"object_refs", list({link["id"], id_of("tool", 9)})}});
    const auto spoken = tool(4, {{"aliases", list({"see " + cut["id"].get<std::string>()})}});
    const auto pattern = object("indicator", 5,
                                {{"pattern", "[x-tool:id = '" + cut["id"].get<std::string>() + "']"},
                                 {"pattern_type", "stix"},
                                 {"valid_from", new_year}});
    const auto keyed = tool(6, {{"x_seen", {{cut["id"].get<std::string>(), 1}}}});
    const auto address = named_object("ipv4-addr", 7, {{"value", "192.0.2.1"}});
    const auto apart = tool(8, {{"sample_ref", address["id"]}});
    const auto out = objects_of(at_open + renew + cut_description,
                                list({note, link, cut, spoken, pattern, keyed, address, apart}));
    REQUIRE(out.size() == 10);
    const auto id = out[2]["id"].get<std::string>();
    CHECK(out.dump().find(stix::uuid_of(cut["id"].get<std::string>())) == std::string::npos);
    CHECK(out[1]["source_ref"] == id);
    CHECK(out[1]["target_ref"] == id_of("tool", 9));
    CHECK(out[0]["object_refs"] == list({out[1]["id"], id_of("tool", 9)}));
    CHECK(out[3]["aliases"] == list({"see " + id}));
    CHECK(out[4]["pattern"] == "[x-tool:id = '" + id + "']");
    CHECK(out[5]["x_seen"] == Json{{id, 1}});
    for (std::size_t i = 0; i < 6; ++i) CHECK(out[i]["created_by_ref"] == desk);
    CHECK(out[6] == address);
    CHECK(out[7] == apart);
}

TEST_CASE("stix: ids that the world knows stay, and versions stay together")
{
    const auto toml = at_open + renew + cut_description;
    // The desk's own identity, if it is there, and extensions keep theirs.
    const auto own = object("identity", 70, {{"name", "Desk"}, {"description", "d"}});
    const auto extension = object("extension-definition", 2,
                                  {{"name", "x"},
                                   {"schema", "s"},
                                   {"version", "1"},
                                   {"description", "d"},
                                   {"extension_types", list({"new-sdo"})},
                                   {"created_by_ref", desk}});
    const auto cut = tool(3, {{"description", "d"}, {"object_marking_refs", list({green})}});
    const auto forged = with(own, "name", "Somebody else");
    CHECK_THROWS_AS(objects_of(toml, list({forged, extension, cut})), Error); // who would speak for the desk
    const auto out = objects_of(toml, list({own, extension, cut}));
    REQUIRE(out.size() == 3);
    CHECK(out[0]["id"] == desk);
    CHECK_FALSE(out[0].contains("description"));
    CHECK(out[1]["id"] == extension["id"]);
    CHECK(out[2]["created_by_ref"] == desk);
    CHECK(out[2]["object_marking_refs"] == list({green}));
    // So does the UUID of a colour, whoever claims it.
    const auto thief = with(cut, "id", "tool--34098fce-860f-48ae-8e50-ebd3cc5e41da");
    CHECK(objects_of(toml, list({thief}))[0]["object_marking_refs"] == list({green}));
    // One that may not leave is replaced by that of the rules.
    const auto secret = with(own, "object_marking_refs", list({red}));
    const auto replaced = objects_of(toml, list({secret, cut, tool(4, {{"created_by_ref", desk}})}));
    REQUIRE(replaced.size() == 4);
    CHECK(replaced[1]["created_by_ref"] == desk);
    CHECK(replaced[2]["name"] == "Desk");
    // Another version is of the same object.
    const auto later = with(tool(3), "modified", "2026-02-01T00:00:00.000Z");
    const auto versions = objects_of(toml, list({cut, later}));
    CHECK(versions[0]["id"] == versions[1]["id"]);
    CHECK(versions[0]["id"] != cut["id"]);
    CHECK(versions[1]["created_by_ref"] == desk);
    // A definition that is changed is another, for all that bear it.
    Json definition{{"type", "marking-definition"},         {"spec_version", "2.1"},
                    {"id", id_of("marking-definition", 9)}, {"created", new_year},
                    {"definition_type", "statement"},       {"definition", {{"statement", "of 192.0.2.1"}}}};
    const auto bearing = tool(5, {{"object_marking_refs", list({definition["id"]})}});
    const auto marked =
        objects_of(at_open + renew + "[[rule]]\nid = 'r'\ncategory = 'ip'\nbuiltin = 'ipv4'\n",
                   list({definition, bearing}));
    CHECK(marked[0]["definition"]["statement"] == "of [REDACTED:ip]");
    CHECK(marked[0]["id"] != definition["id"]);
    CHECK(marked[1]["object_marking_refs"] == list({marked[0]["id"]}));
    CHECK(marked[1]["id"] != bearing["id"]);
}

TEST_CASE("stix: a marking that is added makes another object of what has versions")
{
    const std::string colour = "[target.stix]\ncolour = 'tlp-1'\n";
    const auto toml = at_open + colour + renew.substr(renew.find('\n') + 1); // one table
    const auto address = named_object("ipv4-addr", 1, {{"value", "192.0.2.1"}});
    const auto out =
        objects_of(toml, list({address, tool(2), tool(3, {{"object_marking_refs", list({green})}})}));
    REQUIRE(out.size() == 5);
    CHECK(out[0] == with(address, "object_marking_refs", list({amber})));
    CHECK(out[1]["id"] != id_of("tool", 2));
    CHECK(out[1]["created_by_ref"] == desk);
    CHECK(out[1]["object_marking_refs"] == list({amber}));
    CHECK(out[2] == tool(3, {{"object_marking_refs", list({green})}}));
    CHECK(out[3]["id"] == desk);
    CHECK(out[3]["object_marking_refs"] == list({amber}));
    CHECK(out[4]["id"] == amber);
    CHECK(objects_of(toml, out) == out);
}

TEST_CASE("stix: a creator that may not leave gives way to the desk, in any place of the object")
{
    const auto secret = object("identity", 1, {{"name", "x"}, {"object_marking_refs", list({red})}});
    const auto run_of = [](const std::string& text) {
        return run_text(at_open + renew, text, &key()).output;
    };
    const std::string start =
        R"({"type":"bundle","id":")" + id_of("bundle", 1) + R"(","objects":[)" + secret.dump();
    for (const std::string made :
         {R"({"created_by_ref":"@S","type":"tool","id":"@T","name":"x","created":"@N","modified":"@N"})",
          R"({"type":"tool","id":"@T","created_by_ref":"@S","name":"x","created":"@N","modified":"@N"})",
          R"({"name":"x","created":"@N","modified":"@N","type":"tool","id":"@T" , "created_by_ref":"@S"})",
          R"({"name":"x","created":"@N","modified":"@N","type":"tool","created_by_ref":"@S","id":"@T"})"}) {
        auto text = made;
        for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
                 {"@S", secret["id"]}, {"@T", id_of("tool", 2)}, {"@N", new_year}}) {
            for (auto at = text.find(from); at != std::string::npos; at = text.find(from))
                text.replace(at, 2, to);
        }
        INFO(text);
        for (const std::string& whole :
             {start + "," + text + "]}",
              start + " , " + text + "," +
                  secret.dump().replace(secret.dump().find("00000001\""), 8, "00000002") + " ] }"}) {
            const auto out = Json::parse(run_of(whole))["objects"];
            REQUIRE(out.size() == 3);
            CHECK(out[0]["created_by_ref"] == desk);
            CHECK(out[0].size() == 6);
            CHECK(out[1]["id"] == desk);
        }
    }
}
