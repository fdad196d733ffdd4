#include "pouch/base/text.hpp"
#include "unit/redact_json_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::redact;
using nlohmann::ordered_json;

namespace {

/// "seen", `S` in wide brackets and "gone" are labels, all else is none that the policy knows.
class TestJudge final : public PortionJudge {
  public:
    PortionVerdict verdict(std::string_view) override { return PortionVerdict::unknown; }
    [[nodiscard]] bool opens_mark(std::string_view, bool) const override { return false; }
    [[nodiscard]] bool names_class(std::string_view) const override { return false; }
    [[nodiscard]] bool is_page_marking(std::string_view) const override { return false; }
    std::optional<PortionVerdict> marking_verdict(std::string_view text) override
    {
        if (text == "seen" || text == "\uFF08S\uFF09") return PortionVerdict::readable;
        return text == "gone" ? std::optional(PortionVerdict::withheld) : std::nullopt;
    }
    [[nodiscard]] bool has_policy() const override { return true; }
};

test::JsonRules rules_with(const std::string& label, Unmarked unmarked, std::vector<std::string> only = {},
                           const std::string& toml = "")
{
    auto set = test::rules_of(
        "[target]\nname = 'K'\npolicy = 'p'\nclearance = 'c'\njson = { label = " + label + " }\n" + toml);
    set.target.unmarked = unmarked;
    set.target.only = std::move(only);
    return test::JsonRules(std::move(set));
}

test::JsonRun run(const test::JsonRules& rules, const std::string& text, FormatKind kind = FormatKind::json)
{
    TestJudge judge;
    return test::run_json(rules, text, kind, 1U << 18U, 1, &judge);
}

std::string kept(const std::string& label, const std::string& text)
{
    return run(rules_with(label, Unmarked::keep), text).output;
}
std::string strict(const std::string& label, const std::string& text)
{
    return run(rules_with(label, Unmarked::withhold), text).output;
}

test::Way steps_of(const std::string& pointer)
{
    test::Way steps;
    for (const auto step : split(pointer, '/')) steps.emplace_back(step);
    steps.erase(steps.begin());
    return steps;
}

/// What is left of a value by the plain reading of the manual; nothing if it goes.
class Reference {
  public:
    Reference(const std::vector<std::string>& labels, const Target& target)
        : is_strict_(target.unmarked == Unmarked::withhold)
    {
        for (const auto& pointer : labels) labels_.push_back(steps_of(pointer));
        for (const auto& pointer : target.only) only_.push_back(steps_of(pointer));
    }

    bool is_refused = false; ///< An object stays whose label is none.

    std::optional<ordered_json> edited(const ordered_json& value, const test::Way& way = {},
                                       bool is_allowed = false, bool is_labelled = false)
    {
        const auto found = value.is_object() ? labels_of(value, way) : std::vector<ordered_json>();
        if (std::find(found.begin(), found.end(), "gone") != found.end()) return std::nullopt;
        is_allowed = is_allowed || only_.empty() || is_one_of(only_, way);
        is_labelled = is_labelled || !is_strict_ || !found.empty();
        if (!value.is_structured()) return is_allowed && is_labelled ? std::optional(value) : std::nullopt;
        auto out = value.is_object() ? ordered_json::object() : ordered_json::array();
        std::size_t index = 0;
        for (const auto& [name, item] : value.items()) {
            auto place = way;
            place.push_back(value.is_object() ? name : std::to_string(index++));
            const auto left = edited(item, place, is_allowed, is_labelled);
            if (!left) continue;
            if (value.is_object()) {
                out[name] = *left;
            } else {
                out.push_back(*left);
            }
        }
        if (out.empty() && (!is_labelled || (!is_allowed && !way.empty()))) return std::nullopt;
        const auto is_odd = [](const ordered_json& label) { return label != "seen"; };
        is_refused = is_refused || std::any_of(found.begin(), found.end(), is_odd);
        return out;
    }

  private:
    static bool is_one_of(const std::vector<test::Way>& patterns, const test::Way& way)
    {
        return std::any_of(patterns.begin(), patterns.end(),
                           [&](const test::Way& pattern) { return test::means(pattern, 0, way, 0); });
    }
    /// The labels of the object, or array in it, at `way`.
    std::vector<ordered_json> labels_of(const ordered_json& value, const test::Way& way) const
    {
        std::vector<ordered_json> found;
        std::size_t index = 0;
        for (const auto& [name, item] : value.items()) {
            auto place = way;
            place.push_back(value.is_object() ? name : std::to_string(index++));
            const bool is_empty = item.is_null() || item == "";
            if (is_one_of(labels_, place) && !is_empty) found.push_back(item);
            if (!item.is_array()) continue;
            for (const auto& below : labels_of(item, place)) found.push_back(below);
        }
        return found;
    }

    bool is_strict_;
    std::vector<test::Way> labels_;
    std::vector<test::Way> only_;
};

} // namespace

TEST_CASE("json: an object goes whose label withholds it")
{
    const std::string label = "['/r/*/class']";
    const std::string text =
        R"({"x": 1, "r": [{"class": "gone", "a": [{"b": "x"}]}, {"a": 2, "cl\u0061ss": "seen"}, {"a": 3}, "loose"]})";
    CHECK(kept(label, text) == R"({"x": 1, "r": [{"a": 2, "cl\u0061ss": "seen"}, {"a": 3}, "loose"]})");
    CHECK(strict(label, text) == R"({"r": [{"a": 2, "cl\u0061ss": "seen"}]})");
    CHECK(strict("['/class']", R"({"class":"seen", "r": [1]})") == R"({"class":"seen", "r": [1]})");
    CHECK(strict("['/**/class']", R"({"a":{"b":{"class":"seen"},"c":1}})") ==
          R"({"a":{"b":{"class":"seen"}}})");
    // Of several labels all must let it pass, and a label of an element is one of the object around.
    CHECK(kept("['/a', '/b']", R"({"a":"seen","b":"gone"})") == "\"[REDACTED]\"\n");
    CHECK(kept("['/a/*']", R"({"a":["seen","seen"],"b":["gone"]})") ==
          R"({"a":["seen","seen"],"b":["gone"]})");
    CHECK(kept("['/a/*']", R"({"a":["seen","gone"]})") == "\"[REDACTED]\"\n");
    for (const char* none : {"null", "\"\""}) {
        const auto bare = "{\"class\":" + std::string(none) + ",\"r\":[{\"class\":" + none + ",\"a\":1}]}";
        CHECK(kept("['/r/*/class']", bare) == bare);
        CHECK(strict("['/r/*/class']", bare) == "\"[REDACTED]\"\n");
    }
}

TEST_CASE("json: documents and records that may not leave as a whole are told so")
{
    for (const auto unmarked : {Unmarked::keep, Unmarked::withhold}) {
        const auto rules = rules_with("['/class']", unmarked);
        CHECK(run(rules, R"({"a":1,"class":"gone"})").is_all_withheld);
        CHECK_FALSE(run(rules, R"({"a":1,"class":"seen"})").is_all_withheld);
        for (const char* text : {R"({"a":1})", "[]", "{}", "7"})
            CHECK(run(rules, text).is_all_withheld == (unmarked == Unmarked::withhold));
        const std::string lines = "{\"class\":\"gone\"}\n{\"a\":1}\n{\"class\":\"seen\"}\n";
        const std::string left = unmarked == Unmarked::keep ? "{\"a\":1}\n" : "";
        CHECK(run(rules, lines, FormatKind::jsonl).output == left + "{\"class\":\"seen\"}\n");
    }
    const auto removed = run(rules_with("['/class']", Unmarked::keep), R"([1, {"class":"gone"}])").cuts;
    CHECK(removed.empty()); // the place is another
    const auto cuts = run(rules_with("['/*/class']", Unmarked::keep), R"([1, {"class":"gone"}])").cuts;
    REQUIRE(cuts.size() == 1);
    CHECK(cuts[0].reason == CutReason::portion);
    CHECK(cuts[0].offset == 4);
    CHECK(cuts[0].end == 20);
}

TEST_CASE("json: a label that nobody understands refuses what would stay")
{
    const auto reason = [](const std::string& text, const std::string& toml = "") {
        const auto rules = rules_with("['/**/class']", Unmarked::keep, {}, toml);
        return test::failure([&] { (void)run(rules, text); });
    };
    for (const char* label : {"\"SEEN\"", "\" \"", "1", "true", "{}", "[]", "[\"seen\"]"}) {
        INFO(label);
        const auto object = R"({"class":)" + std::string(label) + "}";
        CHECK(reason(object) == "4:portion.unknown");
        CHECK(reason(R"({"class":"seen","a":)" + object + "}") == "4:portion.unknown");
        CHECK(reason(R"({"class":"gone","a":)" + object + "}").empty());
        CHECK(reason(R"({"b":)" + object + "}", "[[rule]]\nid = 'f'\nfield = '/b'\n").empty());
        // Taking the label away takes nothing else away.
        for (const char* action : {"drop", "token"}) {
            CHECK(reason(object, "[[rule]]\nid = 'f'\nfield = '/**/class'\naction = '" + std::string(action) +
                                     "'\n") == "4:portion.unknown");
        }
    }
    CHECK(test::failure([] { (void)kept("['/*']", "[\"seen\"]"); }) == "1:json.label");
    const auto unjudged = rules_with("['/class']", Unmarked::keep);
    CHECK(test::failure([&] { (void)test::run_json(unjudged, "{}"); }) == "1:json.label");
    // No more doubts are held than so many.
    std::string many;
    for (int i = 0; i < 5000; ++i) many += R"({"class":1},)";
    CHECK(reason(R"({"class":"gone","a":[)" + many + "1]}") == "4:portion.unknown");
    CHECK(reason(R"({"class":"gone","a":[)" + many.substr(0, 12000) + "1]}").empty());
    // A label is judged, whatever a rule makes of it.
    CHECK(run(rules_with("['/**/class']", Unmarked::keep, {},
                         "[[rule]]\nid = 'f'\nfield = '/**/class'\naction = 'drop'\n"),
              R"([{"class":"gone","a":1},{"class":"seen","a":2}])")
              .output == R"([{"a":2}])");
}

TEST_CASE("json: in STIX and MISP labels only withhold more")
{
    const auto object = [](int n, const std::string& more) {
        const auto id = "tool--0000000" + std::to_string(n) + "-0000-4000-8000-000000000000";
        return R"({"type":"tool","id":")" + id +
               R"(","created":"2026-01-01T00:00:00Z","modified":"2026-01-01T00:00:00Z","name":"x")" + more +
               "}";
    };
    const auto bundle = [](const std::string& objects) {
        return R"({"type":"bundle","id":"bundle--00000009-0000-4000-8000-000000000000","objects":[)" +
               objects + "]}";
    };
    const auto seen = object(1, R"(,"class":"seen")");
    const auto bare = object(2, "");
    const auto gone = object(3, R"(,"class":"gone")");
    for (const auto unmarked : {Unmarked::keep, Unmarked::withhold}) {
        const auto rules = rules_with("['/**/class']", unmarked);
        CHECK(run(rules, bundle(seen + "," + bare + "," + gone), FormatKind::stix).output ==
              bundle(seen + "," + bare));
        CHECK(run(rules, bundle(gone), FormatKind::stix).is_all_withheld);
        CHECK(test::failure([&] {
                  (void)run(rules, bundle(object(4, R"(,"class":1)")), FormatKind::stix);
              }) == "4:portion.unknown");
    }
    const auto rules = rules_with("['/**/class']", Unmarked::keep);
    CHECK(run(rules, R"({"Event":{"distribution":"3","Object":[{"class":"gone"},{"class":"seen"}]}})",
              FormatKind::misp)
              .output == R"({"Event":{"distribution":"3","Object":[{"class":"seen"}]}})");
    CHECK(run(rules_with("['/class']", Unmarked::keep), R"({"class":"gone",)" + bundle("").substr(1),
              FormatKind::stix)
              .is_all_withheld);
}

TEST_CASE("json: what labels ask of a target is judged")
{
    const auto reason = [](const std::string& json,
                           const std::string& more = "policy = 'p'\nclearance = 'c'\n") {
        return test::failure(
            [&] { (void)test::rules_of("[target]\nname = 'K'\n" + more + "json = " + json); });
    };
    CHECK(reason("{ label = ['/a'] }").empty());
    CHECK(reason("{ label = '/a' }") == "2:rules.value");
    CHECK(reason("{ label = [] }") == "2:rules.empty");
    CHECK(reason("{}") == "2:rules.empty");
    CHECK(reason("1") == "2:rules.value");
    CHECK(reason("{ labels = ['/a'] }") == "2:rules.key");
    CHECK(reason("{ label = [''] }") == "2:rules.empty");
    CHECK(reason("{ label = ['a'] }") == "2:rules.field");
    CHECK(reason("{ label = ['/a'] }", "") == "2:rules.target");
}

TEST_CASE("json: random texts with labels are edited as the manual says")
{
    test::JsonDice dice(20261127);
    const std::vector<std::vector<std::string>> label_sets{
        {"/**/label"}, {"/a/label", "/*/label"}, {"/**/b/*", "/label"}, {"/**/a/**/label"}};
    const std::vector<std::vector<std::string>> only_sets{{}, {}, {"/a"}, {"/**/b", "/e"}};
    std::size_t refused = 0;
    std::size_t changed = 0;
    for (int i = 0; i < 6000; ++i) {
        const auto& labels = label_sets[dice.roll(label_sets.size())];
        auto list = std::string("[");
        for (const auto& label : labels) list += "'" + label + "',";
        const auto rules = rules_with(list + "]", dice.roll(2) == 0 ? Unmarked::keep : Unmarked::withhold,
                                      only_sets[dice.roll(only_sets.size())]);
        const auto text = test::random_json(dice, {"label", "label", "a", "b", "e"},
                                            {"\"seen\"", "\"seen\"", "\"gone\"", "\"\"", "null", "1"});
        Reference reference(labels, rules.target);
        const auto wanted = reference.edited(ordered_json::parse(text));
        INFO(list << " " << text);
        test::JsonRun got;
        const auto failure = test::failure([&] { got = run(rules, text); });
        REQUIRE(failure == (reference.is_refused ? "4:portion.unknown" : ""));
        refused += failure.empty() ? 0 : 1;
        if (!failure.empty()) continue;
        REQUIRE(ordered_json::parse(got.output) == wanted.value_or("[REDACTED]"));
        changed += got.output != text ? 1 : 0;
        if (wanted && rules.target.only.empty()) REQUIRE(run(rules, got.output).output == got.output);
    }
    CHECK(refused > 300);
    CHECK(changed > 1000);
}

TEST_CASE("a label that an allow-list takes is no mark of which nothing is known")
{
    const std::string text = R"x({"l":"\uFF08S\uFF09","x":1})x";
    CHECK(run(rules_with("['/l']", Unmarked::keep, {"/x"}), text).output == R"x({"x":1})x");
    CHECK(test::failure([&] { (void)run(rules_with("['/m']", Unmarked::keep, {"/x"}), text); }) ==
          "4:portion.unknown");
}
