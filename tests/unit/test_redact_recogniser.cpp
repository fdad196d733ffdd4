#include "pouch/redact/recogniser.hpp"

#include "pouch/redact/characters.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// All hits of judging every byte of `text`, in order of place.
std::vector<Hit> judged_everywhere(const Recogniser& recogniser, std::string_view text)
{
    std::vector<Hit> hits;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (const auto hit = recogniser.judge(text, at)) hits.push_back(*hit);
    }
    return hits;
}

/// All hits at the places that its masks raise.
std::vector<Hit> judged_where_raised(const Recogniser& recogniser, std::string_view text)
{
    MaskGraph graph;
    graph.output(recogniser.places(graph));
    graph.arrange();
    std::vector<std::uint64_t> masks;
    std::vector<Hit> hits;
    graph.find(text, masks, [&](std::size_t, std::size_t at) {
        if (const auto hit = recogniser.judge(text, at)) hits.push_back(*hit);
    });
    return hits;
}

/// The hits as an example tells them: those inside a longer one left out, in order.
std::string told(std::vector<Hit> hits, std::string_view text)
{
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::string found;
    std::size_t end = 0;
    for (const auto& hit : hits) {
        if (hit.end <= end) continue;
        end = hit.end;
        if (!found.empty()) found += '\n';
        if (hit.strength == Strength::weak) found += '?';
        if (hit.strength == Strength::faint) found += '~';
        found += text.substr(hit.begin, hit.end - hit.begin);
    }
    return found;
}

/// The bytes of `text` that hits cover, as one X each.
std::string covered(const std::vector<Hit>& hits, std::size_t size)
{
    std::string bytes(size, '.');
    for (const auto& hit : hits)
        std::fill_n(bytes.begin() + static_cast<long>(hit.begin), hit.end - hit.begin, 'X');
    return bytes;
}

/// Examples of all recognisers, one after the other in an order of chance.
std::string mixed_examples(std::uint64_t seed)
{
    static const auto all = [] {
        std::vector<std::string_view> texts;
        for (const auto* recogniser : recognisers()) {
            for (const auto& example : recogniser->examples) texts.push_back(example.text);
        }
        return texts;
    }();
    constexpr std::string_view between[] = {" ", "\n", ", ", "=", "은 ", "\\n", "", "\"", "-", "."};
    const auto random = test::noise(60, seed);
    std::string text;
    for (std::size_t i = 0; i + 2 < random.size(); i += 3) {
        const auto index =
            std::to_integer<std::size_t>(random[i]) * 256 + std::to_integer<std::size_t>(random[i + 1]);
        text += all[index % all.size()];
        text += between[std::to_integer<std::size_t>(random[i + 2]) % std::size(between)];
    }
    return text;
}

} // namespace

TEST_CASE("every recogniser finds what its table says, at its exact bounds, and nothing more")
{
    for (const auto* recogniser : recognisers()) {
        std::size_t matching = 0;
        for (const auto& example : recogniser->examples) {
            INFO(recogniser->name << ": " << example.text);
            CHECK(told(judged_everywhere(*recogniser, example.text), example.text) == example.found);
            matching += example.found.empty() ? 0U : 1U;
        }
        INFO(recogniser->name);
        CHECK(matching >= 3);
        CHECK(recogniser->examples.size() - matching >= 3);
    }
}

TEST_CASE("an underscore beside a value hides nothing")
{
    std::size_t count = 0;
    for (const auto* recogniser : recognisers()) {
        if (recogniser->name == "domain") continue; // `host.sh_2` may be a file
        for (const auto& example : recogniser->examples) {
            const auto value = std::string(example.found);
            // Faint and weak ones are marked so; the lines of several stand in one.
            if (example.text != value || value.find('\n') != std::string::npos) continue;
            ++count;
            for (const std::string beside : {"_", "__"}) {
                const auto text = "a" + beside + value + beside + "b";
                INFO(recogniser->name << ": " << text);
                const auto hits = judged_where_raised(*recogniser, text);
                CHECK(covered(hits, text.size()).find(std::string(value.size(), 'X')) != std::string::npos);
            }
        }
    }
    CHECK(count > 150);
}

TEST_CASE("the masks raise every place that matters")
{
    for (const auto* recogniser : recognisers()) {
        for (const auto& example : recogniser->examples) {
            INFO(recogniser->name << ": " << example.text);
            CHECK(told(judged_where_raised(*recogniser, example.text), example.text) == example.found);
        }
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            const auto text = mixed_examples(seed);
            INFO(recogniser->name << ": " << text);
            CHECK(covered(judged_where_raised(*recogniser, text), text.size()) ==
                  covered(judged_everywhere(*recogniser, text), text.size()));
        }
    }
}

TEST_CASE("recognisers are in order of name, have one name each, and are found by it")
{
    const auto all = recognisers();
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(recogniser_named(all[i]->name) == all[i]);
        if (i > 0) CHECK(all[i - 1]->name < all[i]->name);
        CHECK(all[i]->longest <= longest_match);
    }
    CHECK(recogniser_named("") == nullptr);
    CHECK(recogniser_named("nothing") == nullptr);
}

TEST_CASE("what a recogniser calls weak or faint agrees with what it says of itself")
{
    for (const auto* recogniser : recognisers()) {
        INFO(recogniser->name);
        bool has_weak = false;
        bool has_faint = false;
        for (const auto& example : recogniser->examples) {
            for (const auto& hit : judged_everywhere(*recogniser, example.text)) {
                has_weak = has_weak || hit.strength != Strength::strong;
                has_faint = has_faint || hit.strength == Strength::faint;
                CHECK(hit.end - hit.begin <= recogniser->longest);
            }
        }
        CHECK(has_weak == recogniser->has_weak);
        CHECK(has_faint == !recogniser->context.empty());
    }
}

TEST_CASE("recognisers read no byte outside the text, wherever it is cut")
{
    for (const auto* recogniser : recognisers()) {
        for (const auto& example : recogniser->examples) {
            const auto text = example.text;
            for (std::size_t begin = 0; begin < text.size(); ++begin) {
                if (is_continuation(text[begin])) continue;
                for (std::size_t end = begin + 1; end <= text.size(); ++end) {
                    if (end < text.size() && is_continuation(text[end])) continue;
                    // In memory of its own, so that the sanitizer sees every byte beside it.
                    const std::vector<char> cut(text.begin() + static_cast<long>(begin),
                                                text.begin() + static_cast<long>(end));
                    for (const auto& hit : judged_everywhere(*recogniser, {cut.data(), cut.size()})) {
                        REQUIRE((hit.begin < hit.end && hit.end <= cut.size()));
                    }
                }
            }
        }
    }
}

TEST_CASE("a recogniser answers the same wherever the text is cut beyond its reach")
{
    for (const auto* recogniser : recognisers()) {
        const auto reach = recogniser->longest + look_around;
        for (const auto& example : recogniser->examples) {
            INFO(recogniser->name << ": " << example.text);
            const std::string filler(reach, ' ');
            const auto text = filler + std::string(example.text) + filler;
            CHECK(told(judged_everywhere(*recogniser, text), text) == example.found);
        }
    }
}
