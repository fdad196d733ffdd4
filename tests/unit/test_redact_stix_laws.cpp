#include "pouch/base/text.hpp"
#include "pouch/redact/stix/id.hpp"
#include "support/support.hpp"
#include "unit/redact_json_support.hpp"
#include "unit/redact_stix_support.hpp"

#include <algorithm>
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

/// An id as it may be written in a text.
std::vector<std::string> spellings_of(const std::string& id)
{
    std::vector<std::string> all(4, id);
    std::transform(id.begin(), id.end(), all[1].begin(), [](unsigned char c) { return std::toupper(c); });
    for (auto at = all[2].find('-'); at != std::string::npos; at = all[2].find('-'))
        all[2].replace(at, 1, "%2D");
    const auto uuid = all[3].size() - redact::stix::uuid_size;
    all[3].erase(std::remove(all[3].begin() + static_cast<std::ptrdiff_t>(uuid), all[3].end(), '-'),
                 all[3].end());
    all.push_back(to_base64(as_bytes(id), Padding::required));
    return all;
}

/// Ids of objects that went are in no text, in no spelling.
void check_mentions(const std::set<std::string>& before, const std::set<std::string>& after,
                    const std::string& text)
{
    for (const auto& id : before) {
        if (after.count(id) > 0) continue;
        for (const auto& spelling : spellings_of(id)) CHECK(text.find(spelling) == std::string::npos);
    }
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
            made.update({{"content", "on " + dice.pick(spellings_of(an_id(dice, count)))},
                         {"object_refs", list({an_id(dice, count), an_id(dice, count)})}});
        if (type == "sighting") made["sighting_of_ref"] = an_id(dice, count);
        if (type == "ipv4-addr") made["value"] = dice.roll(2) == 0 ? "192.0.2.1" : "address";
        if (type == "network-traffic") made.update({{"protocols", {"tcp"}}, {"src_ref", an_id(dice, count)}});
        if (type == "identity" || type == "malware") made["name"] = "192.0.2.7";
        if (dice.roll(2) == 0) made["created_by_ref"] = an_id(dice, count);
        made["aliases"] = {"SECRET-0", "b", "SECRET-2", "d"};
        if (dice.roll(3) == 0) made["x_said"] = {{dice.pick(spellings_of(an_id(dice, count))), {"x", "y"}}};
        made["deep"] = {{"list", {{{"x_ref", an_id(dice, count)}}, {{"y", 1}}}}};
        const std::string colour = dice.pick({green, amber, red, green});
        if (dice.roll(4) > 0) made["object_marking_refs"] = list({colour});
        if (!is_observable(type) && dice.roll(3) == 0) { // nothing of it is secret
            made["aliases"] = list({"b"});
            if (made.contains("name")) made["name"] = "n";
            objects.push_back(made);
            continue;
        }
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

const std::string desk = id_of("identity", 7000);
const std::string statement = id_of("marking-definition", 7000);
const std::string handling = "[target.stix]\nids = 'new'\n[target.stix.identity]\nid = '" + desk +
                             "'\nname = 'Desk'\ncreated = '2026-01-01T00:00:00Z'\n";
const std::string labels = handling + "[target.stix.statement]\nid = '" + statement +
                           "'\ntext = 'EXERCISE ONLY'\ncreated = '2026-01-01T00:00:00Z'\n";

std::string with_colour(std::string toml)
{
    return toml.insert(toml.find("ids = "), "colour = 'tlp-2'\nexternal_refs = 'drop'\n");
}

bool has_item(const Json& values, const std::string& value)
{
    return std::find(values.begin(), values.end(), value) != values.end();
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

TEST_CASE("stix: laws of new ids and of markings that are added, on bundles made at random")
{
    test::JsonDice dice(9);
    const auto key = key_of(std::byte{4});
    std::size_t old_count = 0;
    std::size_t new_count = 0;
    for (const std::string& toml : {at_open + handling, at_amber + handling, at_open + with_colour(labels)}) {
        const test::JsonRules rules(toml + "[[rule]]\nid = 'r'\ncategory = 'ip'\nbuiltin = 'ipv4'\n");
        const bool is_labelled = toml.find("statement") != std::string::npos;
        for (int i = 0; i < 90; ++i) {
            const auto whole = random_bundle(dice);
            INFO(whole.dump(1));
            const auto once = [&](const std::string& text) {
                return test::run_json(rules, text, redact::FormatKind::stix, 1U << 18U, 1, nullptr, &key)
                    .output;
            };
            const auto text = once(whole.dump());
            const auto out = Json::parse(text);
            std::map<std::string, Json> before;
            std::set<std::string> after;
            for (const auto& object : whole["objects"]) before[object["id"]] = object;
            for (const auto& object : out["objects"]) CHECK(after.insert(object["id"]).second);
            for (const auto& object : out["objects"]) {
                const auto id = object["id"].get<std::string>();
                const auto marks = object.value("object_marking_refs", Json::array());
                const bool is_definition = object["type"] == "marking-definition";
                if (is_labelled && !is_definition) {
                    CHECK(has_item(marks, statement));
                    CHECK(marks.size() == 2);
                }
                if (toml.starts_with(at_open) && is_labelled) CHECK((is_definition || !has_item(marks, red)));
                // What has its id is what it was; what is not is by the desk.
                if (before.count(id) > 0) {
                    auto was = before[id];
                    if (is_labelled && !object.contains("created")) was["object_marking_refs"] = marks;
                    CHECK(object == was);
                    ++old_count;
                } else if (object.contains("created") && !is_definition && id != desk) {
                    CHECK(object["created_by_ref"] == desk);
                    ++new_count;
                }
                each_string(object, "", [&](const std::string& name, const std::string& value) {
                    if (name == "selectors") CHECK_NOTHROW(selected(object, value));
                    if (!name.ends_with("_ref") && !name.ends_with("_refs")) return;
                    const bool is_known = after.count(value) > 0 || value.starts_with("marking-definition--");
                    const bool is_foreign = !is_labelled && before.count(value) == 0;
                    CHECK((is_known || is_foreign));
                });
            }
            std::set<std::string> ids;
            for (const auto& [id, object] : before) ids.insert(id);
            check_mentions(ids, after, text);
            CHECK(once(text) == text);
        }
    }
    CHECK(old_count > 10);
    CHECK(new_count > 100);
}

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
            check_mentions(before, after, text);
            CHECK(once(text) == text);
        }
    }
    CHECK(kept > 300);
    CHECK(renamed > 50);
}
