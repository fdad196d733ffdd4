#include "pouch/redact/mask_graph.hpp"
#include "pouch/redact/recogniser.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <re2/re2.h>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// Places by output.
using Places = std::vector<std::vector<std::size_t>>;

Places places_in(const MaskGraph& graph, const std::string& text, MaskGraph::Width width)
{
    Places places(graph.output_count());
    std::vector<std::uint64_t> masks;
    // In memory of its own, so that the sanitizer sees every byte beside it.
    const std::vector<char> copy(text.begin(), text.end());
    graph.find(
        {copy.data(), copy.size()}, masks,
        [&](std::size_t out, std::size_t at) { places[out].push_back(at); }, width);
    return places;
}

const std::string every_kind = "10.0.0.1 a://b 2:3:4:5 ::1 @ 012345-1 0123-4567 02-123 +8 0123456789012";

std::string random_text(std::string_view alphabet, std::size_t size, std::uint64_t seed)
{
    std::string text;
    for (const auto b : test::noise(size, seed))
        text += alphabet[std::to_integer<std::size_t>(b) % alphabet.size()];
    return text;
}

} // namespace

TEST_CASE("masks that were not arranged behind their last output are found out")
{
    MaskGraph graph;
    graph.output(graph.bytes(byte_range('0', '9')));
    std::vector<std::uint64_t> masks;
    const auto find = [&] { graph.find("1", masks, [](std::size_t, std::size_t) {}); };
    CHECK(test::failure(find) == "70:bug");
    graph.arrange();
    CHECK(test::failure(find).empty());
    graph.output(graph.bytes(byte_range('a', 'z')));
    CHECK(test::failure(find) == "70:bug");
}

TEST_CASE("recognisers are raised at the same places in every width of registers")
{
    MaskGraph graph;
    for (const auto* recogniser : recognisers()) graph.output(recogniser->places(graph));
    graph.arrange();
    std::vector<std::string> texts = {"", "x"};
    constexpr std::string_view alphabet = "0000123456788012345678901234567890.:.:.::@//+--  ).\xE2"
                                          "ab ";
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        const auto part = seed % 3 == 0 ? 34 : seed % 3 == 1 ? 44 : alphabet.size();
        texts.push_back(random_text(alphabet.substr(0, part), 150 + 80 * seed, seed)); // beyond some batches
    }
    for (std::size_t size = 0; size < 200; ++size) texts.push_back(std::string(size, 'x') + every_kind);
    std::size_t count = 0;
    for (const auto& text : texts) {
        const auto expected = places_in(graph, text, MaskGraph::Width::plain);
        for (const auto& places : expected) count += places.size();
        for (const auto width : MaskGraph::widths()) REQUIRE((places_in(graph, text, width) == expected));
    }
    CHECK(count > 1000);
}

TEST_CASE("what is raised depends on the near text only, full or empty as the rest may be")
{
    MaskGraph graph;
    for (const auto* recogniser : recognisers()) graph.output(recogniser->places(graph));
    graph.output(graph.behind(byte_range(0x80, 0xFF))); // a mask of one bit
    graph.output(graph.behind(~ByteSet()));
    graph.arrange();
    // Empty stretches and full ones by turns, of any length, over several batches.
    const auto dice = test::noise(4000, 9);
    std::string text;
    for (std::size_t i = 0; text.size() < 70000; ++i) {
        const auto size = std::to_integer<std::size_t>(dice[2 * i]) * 40;
        switch (std::to_integer<unsigned>(dice[2 * i + 1]) % 4) {
        case 0:
            text.append(size, 'x');
            break;
        case 1:
            text += random_text("word and wide \xE2\xEA\x80", size, i);
            break;
        case 2:
            text += random_text("0123456789.:-@ ", size / 8, i);
            break;
        default:
            text += every_kind;
            break;
        }
    }
    constexpr std::size_t part = 1000;
    constexpr std::size_t near = 600;
    for (const auto width : MaskGraph::widths()) {
        const auto whole = places_in(graph, text, width);
        Places parts(graph.output_count());
        for (std::size_t begin = 0; begin < text.size(); begin += part) {
            const auto from = begin - std::min(begin, near);
            const auto found = places_in(graph, text.substr(from, begin - from + part + near), width);
            for (std::size_t out = 0; out < found.size(); ++out) {
                for (const auto place : found[out]) {
                    if (from + place >= begin && from + place < begin + part)
                        parts[out].push_back(from + place);
                }
            }
        }
        REQUIRE((whole == parts));
    }
}

TEST_CASE("sets of bytes are told from each other in every width of registers")
{
    const std::vector<ByteSet> sets = {word_bytes(),           byte_range(0, 255), bytes_in("\xFF\x80"),
                                       byte_range(1, 1),       bytes_in("aceg"),   byte_range('0', '9'),
                                       byte_range(0x7F, 0x81), ByteSet()};
    MaskGraph graph;
    for (const auto& set : sets) graph.output(graph.bytes(set));
    for (const auto& set : sets) graph.output(graph.behind(set));
    graph.arrange();
    std::string text(as_text(test::noise(10000, 5)));
    for (auto& c : text) c = c == 0 ? 'x' : c;
    Places expected(2 * sets.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (std::size_t s = 0; s < sets.size(); ++s) {
            if (sets[s].test(static_cast<unsigned char>(text[i]))) expected[s].push_back(i);
            if (i > 0 && sets[s].test(static_cast<unsigned char>(text[i - 1])))
                expected[sets.size() + s].push_back(i);
        }
    }
    CHECK(MaskGraph::widths().size() >= 1);
    for (const auto width : MaskGraph::widths()) CHECK((places_in(graph, text, width) == expected));
}

TEST_CASE("prefixes stand where the regex they come from begins")
{
    const auto digit = byte_range('0', '9');
    const auto upper = byte_range('A', 'Z');
    const auto hex = digit | byte_range('a', 'f');
    const std::vector<std::pair<std::string, RunPrefix>> programs = {
        {"[0-9]{3}", {false, {{digit, 3}}}},
        {"\\b[0-9]{3}-[0-9]", {true, {{digit, 3}, {bytes_in("-"), 1}, {digit, 1}}}},
        {"\\b[A-Z][0-9]{2}[A-Z]", {true, {{upper, 1}, {digit, 2}, {upper, 1}}}},
        {"\\b-[0-9]", {true, {{bytes_in("-"), 1}, {digit, 1}}}},
        {"[0-9a-f]{64}", {false, {{hex, 64}}}},
        {"a[0-9a-f]{62}b", {false, {{bytes_in("a"), 1}, {hex, 62}, {bytes_in("b"), 1}}}},
        {"[0-9a-f]{7}", {false, {{hex, 7}}}},
        {"[0-9]{33}", {false, {{digit, 33}}}},
    };
    MaskGraph graph; // all in one, so that they share what they can
    for (const auto& [pattern, prefix] : programs) graph.output(graph.prefix(prefix));
    graph.arrange();
    std::vector<std::size_t> counts(programs.size());
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        // Long runs in one text, short ones in the next.
        auto text = random_text("0123456789abcdefABZ- ", 100 + seed * 100, seed);
        if (seed % 2 == 0)
            text +=
                random_text("0123456789", 150, seed) + "a" + random_text("0123456789abcdef", 300, seed) + "b";
        const auto places = places_in(graph, text, MaskGraph::widths()[seed % MaskGraph::widths().size()]);
        for (std::size_t p = 0; p < programs.size(); ++p) {
            const RE2 regex(programs[p].first);
            std::vector<std::size_t> expected;
            for (std::size_t i = 0; i < text.size(); ++i) {
                if (regex.Match(text, i, text.size(), RE2::ANCHOR_START, nullptr, 0)) expected.push_back(i);
            }
            INFO(programs[p].first);
            REQUIRE((places[p] == expected));
            counts[p] += expected.size();
        }
    }
    for (const auto count : counts) CHECK(count > 0);
}

TEST_CASE("what is rare is told from what is not")
{
    const auto digit = byte_range('0', '9');
    CHECK(rarity_of({false, {{byte_range('a', 'z'), 3}}}) < 9);
    CHECK(rarity_of({false, {{digit, 1}}}) < 9);
    CHECK(rarity_of({false, {{digit, 3}, {bytes_in("-"), 1}, {digit, 2}}}) > 9);
    CHECK(rarity_of({false, {{byte_range('A', 'Z'), 2}, {digit, 3}}}) > 9);
}
