#include "pouch/base/text.hpp"
#include "pouch/redact/json/structure.hpp"
#include "unit/redact_json_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::redact;
using nlohmann::ordered_json;

namespace {

std::string field(const std::string& pointer, const std::string& more = "")
{
    static int number = 0;
    return "[[rule]]\nid = 'F" + std::to_string(++number) + "'\ncategory = 'f'\nfield = '" + pointer + "'\n" +
           more;
}
std::string dropped(const std::string& pointer)
{
    return field(pointer, "action = 'drop'\n");
}

/// What is left of a value by the plain reading of the manual; nothing if it goes.
class Reference {
  public:
    explicit Reference(const test::JsonRules& rules) : rules_(rules.scanner.rules())
    {
        for (const auto& rule : rules_) fields_.push_back(steps_of(*rule.field));
        for (const auto& pointer : rules.target.only) only_.push_back(steps_of(pointer));
    }

    std::optional<ordered_json> edited(const ordered_json& value, const test::Way& way = {},
                                       bool is_allowed = false) const
    {
        is_allowed = is_allowed || only_.empty() || is_one_of(only_, way);
        if (!is_allowed && !(value.is_structured() && leads_on(way))) return std::nullopt;
        if (const auto* rule = rule_for(way, FieldPart::key)) {
            if (rule->action == Action::drop) return std::nullopt;
            return ordered_json(rule->replacement());
        }
        if (!value.is_structured()) return value;
        auto out = value.is_object() ? object(value, way, is_allowed) : array(value, way, is_allowed);
        // On the way to nothing.
        if (!is_allowed && out.empty() && !way.empty()) return std::nullopt;
        return out;
    }

  private:
    static test::Way steps_of(const std::string& pointer)
    {
        test::Way steps;
        for (const auto step : split(pointer, '/')) steps.emplace_back(step == "e~1f" ? "e/f" : step);
        steps.erase(steps.begin());
        return steps;
    }
    static test::Way below(test::Way way, const std::string& name)
    {
        way.push_back(name);
        return way;
    }
    static bool is_one_of(const std::vector<test::Way>& patterns, const test::Way& way)
    {
        return std::any_of(patterns.begin(), patterns.end(),
                           [&](const test::Way& pattern) { return test::means(pattern, 0, way, 0); });
    }
    /// True if the beginning of a pattern means the way, so that more may follow.
    bool leads_on(const test::Way& way) const
    {
        for (auto pattern : only_) {
            for (; !pattern.empty(); pattern.pop_back()) {
                auto front = pattern;
                if (front.back() != "**") front.pop_back();
                if (test::means(front, 0, way, 0)) return true;
            }
        }
        return false;
    }
    const Rule* rule_for(const test::Way& way, FieldPart not_this) const
    {
        const Rule* best = nullptr;
        for (std::size_t i = 0; i < rules_.size(); ++i) {
            if (rules_[i].field_part == not_this || !test::means(fields_[i], 0, way, 0)) continue;
            if (best == nullptr || rules_[i].priority > best->priority) best = &rules_[i];
        }
        return best;
    }
    ordered_json array(const ordered_json& value, const test::Way& way, bool is_allowed) const
    {
        auto out = ordered_json::array();
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (auto item = edited(value[i], below(way, std::to_string(i)), is_allowed)) out.push_back(*item);
        }
        return out;
    }
    ordered_json object(const ordered_json& value, const test::Way& way, bool is_allowed) const
    {
        auto out = ordered_json::object();
        for (const auto& [name, item] : value.items()) {
            const auto place = below(way, name);
            auto left = edited(item, place, is_allowed);
            if (!left) continue;
            const auto* rule = rule_for(place, FieldPart::value);
            const auto base = rule == nullptr ? name : rule->replacement();
            auto key = base;
            for (int i = 2; out.contains(key); ++i) key = base + "~" + std::to_string(i);
            out[key] = *left;
        }
        return out;
    }

    const std::vector<Rule>& rules_;
    std::vector<test::Way> fields_;
    std::vector<test::Way> only_;
};

} // namespace

TEST_CASE("a field is replaced whole, whatever it is")
{
    const std::string doc = R"({"a": "x", "b": 1, "c": {"d":[1]}, "e": [ {}, 2 ]})";
    CHECK(test::json_of(field("/a"), doc) ==
          R"({"a": "[REDACTED:f]", "b": 1, "c": {"d":[1]}, "e": [ {}, 2 ]})");
    CHECK(test::json_of(field("/b"), doc) ==
          R"({"a": "x", "b": "[REDACTED:f]", "c": {"d":[1]}, "e": [ {}, 2 ]})");
    CHECK(test::json_of(field("/c"), doc) == R"({"a": "x", "b": 1, "c": "[REDACTED:f]", "e": [ {}, 2 ]})");
    CHECK(test::json_of(field("/e/*", "action = 'mask'\n"), doc) ==
          R"({"a": "x", "b": 1, "c": {"d":[1]}, "e": [ "********", "********" ]})");
    CHECK(test::json_of(field(""), doc) == R"("[REDACTED:f]")");
    CHECK(test::json_of(field("/A"), doc) == doc);
    CHECK(test::json_of(field("/\xC3\xA9/\xEA\xB0\x80"), R"({"\u00e9":{"\uac00":1}})") ==
          R"({"\u00e9":{"\uac00":"[REDACTED:f]"}})");
}

TEST_CASE("names are replaced with their value or alone, and stay apart")
{
    const std::string doc = R"({"u": {"kim":1, "lee" : {"x":2}}, "v":[3]})";
    CHECK(test::json_of(field("/u/*", "field_part = 'key'\n"), doc) ==
          R"({"u": {"[REDACTED:f]":1, "[REDACTED:f]~2" : {"x":2}}, "v":[3]})");
    CHECK(test::json_of(field("/u/*", "field_part = 'both'\n"), doc) ==
          R"({"u": {"[REDACTED:f]":"[REDACTED:f]", "[REDACTED:f]~2" : "[REDACTED:f]"}, "v":[3]})");
    // A name is taken for one that was replaced only if it could be: the number counts names like it.
    const auto keys = field("/*", "field_part = 'key'\n");
    CHECK(test::json_of(keys, R"({"[REDACTED:f]":1,"[REDACTED:f]~2":2})") ==
          R"({"[REDACTED:f]":1,"[REDACTED:f]~2":2})");
    for (const std::string name :
         {"~900101", "~3", "~1", "~0", "~02", "~", "~2x", "~99999999999999999999999"}) {
        CHECK(test::json_of(keys, R"({"a":1,"[REDACTED:f])" + name + R"(":2})") ==
              R"({"[REDACTED:f]":1,"[REDACTED:f]~2":2})");
    }
    CHECK(test::json_of(field("/v/0", "field_part = 'both'\n"), doc) ==
          R"({"u": {"kim":1, "lee" : {"x":2}}, "v":["[REDACTED:f]"]})");
    CHECK(test::json_of(field("/v/0", "field_part = 'key'\n"), doc) == doc);
    CHECK(test::json_of(field("/u/*", "field_part = 'both'\naction = 'drop'\n"), doc) ==
          R"({"u": {}, "v":[3]})");
}

TEST_CASE("an item goes with one comma, wherever it stands")
{
    CHECK(test::json_of(dropped("/a"), R"({ "a" : 1 , "b" : 2 , "c" : 3 })") == R"({ "b" : 2 , "c" : 3 })");
    CHECK(test::json_of(dropped("/b"), R"({ "a" : 1 , "b" : 2 , "c" : 3 })") == R"({ "a" : 1 , "c" : 3 })");
    CHECK(test::json_of(dropped("/c"), R"({ "a" : 1 , "b" : 2 , "c" : 3 })") == R"({ "a" : 1 , "b" : 2 })");
    CHECK(test::json_of(dropped("/*"), R"({ "a" : 1 , "b" : 2 })") == "{  }");
    CHECK(test::json_of(dropped("/*"), "[1]") == "[]");
    CHECK(test::json_of(dropped("/0") + dropped("/1"), "[1, 2, 3]") == "[3]");
    CHECK(test::json_of(dropped("/1") + dropped("/2"), "[1, 2, 3]") == "[1]");
    CHECK(test::json_of(dropped("/0") + dropped("/2"), "[1, 2, 3]") == "[2]");
    CHECK(test::json_of(dropped("/0") + dropped("/1") + field("/2"), "[1, [2], {}]") ==
          R"(["[REDACTED:f]"])");
    CHECK(test::json_of(dropped("/**/x"), R"({"a":[{"x":[{"x":1}]},{"x":1,"y":{"x":2,"z":3}}]})") ==
          R"({"a":[{},{"y":{"z":3}}]})");
}

TEST_CASE("a text of which nothing may leave becomes a token, a record goes with its line")
{
    CHECK(test::json_of(dropped(""), "{\"a\":1}\n") == "\"[REDACTED]\"\n");
    const test::JsonRules rules(dropped("") + "scope = ['jsonl']\n");
    const auto run = test::run_json(rules, "{}\n[1]", FormatKind::jsonl);
    CHECK(run.output.empty());
    CHECK(run.is_all_withheld);
    CHECK(test::json_of("[target]\nonly = ['/a']\n", "{\"a\":1}\r\n[]\n7\n{\"b\":1}\n", FormatKind::jsonl) ==
          "{\"a\":1}\r\n[]\n{}\n");
}

TEST_CASE("only what the allow-list names stays, and what leads to it")
{
    const auto only = [](const std::string& list, const std::string& doc) {
        return test::json_of("[target]\nonly = [" + list + "]\n", doc);
    };
    const std::string doc =
        R"({"time":"t","event":{"a":[1,{"b":2}],"c":3},"x":{"y":{"z":1},"w":2},"v":[{"n":1,"m":2},3]})";
    CHECK(only("'/time'", doc) == R"({"time":"t"})");
    CHECK(only("'/event/**'", doc) == R"({"event":{"a":[1,{"b":2}],"c":3}})");
    CHECK(only("'/event'", doc) == R"({"event":{"a":[1,{"b":2}],"c":3}})");
    CHECK(only("'/x/y/z', '/time'", doc) == R"({"time":"t","x":{"y":{"z":1}}})");
    CHECK(only("'/v/*/m'", doc) == R"({"v":[{"m":2}]})");
    CHECK(only("'/time/x'", doc) == "{}");
    // A name is content: it stays only if something below it does.
    CHECK(only("'/users/*/id'", R"({"users":{"Jane Roe":{},"Max":{"id":1,"x":2},"s":["a"]},"o":{"x":1}})") ==
          R"({"users":{"Max":{"id":1}}})");
    CHECK(only("'/**/ok'", R"({"the source":{"lives":[[],{"no":1}]},"b":[{"ok":1},{"x":{}}],"c":[]})") ==
          R"({"b":[{"ok":1}]})");
    CHECK(only("'/a/ok'", R"({"x":1,"a":{"no":{"n":1}},"y":2})") == "{}");
    CHECK(only("'/b', '/a/ok'", R"({"a":{"no":1},"b":2,"c":{}})") == R"({"b":2})");
    CHECK(only("'/nothing'", "7") == "\"[REDACTED]\"\n");
    CHECK(only("'/a', '/b'", R"({"a":{"b":1},"b":{"c":1},"c":{"a":1}})") == R"({"a":{"b":1},"b":{"c":1}})");
}

TEST_CASE("rules decide by priority, then by order, and only in their scope")
{
    const std::string doc = R"({"a":1})";
    CHECK(test::json_of(field("/*") + field("/a", "action = 'mask'\n"), doc) == R"({"a":"[REDACTED:f]"})");
    CHECK(test::json_of(field("/*") + field("/a", "action = 'mask'\npriority = 1\n"), doc) ==
          R"({"a":"********"})");
    CHECK(test::json_of(field("/a", "scope = ['jsonl']\n"), doc) == doc);
    const std::string words = "[[rule]]\nid = 'w'\nliterals = ['secret']\nscope = ['json']\n";
    CHECK(test::json_of(words, "\"secret\"") == "\"[REDACTED]\"");
    CHECK(test::json_of(words, "\"secret\"", FormatKind::jsonl) == "\"secret\"");
    CHECK(test::redacted(words, "secret") == "secret");
}

TEST_CASE("random documents keep what a plain reading of the rules keeps")
{
    const std::vector<std::string> names{"a", "b", "c", "\\u0064", "e\\/f", "\xEA\xB0\x80"};
    const std::vector<std::string> scalars{"1",   "-2.5e3", "true", "null", "\"x\"", "\"\\ud83d\\ude00\\n\"",
                                           "\"\""};
    const std::vector<std::string> pointers{"/a",    "/*/b",    "/**/c",    "/d",
                                            "/*/0",  "/a/*",    "/**/e~1f", "/*/*/*",
                                            "/b/**", "/**/a/1", "/**/b/a",  "/\xEA\xB0\x80/**/a"};
    const std::vector<std::string> extras{"",
                                          "",
                                          "action = 'drop'\n",
                                          "action = 'drop'\n",
                                          "action = 'mask'\n",
                                          "field_part = 'key'\n",
                                          "field_part = 'both'\n",
                                          "priority = 1\n"};
    std::size_t changed = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        INFO("seed " << seed);
        test::JsonDice dice(seed);
        std::string toml;
        if (dice.roll(3) == 0)
            toml = "[target]\nonly = ['" + dice.pick(pointers) + "', '" + dice.pick(pointers) + "']\n";
        for (std::size_t i = dice.roll(4); i > 0; --i) toml += field(dice.pick(pointers), dice.pick(extras));
        const test::JsonRules rules(toml);
        const auto text = test::random_json(dice, names, scalars);
        const auto run = test::run_json(rules, text);
        const auto expected = Reference(rules).edited(ordered_json::parse(text));
        REQUIRE(ordered_json::parse(run.output) == expected.value_or("[REDACTED]"));
        if (run.cuts.empty()) REQUIRE(run.output == text);
        changed += run.cuts.empty() ? 0U : 1U;

        for (const std::size_t block : {1U, 2U, 7U, 64U})
            REQUIRE(test::run_json(rules, text, FormatKind::json, block).output == run.output);
    }
    CHECK(changed > 100);
}

TEST_CASE("members that are there twice refuse, however they are written")
{
    const auto reason = [](const std::string& text) {
        return test::failure([&] { (void)test::json_of("", text); });
    };
    CHECK(reason(R"({"a":1,"a":2})") == "1:json.duplicate");
    CHECK(reason(R"({"a":1,"\u0061":2})") == "1:json.duplicate");
    CHECK(reason(R"([{"b":{"x":1,"y":[{"x":1}],"x":2}}])") == "1:json.duplicate");
    CHECK(reason(R"({"a":{"a":1},"b":{"a":1}})").empty());
    CHECK(reason("\"\xFF\"") == "1:text.encoding");
    CHECK(test::failure([&] { (void)test::json_of(dropped("/q"), R"({"q":{"a":1,"a":2}})"); }) ==
          "1:json.duplicate");
}

TEST_CASE("a line is a record; blank lines stand at the end only")
{
    const auto lines = [](const std::string& text) {
        return test::json_of(dropped("/a"), text, FormatKind::jsonl);
    };
    CHECK(lines("").empty());
    CHECK(lines("{\"a\":1,\"b\":2}\r\n {} \n[1]") == "{\"b\":2}\r\n {} \n[1]");
    CHECK(lines("{}\n\n \r\n") == "{}\n\n \r\n");
    const auto reason = [&](const std::string& text) { return test::failure([&] { (void)lines(text); }); };
    CHECK(reason("{}\n\n{}\n") == "1:json.blank-line");
    CHECK(reason("{}\n{\n}\n") == "1:json.syntax");
    CHECK(reason("{} {}\n") == "1:json.syntax");
}

TEST_CASE("a string with a portion that the reader may not see goes as a whole")
{
    const auto judge = judge_without_policy();
    const auto left = [&](const std::string& text) {
        return test::run_json(test::JsonRules(""), text, FormatKind::json, 1U << 18U, 1, judge.get()).output;
    };
    CHECK(left(R"({"a":"(S) x","b":"y (S) z","c":"p\n\n(NS//REL TO KOR) x"})") ==
          R"({"a":"[portion withheld]","b":"y (S) z","c":"[portion withheld]"})");
    CHECK(left(R"("\u0028S) x")") == R"("[portion withheld]")");
    CHECK(left(R"("[portion withheld]")") == R"("[portion withheld]")");
    // By itself it is of what stands beside it.
    for (const auto* alone : {R"x({"mark":"(S)","text":"x"})x", R"x([" (S//REL TO KOR) ","x"])x",
                              R"x("\uFF08S\uFF09")x", R"x(["(S) (S)","x"])x", R"x(["(S)\n(NS)","x"])x"})
        CHECK(test::failure([&] { (void)left(alone); }) == "4:portion.unknown");
}

TEST_CASE("a mark that goes by itself refuses where what stands beside it may stay")
{
    const auto judge = judge_without_policy();
    const auto left = [&](const std::string& toml, const std::string& text) {
        return test::run_json(test::JsonRules(toml), text, FormatKind::json, 1U << 18U, 1, judge.get())
            .output;
    };
    const std::string head = "[target]\nname = 'T'\n";
    const auto only = head + "only = ['/text', '/a/*/text']\n";
    const auto is_refused = [&](const std::string& toml, const std::string& text) {
        return test::failure([&] { (void)left(toml, text); }) == "4:portion.unknown";
    };
    const std::string marked = R"x({"mark":"(S)","text":"x"})x";
    CHECK(is_refused(only, marked));
    CHECK(is_refused(only, R"x({"text":"x","mark":"\u0028S) (S)"})x"));
    for (const auto* action : {"drop", "token"})
        CHECK(is_refused("[[rule]]\nid = 'm'\ncategory = 'm'\nscope = ['json']\nfield = '/mark'\naction = '" +
                             std::string(action) + "'\n",
                         marked));
    // It goes with what it marks.
    CHECK(left(only, R"x({"a":[{"mark":"(S)","name":"x"},{"text":"y"}]})x") == R"x({"a":[{"text":"y"}]})x");
    CHECK(is_refused(only, R"x({"a":[{"mark":"(S)","name":"x","text":"y"}]})x"));
    CHECK(left(only, R"x({"b":{"mark":"(S)"},"text":"y"})x") == R"x({"text":"y"})x");
    CHECK(left(only, R"x({"mark":"(S) z","note":"(see there)","text":"y"})x") == R"x({"text":"y"})x");
}
