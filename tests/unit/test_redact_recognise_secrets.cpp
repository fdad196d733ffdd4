#include "redact_support.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/recogniser.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using namespace pouch;
using namespace pouch::redact;

namespace {

constexpr std::string_view names[] = {"age-key", "btc", "chat-token", "cloud-key", "coin-key", "entropy",
                                      "eth",     "jwt", "latlon",     "mgrs",      "password", "pem",
                                      "ssh-key", "trx", "utm",        "xmr"};

/// A rule for each of `names`.
std::string rules_with(const std::string& action)
{
    std::string toml;
    for (const auto name : names) {
        toml += "[[rule]]\nid = \"" + std::string(name) + "\"\ncategory = \"key." + std::string(name) +
                "\"\nbuiltin = \"" + std::string(name) + "\"\naction = \"" + action + "\"\n";
    }
    return toml;
}

std::string all_examples(std::string_view between)
{
    std::string text;
    for (const auto name : names) {
        for (const auto& example : recogniser_named(name)->examples) {
            text += example.text;
            text += between;
        }
    }
    return text;
}

/// The text of the samples, and a log of many forms that are near to secrets and are none.
std::string ordinary_text()
{
    std::string text;
    const auto samples = std::filesystem::path(POUCH_SOURCE_DIR) / "tests/data/samples";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(samples)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        std::ostringstream content;
        content << file.rdbuf();
        text += content.str();
    }
    for (int i = 0; i < 100; ++i) {
        text += "2026-11-25T03:04:05.123Z host-7 sshd[812]: Accepted publickey for kim from 192.0.2.7 port "
                "5022 ssh2\n"
                "{\"id\":\"550e8400-e29b-41d4-a716-446655440000\",\"type\":\"event\",\"count\":17,\"state\":"
                "\"ok\"}\n"
                "The quick report says: nothing of note happened on the second day, and nobody came.\n";
    }
    return text;
}

} // namespace

TEST_CASE("a PEM block that is longer than a match is found at its true length, and refused")
{
    std::string block = "-----BEGIN PRIVATE KEY-----\n";
    while (block.size() < 9000) block += std::string(64, 'A') + "\n";
    block += "-----END PRIVATE KEY-----";
    const auto& pem = *recogniser_named("pem");
    const auto hit = pem.judge(block + "\nplain text", 0);
    REQUIRE(hit);
    CHECK(hit->end == block.size());

    const auto scanner = test::scanner_of("[[rule]]\nid = \"R\"\nbuiltin = \"pem\"\n");
    try {
        test::run_engine(scanner, "x\n" + block + "\nplain text");
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.reason() == "redact.match-length");
    }
}

TEST_CASE("a password or a token that is longer than a match is refused")
{
    const auto scanner = test::scanner_of(rules_with("token"));
    for (const std::string prefix :
         {"password=", "password=\"", "ghp_", "eyJhbGciOiJIUzI1NiJ9.", "ssh-rsa AAAA"}) {
        INFO(prefix);
        CHECK_THROWS_AS(test::run_engine(scanner, prefix + std::string(longest_match + 1, 'A')), Error);
    }
}

TEST_CASE("what was redacted of keys and places is not redacted again")
{
    for (const std::string action : {"token", "mask", "drop"}) {
        const auto scanner = test::scanner_of(rules_with(action));
        for (const std::string_view between : {"\n", " ", ",", "\n\n-- \n", " key "}) {
            INFO(action << " with <" << between << "> between");
            const auto once = test::run_engine(scanner, all_examples(between)).output;
            CHECK(test::difference(test::run_engine(scanner, once).output, once).empty());
        }
    }
}

TEST_CASE("places of keys and coordinates are few in ordinary text")
{
    const auto text = ordinary_text();
    for (const auto name : names) {
        MaskGraph graph;
        graph.output(recogniser_named(name)->places(graph));
        graph.arrange();
        std::vector<std::uint64_t> masks;
        std::size_t count = 0;
        graph.find(text, masks, [&](std::size_t, std::size_t) { ++count; });
        INFO(name << ": " << count << " in " << text.size());
        CHECK(count <= text.size() / 150);
    }
}
