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

/// The sanitizers take every so many of the planted cases, always the same; the release build takes all.
constexpr std::size_t every = POUCH_TEST_EVERY;

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
    bool has_lines = false;          ///< A run of several lines is in it.
    bool can_fold = false;           ///< Folding leaves the value what it is.

    [[nodiscard]] std::string text() const { return frame.before + spelt + frame.after; }
    [[nodiscard]] std::string expected() const { return frame.before + token + frame.after; }
};

/// True if the plain value goes alone and whole in this frame: some values are more, or less, beside some texts.
bool is_plantable(const test::Reference& reference, const Planted& plain)
{
    return reference.run(plain.text()) == plain.expected();
}

/// True if it does so folded too, and is no name of a host behind Hangul, which may be a part of such a name.
bool is_foldable(const test::Reference& reference, Planted plain)
{
    const bool is_behind_hangul = static_cast<unsigned char>(plain.frame.before.back()) >= 0x80;
    if (is_behind_hangul && plain.spelt.find('.') != std::string::npos) return false;
    const auto folded = test::folded_text(plain.spelt);
    if (folded == plain.spelt) return true;
    plain.spelt = folded;
    return is_plantable(reference, plain);
}

/// True if nothing in it is as it was: no older escape is left bare, to be undone beside the new ones.
bool is_all_escaped(const std::string& spelt)
{
    std::size_t place = 0;
    for (const auto& unit : test::escape_units(spelt)) {
        if (unit.begin != place) return false;
        place = unit.end;
    }
    return place == spelt.size();
}

/// The planted cases: every value plain, in every other spelling, and in pairs and triples of spellings.
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
        // What looks like an escape, in ascii85 say, would be undone beside them.
        const bool is_escape = spelling.undone == test::Undone::escape;
        if (is_escape && !is_same_step && !test::escape_units(planted.spelt).empty()) return false;
        // What is said of the lines of a run is said of the text it stands in, not of one it is put into.
        if (planted.has_lines && spelling.undone == test::Undone::run) return false;
        if (!planted.can_fold && spelling.undone == test::Undone::fold) return false;
        const auto spelt = spelling.spell(planted.spelt, dice);
        if (!spelt || (is_escape && is_same_step && !is_all_escaped(*spelt))) return false;
        if (spelling.has_lines) {
            planted.has_lines = true;
            planted.frame.after = "\n\n" + planted.frame.after;
        }
        planted.name += " / " + spelling.name;
        planted.spelt = *spelt;
        planted.steps.push_back(spelling.undone);
        return true;
    };
    for (std::size_t v = 0; v < values.size(); ++v) {
        std::vector<Planted> plain;
        for (const auto& frame : frames) {
            plain.push_back({values[v], frame, values[v], {}, false, false});
            if (!is_plantable(reference, plain.back())) {
                plain.pop_back();
            } else {
                plain.back().can_fold = is_foldable(reference, plain.back());
            }
        }
        if (plain.empty()) continue;
        const auto any_frame = [&] { return plain[dice.below(plain.size())]; };
        const auto any_spelling = [&]() -> const auto&
        {
            return spellings[dice.below(spellings.size())];
        };
        cases.insert(cases.end(), plain.begin(), plain.end());
        for (auto s = v % 2; s < spellings.size(); s += 2) {
            auto planted = any_frame();
            if (spell(planted, spellings[s])) cases.push_back(planted);
        }
        for (int n = 0; n < 16; ++n) {
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
    for (std::size_t i = 0; i < cases.size(); i += every * (cases[i].steps.size() > 1 ? 5U : 11U)) {
        const auto& planted = cases[i];
        const auto result =
            test::outcome([&](const auto& text) { return reference.run(text); }, planted.text());
        ++count;
        refused += result.starts_with("redact.") ? 1U : 0U;
        INFO(planted.name << ": " << planted.text());
        CHECK((is_good(planted, result) ? planted.expected() : result) == planted.expected());
    }
    CHECK(count * every > 1000);
    CHECK(refused * 10 < count);
}

TEST_CASE("the engine removes every planted value in every spelling, and nothing beside it")
{
    const auto& [rules, scanner, reference, cases] = fixture();
    std::size_t count = 0;
    std::size_t refused = 0;
    for (std::size_t i = 0; i < cases.size(); i += every) {
        const auto& planted = cases[i];
        const auto result = test::outcome(
            [&](const auto& text) { return test::run_engine(scanner, text).output; }, planted.text());
        ++count;
        refused += result.starts_with("redact.") ? 1U : 0U;
        INFO(planted.name << ": " << planted.text());
        CHECK((is_good(planted, result) ? planted.expected() : result) == planted.expected());
    }
    CHECK(count * every > 8000);
    CHECK(refused * 10 < count);
}

TEST_CASE("the engine removes the spans that the reference finds, in the name of the same rules")
{
    const auto& [rules, scanner, reference, cases] = fixture();
    std::size_t count = 0;
    for (std::size_t i = 0; i < cases.size(); i += 13 * every) {
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
        // See is_good() for refusals.
        if (found != "redact.depth") CHECK(found == expected);
        ++count;
    }
    CHECK(count * every > 800);
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
    // Small blocks are one window until more than its margin has been read; behind that each has one of its own.
    const auto margin = scanner.margin();
    const auto padding = std::string(margin, '.') + " ";
    for (std::size_t i = 0; i < cases.size(); i += 53 * every) {
        const auto& planted = cases[i];
        const auto whole = test::outcome(
            [&](const auto& text) { return test::run_engine(scanner, text).output; }, planted.text());
        for (const std::size_t block_size : {1U, 2U, 3U, 5U, 7U, 64U, 1000U, 4096U}) {
            check(planted, planted.text(), whole, block_size, 1 + count % 2);
        }
        if (whole != planted.expected() || planted.spelt.size() > 300) continue;
        // A zone ends inside the value, or before or behind it.
        const auto before = padding + planted.frame.before;
        const auto text = before + planted.spelt + planted.frame.after + padding;
        const auto expected = before + token + planted.frame.after + padding;
        for (std::size_t n = 0; n < 2; ++n) {
            const auto cut = (count * 7) % (planted.spelt.size() + 1);
            check(planted, text, expected, before.size() + cut, 1);
            check(planted, text, expected, before.size() + cut + margin, 1 + count % 2);
        }
    }
    // A few bytes at a time, from a margin on.
    for (std::size_t i = 0; i < cases.size(); i += 1801) {
        const auto& planted = cases[i];
        const auto text = planted.text() + std::string(margin - planted.text().size() / 2, '.');
        const auto expected =
            test::outcome([&](const auto& t) { return test::run_engine(scanner, t).output; }, text);
        for (const std::size_t block_size : {1U, 2U, 3U, 7U}) check(planted, text, expected, block_size, 1);
    }
    CHECK(count * every > 2000);
}

TEST_CASE("a long document of planted values comes out with a token for each")
{
    const auto& [rules, scanner, reference, cases] = fixture();
    std::string text;
    std::string expected;
    std::size_t count = 0;
    test::Dice dice(7);
    while (text.size() < 250000) {
        const auto& planted = cases[dice.below(cases.size())];
        if (planted.steps.size() > 1) continue;
        text += planted.text() + "\n";
        expected += planted.expected() + "\n";
        ++count;
    }
    for (const std::size_t block_size : {20011U, 65536U, 1U << 18U}) {
        for (const std::size_t threads : {1U, 2U}) {
            INFO("blocks of " << block_size << ", " << threads << " threads");
            REQUIRE(test::difference(test::run_engine(scanner, text, block_size, threads).output, expected) ==
                    "");
        }
    }
    CHECK(count > 1000);
}
