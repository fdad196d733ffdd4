#include "pouch/base/text.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/ledger.hpp"
#include "redact_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace pouch;
using namespace pouch::redact;

namespace {

RecordFacts facts()
{
    RecordFacts facts;
    facts.rules = {"aa"};
    facts.target = "KOR";
    facts.output = "ee";
    facts.is_tar = true;
    facts.size = 2;
    return facts;
}

std::vector<Rule> rules()
{
    return test::rules_of("[[rule]]\nid = 'R1'\ncategory = 'net'\nbuiltin = 'ipv4'\n"
                          "[[rule]]\nid = 'R2'\nliterals = ['x']\naction = 'mask'\n")
        .rules;
}

Finding finding(FindingKind kind, std::uint64_t begin, std::uint64_t end)
{
    Finding finding{kind, 1, begin, end};
    finding.output = 7;
    return finding;
}

/// The lines that `write` makes.
template <typename Write> std::vector<std::string> lines_of(Write write, const KeyScope* key = nullptr)
{
    const auto all = rules();
    io::MemorySink out;
    Ledger ledger(out, all, key);
    write(ledger);
    CHECK_FALSE(out.committed);
    std::vector<std::string> lines;
    std::istringstream in{std::string(as_text(out.bytes))};
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

KeyScope key_of(std::byte byte)
{
    return KeyScope(
        KeyScope::Key::filled_by([&](MutableByteView out) { std::fill(out.begin(), out.end(), byte); }));
}

} // namespace

TEST_CASE("a ledger begins with what decided, ends with exact counts and the digest of all lines before")
{
    const auto lines = lines_of([](Ledger& ledger) {
        ledger.begin({Instant{0}, "bb"}, facts());
        ledger.withheld("a", finding(FindingKind::text, 3, 9), true);
        ledger.withheld("a", finding(FindingKind::comment, 9, 12), false);
        ledger.withheld_whole("b", "member", "dropped");
        ledger.end({"cc", 10240, "dd"}, facts());
    });
    const std::vector<std::string> want{
        R"({"ledger":"pouch-redaction","version":1,"tool":"redact","tool_version":")" POUCH_VERSION
        R"(","time":"1970-01-01T00:00:00Z"})",
        R"({"previous":"sha256:bb"})",
        R"({"rules":"sha256:aa"})",
        R"({"target":"KOR"})",
        R"({"withheld":"text","member":"a","rule":"R2","category":"","action":"mask","begin":3,"end":9,"output":7})",
        R"({"withheld":"comment","member":"a","category":"comment","begin":9,"end":12})",
        R"({"withheld":"member","member":"b","category":"member","why":"dropped"})",
        R"({"input":"sha256:cc","kind":"tar","bytes":10240})",
        R"({"output":"sha256:ee","kind":"tar","members":2})",
        R"({"record":"sha256:dd"})",
        R"({"category":"","removed":1})",
        R"({"category":"comment","removed":1})",
        R"({"category":"member","removed":1})",
    };
    REQUIRE(lines.size() == want.size() + 1);
    CHECK(std::vector<std::string>(lines.begin(), lines.end() - 1) == want);
    std::string before;
    for (const auto& line : want) before += line + "\n";
    CHECK(lines.back() == R"({"total":3,"chain":"sha256:)" +
                              crypto::digest_of(crypto::Algorithm::sha256, as_bytes(before)).hex() + "\"}");
}

TEST_CASE("each kind of finding is told as what it is, with what is known of it")
{
    const auto line_of = [](Finding finding, bool has_output = true, std::string_view member = "") {
        return lines_of([&](Ledger& ledger) { ledger.withheld(member, finding, has_output); }).at(0);
    };
    CHECK(line_of(finding(FindingKind::text, 3, 9), false) ==
          R"({"withheld":"text","rule":"R2","category":"","action":"mask","begin":3,"end":9})");
    CHECK(line_of(finding(FindingKind::repeat, 3, 9), false) ==
          R"({"withheld":"text","rule":"R2","category":"","action":"mask","again":true,"begin":3,"end":9})");
    CHECK(line_of(finding(FindingKind::field, 3, 9), false) ==
          R"({"withheld":"field","rule":"R2","category":"","action":"mask","begin":3,"end":9})");
    CHECK(line_of(finding(FindingKind::field, 3, 0), false) ==
          R"({"withheld":"field","rule":"R2","category":"","action":"mask","begin":3})");
    CHECK(line_of(finding(FindingKind::unlisted, 3, 9)) ==
          R"({"withheld":"field","category":"field","begin":3,"end":9})");
    auto portion = finding(FindingKind::portion, 3, 9);
    CHECK(line_of(portion) == R"({"withheld":"portion","category":"portion","begin":3,"end":9})");
    portion.line = 4;
    CHECK(line_of(portion, true, "m") ==
          R"({"withheld":"portion","member":"m","category":"portion","line":4,"begin":3,"end":9})");
    CHECK(test::failure([&] { (void)line_of(finding(FindingKind::note, 3, 9)); }) != "");
    CHECK(lines_of([](Ledger& ledger) { ledger.note("m", "signature", 5); }).at(0) ==
          R"({"note":"signature","member":"m","begin":5})");
}

TEST_CASE("a hostile name of a member stays one JSON string on one line, and acts upon no terminal")
{
    for (const std::string name : {"a\nb", "\",\"category\":\"none", "\\", "\x1B[2J", "\xC2\x9B",
                                   "\xE2\x80\xAEtxt.exe", "\xFF\xFE", "한글"}) {
        const auto lines = lines_of([&](Ledger& ledger) {
            ledger.withheld(name, finding(FindingKind::text, 0, 1), false);
            ledger.withheld_whole(name, "member", "withheld");
            ledger.note(name, "passed unread", std::nullopt);
        });
        REQUIRE(lines.size() == 3);
        for (const auto& line : lines) {
            const auto told = nlohmann::json::parse(line)["member"].get<std::string>();
            CHECK(told == (is_utf8(name) ? name : escaped(name)));
            CHECK(escaped(line).find("\\u{") == std::string::npos);
            CHECK(line.find('\x1B') == std::string::npos);
        }
    }
}

TEST_CASE("a proof is there with a key only, and is of that key and that value")
{
    const auto line_of = [](const KeyScope* key, char first) {
        auto text = finding(FindingKind::text, 0, 1);
        text.digest.fill(static_cast<std::byte>(first));
        return lines_of([&](Ledger& ledger) { ledger.withheld("", text, false); }, key).at(0);
    };
    const auto one = key_of(std::byte{1});
    const auto two = key_of(std::byte{2});
    CHECK(line_of(nullptr, 'a').find("proof") == std::string::npos);
    CHECK(line_of(&one, 'a') == line_of(&one, 'a'));
    CHECK(line_of(&one, 'a') != line_of(&one, 'b'));
    CHECK(line_of(&one, 'a') != line_of(&two, 'a'));
    std::array<std::byte, 32> digest{};
    digest.fill(static_cast<std::byte>('a'));
    const auto mac = one.mac(KeyScope::Purpose::proof, as_text(digest));
    CHECK(line_of(&one, 'a').ends_with(R"(,"proof":"hmac-sha256:)" + to_hex(mac) + "\"}"));
}

TEST_CASE("an edit carries the digest of the whole span, wherever blocks part it")
{
    const std::string text = std::string(3000, '.') + "192.0.2.7" + std::string(3000, '.') + "x y 192.0.2.8";
    const auto scanner = test::scanner_of("[[rule]]\nid = 'R1'\ncategory = 'net'\nbuiltin = 'ipv4'\n"
                                          "[[rule]]\nid = 'R2'\nliterals = ['y 192.0']\n");
    for (std::size_t block = 1; block < 40; ++block) {
        Engine engine(scanner, {1, block, SpanDigests::wanted});
        io::MemorySource in(as_bytes(text));
        io::MemorySink out;
        std::vector<Removal> removals;
        engine.run(in, out, 1, [&](const Removal& removal) { removals.push_back(removal); });
        REQUIRE(removals.size() == 2);
        for (const auto& removal : removals) {
            const auto span = std::string_view(text).substr(removal.offset, removal.end - removal.offset);
            const auto want = crypto::digest_of(crypto::Algorithm::sha256, as_bytes(span));
            CHECK(to_hex(removal.digest) == want.hex());
            CHECK(as_text(out.bytes).substr(removal.output).starts_with("[REDACTED"));
        }
        CHECK(removals[0].end - removals[0].offset == 9);
        CHECK(removals[1].end - removals[1].offset == 11);
    }
}
