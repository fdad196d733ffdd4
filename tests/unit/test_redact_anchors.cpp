#include "pouch/redact/anchors.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <re2/re2.h>

using namespace pouch;
using namespace pouch::redact;

namespace {

using Events = std::map<std::size_t, unsigned>;

/// The same as the events of AnchorPass, byte by byte.
Events plain_events(const std::string& text)
{
    Events events;
    const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
    const auto digit = [&](std::size_t i) { return at(i) >= '0' && at(i) <= '9'; };
    const auto is = [&](std::size_t i, const char* set) {
        return at(i) != '\0' && std::strchr(set, at(i)) != nullptr;
    };
    const auto dotted = [&](std::size_t i) { return i > 0 && at(i) == '.' && digit(i - 1) && digit(i + 1); };
    const auto near = [](auto test, std::size_t i, std::size_t first, std::size_t last) {
        for (auto k = first; k <= last; ++k) {
            if (test(i + k)) return true;
        }
        return false;
    };
    const auto colon = [&](std::size_t i) { return at(i) == ':'; };
    const auto two_dots = [&](std::size_t i) { return dotted(i) && near(dotted, i, 2, 4); };
    const auto two_colons = [&](std::size_t i) { return colon(i) && near(colon, i, 2, 5); };
    const auto gap = [&](std::size_t i) {
        const bool goes_on = (digit(i + 1) && digit(i + 2) && digit(i + 3)) || is(i + 1, "-. )\xE2");
        return is(i, "\xE2") || (is(i, "-. )") && goes_on);
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned found = 0;
        std::size_t run = 0;
        if (digit(i) && (i == 0 || !digit(i - 1))) {
            while (digit(i + run)) ++run;
        }
        const auto four_at = [&](std::size_t k) {
            return digit(k) && digit(k + 1) && digit(k + 2) && digit(k + 3);
        };
        if (dotted(i) && near(two_dots, i, 2, 4)) found |= event_dotted;
        if (colon(i) && (colon(i + 1) || near(two_colons, i, 2, 5))) found |= event_colons;
        if (at(i) == '@') found |= event_at;
        if (colon(i) && at(i + 1) == '/' && at(i + 2) == '/') found |= event_scheme;
        if (run >= 13 || (run >= 6 && is(i + 6, "- \xE2"))) found |= event_six;
        if (run >= 13 || (run >= 4 && is(i + 4, "- \xE2") && four_at(i + 5))) found |= event_card;
        if (run >= 2 && at(i) == '0' && (run >= 9 || near(gap, i, 2, 4))) found |= event_zero;
        if (at(i) == '+' && at(i + 1) == '8') found |= event_plus;
        if (found != 0) events[i] = found;
    }
    return events;
}

Events events_of(const std::string& text, std::uint8_t wanted)
{
    AnchorPass pass;
    pass.want(wanted);
    Events events;
    std::vector<std::uint64_t> masks;
    pass.run(
        text, masks, [&](std::size_t place, std::uint8_t found) { events[place] = found; },
        [](auto, auto) {});
    return events;
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

TEST_CASE("the event pass finds what a plain walk over the bytes finds, at every place and for every length")
{
    constexpr std::string_view alphabet = "0000123456788012345678901234567890.:.:.::@//+--  ).\xE2"
                                          "ab ";
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const auto text = random_text(alphabet.substr(0, seed % 3 == 0   ? 34
                                                         : seed % 3 == 1 ? 44
                                                                         : alphabet.size()),
                                      150 + 9 * seed, seed);
        INFO(text);
        CHECK(events_of(text, 0xFF) == plain_events(text));
    }
    for (std::size_t size = 0; size < 200; ++size) {
        const auto text = std::string(size, 'x') + every_kind;
        CHECK(events_of(text, 0xFF) == plain_events(text));
    }
}

TEST_CASE("the event pass raises only what is wanted")
{
    for (unsigned kind = 1; kind < 256; kind *= 2) {
        Events expected;
        for (const auto& [place, found] : plain_events(every_kind)) {
            if ((found & kind) != 0) expected[place] = kind;
        }
        CHECK(events_of(every_kind, static_cast<std::uint8_t>(kind)) == expected);
        CHECK_FALSE(expected.empty());
    }
}

TEST_CASE("classification is the same in every width of registers")
{
    ByteClasses classes;
    std::vector<ByteSet> sets = {word_bytes(),         byte_range(0, 255),    ByteSet(),
                                 bytes_in("\xFF\x80"), byte_range(0, 0),      bytes_in("aceg"),
                                 byte_range('0', '9'), byte_range(0x7F, 0x81)};
    for (const auto& set : sets) classes.index_of(set);
    CHECK(classes.count() == sets.size());
    CHECK(classes.index_of(word_bytes()) == 0);
    const auto text = test::noise(10 * ByteClasses::chunk_size, 5);
    for (const auto width : ByteClasses::widths()) {
        std::vector<std::uint64_t> masks(10 * classes.count());
        classes.classify(as_text(text).data(), 10, masks.data(), width);
        for (std::size_t i = 0; i < text.size(); ++i) {
            for (std::size_t c = 0; c < sets.size(); ++c) {
                const auto mask = masks[i / 64 * classes.count() + c];
                REQUIRE(((mask >> (i % 64) & 1U) != 0) ==
                        sets[c].test(std::to_integer<std::size_t>(text[i])));
            }
        }
    }
}

TEST_CASE("run programs stand where the regex they come from begins")
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
    for (const auto& [pattern, prefix] : programs) {
        AnchorPass pass;
        pass.add(prefix);
        const RE2 regex(pattern);
        std::size_t count = 0;
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            // Long runs in one text, short ones in the next.
            auto text = random_text("0123456789abcdefABZ- ", 100 + seed * 3, seed);
            if (seed % 2 == 0)
                text += random_text("0123456789", 150, seed) + "a" +
                        random_text("0123456789abcdef", 300, seed) + "b";
            std::vector<std::size_t> expected;
            for (std::size_t i = 0; i < text.size(); ++i) {
                if (regex.Match(text, i, text.size(), RE2::ANCHOR_START, nullptr, 0)) expected.push_back(i);
            }
            std::vector<std::size_t> places;
            std::vector<std::uint64_t> masks;
            pass.run(
                text, masks, [](auto, auto) {},
                [&](std::size_t, std::size_t place) { places.push_back(place); });
            INFO(pattern << " on " << text);
            REQUIRE(places == expected);
            count += places.size();
        }
        INFO(pattern);
        CHECK(count > 0);
    }
}

TEST_CASE("what is rare is told from what is not")
{
    const auto digit = byte_range('0', '9');
    CHECK(RunProgram::rarity_of({false, {{byte_range('a', 'z'), 3}}}) < 9);
    CHECK(RunProgram::rarity_of({false, {{digit, 1}}}) < 9);
    CHECK(RunProgram::rarity_of({false, {{digit, 3}, {bytes_in("-"), 1}, {digit, 2}}}) > 9);
    CHECK(RunProgram::rarity_of({false, {{byte_range('A', 'Z'), 2}, {digit, 3}}}) > 9);
}
