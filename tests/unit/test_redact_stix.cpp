#include "pouch/redact/json/kind.hpp"
#include "pouch/redact/stix/id.hpp"
#include "pouch/redact/stix/issued.hpp"
#include "pouch/redact/stix/pattern.hpp"
#include "support/support.hpp"
#include "unit/redact_json_support.hpp"
#include "unit/redact_stix_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace pouch::test::stix;

namespace {

/// The ids of what is left.
Json left(const Json& out)
{
    Json ids = Json::array();
    for (const auto& object : out.value("objects", Json::array())) ids.push_back(object["id"]);
    return ids;
}

std::string fault_of(const std::string& text)
{
    return test::failure([&] { (void)run_text("[target]\n", text); });
}

/// The reason for which a bundle with these objects is refused.
std::string fault(const Json& objects)
{
    return fault_of(bundle(objects).dump());
}

} // namespace

TEST_CASE("stix: what points at nothing that can be told, and what says a marking twice, is refused")
{
    const std::string uuid = "11111111-1111-4111-8111-11111111111";
    const Json identity{{"type", "identity"},
                        {"id", "identity--" + uuid + "a"},
                        {"created_by_ref", "identity--" + uuid + "A"}};
    CHECK(fault(Json::array({identity})) == "1:stix.id");
    Json definition{{"type", "marking-definition"},
                    {"id", "marking-definition--" + uuid + "b"},
                    {"definition_type", "statement"},
                    {"definition", {{"statement", "x"}}}};
    auto other = definition;
    other["modified"] = "2026-01-01T00:00:00Z";
    other["created"] = "2026-01-01T00:00:00Z";
    CHECK(fault(Json::array({definition, other})) == "1:stix.duplicate");
    CHECK(fault(Json::array({definition})).empty());
}

TEST_CASE("stix: a bundle is read strictly")
{
    const auto named = object("tool", 1, {{"name", "x"}});
    CHECK(fault(list({named})).empty());
    CHECK(fault_of("{}") == "1:stix.shape");
    CHECK(fault_of(named.dump()) == "1:stix.shape");
    CHECK(fault_of(R"({"type":"bundle","id":"bundle--x","objects":[]})") == "1:stix.id");
    CHECK(fault(list({1})) == "1:stix.shape");
    CHECK(fault(list({bundle(list({}))})) == "1:stix.shape");
    CHECK(fault(list({with(named, "id", "tool--1")})) == "1:stix.id");
    CHECK(fault(list({with(named, "id", id_of("malware", 1))})) == "1:stix.id");
    CHECK(fault(list({with(named, "id", "tool--0000000A-0000-4000-8000-000000000001")})) == "1:stix.id");
    CHECK(fault(list({with(named, "created", "2026-02-30T00:00:00Z")})) == "1:stix.time");
    CHECK(fault(list({with(named, "created", "2026-01-01T00:00:00")})) == "1:stix.time");
    CHECK(fault(list({with(named, "created", "2026-01-01T00:00:00.Z")})) == "1:stix.time");
    CHECK(fault(list({with(named, "modified", "2025-12-31T23:59:59.999999Z")})) == "1:stix.time");
    CHECK(fault(list({named, named})) == "1:stix.duplicate");
    CHECK(fault(list({named, with(named, "modified", "2026-01-01T00:00:00Z")})) == "1:stix.duplicate");
    CHECK(fault(list({named, with(named, "modified", "2026-01-01T00:00:01Z")})).empty());
    CHECK(fault(list({with(named, "object_marking_refs", "x")})) == "1:stix.id");
}

TEST_CASE("stix: what holds an object of STIX is judged as STIX, whatever it is called")
{
    const auto named = object("tool", 1, {{"name", "x"}});
    CHECK(json::kind_of(bundle(list({named})).dump()) == FormatKind::stix);
    CHECK(json::kind_of(named.dump()) == FormatKind::stix);
    CHECK(json::kind_of(Json{{"data", {{"more", {named}}}}}.dump()) == FormatKind::stix);
    CHECK(json::kind_of(R"({"type":"bund\u006ce"})") == FormatKind::stix);
    for (const std::string id :
         {"campaign--ABCDEF03-0000-4000-8000-000000000001", "Campaign--abcdef03-0000-4000-8000-000000000001",
          "campaign--abcdef03000040008000000000000001", "campaign--{abcdef03-0000-4000-8000-000000000001}",
          " campaign--abcdef03-0000-4000-8000-000000000001 ",
          "campaign--urn:uuid:abcdef03-0000-4000-8000-000000000001",
          "campaign\u2014\u2014abcdef03-0000-4000-8000-000000000001"}) {
        INFO(id);
        const auto text = Json{{"objects", list({Json{{"type", "campaign"}, {"id", id}}})}}.dump();
        CHECK(json::kind_of(text) == FormatKind::stix);
        CHECK(test::failure([&] { (void)run_text(at_amber, text); }) == "1:stix.shape");
    }
    CHECK(json::kind_of(R"({"type":"Bundle","objects":[]})") == FormatKind::stix);
    CHECK(json::kind_of(R"({"id":"user-abcdef03000040008000000000000001","type":"user"})") ==
          FormatKind::json);
    CHECK(json::kind_of(R"({"id":"tool--1","type":"tool"})") == FormatKind::json);
    CHECK(json::kind_of(R"({"id":1,"type":"bundles"})") == FormatKind::json);
}

TEST_CASE("stix: events of MISP in a bundle are refused, for nothing would judge them")
{
    const Json event{{"Event", {{"info", "x"}, {"Tag", {{{"name", "tlp:red"}}}}}}};
    const Json parts{{"info", "x"}, {"Attribute", list({{{"value", "x"}}})}};
    for (const auto& inner : {event, parts, Json{{"a", list({event})}}}) {
        const auto text = bundle(list({object("tool", 1, {{"name", "x"}, {"x_misp", inner}})})).dump();
        INFO(text);
        CHECK(json::kind_of(text, true) != FormatKind::json);
        CHECK(test::failure([&] { (void)run_text(at_amber, text); }) == "1:stix.shape");
        CHECK(test::failure([&] { (void)run_text("[target]\nmisp = {}\n", text); }) == "1:stix.shape");
        CHECK(fault_of(text).empty()); // nothing is said of marks
        auto beside = bundle(list({}));
        beside.update(event);
        CHECK(fault_of(beside.dump()) == "1:stix.shape");
    }
}

TEST_CASE("stix: an object that names a colour above by itself goes, whatever its marking")
{
    const auto leaves = [](const std::string& name, const Json& value, const std::string& target) {
        const auto tool = object("tool", 1, {{"name", "x"}, {"object_marking_refs", {green}}, {name, value}});
        return run_text(target, bundle(list({tool})).dump()).output.find("tool--") != std::string::npos;
    };
    const std::vector<std::pair<std::string, Json>> above{{"labels", {"x", "tlp:red"}},
                                                          {"labels", {"TLP AMBER+STRICT"}},
                                                          {"tlp", "red"},
                                                          {"x_tlp", "TLP:RED"},
                                                          {"x_acme_TLP_marking", {"red"}}};
    const std::vector<std::pair<std::string, Json>> other{
        {"labels", {"red", "tlp:amber"}}, {"x_tlp", "green"}, {"x_tlp_version", "2.0"}, {"x_colour", "red"}};
    for (const auto& [name, value] : above) {
        INFO(name);
        CHECK_FALSE(leaves(name, value, at_amber));
        CHECK(leaves(name, value, "[target]\nunmarked = 'keep'\n"));
    }
    for (const auto& [name, value] : other) {
        INFO(name);
        CHECK(leaves(name, value, at_amber));
    }
}

TEST_CASE("stix: objects go by their colour, which an id names")
{
    const auto tool = [](int n, Json markings) {
        return object("tool", n, {{"name", "x"}, {"object_marking_refs", std::move(markings)}});
    };
    const Json objects{tool(1, {green}),
                       tool(2, {amber}),
                       tool(3, {red}),
                       tool(4, {green, red}),
                       tool(5, {"marking-definition--00000000-0000-4000-8000-00000000ffff"}),
                       object("tool", 6, {{"name", "x"}})};
    const auto ids = [&](const std::string& toml) { return left(run(toml, bundle(objects))); };
    CHECK(ids(at_amber) == list({id_of("tool", 1), id_of("tool", 2)}));
    CHECK(ids("[target]\ntlp = 'GREEN'\n") == list({id_of("tool", 1)}));
    CHECK(ids(at_amber + "unmarked = 'keep'\n") ==
          list({id_of("tool", 1), id_of("tool", 2), id_of("tool", 6)}));
    CHECK(ids("[target]\n") == list({id_of("tool", 6)})); // marked, and no colour may leave
    CHECK(ids("[target]\nunmarked = 'keep'\n") ==
          list({id_of("tool", 1), id_of("tool", 2), id_of("tool", 3), id_of("tool", 4), id_of("tool", 6)}));
    CHECK(run_text(at_amber, bundle(list({tool(3, {red})})).dump()).is_all_withheld);
    CHECK(stix::tlp_of("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003") == Tlp::amber_strict);
}

TEST_CASE("stix: a definition under the id of a colour is that colour, and marked by none above")
{
    const Json sound{
        {"type", "marking-definition"},          {"spec_version", "2.1"},    {"id", green},
        {"created", "2017-01-20T00:00:00.000Z"}, {"definition_type", "tlp"}, {"name", "TLP:GREEN"},
        {"definition", {{"tlp", "green"}}}};
    const auto leaves = [&](const Json& definition) {
        const auto tool = object("tool", 1, {{"name", "x"}, {"object_marking_refs", list({green})}});
        const auto ids = left(run(at_amber, bundle(list({tool, definition}))));
        return std::find(ids.begin(), ids.end(), Json(green)) != ids.end();
    };
    CHECK(leaves(sound));
    CHECK(leaves(with(sound, "object_marking_refs", list({amber}))));
    CHECK_FALSE(leaves(with(sound, "object_marking_refs", list({red}))));
    CHECK_FALSE(leaves(with(sound, "object_marking_refs",
                            list({"marking-definition--00000000-0000-4000-8000-00000000ffff"}))));
    CHECK_FALSE(leaves(with(sound, "x_note", "secret")));
    CHECK_FALSE(leaves(with(sound, "name", "TLP:RED")));
    CHECK_FALSE(leaves(with(sound, "definition", {{"tlp", "red"}})));
    CHECK_FALSE(leaves(with(sound, "definition", {{"tlp", "green"}, {"note", "secret"}})));
    CHECK_FALSE(leaves(with(sound, "definition_type", "statement")));
    CHECK_FALSE(leaves(with(sound, "extensions", {{"x", "secret"}})));
}

TEST_CASE("stix: statements never decide, and definitions stay while something refers to them")
{
    const auto statement = [](int n, const Json& more = Json::object()) {
        auto made = object("marking-definition", n,
                           {{"definition_type", "statement"}, {"definition", {{"statement", "s"}}}});
        made.erase("modified");
        made.update(more);
        return made;
    };
    const auto by = [](int n, Json refs) {
        return object("tool", n, {{"name", "x"}, {"object_marking_refs", std::move(refs)}});
    };
    const auto id = [](int n) { return id_of("marking-definition", n); };
    const auto ids = [&](const Json& objects) { return left(run(at_amber, bundle(objects))); };
    CHECK(ids({statement(1), by(1, {green, id(1)})}) == list({id(1), id_of("tool", 1)}));
    CHECK(ids({statement(1), statement(2), by(1, {green, id(2)})}) == list({id(2), id_of("tool", 1)}));
    CHECK(ids({statement(1), by(1, {id(1)})}).empty()); // unmarked
    // Of another form, or with a colour of its own that is above: nobody knows what it says.
    CHECK(ids({statement(1, {{"definition_type", "tlp"}}), by(1, {green, id(1)})}).empty());
    CHECK(ids({statement(1, {{"extensions", {{"x", 1}}}}), by(1, {green, id(1)})}).empty());
    CHECK(ids({statement(1, {{"object_marking_refs", {red}}}), by(1, {green, id(1)})}).empty());
    CHECK(
        ids({statement(1, {{"object_marking_refs", {id(2)}}}), statement(2), by(1, {green, id(1)})}).size() ==
        3);
    CHECK(ids({statement(1, {{"object_marking_refs", {id(2)}}}), statement(2), by(1, {green})}) ==
          list({id_of("tool", 1)}));
    CHECK(fault({statement(1, {{"object_marking_refs", {id(2)}}}),
                 statement(2, {{"object_marking_refs", {id(1)}}})}) == "1:stix.cycle");
}

TEST_CASE("stix: nothing is left that points at what goes")
{
    const auto secret = object("identity", 1, {{"name", "x"}, {"object_marking_refs", {red}}});
    const auto rest = [&](Json objects) {
        objects.push_back(secret);
        return run(at_open, bundle(objects));
    };
    const auto gone = id_of("identity", 1);
    const auto tool = object("tool", 1, {{"name", "x"}, {"created_by_ref", gone}});
    const auto one = rest(list({tool}))["objects"];
    REQUIRE(one.size() == 1);
    CHECK_FALSE(one[0].contains("created_by_ref"));
    const auto link = object(
        "relationship", 2, {{"relationship_type", "uses"}, {"source_ref", gone}, {"target_ref", tool["id"]}});
    const auto sighting = object("sighting", 3, {{"sighting_of_ref", link["id"]}});
    const auto note = object("note", 4, {{"content", "c"}, {"object_refs", {sighting["id"]}}});
    const auto report =
        object("report", 5,
               {{"name", "r"}, {"published", new_year}, {"object_refs", {note["id"], tool["id"], gone}}});
    const auto out = rest(list({report, note, sighting, link, tool}));
    CHECK(left(out) == list({report["id"], tool["id"]}));
    CHECK(out["objects"][0]["object_refs"] == list({tool["id"]}));
    // Nested, in a list that is empty then; of one of several that are needed.
    const auto deep = object("tool", 6, {{"name", "x"}, {"x", {{"y", {{{"a_refs", {gone}}}}}}}});
    CHECK(rest(list({deep}))["objects"][0] == object("tool", 6, {{"name", "x"}}));
    const auto traffic = object("network-traffic", 7, {{"protocols", {"tcp"}}, {"src_ref", gone}});
    CHECK(left(rest(list({traffic}))).empty());
    CHECK(left(rest(list({with(traffic, "dst_ref", id_of("ipv4-addr", 1))}))).size() == 1);
    // A place is nowhere without either of its coordinates.
    const Json place{{"latitude", 37.5}, {"longitude", 127.0}, {"precision", 10}};
    for (const char* coordinate : {"latitude", "longitude"}) {
        const auto rule =
            fmt::format("{}[[rule]]\nid = 'f'\ncategory = 'v'\naction = 'drop'\nfield = '/objects/*/{}'\n",
                        at_open, coordinate);
        const auto named = with(object("location", 9, place), "country", "KR");
        CHECK(left(run(rule, bundle(list({object("location", 8, place), named})))) == list({named["id"]}));
    }
    // A part of mail has a body, in one of two ways.
    const auto mail = [&](const Json& part) {
        return object("email-message", 8, {{"is_multipart", true}, {"body_multipart", {part, part}}});
    };
    const Json bare{{"content_type", "image/png"}, {"body_raw_ref", gone}};
    CHECK_FALSE(rest(list({mail(bare)}))["objects"][0].contains("body_multipart"));
    CHECK(rest(list({mail(with(bare, "body", "b"))}))["objects"][0]["body_multipart"][1] ==
          Json{{"content_type", "image/png"}, {"body", "b"}});
    // What was never here stays, unless its id tells what it is.
    CHECK(rest(list({with(tool, "created_by_ref", id_of("identity", 99))}))["objects"][0].contains(
        "created_by_ref"));
    CHECK_FALSE(
        rest(list({with(tool, "sample_ref", name_id("file", 1))}))["objects"][0].contains("sample_ref"));
    // A version is left.
    const auto older = object("identity", 1, {{"name", "x"}, {"modified", "2026-03-01T00:00:00Z"}});
    CHECK(rest(list({older, tool}))["objects"][1] == tool);
}

TEST_CASE("stix: granular markings take parts, and the others still mean what they meant")
{
    const auto nothing = Json::object();
    const auto marked = [](const Json& more, std::initializer_list<Json> markings) {
        auto made =
            object("malware", 1, {{"name", "m"}, {"is_family", true}, {"granular_markings", list(markings)}});
        made.update(more);
        return made;
    };
    const auto mark = [](const std::string& ref, const Json& selectors) {
        return Json{{"marking_ref", ref}, {"selectors", selectors}};
    };
    const auto rest = [&](const Json& made) {
        const auto objects = run(at_open, bundle(list({made})))["objects"];
        return objects.empty() ? Json() : objects[0];
    };
    const auto lists =
        rest(marked({{"aliases", {"a", "b", "a", "d"}}}, {mark(red, {"aliases.[2]", "aliases.[0]"}),
                                                          mark(green, {"aliases.[3]", "aliases.[0]"})}));
    CHECK(lists["aliases"] == list({"b", "d"}));
    CHECK(lists["granular_markings"] == Json{mark(green, {"aliases.[1]"})});
    // The last item takes its list; a name is not the beginning of another.
    const auto whole = rest(marked({{"aliases", {"a"}}, {"aliases_x", {"a"}}}, {mark(red, {"aliases.[0]"})}));
    CHECK(whole == object("malware", 1, {{"name", "m"}, {"is_family", true}, {"aliases_x", {"a"}}}));
    const auto links =
        marked({{"external_references", {{{"source_name", "s"}, {"url", "u"}}, {{"source_name", "t"}}}}},
               {mark(red, {"external_references.[0].source_name"})});
    CHECK(rest(links)["external_references"] == Json{{{"source_name", "t"}}});
    // Required.
    CHECK(rest(marked(nothing, {mark(red, {"is_family"})})).is_null());
    CHECK(rest(marked(nothing, {mark(red, {"modified"})})).is_null());
    CHECK(rest(marked({{"object_marking_refs", {green}}}, {mark(red, {"object_marking_refs"})})).is_null());
    CHECK_FALSE(rest(marked({{"description", "d"}}, {mark(red, {"description"})})).contains("description"));
    // A language restricts nobody; an unknown marking everybody.
    const Json lang{{"lang", "ko"}, {"selectors", {"name"}}};
    CHECK(rest(marked(nothing, {lang}))["granular_markings"] == list({lang}));
    CHECK_FALSE(rest(marked({{"description", "d"}}, {mark(id_of("marking-definition", 77), {"description"})}))
                    .contains("description"));
    // A translation says what was taken.
    const auto cut = marked({{"description", "d"}}, {mark(red, {"description"})});
    const auto translated = object(
        "language-content", 2, {{"object_ref", cut["id"]}, {"contents", {{"ko", {{"description", "d"}}}}}});
    CHECK(left(run(at_open, bundle(list({cut, translated})))) == list({cut["id"]}));

    for (const char* selector : {"nam", "name.", "", "aliases.[1]", "aliases.[00]", "aliases.0",
                                 "aliases.[-1]", "aliases[0]", "name.[0]"}) {
        INFO(selector);
        CHECK(fault(list({marked({{"aliases", {"a"}}}, {mark(green, {selector})})})) == "1:stix.selector");
    }
    CHECK(fault(list({marked(nothing, {Json{{"selectors", {"name"}}}})})) == "1:stix.marking");
    CHECK(fault(list({with(marked(nothing, {}), "granular_markings", "x")})) == "1:stix.marking");
    CHECK(fault(list({marked(nothing, {mark(red, Json::array())})})) == "1:stix.marking");
}

TEST_CASE("stix: an id that tells what a rule takes is replaced, wherever it stands")
{
    const auto address = named_object("ipv4-addr", 1, {{"value", "192.0.2.1"}});
    const auto other = named_object("domain-name", 2, {{"value", "example.org"}});
    const auto traffic =
        named_object("network-traffic", 3, {{"src_ref", address["id"]}, {"protocols", {"tcp"}}});
    const auto note = object("note", 4,
                             {{"content", "of " + address["id"].get<std::string>()},
                              {"object_refs", {traffic["id"], other["id"]}}});
    const auto whole = bundle(list({address, other, traffic, note}));
    const auto toml = at_open + "[[rule]]\nid = 'r'\ncategory = 'ip'\nbuiltin = 'ipv4'\n";
    CHECK(test::failure([&] { (void)run_text(toml, whole.dump(), nullptr); }) == "2:rules.key-file");
    const auto key = key_of(std::byte{1});
    const auto out = run(toml, whole, &key);
    const auto text = out.dump();
    CHECK(text.find(stix::uuid_of(address["id"].get<std::string>())) == std::string::npos);
    CHECK(text.find(stix::uuid_of(traffic["id"].get<std::string>())) == std::string::npos);
    CHECK(out["objects"][1] == other);
    CHECK(out["objects"][2]["src_ref"] == out["objects"][0]["id"]);
    CHECK(out["objects"][3]["object_refs"] == list({out["objects"][2]["id"], other["id"]}));
    CHECK(out["objects"][3]["content"] == "of " + out["objects"][0]["id"].get<std::string>());
    CHECK(out["id"] != whole["id"]);
    CHECK(run(toml, out, &key) == out);
    const auto another = key_of(std::byte{2});
    CHECK(run(toml, whole, &another)["objects"][0]["id"] != out["objects"][0]["id"]);
    // The same where a rule about fields takes it, and where the object goes but is spoken of.
    const auto fields = at_open + "[[rule]]\nid = 'f'\ncategory = 'v'\nfield = '/objects/0/value'\n";
    CHECK(run(fields, whole, &key)["objects"][0]["id"] == out["objects"][0]["id"]);
    const auto secret = with(address, "object_marking_refs", {red});
    const auto spoken = object("tool", 5, {{"name", note["content"]}});
    CHECK(run(at_open, bundle(list({secret, spoken})), &key)["objects"][0]["name"] ==
          out["objects"][3]["content"]);
    CHECK(run(at_open, whole, &key) == whole);
}

TEST_CASE("stix: rules about fields never leave half an object")
{
    const auto field = [](const std::string& pointer, const std::string& action = "drop") {
        return at_open + "[[rule]]\nid = 'f'\naction = '" + action + "'\nfield = '" + pointer + "'\n";
    };
    const auto tool =
        object("tool", 1,
               {{"name", "x"},
                {"description", "d"},
                {"aliases", {"a", "b"}},
                {"granular_markings", {{{"marking_ref", green}, {"selectors", {"aliases.[1]"}}}}}});
    const auto rest = [&](const std::string& toml) { return run(toml, bundle(list({tool}))); };
    CHECK(rest(field("/objects/*/description"))["objects"][0].size() == tool.size() - 1);
    CHECK(rest(field("/objects/*/description", "mask"))["objects"][0]["description"] == "********");
    CHECK(rest(field("/objects/*/aliases/0"))["objects"][0]["granular_markings"][0]["selectors"] ==
          Json{"aliases.[0]"});
    for (const char* pointer : {"/objects/*/name", "/objects/*/id", "/objects/*/modified", "/objects/0",
                                "/objects/*/granular_markings/0"}) {
        INFO(pointer);
        CHECK(left(rest(field(pointer))).empty());
    }
    for (const char* pointer : {"/objects/*/type", "/objects/*/created", "/objects", "/id", "/type"}) {
        INFO(pointer);
        CHECK(left(rest(field(pointer, "mask"))).empty());
    }
    CHECK(run_text("[target]\nonly = ['/objects/*/name']\n", bundle(list({tool})).dump()).is_all_withheld);
}

TEST_CASE("stix: the grammar of patterns")
{
    for (const char* pattern :
         {"[ipv4-addr:value = '192.0.2.1']", "[a:b='x' AND a:b!='y'] OR ([a:b<>5 OR NOT_a:b == -1.5])",
          "[file:hashes.'SHA-256' = 'aa' AND (file:size >= 1 OR EXISTS file:name)] REPEATS 5 TIMES WITHIN "
          "1.5 SECONDS",
          "[a:b[*].c[0].d_ref.x NOT LIKE 'it\\'s \\\\']", "[a:b IN ('x', 5, true, h'0aF0', b'YWJj')]",
          "[a:b ISSUBSET '192.0.2.0/24'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-01T00:00:00.5Z'",
          "[x-a-b:'any thing' MATCHES '^\\\\\\\\d']", "([a:b=1] FOLLOWEDBY [a:b=.5]) AND [a:b NOT IN ()]"}) {
        INFO(pattern);
        CHECK(stix::is_pattern(pattern));
    }
    const std::string deep(100, '(');
    for (const std::string& pattern :
         {std::string(), std::string("[a:b = 'x'"), std::string("[a:b = 'x' y']"),
          std::string("[a:b = 'x\\d']"), std::string("[a:b = x]"), std::string("[a:b = '192.0.2.1']]"),
          std::string("[a:b = [REDACTED]]"), std::string("[a = 1]"), std::string("[a:b LIKE 5]"),
          std::string("[a:b = 1] and [a:b = 1]"), std::string("[a:b = h'abc']"),
          std::string("[a:b = t'2026-01-01']"), std::string("[a:b = 1] WITHIN 5"),
          std::string("[a:b IN ('x',)]"), std::string("[a:b = 1 AND]"), std::string("[]"),
          std::string("[a:b = '"), "[" + deep + "a:b = 1" + std::string(100, ')') + "]"}) {
        INFO(pattern);
        CHECK_FALSE(stix::is_pattern(pattern));
    }
}

TEST_CASE("stix: a rule that takes the whole document takes the bundle")
{
    for (const char* action : {"drop", "token", "mask"}) {
        const test::JsonRules rules(at_open + "[[rule]]\nid = 'f'\nfield = ''\naction = '" + action + "'\n");
        CHECK(
            test::run_json(rules, bundle(list({object("tool", 1, {{"name", "x"}})})).dump(), FormatKind::stix)
                .is_all_withheld);
    }
}

TEST_CASE("stix: an indicator goes when rules leave no pattern of it")
{
    const auto indicator = [](const std::string& pattern, const std::string& type = "stix") {
        return object("indicator", 1,
                      {{"pattern", pattern}, {"pattern_type", type}, {"valid_from", new_year}});
    };
    const auto toml = at_open + "[[rule]]\nid = 'r'\ncategory = 'ip'\nbuiltin = 'ipv4'\n"
                                "[[rule]]\nid = 's'\nliterals = ['LIKE', 'x\\\\']\naction = 'drop'\n";
    const auto rest = [&](const Json& made) { return run(toml, bundle(list({made})))["objects"]; };
    CHECK(rest(indicator("[ipv4-addr:value = '192.0.2.1']"))[0]["pattern"] ==
          "[ipv4-addr:value = '[REDACTED:ip]']");
    CHECK(rest(indicator("[a:b LIKE 'x']")).empty());
    CHECK(rest(indicator("alert 192.0.2.1", "snort"))[0]["pattern"] == "alert [REDACTED:ip]");
    CHECK(rest(indicator("none at all"))[0] == indicator("none at all")); // no rule changes it
    CHECK(rest(indicator("none at 192.0.2.1")).empty());
}
