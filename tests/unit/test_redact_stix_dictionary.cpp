#include "support/support.hpp"
#include "unit/redact_stix_support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::test::stix;

namespace {

/// Observed data of STIX 2.0.
Json observed(const Json& observables, const Json& more = Json::object())
{
    auto made = object("observed-data", 1,
                       {{"first_observed", new_year},
                        {"last_observed", new_year},
                        {"number_observed", 1},
                        {"objects", observables}});
    made.erase("spec_version");
    made.update(more);
    return made;
}

Json mark(const std::string& ref, const Json& selectors)
{
    return {{"marking_ref", ref}, {"selectors", selectors}};
}

/// What is left of `observables` without what `selectors`, below `objects`, name; null if nothing is.
Json without(const Json& observables, std::initializer_list<const char*> selectors)
{
    Json all = Json::array();
    for (const auto* selector : selectors) all.push_back(std::string("objects.") + selector);
    const auto left = run(
        at_open,
        bundle(list({observed(observables, {{"granular_markings", list({mark(red, all)})}})})))["objects"];
    return left.empty() ? Json() : left[0]["objects"];
}

std::string fault(const Json& observables)
{
    return test::failure([&] { (void)run(at_open, bundle(list({observed(observables)}))); });
}

const Json mail{
    {"0", {{"type", "email-addr"}, {"value", "a@example.org"}}},
    {"1", {{"type", "email-message"}, {"is_multipart", false}, {"from_ref", "0"}, {"to_refs", {"0", "2"}}}},
    {"2", {{"type", "email-addr"}, {"value", "b@example.org"}, {"belongs_to_ref", "3"}}},
    {"3", {{"type", "user-account"}, {"user_id", "b"}}}};

} // namespace

TEST_CASE("stix: observables of STIX 2.0 are read strictly")
{
    CHECK(fault(mail).empty());
    CHECK(fault(Json::object()) == "1:stix.shape");
    CHECK(fault(Json::array()) == "1:stix.shape");
    CHECK(fault({{"0", 1}}) == "1:stix.shape");
    CHECK(fault({{"0", {{"value", "x"}}}}) == "1:stix.shape");
    CHECK(fault({{"00", {{"type", "url"}, {"value", "x"}}}}) == "1:stix.shape");
    CHECK(fault({{"a", {{"type", "url"}, {"value", "x"}}}}) == "1:stix.shape");
    CHECK(fault({{"0", {{"type", "file"}, {"name", "x"}, {"content_ref", "1"}}}}) == "1:stix.id");
    CHECK(fault({{"0", {{"type", "file"}, {"name", "x"}, {"content_ref", 0}}}}) == "1:stix.id");
    CHECK(fault({{"0", {{"type", "file"}, {"name", "x"}, {"contains_refs", {id_of("file", 1)}}}}}) ==
          "1:stix.id");
    CHECK(fault({{"0", {{"type", "file"}, {"name", "x"}, {"x_our_ref", "anything"}}}}).empty());
    CHECK(test::failure([] {
              (void)run(at_open, bundle(list({observed(mail, {{"object_refs", list({id_of("file", 1)})}})})));
          }) == "1:stix.version");
    CHECK(fault({{"0", {{"type", "url"}, {"value", "x"}}}}).empty());
}

TEST_CASE("stix: observables of STIX 2.0 go by the same rules, and nothing points at one that is gone")
{
    CHECK(without(mail, {"1.to_refs.[0]"})["1"]["to_refs"] == list({"2"}));
    auto left = mail;
    left.erase("0");
    left["1"].erase("from_ref");
    left["1"]["to_refs"] = list({"2"});
    CHECK(without(mail, {"0.value"}) == left);
    CHECK(without(mail, {"0"}) == left);
    CHECK(without(mail, {"0.type"}) == left);
    // A chain.
    const Json chain{{"0", {{"type", "ipv4-addr"}, {"value", "192.0.2.1"}}},
                     {"1", {{"type", "network-traffic"}, {"protocols", list({"tcp"})}, {"src_ref", "0"}}},
                     {"2", {{"type", "process"}, {"opened_connection_refs", list({"1"})}}},
                     {"3", {{"type", "url"}, {"value", "u"}}}};
    CHECK(without(chain, {"0"}) == Json{{"3", chain["3"]}});
    CHECK(without(chain, {"0", "3"}).is_null());
    CHECK(without(chain, {"3"}).size() == 3);
    const Json file{{"0", {{"type", "file"}, {"name", "n"}, {"hashes", {{"MD5", "aa"}}}}}};
    CHECK(without(file, {"0.name"})["0"].size() == 2);
    CHECK(without(file, {"0.name", "0.hashes.MD5"}).is_null());
    // A rule about fields; selectors keep their meaning; a relationship to what fell goes.
    const auto marked =
        observed(mail, {{"granular_markings", list({mark(green, list({"objects.0.value", "objects.1"}))})}});
    const auto link = object("sighting", 2, {{"sighting_of_ref", marked["id"]}});
    const auto drop = [](const std::string& pointer) {
        return at_open + "[[rule]]\nid = 'f'\naction = 'drop'\nfield = '" + pointer + "'\n";
    };
    const auto out = run(drop("/objects/*/objects/0/value"), bundle(list({marked, link})))["objects"];
    REQUIRE(out.size() == 2);
    CHECK(out[0]["objects"] == left);
    CHECK(out[0]["granular_markings"] == list({mark(green, list({"objects.1"}))}));
    CHECK(run(drop("/objects/0/objects"), bundle(list({marked, link})))["objects"].empty());
    const std::string masked =
        at_open + "[[rule]]\nid = 'f'\naction = 'mask'\nfield = '/objects/0/objects/0'\n";
    CHECK(test::failure([&] { (void)run(masked, bundle(list({marked}))); }) == "4:redact.invalid-output");
    // What STIX 2.0 demanded besides.
    auto tool = object("tool", 3, {{"name", "x"}, {"labels", list({"l"})}});
    CHECK(run(drop("/objects/0/labels"), bundle(list({tool})))["objects"].size() == 1);
    tool.erase("spec_version");
    CHECK(run(drop("/objects/0/labels"), bundle(list({tool})))["objects"].empty());
}

TEST_CASE("stix: laws of observables of STIX 2.0, on dictionaries made at random")
{
    test::JsonDice dice(10);
    std::size_t kept = 0;
    for (int i = 0; i < 200; ++i) {
        const auto count = 2 + dice.roll(7);
        const auto key = [&] { return std::to_string(dice.roll(count)); };
        Json observables;
        Json secret = Json::array();
        for (std::size_t n = 0; n < count; ++n) {
            const auto name = std::to_string(n);
            auto& made = observables[name];
            switch (dice.roll(4)) {
            case 0:
                made = {{"type", "network-traffic"},
                        {"protocols", list({"tcp"})},
                        {"src_ref", key()},
                        {"dst_ref", key()}};
                break;
            case 1:
                made = {{"type", "file"},
                        {"name", "SECRET"},
                        {"content_ref", key()},
                        {"extensions",
                         {{"archive-ext", {{"contains_refs", list({key(), key()})}, {"comment", "c"}}}}}};
                secret.push_back("objects." + name + ".name");
                break;
            case 2:
                made = {{"type", "process"}, {"child_refs", list({key()})}};
                break;
            default:
                made = {
                    {"type", "ipv4-addr"}, {"value", "SECRET"}, {"resolves_to_refs", list({key(), key()})}};
                if (dice.roll(2) == 0) made["value"] = "open";
                if (made["value"] == "SECRET") secret.push_back("objects." + name + ".value");
            }
        }
        if (secret.empty()) continue;
        const auto whole =
            bundle(list({observed(observables, {{"granular_markings", list({mark(red, secret)})}})}));
        INFO(whole.dump());
        const auto text = run_text(at_open, whole.dump()).output;
        const auto objects = Json::parse(text)["objects"];
        CHECK(text.find("SECRET") == std::string::npos);
        if (objects.empty()) continue;
        CHECK(run_text(at_open, text).output == text);
        const auto left = objects[0]["objects"];
        for (const auto& each : left.items()) {
            const auto& made = each.value();
            ++kept;
            CHECK(made["type"] != "file");
            if (made["type"] == "network-traffic")
                CHECK((made.contains("src_ref") || made.contains("dst_ref")));
            CHECK(made.size() > 1);
            for (const char* name : {"src_ref", "dst_ref"})
                CHECK((!made.contains(name) || left.contains(made[name].get<std::string>())));
            for (const char* name : {"child_refs", "resolves_to_refs"}) {
                for (const auto& to : made.value(name, Json::array()))
                    CHECK(left.contains(to.get<std::string>()));
            }
        }
    }
    CHECK(kept > 50);
}
