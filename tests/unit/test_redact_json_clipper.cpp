#include "pouch/redact/json/clipper.hpp"
#include "unit/redact_json_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>

using namespace pouch;
using namespace pouch::redact;

namespace {

std::string parts_of(const std::string& text, std::size_t begin, std::size_t end)
{
    return test::parts_of(FormatKind::json, text, begin, end);
}

const std::string word_rules = R"(
[[rule]]
id = "ip"
category = "ip"
builtin = "ipv4"
[[rule]]
id = "pan"
category = "pan"
builtin = "pan"
[[rule]]
id = "gone"
regex = 'gone\d'
action = "drop"
[[rule]]
id = "number"
regex = '777\d'
action = "drop"
[[rule]]
id = "name"
category = "name"
literals = ["홍길동", "u0041", "de00", "Jane Roe"]
[[rule]]
id = "pair"
category = "pair"
regex = '"k": "v'
[[rule]]
id = "comma"
category = "comma"
literals = ["},{"]
)";

} // namespace

TEST_CASE("parts of JSON are what stands in strings, and whole numbers and words")
{
    const std::string text = R"({"ab": "cd", "e":[-12.5,true],"f":"\u0041\ud83d\ude00g\\"})";
    CHECK(parts_of(text, 0, text.size()) == R"(ab|cd|e|-12.5|true|f|\u0041\ud83d\ude00g\\)");
    const auto at = [&](const std::string& piece) { return text.find(piece); };
    CHECK(parts_of(text, at("b\""), at("d\"")) == "b|c");
    CHECK(parts_of(text, at("2.5"), at(".5")) == "-12.5");
    CHECK(parts_of(text, at("ue"), at("ue") + 1) == "true");
    CHECK(parts_of(text, at("041"), at("041") + 1) == R"(\u0041)");
    CHECK(parts_of(text, at("de00"), at("de00") + 1) == R"(\ud83d\ude00)");
    CHECK(parts_of(text, at("g\\"), at("g\\") + 2) == R"(g\\)");
    CHECK(parts_of(text, at("],"), at("f\"")).empty());
    CHECK(parts_of(text, at("\": \""), at("cd")).empty());
}

TEST_CASE("a clipper passes no unit whose end it has not seen, and tells when it needs more")
{
    const std::string text = R"(["\ud83d\ude00", 123])";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        json::JsonClipper clipper;
        const auto part = std::string_view(text).substr(0, size);
        const auto place = clipper.seek(part, size);
        const auto pair = text.find("\\ud83d");
        const auto number = text.find("123");
        INFO(size);
        if (size > pair && size < pair + 12) CHECK(place == pair);
        if (size > number && size <= number + 3) CHECK(place == number);
        std::vector<Clipper::Part> parts;
        const bool is_cut = (size > pair && size < pair + 12) || (size > number && size <= number + 3);
        CHECK(json::JsonClipper().clip(part, size, false, parts) == !is_cut);
    }
    std::vector<Clipper::Part> parts;
    CHECK(!json::JsonClipper().clip("[12", 5, false, parts));
}

TEST_CASE("matches are replaced so that JSON stays JSON")
{
    const auto out = [](const std::string& text) { return test::json_of(word_rules, text); };
    CHECK(out(R"({"192.0.2.1": "at 192.0.2.2!"})") == R"({"[REDACTED:ip]": "at [REDACTED:ip]!"})");
    CHECK(out(R"([4111111111111111])") == R"(["[REDACTED:pan]"])");
    CHECK(out(R"([-77712, 7.7771e3 , 5])") == "[null, null , 5]");
    CHECK(out(R"({"a gone1":"gone2 b"})") == R"({"a ":" b"})");
    CHECK(out(R"("\ud64d\uae38\ub3d9")") == R"("[REDACTED:name]")");
    CHECK(out(R"("x\u0041\ud83d\ude00y")") == R"("x[REDACTED:name][REDACTED:name]y")");
    CHECK(out(R"({"k": "vx"})") == R"({"[REDACTED:pair]": "[REDACTED:pair]x"})");
    CHECK(out(R"([{"a":1},{"b":2}])") == R"([{"a":1},{"b":2}])");
    CHECK(out(R"("say: {\"ip\":\"192.0.2.7\"},{\"\\ud64d\\uae38\\ub3d9\":1}")") ==
          R"("say: {\"ip\":\"[REDACTED:ip]\"[REDACTED:comma]\"[REDACTED:name]\":1}")");
    CHECK(out(R"({"192.0.2.1":1,"192.0.2.2":2,"[REDACTED:ip]~2":3})") ==
          R"({"[REDACTED:ip]":1,"[REDACTED:ip]~3":2,"[REDACTED:ip]~2":3})");
}

TEST_CASE("values planted in random documents go, in every block size, and a second run changes nothing")
{
    const test::JsonRules rules(word_rules);
    const std::vector<std::string> names{"a",       "b192.0.2.1", "192.0.2.2",
                                         "x홍길동", "c\\u0064",   "\\ud64d\\uae38\\ub3d9",
                                         "k",       "gone1",      "192.0.2.3"};
    const std::vector<std::string> scalars{"1",
                                           "4111111111111111",
                                           "7771",
                                           "true",
                                           "\"v\"",
                                           "\"192.0.2.9 x\"",
                                           "\"\\u0041\"",
                                           "\"\\ud83d\\ude00\"",
                                           "\"Jane\\nRoe\"",
                                           "\"\\uD64D길\\uB3D9\"",
                                           "\"MTkyLjAuMi43MCBhbmQgbW9yZQ==\"",
                                           "-0.5",
                                           "\"4111 1111 1111 1111\"",
                                           "\"192.0.2.\\u0031\""};
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        test::JsonDice dice(seed);
        std::string text = "[";
        for (int i = 0; i < 4; ++i) text += (i > 0 ? "," : "") + test::random_json(dice, names, scalars);
        text += "]";
        const auto run = test::run_json(rules, text);
        const auto parsed = nlohmann::json::parse(run.output);
        const auto plain = parsed.dump();
        for (const std::string secret : {"192.0.2", "홍길동", "4111", "Jane", "gone1", "7771", "MTky"})
            REQUIRE(plain.find(secret) == std::string::npos);
        const auto again = test::run_json(rules, run.output);
        REQUIRE(again.output == run.output);
        REQUIRE(again.removals.empty());
        for (const std::size_t block : {1U, 3U, 17U, 100U})
            REQUIRE(test::run_json(rules, text, FormatKind::json, block).output == run.output);
        REQUIRE(test::run_json(rules, text, FormatKind::json, 31, 3).output == run.output);
    }
}

TEST_CASE("a long number, and a long run of matches, need no more than their place")
{
    const test::JsonRules rules(word_rules);
    std::string text = "[";
    std::string expected = "[";
    for (int i = 0; i < 3000; ++i) {
        text += "\"192.0.2.1\",1." + std::string(900, '7') + "1,";
        expected += "\"[REDACTED:ip]\",null,";
    }
    text += "0]";
    expected += "0]";
    CHECK(test::run_json(rules, text).output == expected);
    CHECK(test::run_json(rules, text, FormatKind::json, 5000, 2).output == expected);
}

TEST_CASE("what would leave broken refuses")
{
    const auto checked = [](const std::string& text) {
        io::MemorySink out;
        const auto checker = checker_of(FormatKind::json, out);
        const auto reason = test::failure([&] {
            checker->write(as_bytes(text));
            CHECK(out.bytes.empty());
            checker->finish();
        });
        CHECK((reason.empty() || out.bytes.empty()));
        return reason;
    };
    CHECK(checked("{\"a\":1}").empty());
    CHECK(checked("{\"a\":1") == "4:redact.invalid-output");
    CHECK(checked("") == "4:redact.invalid-output");
    io::MemorySink out;
    const auto lines = checker_of(FormatKind::jsonl, out);
    lines->write(as_bytes("{\"a\":1,\"a\":2}\n[1"));
    CHECK(as_text(out.bytes) == "{\"a\":1,\"a~2\":2}\n");
    lines->write(as_bytes("]\n\n[1"));
    CHECK(test::failure([&] { lines->finish(); }) == "4:redact.invalid-output");
}

TEST_CASE("a clipper seeks as far in one step as in many")
{
    std::mt19937 random(3);
    const std::string_view bytes = "\"\"abcdef 12,:{}[]\\n\\u";
    for (int round = 0; round < 300; ++round) {
        std::string text;
        const auto kinds = round % 2 == 0 ? bytes.size() : bytes.find('\\'); // with escapes and without
        while (text.size() < 200) text += bytes[random() % kinds];
        const auto to = random() % text.size();
        json::JsonClipper whole;
        json::JsonClipper steps;
        const auto way = whole.seek(text, to);
        std::size_t walked = 0;
        for (std::size_t place = 0; place <= to; ++place) {
            if (place > walked) walked += steps.seek(std::string_view(text).substr(walked), place - walked);
        }
        INFO(text);
        CHECK(walked == way);
    }
}
