#include "pouch/base/text.hpp"
#include "pouch/redact/stix/id.hpp"
#include "support/support.hpp"
#include "unit/redact_stix_support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace pouch::test::stix;

namespace {

const std::string uuid = "01234567-89ab-4def-8123-456789abcdef";
const std::string gone_id = "malware--" + uuid;

const KeyScope& key()
{
    static const auto scope = key_of(std::byte{1});
    return scope;
}

/// One that may not leave.
Json withheld(const std::string& id = gone_id)
{
    auto made =
        object("malware", 1, {{"name", "m"}, {"is_family", true}, {"object_marking_refs", list({red})}});
    made["id"] = id;
    made["type"] = stix::type_of(id);
    return made;
}

Json tool(int n, const Json& more)
{
    return with(object("tool", n, more), "name", "x");
}

Json rest(const Json& objects, const std::string& toml = at_open)
{
    return run(toml, bundle(objects), &key())["objects"];
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// What stands in a text for the UUID of `gone_id`, for a target.
std::string minted(const std::string& toml = at_open, const KeyScope& scope = key())
{
    const auto out = run(toml, bundle(list({withheld(), tool(2, {{"description", uuid}})})), &scope);
    return out["objects"][0]["description"];
}

std::string base64(const std::string& text)
{
    return to_base64(as_bytes(text), Padding::required);
}

std::string each_as(std::string_view text, const char* format)
{
    std::string all;
    for (const char c : text) all += fmt::format(fmt::runtime(format), static_cast<unsigned char>(c));
    return all;
}

} // namespace

TEST_CASE("stix: the id of what goes is replaced wherever it is spoken of, however it is written")
{
    const auto stands = minted();
    REQUIRE(stix::is_uuid(stands));
    CHECK(stands != uuid);
    std::string capitals = uuid;
    std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                   [](unsigned char c) { return std::toupper(c); });
    const auto wide = replaced(uuid, "-", "\u2010");
    for (const auto& written :
         {uuid, capitals, replaced(uuid, "-", ""), replaced(capitals, "-", ""), replaced(uuid, "-", "%2D"),
          replaced(uuid, "-", "%2d"), replaced(uuid, "-", "\\u002d"), replaced(uuid, "-", "&#45;"), wide,
          replaced(uuid, "-", "-\u200b"), each_as(uuid, "%{:02x}"), each_as(uuid, "&#x{:x};"),
          to_hex(as_bytes(uuid)), base64("see " + uuid), base64(base64(uuid))}) {
        INFO(written);
        for (const auto& text : {written, "of " + written + ".", "한 \"" + written + "\"\n"}) {
            const auto spoken = tool(2, {{"description", text}, {"x_deep", {{"y", {text, 1}}}}});
            const auto out = rest(list({withheld(), spoken}));
            REQUIRE(out.size() == 1);
            CHECK(out[0]["description"] == replaced(text, written, stands));
            CHECK(out[0]["x_deep"]["y"] == Json({replaced(text, written, stands), 1}));
            CHECK(rest(out) == out);
            const auto keyed = rest(list({withheld(), tool(2, {{"x_seen", {{text, 1}}}})}));
            CHECK(keyed[0]["x_seen"] == Json{{replaced(text, written, stands), 1}});
        }
    }
    // Two names that are the same then.
    const auto twice = tool(2, {{"x_seen", {{uuid, 1}, {capitals, 2}}}});
    CHECK(test::failure([&] { (void)rest(list({withheld(), twice})); }) == "4:redact.invalid-output");
    // Without its first hyphen where a word ends before it.
    const auto close = replaced(uuid, "-", "");
    const auto hash = close + std::string(32, '0');
    for (const auto& [text, left] :
         std::vector<std::pair<std::string, std::string>>{{"x_" + close, "x_" + stands},
                                                          {hash, stands + std::string(32, '0')},
                                                          {"한" + close, "한" + stands},
                                                          {"x" + uuid, "x" + stands},
                                                          {"x" + close, "x" + close}}) {
        INFO(text);
        CHECK(rest(list({withheld(), tool(2, {{"description", text}})}))[0]["description"] == left);
    }
    // In JSON's own escapes, as a part and as a whole.
    for (const auto& before : {"see malware--", "malware--"}) {
        const auto spoken = tool(2, {{"description", before + uuid}});
        const auto whole = replaced(bundle(list({withheld(), spoken})).dump(), before + uuid + "\"",
                                    before + replaced(uuid, "-", "\\u002d") + "\"");
        const auto out = Json::parse(run_text(at_open, whole, &key()).output)["objects"];
        CHECK(out[0]["description"] == before + stands);
    }
    // Two in one run of base64, both of what goes or only one.
    const auto other = "tool--00000000-0000-4000-8000-000000000002";
    for (const auto& both : {uuid + " " + other, std::string(other) + " " + uuid}) {
        const auto out = rest(list({withheld(), tool(2, {{"description", base64(both)}})}));
        CHECK(out[0]["description"] == stands);
    }
    // In a long text, wherever it is cut to be searched.
    for (std::size_t before : {(1U << 18U) - 20, (1U << 18U) - 60, (1U << 18U) - 1, 1U << 18U}) {
        const std::string much(before, ' ');
        const auto out =
            rest(list({withheld(), tool(2, {{"description", much + each_as(uuid, "%{:02x}") + much}})}));
        CHECK(out[0]["description"] == much + stands + much);
    }
    // Two that share digits.
    const std::string behind = "-1111-4222-8333-444444444444";
    const auto joined = tool(2, {{"description", uuid + behind}});
    const auto both = rest(list({withheld(), withheld("identity--89abcdef" + behind), joined}));
    CHECK(both[0]["description"] == stands);
    const auto long_run = base64(std::string(20000, 'x') + uuid);
    CHECK(test::failure([&] {
              (void)rest(list({withheld(), tool(2, {{"description", long_run}})}));
          }) == "1:redact.unit-length");
}

TEST_CASE("stix: an id that is spoken of needs a key, and only then")
{
    const auto run_of = [](const Json& objects) {
        return test::failure([&] { (void)run_text(at_open, bundle(objects).dump()); });
    };
    const auto plain = tool(2, {{"description", "see " + id_of("tool", 9)}});
    CHECK(run_of(list({withheld(), plain})).empty());
    CHECK(run_of(list({withheld(), tool(2, {{"description", gone_id}})})) == "2:rules.key-file");
    // What points there and goes is not spoken of any more.
    CHECK(run_of(list({withheld(), tool(2, {{"x_ref", gone_id}})})).empty());
    CHECK(rest(list({withheld(), plain}))[0] == plain);
}

TEST_CASE("stix: what is written for an id is for one key and one target")
{
    const std::string other = "[target]\nname = 'NATO'\ntlp = 'AMBER'\nunmarked = 'keep'\n";
    const auto another_key = key_of(std::byte{2});
    CHECK(minted() == minted());
    CHECK(minted(other) != minted());
    CHECK(minted(at_open, another_key) != minted());
    CHECK(minted(other + "[[rule]]\nid = 'r'\nliterals = ['nothing']\n") == minted(other));
    const std::string desk = "[target.stix]\nids = 'new'\nidentity = { id = '" + id_of("identity", 70) +
                             "', name = 'D', created = '2026-01-01T00:00:00Z' }\n";
    const std::string cut = "[[rule]]\nid = 'f'\nfield = '/objects/*/description'\naction = 'drop'\n";
    const auto whole = bundle(list({tool(2, {{"description", "d"}})}));
    const auto first = run(at_open + desk + cut, whole, &key());
    const auto second = run(other + desk + cut, whole, &key());
    CHECK(first["objects"][0]["id"] != second["objects"][0]["id"]);
    CHECK(first["id"] != second["id"]);
    CHECK(test::failure([&] { (void)run("[target]\n" + desk, whole, &key()); }) == "2:rules.target");
}

TEST_CASE("stix: ids of another type with the UUID of what goes")
{
    // Some producers give all that comes of one thing one UUID.
    const auto same =
        with(tool(2, {{"description", "see " + gone_id + " and tool--" + uuid}}), "id", "tool--" + uuid);
    const auto out = rest(list({withheld(), same}));
    CHECK(out[0]["id"] == same["id"]);
    CHECK(out[0]["description"] == "see malware--" + minted() + " and tool--" + uuid);
    const auto joined = with(with(with(same, "id", "campaign--" + uuid), "type", "campaign"), "description",
                             "x-malware--" + uuid + " of-a-malware--" + uuid);
    CHECK(rest(list({withheld(), joined}))[0]["description"] ==
          "x-malware--" + minted() + " of-a-malware--" + minted());
    // One that tells something must go from both.
    const auto name = name_id("ipv4-addr", 1);
    const std::string other = "tool--" + std::string(stix::uuid_of(name));
    const auto told = rest(list({with(withheld(name), "value", "192.0.2.1"), with(same, "id", other)}));
    CHECK(told[0]["id"] != other);
}

TEST_CASE("stix: ids that the world knows stay though what has them goes")
{
    const std::string extension = "extension-definition--01234567-89ab-4def-8123-456789abcdef";
    const auto spoken = tool(2, {{"description", green}, {"extensions", {{extension, {{"x", 1}}}}}});
    auto colour = withheld(green);
    colour["name"] = "TLP:RED";
    CHECK(rest(list({withheld(extension), colour, spoken}))[0] == spoken);
}

TEST_CASE("stix: an id that is made of a text with another id falls with that one")
{
    const auto speaker = named_object("file", 3, {{"name", "of " + name_id("ipv4-addr", 1)}});
    const auto address =
        with(named_object("ipv4-addr", 1, {{"value", "192.0.2.1"}}), "object_marking_refs", list({red}));
    const auto out = rest(list({address, speaker}));
    CHECK(out[0]["name"] != speaker["name"]);
    CHECK(out[0]["id"] != speaker["id"]);
    const auto apart = named_object("file", 4, {{"name", "apart"}});
    CHECK(rest(list({address, apart}))[0] == apart);
}

TEST_CASE("stix: a selector that is numbered anew and holds a new id gets both")
{
    for (const auto& written :
         {gone_id, replaced(gone_id, "-", "%2d"), std::string("a ") + replaced(uuid, "-", "")}) {
        INFO(written);
        const auto made = tool(
            2, {{"x_seen", {{written, {"a", "b", "c"}}}},
                {"granular_markings",
                 list({Json{{"marking_ref", red}, {"selectors", list({"x_seen." + written + ".[0]"})}},
                       Json{{"marking_ref", amber},
                            {"selectors", list({"x_seen." + written + ".[2]", "x_seen." + written})}}})}});
        const auto out = rest(list({withheld(), made}));
        REQUIRE(out.size() == 1);
        const auto name = out[0]["x_seen"].begin().key();
        CHECK(name.find(minted()) != std::string::npos);
        CHECK(out[0]["x_seen"][name] == list({"b", "c"}));
        CHECK(out[0]["granular_markings"] ==
              list({Json{{"marking_ref", amber},
                         {"selectors", list({"x_seen." + name + ".[1]", "x_seen." + name})}}}));
    }
}
