#include "support/spellings.hpp"
#include "unit/redact_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// All recognisers, names and an expression; one category, so that the token does not tell which rule it was.
std::string planted_rules()
{
    std::string toml =
        "[[rule]]\nid = 'names'\ncategory = 'found'\n"
        "literals = ['홍길동', '이몽룡', '곽두꺼비', 'Kim Chul-su', 'COPPER FINCH', 'Straße 12']\n"
        "[[rule]]\nid = 'serial'\ncategory = 'found'\nregex = '\\bSN-\\d{8}\\b'\n"
        "[[rule]]\nid = 'any-case'\ncategory = 'found'\nliterals = ['quiet heron']\nignore_case = true\n";
    for (const auto* recogniser : recognisers()) {
        const std::string name(recogniser->name);
        toml += "[[rule]]\nid = '" + name + "'\ncategory = 'found'\nbuiltin = '" + name + "'\n";
    }
    return toml;
}

const std::string token = "[REDACTED:found]";

/// Innocent text around a value.
struct Frame {
    std::string before;
    std::string after;
};

const std::vector<Frame> frames = {
    {"the operator wrote ", " in his report of march"},
    {"피해 단말은 ", " 에서 접속 기록을 확인하였다"},
    {"담당자는", " 라고 진술하였다.\n"},
    {R"({"event":"login","note":"seen )", R"( today","bytes":12})"},
    {"Mar 14 host sshd[17]: peer (", " ) closed\n"},
    {R"({"text":"he said \"well\": )", R"( \"and\" left"})"},
    {"조선업체： ", " 확인… 완료"},
};

/// Values that recognisers are sure of, and those of the other rules. Not those that hold escapes themselves, which
/// would be undone together with their spelling.
std::vector<std::string> planted_values()
{
    std::vector<std::string> values = {"홍길동",       "이몽룡",      "곽두꺼비",    "Kim Chul-su",
                                       "COPPER FINCH", "SN-12345678", "Quiet Heron", "Straße 12"};
    for (const auto* recogniser : recognisers()) {
        for (const auto& example : recogniser->examples) {
            const auto found = example.found;
            const bool is_one = !found.empty() && found.find('\n') == std::string_view::npos;
            const bool is_sure = is_one && found.front() != '?' && found.front() != '~';
            if (is_sure && test::escape_units(found).empty()) values.emplace_back(found);
        }
    }
    return values;
}

struct Planted {
    std::string name; ///< Of the spellings, the innermost first.
    Frame frame;
    std::string spelt;               ///< All of this goes.
    std::vector<test::Undone> steps; ///< By spelling.

    [[nodiscard]] std::string text() const { return frame.before + spelt + frame.after; }
    [[nodiscard]] std::string expected() const { return frame.before + token + frame.after; }
};

/// True if the plain value goes alone and whole in this frame: some values are more, or less, beside some texts.
bool is_plantable(const test::Reference& reference, const Planted& plain)
{
    return reference.run(plain.text()) == plain.expected();
}

/// The planted cases: every spelling of every value, and pairs and triples of spellings.
std::vector<Planted> planted_cases(const test::Reference& reference)
{
    test::Dice dice(2026);
    std::vector<Planted> cases;
    const auto values = planted_values();
    const auto& spellings = test::spellings();

    // Spells a case once more. Spelling a part of what the same step undoes is no nesting: both are undone at once.
    const auto spell = [&](Planted& planted, const test::Spelling& spelling) {
        const auto& steps = planted.steps;
        const bool is_same_step = std::find(steps.begin(), steps.end(), spelling.undone) != steps.end();
        if (is_same_step && spelling.share != test::Share::whole) return false;
        const auto spelt = spelling.spell(planted.spelt, dice);
        if (!spelt) return false;
        planted.name += " / " + spelling.name;
        planted.spelt = *spelt;
        planted.steps.push_back(spelling.undone);
        return true;
    };
    for (std::size_t v = 0; v < values.size(); ++v) {
        std::vector<Planted> plain;
        for (const auto& frame : frames) {
            plain.push_back({values[v], frame, values[v], {}});
            if (!is_plantable(reference, plain.back())) plain.pop_back();
        }
        if (plain.empty()) continue;
        const auto any_frame = [&] { return plain[dice.below(plain.size())]; };
        const auto any_spelling = [&]() -> const auto&
        {
            return spellings[dice.below(spellings.size())];
        };
        cases.insert(cases.end(), plain.begin(), plain.end());
        for (const auto& spelling : spellings) {
            auto planted = any_frame();
            if (spell(planted, spelling)) cases.push_back(planted);
        }
        for (int n = 0; n < 40; ++n) {
            auto planted = any_frame();
            if (!spell(planted, any_spelling()) || !spell(planted, any_spelling())) continue;
            cases.push_back(planted);
            if (n % 2 == 0 && spell(planted, any_spelling())) cases.push_back(planted);
        }
    }
    return cases;
}

struct Fixture {
    const std::vector<Rule> rules = test::rules_of(planted_rules()).rules;
    const Scanner scanner = Scanner(rules);
    const test::Reference reference = test::Reference(rules);
    const std::vector<Planted> cases = planted_cases(reference);
};

/// The corpus is made once for all cases of this file.
const Fixture& fixture()
{
    static const Fixture made;
    return made;
}

/// Nested spellings may be refused, since innocent text around them needs steps of its own.
bool is_good(const Planted& planted, const std::string& outcome)
{
    if (outcome == planted.expected()) return true;
    return planted.steps.size() > 1 && (outcome == "redact.depth" || outcome == "redact.charset");
}

} // namespace

TEST_CASE("the reference finds every planted value in every spelling, and nothing beside it")
{
    const auto& [rules, scanner, reference, cases] = fixture();
    std::size_t count = 0;
    std::size_t refused = 0;
    for (std::size_t i = 0; i<cases.size(); i += cases[i].steps.size()> 1 ? 3U : 7U) {
        const auto& planted = cases[i];
        const auto result =
            test::outcome([&](const auto& text) { return reference.run(text); }, planted.text());
        ++count;
        refused += result.starts_with("redact.") ? 1U : 0U;
        INFO(planted.name << ": " << planted.text());
        CHECK((is_good(planted, result) ? planted.expected() : result) == planted.expected());
    }
    CHECK(count > 1000);
    CHECK(refused * 10 < count);
}

TEST_CASE("the engine removes every planted value in every spelling, and nothing beside it")
{
    const auto& [rules, scanner, reference, cases] = fixture();
    std::size_t count = 0;
    std::size_t refused = 0;
    for (const auto& planted : cases) {
        const auto result = test::outcome(
            [&](const auto& text) { return test::run_engine(scanner, text).output; }, planted.text());
        ++count;
        refused += result.starts_with("redact.") ? 1U : 0U;
        INFO(planted.name << ": " << planted.text());
        CHECK((is_good(planted, result) ? planted.expected() : result) == planted.expected());
    }
    CHECK(count > 8000);
    CHECK(refused * 10 < count);
}

TEST_CASE("the engine removes the spans that the reference finds, in the name of the same rules")
{
    const auto& [rules, scanner, reference, cases] = fixture();
    std::size_t count = 0;
    for (std::size_t i = 0; i < cases.size(); i += 9) {
        const auto text = cases[i].text();
        const auto listed = [](const auto& spans, auto begin_of) {
            std::string list;
            for (const auto& span : spans) {
                list += std::to_string(begin_of(span)) + " by " + std::to_string(span.rule) + "\n";
            }
            return list;
        };
        const auto expected = test::outcome(
            [&](const auto& t) { return listed(reference.unions(t), [](const auto& s) { return s.begin; }); },
            text);
        const auto found = test::outcome(
            [&](const auto& t) {
                return listed(test::run_engine(scanner, t).removals, [](const auto& r) { return r.offset; });
            },
            text);
        INFO(cases[i].name << ": " << text);
        CHECK(found == expected);
        ++count;
    }
    CHECK(count > 800);
}

TEST_CASE("planted values are found wherever blocks are cut, on any number of threads")
{
    const auto& [rules, scanner, reference, cases] = fixture();
    std::size_t count = 0;
    const auto check = [&](const Planted& planted, const std::string& text, const std::string& expected,
                           std::size_t block_size, std::size_t threads) {
        INFO(planted.name << ", blocks of " << block_size << ": " << planted.text());
        const auto result = test::outcome(
            [&](const auto& t) { return test::run_engine(scanner, t, block_size, threads).output; }, text);
        REQUIRE(test::difference(result, expected) == "");
        ++count;
    };
    // Far enough in that blocks have been cut off on both sides.
    const auto padding = std::string(scanner.margin(), '.') + " ";
    for (std::size_t i = 0; i < cases.size(); i += 41) {
        const auto& planted = cases[i];
        const auto whole = test::outcome(
            [&](const auto& text) { return test::run_engine(scanner, text).output; }, planted.text());
        for (const std::size_t block_size : {1U, 2U, 3U, 5U, 7U, 64U, 1000U, 4096U}) {
            check(planted, planted.text(), whole, block_size, 1 + count % 2);
        }
        // A cut at each byte of the value.
        if (i % 3 != 0 || whole != planted.expected() || planted.spelt.size() > 300) continue;
        const auto before = padding + planted.frame.before;
        for (std::size_t cut = 0; cut <= planted.spelt.size(); ++cut) {
            const auto text = before + planted.spelt + planted.frame.after + padding;
            check(planted, text, before + token + planted.frame.after + padding, before.size() + cut,
                  1 + cut % 2);
        }
    }
    CHECK(count > 3000);
}

TEST_CASE("a long document of planted values comes out with a token for each")
{
    const auto& [rules, scanner, reference, cases] = fixture();
    std::string text;
    std::string expected;
    std::size_t count = 0;
    test::Dice dice(7);
    while (text.size() < 400000) {
        const auto& planted = cases[dice.below(cases.size())];
        if (planted.steps.size() > 1) continue;
        text += planted.text() + "\n";
        expected += planted.expected() + "\n";
        ++count;
    }
    for (const std::size_t block_size : {1000U, 4096U, 5001U, 65536U, 1U << 18U}) {
        for (const std::size_t threads : {1U, 2U}) {
            INFO("blocks of " << block_size << ", " << threads << " threads");
            REQUIRE(test::difference(test::run_engine(scanner, text, block_size, threads).output, expected) ==
                    "");
        }
    }
    CHECK(count > 1500);
}
