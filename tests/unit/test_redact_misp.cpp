#include "pouch/redact/json/kind.hpp"
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/portion_judge.hpp"
#include "support/support.hpp"
#include "unit/label_samples.hpp"
#include "unit/redact_json_support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::redact;
using Json = nlohmann::json;

namespace {

const std::string amber = "[target]\ntlp = 'AMBER'\n";

test::JsonRun run(const std::string& toml, const std::string& text)
{
    return test::run_json(test::JsonRules(toml), text, FormatKind::misp);
}

/// What is left of `{"Event": ...}`, whose members are given, with the distribution `all` unless they say otherwise.
std::string left_of(const std::string& members, const std::string& toml = "[target]\n")
{
    const auto distribution = members.find("\"distribution\"") == 0 ? "" : "\"distribution\":\"3\",";
    const auto text = std::string("{\"Event\":{") + distribution + members + "}}";
    const auto out = run(toml, text).output;
    CHECK(run(toml, out).output == out);
    CHECK(Json::accept(out));
    const auto head = std::string("{\"Event\":{") + distribution;
    REQUIRE(out.substr(0, head.size()) == head);
    return out.substr(head.size(), out.size() - head.size() - 2);
}

bool is_withheld(const std::string& members, const std::string& toml)
{
    const auto result = run(toml, "{\"Event\":{" + members + "}}");
    CHECK(result.is_all_withheld == (result.output == "{}"));
    return result.is_all_withheld;
}

std::string fault(const std::string& text)
{
    return test::failure([&] { (void)run("[target]\n", text); });
}

} // namespace

TEST_CASE("misp: an event goes where its distribution is less open than the target's")
{
    const auto of = [](const std::string& level) { return "\"distribution\":" + level; };
    const auto target = [](const std::string& level) {
        return "[target]\nmisp = { distribution = '" + level + "' }\n";
    };
    CHECK(is_withheld(of("\"1\""), "[target]\n"));
    CHECK_FALSE(is_withheld(of("\"2\""), "[target]\n"));
    CHECK_FALSE(is_withheld(of("3"), "[target]\n"));
    CHECK(is_withheld(of("2"), target("all")));
    CHECK_FALSE(is_withheld(of("1"), target("community")));
    CHECK(is_withheld(of("0"), target("community")));
    CHECK_FALSE(is_withheld(of("0"), target("organisation")));
    CHECK(is_withheld(of("\"4\""), target("organisation"))); // of a group that nobody here knows
    CHECK(is_withheld(of("5"), "[target]\n"));
    CHECK(is_withheld("\"info\":\"x\"", "[target]\n"));
    CHECK_FALSE(is_withheld("\"info\":\"x\"", "[target]\nunmarked = 'keep'\n"));
    CHECK(fault(R"({"Event":{"distribution":"6"}})") == "1:misp.value");
    CHECK(fault(R"({"Event":{"distribution":[]}})") == "1:misp.value");
}

TEST_CASE("misp: what is in an event is judged by itself, and goes with its comma")
{
    CHECK(left_of(R"("Attribute":[{"distribution":"0","value":"a"},{"distribution":"5","value":"b"}])") ==
          R"("Attribute":[{"distribution":"5","value":"b"}])");
    CHECK(left_of(R"("Attribute":[{"value":"b"},{"distribution":1}, {"deleted":true}])") ==
          R"("Attribute":[{"value":"b"}])");
    CHECK(left_of(R"("Attribute":[{"deleted":"1"}])") == R"("Attribute":[])");
    CHECK(left_of(R"("Attribute":[{"deleted":false}])") == R"("Attribute":[{"deleted":false}])");
    CHECK(left_of(R"("Galaxy":[{"GalaxyCluster":[{"distribution":"0"},{"distribution":"3"}]}])") ==
          R"("Galaxy":[{"GalaxyCluster":[{"distribution":"3"}]}])");
    CHECK(left_of(R"("\u0041ttribute":[{"\u0064istribution":"0"}])") == R"("\u0041ttribute":[])");
    // An object that has lost all goes; one that had none stays.
    CHECK(left_of(R"("Object":[{"name":"x","Attribute":[{"distribution":"0"}]},{"Attribute":[]}])") ==
          R"("Object":[{"Attribute":[]}])");
    CHECK(left_of(R"("Object":[{"distribution":"4","Attribute":[{"value":"1"}]}],"x":1)") ==
          R"("Object":[],"x":1)");
    CHECK(left_of(R"("attribute_count":"2","Attribute":[{"deleted":true}])") == R"("Attribute":[])");
    CHECK(left_of(R"("attribute_count":"2","Attribute":[])") == R"("attribute_count":"2","Attribute":[])");
}

TEST_CASE("misp: the strictest colour of an item and of what it is in counts")
{
    const auto tag = [](const std::string& name) { return "\"Tag\":[{\"name\":\"" + name + "\"}]"; };
    const auto event = [&](const std::string& name) { return "\"distribution\":\"3\"," + tag(name); };
    CHECK_FALSE(is_withheld(event("tlp:amber"), amber));
    CHECK_FALSE(is_withheld(event("TLP:White"), amber));
    CHECK(is_withheld(event("tlp:amber+strict"), amber));
    CHECK(is_withheld(event("tlp:red"), amber));
    CHECK(is_withheld(event("tlp:ex:chr"), amber)); // no colour of the protocol
    for (const std::string spelt : {"TLP：RED", "ｔｌｐ:red", "tlp : red", "tlp=green", "tlp-green", "TLP",
                                    "TLP RED", "tlp red", "tlpred", "TLP\u00a0AMBER+STRICT", "TLP\u00a0AMBR",
                                    "tlp 2.0 red", "osint:tlp:red", "#tlp-red", "T L P : R E D"})
        CHECK(is_withheld(event(spelt), amber));
    for (const std::string spelt :
         {"TLP：GREEN", "tlp : green", "TLP GREEN", "tlp\u00a0amber", "tlpgreen", "tlp:amber\",\"x\":\"tlpx"})
        CHECK_FALSE(is_withheld(event(spelt), amber));
    CHECK(is_withheld(event("tlp:clear\\\",{\\\"name\\\":\\\"tlp:red"), amber));
    CHECK(is_withheld(event("type:OSINT"), amber)); // unmarked
    CHECK_FALSE(is_withheld(event("type:OSINT"), amber + "unmarked = 'keep'\n"));
    CHECK(is_withheld(event("tlp:green"), "[target]\n")); // marked, and no colour may leave
    CHECK_FALSE(is_withheld(event("tlp:red"), "[target]\nunmarked = 'keep'\n"));
    CHECK(is_withheld(R"("distribution":"3","EventTag":[{"Tag":{"name":"tlp:red"}}])", amber));
    CHECK(left_of(tag("tlp:green") + ",\"Attribute\":[{" + tag("tlp:red") + "},{" + tag("tlp:clear") +
                      "},{\"AttributeTag\":[{\"Tag\":{\"name\":\"tlp:red\"}}]},{}]",
                  amber) == tag("tlp:green") + ",\"Attribute\":[{" + tag("tlp:clear") + "},{}]");
    CHECK(left_of(tag("tlp:green") +
                      R"(,"x":[{"GalaxyClusterRelationTag":[{"Tag":{"name":"tlp:red"}}]},{"y":1}])",
                  amber) == tag("tlp:green") + R"(,"x":[{"y":1}])");
}

TEST_CASE("misp: what tells of people, groups and other events goes wherever it stands")
{
    CHECK(
        left_of(
            R"("Org":{"name":"x"},"Orgc":{"name":"y"},"event_creator_email":"a@example.org","org_id":"1")") ==
        R"("Orgc":{"name":"y"})");
    CHECK(left_of(R"("info":"i","RelatedEvent":[{"Event":{"info":"z"}}],"ShadowAttribute":[1])") ==
          R"("info":"i")");
    CHECK(
        left_of(
            R"("Attribute":[{"Sighting":[{}],"value":"v","RelatedAttribute":[],"Tag":[{"user_id":"7","name":"n"}]}])") ==
        R"("Attribute":[{"value":"v","Tag":[{"name":"n"}]}])");
    const auto out = run("[target]\n", R"({"x":1,"response":[{"Event":{"distribution":3},"y":2},{"z":3}]})");
    CHECK(out.output == R"({"response":[{"Event":{"distribution":3}}]})");
}

TEST_CASE("misp: references to what goes, or is not there, go too")
{
    const std::string gone = R"({"uuid":"A","distribution":"0"})";
    CHECK(
        left_of("\"Attribute\":[" + gone + R"(,{"uuid":"B"}],"Object":[{"uuid":"C","ObjectReference":[)" +
                R"({"referenced_uuid":"A"},{"referenced_uuid":"B"},{"referenced_uuid":"Z"}]}])") ==
        R"("Attribute":[{"uuid":"B"}],"Object":[{"uuid":"C","ObjectReference":[{"referenced_uuid":"B"}]}])");
    // What refers to a reference that goes.
    CHECK(left_of("\"Attribute\":[" + gone + R"(],"Relationship":[{"uuid":"R","related_object_uuid":"A"},)" +
                  R"({"uuid":"S","related_object_uuid":"R"},{"uuid":"T","related_object_uuid":"T"}])") ==
          R"("Attribute":[],"Relationship":[{"uuid":"T","related_object_uuid":"T"}])");
    CHECK(left_of(R"("extends_uuid":"Q","info":"")") == R"("info":"")");
    CHECK(left_of(R"("extends_uuid":"","info":"")") == R"("extends_uuid":"","info":"")");
}

TEST_CASE("misp: no copy of what is withheld leaves in a reference, nor keeps one alive")
{
    const std::string gone = R"({"uuid":"A","distribution":"0","value":"v"})";
    const std::string deleted = R"({"uuid":"A","deleted":true,"value":"v"})";
    const std::string copy = R"({"uuid":"A","value":"v"})";
    const auto object = [](const std::string& reference) {
        return R"("Object":[{"uuid":"C","ObjectReference":[)" + reference + "]}]";
    };
    for (const auto& original : {gone, deleted}) {
        const auto attributes = "\"Attribute\":[" + original + "],";
        const std::string rest = "\"Attribute\":[],";
        for (const std::string name : {"Attribute", "Object", "related_object"}) {
            for (const std::string refers : {"referenced_uuid", "related_object_uuid"}) {
                const auto reference = "{\"" + refers + R"(":"A",")" + name + "\":" + copy + "}";
                INFO(reference);
                CHECK(left_of(attributes + object(reference)) == rest + object(""));
                CHECK(left_of(attributes + "\"Relationship\":[" + reference + "]") ==
                      rest + "\"Relationship\":[]");
            }
        }
        // Without a reference, and in another case.
        CHECK(left_of(attributes + "\"x\":{\"uuid\":\"a\",\"value\":\"v\"},\"y\":1") == rest + "\"y\":1");
    }
    // In an object that is withheld, and what is left of one so.
    CHECK(left_of(R"("Object":[{"distribution":"0","Attribute":[)" + copy + R"(]},{"Attribute":[)" + copy +
                  "]}]") == R"("Object":[])");
    // What is a note of it, and notes of notes.
    const auto notes = [](const std::string& uuid) {
        return R"("Note":[{"uuid":"N","object_uuid":")" + uuid +
               R"(","Opinion":[{"uuid":"P","object_uuid":"N","Note":[{"uuid":"Q","object_uuid":"P"}]}]}])";
    };
    CHECK(left_of("\"Attribute\":[" + gone + "]," + notes("A")) == R"("Attribute":[],"Note":[])");
    CHECK(left_of(R"("Attribute":[{"uuid":"B"}],)" + notes("B")) ==
          R"("Attribute":[{"uuid":"B"}],)" + notes("B"));
    // A copy of what was never there.
    CHECK(left_of(object(R"({"referenced_uuid":"Z","Attribute":{"uuid":"Z"}})")) == object(""));
    // A copy of what stays; whoever made what goes stays elsewhere.
    const std::string kept = R"({"referenced_uuid":"b","Attribute":{"uuid":"B"}})";
    CHECK(left_of(R"("Attribute":[{"uuid":"B"}],)" + object(kept)) ==
          R"("Attribute":[{"uuid":"B"}],)" + object(kept));
    const auto made = [](const std::string& distribution) {
        return R"({"Event":{"distribution":")" + distribution + R"(","Orgc":{"uuid":"O"}}})";
    };
    CHECK(run("[target]\n", "[" + made("0") + "," + made("3") + "]").output == "[" + made("3") + "]");
}

TEST_CASE("misp: how many events are withheld does not show")
{
    const std::string gone = R"({"Event":{"distribution":"0"}})";
    const std::string kept = R"({"Event":{"distribution":"3"}})";
    for (const auto& [text, left] : std::vector<std::pair<std::string, std::string>>{
             {"[" + gone + "," + kept + "," + gone + "]", "[" + kept + "]"},
             {"[" + gone + "," + gone + "]", "[]"},
             {"[[" + gone + "],[" + gone + "," + kept + "],[[" + gone + "]]]", "[[" + kept + "]]"},
             {R"({"response":[)" + gone + "," + kept + "]}", R"({"response":[)" + kept + "]}"},
             {R"({"response":[)" + gone + "]}", R"({"response":[]})"},
             {R"({"response":)" + gone + "}", "{}"}}) {
        INFO(text);
        const auto result = run("[target]\n", text);
        CHECK(result.output == left);
        CHECK(result.is_all_withheld == (left.find("Event") == std::string::npos));
        if (!result.is_all_withheld) CHECK(run("[target]\n", left).output == left);
    }
}

TEST_CASE("misp: an event in no form that is read is refused where rules speak of marks")
{
    for (const std::string text :
         {R"({"response":{"Event":[{"info":"x"}]}})", R"({"data":{"Event":{"info":"x"}}})",
          R"({"events":[{"info":"x","Attribute":[]}]})", R"({"info":"x","Object":[]})", R"({"Event":[]})",
          R"({"response":[{"EventReport":{"distribution":"0"}}]})", R"({"a":[{"\u0045vent":{}}]})",
          R"({"i\u006efo":1,"Attribute":[]})", R"({"Attribute":{"value":"x","distribution":"0"}})",
          R"({"Attribute":[1,{"Tag":[]}]})", R"({"data":[{"EventReport":{"event_id":"3"}}]})",
          R"({"Object":{"a":1,"Tag":[]}})", R"({"a":{"Tag":[{"name":"TLP:red"}]}})",
          R"({"Tag":[{"name":"a:b=\"c\""}]})"}) {
        INFO(text);
        CHECK(redact::json::kind_of(text, true) == FormatKind::misp);
        CHECK(fault(text) == "1:misp.shape");
    }
    for (const std::string text :
         {R"({"Event":1})", R"({"info":"x"})", R"({"Attribute":[]})", R"({"info":1,"Object":2})",
          R"({"Object":{"a":1},"Tag":[{"name":"red"}]})", R"({"Tag":"tlp:red"})",
          R"({"Tag":{"name":"env:prod"}})", R"({"Object":{"distribution":"retail"}})"})
        CHECK(redact::json::kind_of(text, true) == FormatKind::json);
}

TEST_CASE("misp: a cluster and the tags that attach it go together, in the event they are in")
{
    const std::string name = R"(misp-galaxy:threat-actor=\"ZED\")";
    const auto tag = [](const std::string& text, const std::string& more = "") {
        return R"({"name":")" + text + R"(")" + more + "}";
    };
    const auto galaxy = [&](const std::string& text, const std::string& more) {
        return R"("Galaxy":[{"name":"g","GalaxyCluster":[{"value":"v","tag_name":")" + text + R"(")" + more +
               "}]}]";
    };
    const std::string gone = R"("Galaxy":[{"name":"g","GalaxyCluster":[]}])";
    const auto tags = [](const std::string& list) { return R"("Tag":[)" + list + "],"; };
    for (const std::string more : {R"(,"distribution":"0")", R"(,"local":true)", R"(,"deleted":true)"}) {
        INFO(more);
        CHECK(left_of(tags(tag(name) + "," + tag("x")) + galaxy(name, more)) == tags(tag("x")) + gone);
        CHECK(left_of(tags(tag("MISP-galaxy" + name.substr(11))) + galaxy(name, more)) == tags("") + gone);
    }
    CHECK(left_of(tags(tag(name, R"(,"local":1)")) + galaxy(name, "")) == tags("") + gone);
    CHECK(left_of(tags(tag(name)) + galaxy(name, "")) == tags(tag(name)) + galaxy(name, ""));
    CHECK(left_of(tags(tag("x", R"(,"local":1)") + "," + tag("x")) + galaxy(name, "")) ==
          tags(tag("x")) + galaxy(name, ""));
    // On attributes too; what goes with its attribute takes nothing along.
    const auto attribute = [&](const std::string& inside) {
        return R"("Attribute":[{"value":"a",)" + inside + "}]";
    };
    CHECK(left_of(tags("[\"" + name + "\"]") +
                  attribute(tags(tag(name)) + galaxy(name, R"(,"distribution":"0")"))) ==
          tags("[]") + attribute(tags("") + gone));
    const auto own =
        R"(,"Attribute":[{"deleted":true,"value":"a",)" + tags(tag(name)) + galaxy(name, "") + "}]";
    CHECK(left_of(tags(tag(name)) + galaxy(name, "") + own) ==
          tags(tag(name)) + galaxy(name, "") + R"(,"Attribute":[])");
    // Nor does it in another event.
    const auto event = [&](const std::string& more) {
        return R"({"Event":{"distribution":"3",)" + tags(tag(name)) + galaxy(name, more) + "}}";
    };
    CHECK(run("[target]\n", "[" + event(R"(,"distribution":"0")") + "," + event("") + "]").output ==
          R"([{"Event":{"distribution":"3",)" + tags("") + gone + "}}," + event("") + "]");
}

TEST_CASE("misp: no text names the UUID of what is withheld")
{
    const std::string gone = "abcdef03-0000-4000-8000-000000000001";
    const std::string other = "abcdef03-0000-4000-8000-000000000002";
    const std::string base = R"("Attribute":[{"uuid":")" + gone +
                             R"(","distribution":"0","value":"x"},{"uuid":")" + other + R"(","value":"y")";
    const std::string left = R"("Attribute":[{"uuid":")" + other + R"(","value":"y")";
    const auto report = [](const std::string& text) {
        return R"(}],"EventReport":[{"uuid":"r","name":"n")" + text + "}]";
    };
    const auto content = [](const std::string& uuid) {
        return R"(,"content":"see @[attribute]()" + uuid + ")\"";
    };
    CHECK(left_of(base + report(content(gone))) == left + report(""));
    CHECK(left_of(base + report(content("ABCDEF03" + gone.substr(8)))) == left + report(""));
    CHECK(left_of(base + report(content("\\u0061" + gone.substr(1)))) == left + report(""));
    CHECK(left_of(base + report(content(other))) == left + report(content(other)));
    const std::string stranger = "abcdef03-0000-4000-8000-000000000003";
    CHECK(left_of(base + report(content(stranger))) == left + report(content(stranger)));
    CHECK(left_of(base + R"(,"x":{")" + gone + R"(":1}}])") == left + R"(,"x":{}}])");
    // An attribute is nothing without its value, and what names it goes too; an object without attributes does.
    const std::string object = R"(}],"Object":[{"uuid":")" + stranger + R"(","Attribute":[{"value":"of )" +
                               gone + R"("}]},{"uuid":"z","Attribute":[{"value":"of )" + stranger +
                               R"("}]}])";
    CHECK(left_of(base + object) == left + R"(}],"Object":[])");
}

TEST_CASE("misp: objects of STIX among events are refused, for nothing would judge them")
{
    const std::string red =
        R"({"type":"campaign","id":"campaign--00000000-0000-4000-8000-000000000001","name":"x"})";
    const std::string bundle =
        R"({"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000002","objects":[)" + red + "]}";
    const std::string begin = R"({"Event":{"distribution":"3","info":"x",)";
    for (const auto& text :
         std::vector<std::string>{begin + R"("x":)" + bundle + "}}", begin + R"("objects":[)" + red + "]}}",
                                  begin + R"("Attribute":[{"value":)" + red + "}]}}",
                                  R"([{"Event":{}},)" + red + "]", R"({"type":"bundle","Event":{}})"}) {
        INFO(text);
        CHECK(fault(text) == "1:misp.shape");
        const auto line = [&](const std::string& toml) {
            return test::failure([&] { (void)test::json_of(toml, text + "\n", FormatKind::jsonl); });
        };
        CHECK(line(amber) == "1:json.marked");
    }
}

TEST_CASE("misp: no event in a line of JSON Lines escapes what the rules say of MISP")
{
    const auto lines = [](const std::string& toml) {
        return test::failure(
            [&] { (void)test::json_of(toml, "{\"Event\":{\"distribution\":\"0\"}}\n", FormatKind::jsonl); });
    };
    CHECK(lines("[target]\nmisp = { distribution = 'all' }\n") == "1:json.marked");
    CHECK(lines(amber) == "1:json.marked");
    CHECK(lines("[target]\n").empty());
}

TEST_CASE("misp: a tag that is a marking of the policy withholds, whatever the colour")
{
    const auto judge = judge_by_policy(test::sample_policy("nato-sample.spif.xml"),
                                       test::sample_clearance("kor.clearance.xml"), Instant{1767225600});
    const test::JsonRules rules(amber);
    const auto leaves = [&](const std::string& tag) {
        const auto text = R"({"Event":{"distribution":"3","Tag":[{"name":"tlp:green"},{"name":)" +
                          Json(tag).dump() + "}]}}";
        return !test::run_json(rules, text, FormatKind::misp, 1U << 18U, 1, judge.get()).is_all_withheld;
    };
    for (const std::string tag :
         {"nato:classification=\"NS\"", "NATO SECRET", "nato-secret", "NATO_SECRET", "nato:classification=NS",
          "NS", "classification:NATO SECRET", "(NS)", "marking=\u201cNATO RESTRICTED\u201d",
          "x:y=\"COSMIC TOP SECRET.\"", "nato:classification=\"NATO SECRET REL TO NOWHERE\"",
          "nato:classification=\"secret\"", "This is SECRET.", "(NS) handle", "Copyright\n(NS) x",
          "(NX) x"}) {
        INFO(tag);
        CHECK_FALSE(leaves(tag));
    }
    std::string parts; // more than a marking has
    for (int i = 0; i < 300; ++i) parts += "a:";
    CHECK_FALSE(leaves(parts));
    CHECK(leaves(parts.substr(0, 100)));
    for (const std::string tag :
         {"nato:classification=\"NR//REL TO KOR\"", "NATO RESTRICTED REL TO KOR", "type:OSINT",
          "admiralty-scale:source-reliability=\"b\"", "misp-galaxy:tool=\"x\""}) {
        INFO(tag);
        CHECK(leaves(tag));
    }
}

TEST_CASE("misp: tags for the own server alone go, and can only withhold")
{
    const auto tag = [](const std::string& more) {
        return R"("Tag":[{"name":"a")" + more + R"(},{"name":"b"}])";
    };
    for (const std::string local :
         {R"(,"local":true)", R"(,"local":1)", R"(,"local":"1")", R"(,"exportable":false)",
          R"(,"exportable":"0")", R"(,"exportable":"false")"}) {
        INFO(local);
        CHECK(left_of(tag(local)) == R"("Tag":[{"name":"b"}])");
    }
    for (const std::string open : {R"(,"local":false)", R"(,"local":"0")", R"(,"exportable":true)",
                                   R"(,"exportable":null)", R"(,"local":0,"exportable":"1")"})
        CHECK(left_of(tag(open)) == tag(open));
    CHECK(left_of(R"("Orgc":{"name":"y","local":true})") == R"("Orgc":{"name":"y","local":true})");
    CHECK(left_of(R"("EventTag":[{"local":true,"Tag":{"name":"a"}}],"x":1)") == R"("EventTag":[],"x":1)");
    CHECK(left_of(R"("Note":[{"note":"n","authors":"a@example.org"}])") == R"("Note":[{"note":"n"}])");
    const auto event = [](const std::string& name, const std::string& more) {
        return R"("distribution":"3","Tag":[{"name":")" + name + R"("},{"name":"tlp:)" + more +
               R"(","local":true}])";
    };
    CHECK(is_withheld(event("tlp:green", "red"), amber));
    CHECK_FALSE(is_withheld(event("tlp:green", "amber"), amber));
    CHECK(is_withheld(event("x", "green"), amber)); // unmarked for the reader
}

TEST_CASE("misp: events are found in every shape, and nothing else is one")
{
    CHECK(redact::json::kind_of(R"({"Event":{}})") == FormatKind::misp);
    CHECK(redact::json::kind_of(R"([{"Event":{}}])") == FormatKind::misp);
    CHECK(redact::json::kind_of(R"({"response":[{"\u0045vent":{}}]})") == FormatKind::misp);
    CHECK(redact::json::kind_of(R"({"response":{"Event":{}}})") == FormatKind::misp);
    for (const auto* text : {R"({"event":{}})", R"({"Event":1})", R"({"a":{"Event":{}}})", R"("Event")", "{",
                             "", R"({"Event":{},"Event":{}})"}) {
        INFO(text);
        CHECK(redact::json::kind_of(text) == FormatKind::json);
    }
    CHECK(fault("{}") == "1:misp.shape");
    CHECK(fault("[1]") == "1:misp.shape");
    CHECK(fault(R"({"Event":{"a":1,"a":2}})") == "1:json.duplicate");
}

TEST_CASE("misp: rules of text and of fields look at what is left")
{
    const std::string toml =
        "[target]\n[[rule]]\nid = 'r1'\ncategory = 'ip'\nbuiltin = 'ipv4'\nscope = ['json']\n"
        "[[rule]]\nid = 'r2'\naction = 'drop'\nfield = '/Event/info'\n"
        "[[rule]]\nid = 'r3'\ncategory = 'm'\nliterals = ['gone']\nscope = ['misp']\n";
    const std::string text = R"({"Event":{"info":"x","distribution":"3","Org":{},)"
                             R"("Attribute":[{"value":"192.0.2.1","comment":"gone"}]}})";
    const auto result = run(toml, text);
    CHECK(
        result.output ==
        R"({"Event":{"distribution":"3","Attribute":[{"value":"[REDACTED:ip]","comment":"[REDACTED:m]"}]}})");
    REQUIRE(result.cuts.size() == 2);
    CHECK(result.cuts[0].offset == text.find("\"Org\""));
    CHECK(result.cuts[1].offset == text.find("\"info\""));
    CHECK(result.removals.size() == 2);
}

TEST_CASE("json: a tree knows the places of its values, and cuts leave JSON")
{
    const auto random = test::noise(1U << 14U, 7);
    std::size_t used = 0;
    const auto roll = [&](unsigned below) {
        return std::to_integer<unsigned>(random[used++ % random.size()]) % below;
    };
    const std::function<std::string(int)> value = [&](int depth) -> std::string {
        const auto kind = roll(depth > 4 ? 3 : 6);
        if (kind == 0) return std::to_string(roll(100));
        if (kind == 1) return "\"s\\u0041\"";
        if (kind == 2) return "null";
        std::string items;
        const auto count = roll(4);
        for (unsigned i = 0; i < count; ++i) {
            if (i > 0) items += roll(2) == 0 ? "," : " , ";
            items += (kind > 4 ? "\"k" + std::to_string(i) + "\" : " : "") + value(depth + 1);
        }
        return kind > 4 ? "{" + items + " }" : "[ " + items + "]";
    };
    for (int i = 0; i < 300; ++i) {
        const auto text = value(0);
        const redact::json::Tree tree(text);
        std::vector<bool> is_dropped(tree.size());
        for (std::size_t id = 1; id < tree.size(); ++id) is_dropped[id] = roll(4) == 0;
        std::string left = text;
        const auto cuts = cuts_of(tree, is_dropped);
        for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut)
            left.erase(cut->begin, cut->end - cut->begin);
        // The same by another way: from the leaves, in a document of another library.
        const std::function<Json(redact::json::Tree::Id)> build = [&](redact::json::Tree::Id id) -> Json {
            if (!tree.is_object(id) && !tree.is_array(id)) return Json::parse(tree.text_of(id));
            Json all = tree.is_object(id) ? Json::object() : Json::array();
            tree.for_each(id, [&](redact::json::Tree::Id item) {
                if (is_dropped[item]) return;
                if (tree.is_object(id)) {
                    all[tree.name_of(item)] = build(item);
                } else {
                    all.push_back(build(item));
                }
            });
            return all;
        };
        INFO(text);
        REQUIRE(Json::accept(left));
        REQUIRE(Json::parse(left) == build(0));
    }
}

TEST_CASE("misp: neither another shape nor another form of tags hides a colour")
{
    const std::string red = R"({"Event":{"distribution":"3","Tag":[{"name":"tlp:red"}]}})";
    for (const auto& text : {red, "[" + red + "]", "[[" + red + "]]", R"({"response":[)" + red + "]}",
                             R"({"response":null,)" + red.substr(1)}) {
        INFO(text);
        CHECK(redact::json::kind_of(text) == FormatKind::misp);
        CHECK(run(amber, text).is_all_withheld);
    }
    for (const std::string part : {R"({"response":{"Attribute":[{"distribution":"0","value":"x"}]}})",
                                   R"({"response":[{"Object":{"distribution":"0"}}]})",
                                   R"({"response":[[{"Attribute":{"distribution":"0"}}]]})"}) {
        CHECK(redact::json::kind_of(part) == FormatKind::misp);
        CHECK(fault(part) == "1:misp.shape");
    }
    for (const std::string tag :
         {R"({"0":{"name":"tlp:red"},"2":{"name":"x"}})", R"(["tlp:red"])", R"([{"name":" tlp:red "}])",
          R"([{"name":"traffic-light-protocol:red"}])", R"([{"Tag":[{"name":"tlp:red"}]}])"}) {
        INFO(tag);
        CHECK(left_of(R"("Tag":[{"name":"tlp:green"}],"Attribute":[{"Tag":)" + tag + "}]", amber) ==
              R"("Tag":[{"name":"tlp:green"}],"Attribute":[])");
    }
}

TEST_CASE("misp: what goes for what went goes to the end of the chain, in any order")
{
    const auto uuid = [](unsigned i) { return fmt::format("{:08x}-0000-4000-8000-000000000000", i); };
    constexpr unsigned length = 3000;
    std::vector<std::string> objects;
    for (unsigned i = 0; i < length; ++i) {
        objects.push_back(R"({"uuid":")" + uuid(i) + R"(","Attribute":[{"uuid":")" + uuid(i + 1) +
                          R"("},{"uuid":")" + uuid(i + 1) + R"("}]})");
    }
    const std::string other = R"({"uuid":"x","Attribute":[{"uuid":"y"}]})";
    for (const bool is_reversed : {false, true}) {
        if (is_reversed) std::reverse(objects.begin(), objects.end());
        std::string all = other;
        for (const auto& object : objects) all += "," + object;
        const auto left = left_of(R"("Tag":[{"name":"tlp:green"}],"Attribute":[{"uuid":")" + uuid(length) +
                                      R"(","Tag":[{"name":"tlp:red"}]}],"Object":[)" + all + "]",
                                  amber);
        CHECK(left == R"("Tag":[{"name":"tlp:green"}],"Attribute":[],"Object":[)" + other + "]");
    }
}
