#include "pouch/redact/sieve.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

using Finds = std::vector<std::pair<std::uint32_t, std::size_t>>;

std::string random_text(std::string_view alphabet, std::size_t size, std::uint64_t seed)
{
    std::string text;
    for (const auto b : test::noise(size, seed))
        text += alphabet[std::to_integer<std::size_t>(b) % alphabet.size()];
    return text;
}

/// In order of shape and place.
Finds found_in(const Sieve& sieve, const std::string& text, Sieve::Width width)
{
    Finds finds;
    // In memory of its own, so that the sanitizer sees every byte beside it.
    const std::vector<char> copy(text.begin(), text.end());
    sieve.find(
        {copy.data(), copy.size()},
        [&](std::uint32_t shape, std::size_t at) { finds.emplace_back(shape, at); }, width);
    std::sort(finds.begin(), finds.end());
    return finds;
}

/// The same, byte by byte.
Finds expected_in(const std::vector<Sieve::Shape>& shapes, const std::string& text)
{
    Finds finds;
    for (std::uint32_t i = 0; i < shapes.size(); ++i) {
        const auto& bytes = shapes[i].bytes;
        for (std::size_t at = 0; at + bytes.size() <= text.size(); ++at) {
            std::size_t k = 0;
            while (k < bytes.size() && bytes[k][static_cast<unsigned char>(text[at + k])]) ++k;
            if (k == bytes.size()) finds.emplace_back(i, at + shapes[i].place);
        }
    }
    return finds;
}

} // namespace

TEST_CASE("a sieve finds in every width what stands there, and nothing else")
{
    constexpr std::string_view alphabet = "aAbB01-:%=[]!\xC3\xA9\xED\x95\x9C\xF3";
    std::size_t count = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        // More shapes than buckets, of one byte and of many, most of which the text holds.
        const auto text = random_text(alphabet, 40 + 17 * seed, seed);
        std::vector<Sieve::Shape> shapes;
        for (std::size_t i = 0; i < seed; ++i) {
            const auto dice = test::noise(3, 1000 * seed + i);
            const auto begin = std::to_integer<std::size_t>(dice[0]) % text.size();
            const auto size = 1 + std::to_integer<std::size_t>(dice[1]) % 12;
            auto shape = Sieve::literal(text.substr(begin, size), i % 2 == 0);
            if (i % 5 == 0) shape.bytes.back() |= byte_range('0', '9');
            shape.place = shape.bytes.size() - 1;
            shape.is_first = i % 3 == 0;
            shapes.push_back(std::move(shape));
        }
        const auto expected = expected_in(shapes, text);
        count += expected.size();
        const Sieve sieve(shapes);
        for (const auto width : Sieve::widths()) REQUIRE((found_in(sieve, text, width) == expected));
    }
    CHECK(count > 10000);
}

TEST_CASE("a sieve finds at any distance from the ends of a text")
{
    const std::vector<Sieve::Shape> shapes = {Sieve::literal("operation", false),
                                              Sieve::literal("@", false),
                                              {{bytes_in("!"), bytes_in("[")}, 1, true}};
    const Sieve sieve(shapes);
    for (std::size_t before = 0; before < 150; ++before) {
        for (const auto behind : std::initializer_list<std::size_t>{0, 1, 5, 6, 7, 63, 64, 70, 200}) {
            const auto text = std::string(before, 'x') + "![@operation" + std::string(behind, '\0');
            for (const auto width : Sieve::widths())
                REQUIRE((found_in(sieve, text, width) ==
                         Finds{{0, before + 3}, {1, before + 2}, {2, before + 1}}));
        }
    }
    for (const auto width : Sieve::widths()) {
        CHECK(found_in(sieve, "", width).empty());
        CHECK(found_in(Sieve(), "operation", width).empty());
        CHECK(found_in(sieve, std::string(100, 'x') + "operatio", width).empty());
    }
}

TEST_CASE("finds of shapes that begin where they are looked for come in order of place")
{
    const std::vector<Sieve::Shape> shapes = {
        {{bytes_in("%")}, 0, true}, {{bytes_in("%"), bytes_in("8")}, 0, true}, {{bytes_in("=")}, 0, true}};
    const auto text = random_text("%8=ab", 5000, 7);
    for (const auto width : Sieve::widths()) {
        std::size_t last = 0;
        Sieve(shapes).find(
            text,
            [&](std::uint32_t, std::size_t at) {
                REQUIRE(at >= last);
                last = at;
            },
            width);
        CHECK(last > 4900);
    }
}

TEST_CASE("the rarest bytes of a shape tell how rare it is")
{
    CHECK(Sieve::rarity_of(Sieve::prefix({false, {{byte_range('0', '9'), 40}}})) < 9);
    CHECK(Sieve::rarity_of(Sieve::prefix({false, {{byte_range('0', '9'), 3}, {bytes_in("-"), 1}}})) > 9);
    CHECK(Sieve::rarity_of(Sieve::literal("Sample", false)) > 20);
    CHECK(Sieve::rarity_of(Sieve::literal("e", true)) < 9);
}
