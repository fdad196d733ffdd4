#include "pouch/redact/events.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace pouch;
using namespace pouch::redact;

namespace {

using Events = std::map<std::size_t, unsigned>;

/// The same as for_each_event, byte by byte.
Events plain_events(const std::string& text)
{
    Events events;
    const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : ' '; };
    const auto digit = [&](std::size_t i) { return at(i) >= '0' && at(i) <= '9'; };
    const auto dotted = [&](std::size_t i) { return i > 0 && at(i) == '.' && digit(i - 1) && digit(i + 1); };
    const auto near = [](auto is, std::size_t i, std::size_t first, std::size_t last) {
        for (auto k = first; k <= last; ++k) {
            if (is(i + k)) return true;
        }
        return false;
    };
    const auto colon = [&](std::size_t i) { return at(i) == ':'; };
    const auto two_dots = [&](std::size_t i) { return dotted(i) && near(dotted, i, 2, 4); };
    const auto two_colons = [&](std::size_t i) { return colon(i) && near(colon, i, 2, 5); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned found = 0;
        std::size_t run = 0;
        if (digit(i) && (i == 0 || !digit(i - 1))) {
            while (digit(i + run)) ++run;
        }
        if (dotted(i) && near(two_dots, i, 2, 4)) found |= event_dotted;
        if (colon(i) && (colon(i + 1) || near(two_colons, i, 2, 5))) found |= event_colons;
        if (at(i) == '@') found |= event_at;
        if (colon(i) && at(i + 1) == '/' && at(i + 2) == '/') found |= event_scheme;
        if (run >= 6) found |= event_six;
        if (run >= 4) found |= event_four;
        if (run >= 2 && at(i) == '0') found |= event_zero;
        if ((at(i) == '+' && digit(i + 1)) || (at(i) == '8' && run == 2)) found |= event_plus;
        if (found != 0) events[i] = found;
    }
    return events;
}

} // namespace

TEST_CASE("the event pass finds what a plain walk over the bytes finds, at every place and for every length")
{
    constexpr std::string_view alphabet = "0123456789012345678901234567890.:.:.::@//+-ab ";
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        std::string text;
        for (const auto b : test::noise(150 + seed, seed)) {
            text += alphabet[std::to_integer<std::size_t>(b) % (seed % 3 == 0 ? 30 : alphabet.size())];
        }
        Events events;
        for_each_event(text, 0xFF, [&](std::size_t place, std::uint8_t found) { events[place] = found; });
        INFO(text);
        CHECK(events == plain_events(text));
    }
    for (std::size_t size = 0; size < 200; ++size) {
        const auto text = std::string(size, 'x') + "10.0.0.1 a://b 2:3:4:5 ::1 @ 012345 +8";
        Events events;
        for_each_event(text, 0xFF, [&](std::size_t place, std::uint8_t found) { events[place] = found; });
        CHECK(events == plain_events(text));
    }
}

TEST_CASE("the event pass raises only what is wanted")
{
    const std::string text = "10.0.0.1 a://b 2:3:4:5 ::1 @ 012345 +8";
    for (unsigned kind = 1; kind < 256; kind *= 2) {
        Events expected;
        for (const auto& [place, found] : plain_events(text)) {
            if ((found & kind) != 0) expected[place] = kind;
        }
        Events events;
        for_each_event(text, static_cast<std::uint8_t>(kind),
                       [&](std::size_t place, std::uint8_t found) { events[place] = found; });
        CHECK(events == expected);
        CHECK_FALSE(expected.empty());
    }
}
