#include "pouch/redact/stix/id.hpp"
#include "support/support.hpp"
#include "unit/redact_json_support.hpp"
#include "unit/redact_stix_support.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

using namespace pouch;
using namespace pouch::test::stix;

namespace {

const std::vector<std::string> types{"identity",  "malware",         "relationship", "note",
                                     "ipv4-addr", "network-traffic", "sighting"};

bool is_observable(const std::string& type)
{
    return type == "ipv4-addr" || type == "network-traffic";
}

std::string an_id(test::JsonDice& dice, int count)
{
    const auto n = static_cast<int>(dice.roll(static_cast<std::size_t>(count) + 1)); // one is not there
    const auto& type = types[static_cast<std::size_t>(n) % types.size()];
    return is_observable(type) ? name_id(type, n) : id_of(type, n);
}

Json random_bundle(test::JsonDice& dice)
{
    const int count = 3 + static_cast<int>(dice.roll(12));
    Json objects = Json::array();
    for (int n = 0; n < count; ++n) {
        const auto& type = types[static_cast<std::size_t>(n) % types.size()];
        auto made =
            is_observable(type) ? named_object(type, n, Json::object()) : object(type, n, Json::object());
        if (type == "relationship")
            made.update({{"relationship_type", "uses"},
                         {"source_ref", an_id(dice, count)},
                         {"target_ref", an_id(dice, count)}});
        if (type == "note")
            made.update({{"content", "on " + an_id(dice, count)},
                         {"object_refs", list({an_id(dice, count), an_id(dice, count)})}});
        if (type == "sighting") made["sighting_of_ref"] = an_id(dice, count);
        if (type == "ipv4-addr") made["value"] = dice.roll(2) == 0 ? "192.0.2.1" : "address";
        if (type == "network-traffic") made.update({{"protocols", {"tcp"}}, {"src_ref", an_id(dice, count)}});
        if (type == "identity" || type == "malware") made["name"] = "192.0.2.7";
        if (dice.roll(2) == 0) made["created_by_ref"] = an_id(dice, count);
        made["aliases"] = {"SECRET-0", "b", "SECRET-2", "d"};
        made["deep"] = {{"list", {{{"x_ref", an_id(dice, count)}}, {{"y", 1}}}}};
        const std::string colour = dice.pick({green, amber, red, green});
        if (dice.roll(4) > 0) made["object_marking_refs"] = list({colour});
        made["granular_markings"] =
            list({Json{{"marking_ref", red}, {"selectors", list({"aliases.[0]", "aliases.[2]"})}},
                  Json{{"marking_ref", green},
                       {"selectors", list({"aliases.[1]", "aliases.[3]", "deep.list.[1]"})}},
                  Json{{"lang", "en"},
                       {"selectors", list({dice.roll(2) == 0 ? "deep.list.[0].x_ref" : "aliases.[0]"})}}});
        objects.push_back(made);
    }
    return bundle(objects);
}

/// Calls `act(name, string)` for each string in `value`, with the name of the member it is or is listed in.
template <typename Act> void each_string(const Json& value, const std::string& name, const Act& act)
{
    if (value.is_string()) act(name, value.get<std::string>());
    if (value.is_object()) {
        for (const auto& [key, inner] : value.items()) each_string(inner, key, act);
    }
    if (value.is_array()) {
        for (const auto& inner : value) each_string(inner, name, act);
    }
}

/// What a selector means, by way of a JSON pointer.
Json selected(const Json& object, std::string selector)
{
    std::string pointer = "/";
    for (const char c : selector) {
        if (c == '.') pointer += '/';
        if (c != '.' && c != '[' && c != ']') pointer += c;
    }
    return object.at(Json::json_pointer(pointer));
}

} // namespace

TEST_CASE("stix: laws of what leaves, on bundles made at random")
{
    test::JsonDice dice(8);
    const auto key = key_of(std::byte{3});
    std::size_t kept = 0;
    std::size_t renamed = 0;
    for (const std::string& toml : {at_amber, at_open}) {
        const test::JsonRules rules(toml + "[[rule]]\nid = 'r'\ncategory = 'ip'\nbuiltin = 'ipv4'\n");
        const auto once = [&](const std::string& text) {
            return test::run_json(rules, text, redact::FormatKind::stix, 1U << 18U, 1, nullptr, &key).output;
        };
        for (int i = 0; i < 150; ++i) {
            const auto whole = random_bundle(dice);
            INFO(whole.dump(1));
            const auto text = once(whole.dump());
            const auto out = Json::parse(text);
            std::set<std::string> before;
            std::set<std::string> after;
            for (const auto& object : whole["objects"]) before.insert(object["id"]);
            for (const auto& object : out["objects"]) after.insert(object["id"]);
            kept += after.size();
            CHECK(text.find("SECRET") == std::string::npos);
            CHECK(text.find("192.0.2.") == std::string::npos);
            for (const auto& object : out["objects"]) {
                const auto marks = object.value("object_marking_refs", Json::array());
                CHECK_FALSE(marks == list({red}));
                CHECK((toml == at_open || !marks.empty()));
                each_string(object, "", [&](const std::string& name, const std::string& value) {
                    if (name.ends_with("_ref") || name.ends_with("_refs")) {
                        // It is here, or it never was and its id tells nothing.
                        const bool is_foreign =
                            before.count(value) == 0 && value.find("-5000-") == std::string::npos;
                        CHECK((after.count(value) > 0 || is_foreign));
                    }
                    if (name == "selectors") CHECK_NOTHROW(selected(object, value));
                });
                // All observables here have lost an alias.
                renamed += before.count(object["id"]) == 0 ? 1U : 0U;
                for (const auto& entry : object.value("granular_markings", Json::array())) {
                    CHECK_FALSE(entry["selectors"].empty());
                    if (entry.contains("marking_ref") && entry["selectors"].size() > 1)
                        CHECK(list({selected(object, entry["selectors"][0]),
                                    selected(object, entry["selectors"][1])}) == list({"b", "d"}));
                }
            }
            for (const auto& id : before) {
                if (id.find("-5000-") == std::string::npos) continue;
                CHECK(text.find(redact::stix::uuid_of(id)) == std::string::npos);
            }
            CHECK(once(text) == text);
        }
    }
    CHECK(kept > 300);
    CHECK(renamed > 50);
}
