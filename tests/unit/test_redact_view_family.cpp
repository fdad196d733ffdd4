#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/view/family.hpp"
#include "pouch/redact/view/runs.hpp"
#include "unit/view_support.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace pouch;
using namespace pouch::redact;

namespace {

std::set<std::size_t> places_in(Family family, const std::string& text, Sieve::Width width)
{
    std::set<std::size_t> places;
    Sieve(shapes_of(family))
        .find(
            text, [&](std::uint32_t, std::size_t at) { places.insert(at); }, width);
    return places;
}

std::set<std::size_t> run_places_in(const std::string& text, MaskGraph::Width width)
{
    MaskGraph graph;
    graph.output(run_places(graph));
    graph.arrange();
    std::vector<std::uint64_t> masks;
    std::set<std::size_t> places;
    graph.find(
        text, masks, [&](std::size_t, std::size_t at) { places.insert(at); }, width);
    return places;
}

/// Where the decoder of a family finds a unit that it did not find from the place before.
std::set<std::size_t> units_in(Decoder decode, const std::string& text)
{
    std::set<std::size_t> units;
    std::size_t floor = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at < floor || is_continuation(text[at])) continue;
        std::string out;
        std::optional<Unit> unit;
        // A word that cannot be read must be looked at too.
        if (!test::failure([&] { unit = decode(text, floor, at, out); }).empty()) units.insert(at);
        if (!unit) continue;
        units.insert(at);
        floor = unit->end;
    }
    return units;
}

/// Counts the units, each of which must be raised in every width of registers.
std::size_t check_raised(Family family, Decoder decode, const std::vector<std::string>& alphabet)
{
    std::size_t count = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto text = test::random_characters(alphabet, 20 + 10 * seed, seed);
        const auto units = units_in(decode, text);
        count += units.size();
        for (const auto width : Sieve::widths()) {
            const auto places = places_in(family, text, width);
            for (const auto unit : units) {
                INFO(text << " at " << unit);
                REQUIRE(places.count(unit) == 1);
            }
        }
    }
    return count;
}

} // namespace

TEST_CASE("every place where a unit is found is raised")
{
    CHECK(check_raised(Family::escape, decode_escape,
                       {"\\", "u0041", "x41", "&", "amp;", "#46;", "%", "41", "[.]", "(at)", "{dot}", " ",
                        "n", "가"}) > 500);
    CHECK(check_raised(Family::mail, decode_mail,
                       {"=", "41", "=41", "\n", "=\r\n", "=?utf-8?Q?a?=", "=?x?B?y?=", " ", "a", "가"}) >
          500);
    CHECK(check_raised(Family::fold, decode_fold,
                       {"a", "é",  "ß", "\u0301", "\u200B", "ㄱ",     "ㅏ",       "ᄀ", "ᅡ", "ᆨ", "가",
                        "ﾡ", "Ａ", "–", "漢",     "꞉",      "\u3000", "か\u3099", "К",  "𝟘",  "ཀ"}) > 500);
}

TEST_CASE("every character that may fold is raised")
{
    std::string all;
    std::size_t count = 0;
    for (std::uint32_t c = 0x80; c < 0x110000; ++c) {
        if (!is_scalar(c)) continue;
        all += "a";
        append_utf8(all, c);
        all += "a 가"; // a letter and an open syllable before and behind
        append_utf8(all, c);
        all += "ㅏ ";
    }
    const auto units = units_in(decode_fold, all);
    const auto places = places_in(Family::fold, all, Sieve::widths().back());
    for (const auto unit : units) {
        ++count;
        if (places.count(unit) == 1) continue;
        FAIL("not raised: " << std::hex << code_point_at(all, unit));
    }
    CHECK(count > 5000);
}

TEST_CASE("every row of letters that may be a run is raised at its first")
{
    const std::vector<std::string> alphabet = {
        "A", "b",  "0", "+",  "/",  "_", "-",  "QUJDREVGR0",      "hJSktMTU5P",
        "=", "\n", " ", "<~", "~>", ".", "가", "0123456789abcdef"};
    std::size_t count = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto text = test::random_characters(alphabet, 20 + 10 * seed, seed);
        for (const auto width : MaskGraph::widths()) {
            const auto places = run_places_in(text, width);
            std::vector<Run> runs;
            // A run begins at the begin of a row, or inside the row of another.
            for (std::size_t at = 0; at < text.size();) {
                runs.clear();
                const auto end = find_runs(text, at, runs);
                if (!runs.empty()) {
                    INFO(text << " at " << at);
                    REQUIRE(places.count(at) == 1);
                    ++count;
                }
                at = std::max(end, at + 1);
            }
        }
    }
    CHECK(count > 100);
}
