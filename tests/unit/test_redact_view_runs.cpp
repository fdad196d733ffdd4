#include "pouch/base/text.hpp"
#include "pouch/redact/view/runs.hpp"
#include "unit/view_support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace std::string_literals;

namespace {

/// "this text holds the secret 192.0.2.7, and it goes on" and its forms.
const std::string hidden = "this text holds the secret 192.0.2.7, and it goes on";
const std::string base64 = "dGhpcyB0ZXh0IGhvbGRzIHRoZSBzZWNyZXQgMTkyLjAuMi43LCBhbmQgaXQgZ29lcyBvbg==";

std::string hexadecimal(std::string_view bytes, bool is_upper = false)
{
    const std::string_view digits = is_upper ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

/// The runs of a text, found from `at`: kind as a letter, and what it is.
std::vector<std::string> runs_of(std::string_view text, std::size_t at = 0)
{
    std::vector<Run> runs;
    const auto end = find_runs(text, at, runs);
    REQUIRE(end >= at);
    REQUIRE(end <= text.size());
    std::vector<std::string> all;
    for (const auto& run : runs) {
        REQUIRE(run.begin >= at);
        REQUIRE(run.end <= text.size());
        const char kind = run.kind == Run::Kind::base64        ? 'b'
                          : run.kind == Run::Kind::hexadecimal ? 'h'
                                                               : 'a';
        all.push_back(kind + ":"s + std::string(text.substr(run.begin, run.end - run.begin)));
    }
    return all;
}

using Texts = std::vector<std::string>;

bool holds(std::string_view written, Run::Kind kind, std::string_view value)
{
    std::vector<Stretch> stretches;
    decode_run(written, kind, stretches);
    return std::any_of(stretches.begin(), stretches.end(), [&](const Stretch& stretch) {
        REQUIRE(is_utf8(stretch.text));
        return stretch.text.find(value) != std::string::npos;
    });
}

std::vector<std::string> stretches_of(std::string_view bytes)
{
    std::vector<Stretch> stretches;
    append_stretches(bytes, stretches);
    Texts all;
    for (const auto& stretch : stretches)
        all.push_back((stretch.is_first ? "^" : "") + stretch.text + (stretch.is_last ? "$" : ""));
    return all;
}

std::string utf16(std::u16string_view text, bool is_little)
{
    std::string bytes;
    for (const char16_t c : text) {
        const char low = static_cast<char>(c & 0xFFU);
        const char high = static_cast<char>(c >> 8U);
        bytes += is_little ? low : high;
        bytes += is_little ? high : low;
    }
    return bytes;
}

bool contains(const Texts& texts, const std::string& text)
{
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

} // namespace

TEST_CASE("a run of base64 is twenty-four letters or more and its padding")
{
    const std::string row = "QUJDREVGR0hJSktMTU5PUFFS"; // 24
    CHECK(runs_of(row) == Texts{"b:" + row});
    CHECK(runs_of(row.substr(1)).empty());
    CHECK(runs_of(row + "=") == Texts{"b:" + row + "="});
    CHECK(runs_of(row + "===") == Texts{"b:" + row + "=="});
    CHECK(runs_of(row + "==" + row) == Texts{"b:" + row + "=="}); // the next one begins there
    CHECK(runs_of("=" + row, 1) == Texts{"b:" + row});
    CHECK(runs_of(row + "-_+/") == Texts{"b:" + row + "-_+/"});
    CHECK(runs_of(row + "\"") == Texts{"b:" + row});
    CHECK(runs_of(row + "가") == Texts{"b:" + row});
}

TEST_CASE("what has no capital and no small letter, or hexadecimal digits alone, is no base64")
{
    CHECK(runs_of(std::string(30, 'a')).empty() == false); // hexadecimal
    CHECK(runs_of(std::string(30, 'g')).empty());
    CHECK(runs_of(std::string(30, 'G')).empty());
    CHECK(runs_of("/a-path/of-small/letters/that-goes/on").empty());
    CHECK(runs_of("ABCDEFabcdef0123456789ABCDEF") == Texts{"h:ABCDEFabcdef0123456789ABCDEF"});
    CHECK(runs_of("ABCDEFabcdef0123456789ABCDEg").front() == "b:ABCDEFabcdef0123456789ABCDEg");
}

TEST_CASE("a run goes on over line ends while lines are as long as the first")
{
    const std::string row = "QUJDREVGR0hJSktMTU5PUFFSUUJD"; // 28
    const std::string part = "QUJDRA";
    for (const std::string end :
         {"\n", "\r\n", "\n  ", "\r\n\t\t\t\t\t\t\t\t", "\r", " \n", "\t \r\n ", "  \r"}) {
        const auto two = row + end + row;
        CHECK(runs_of(two) == Texts{"b:" + two});
        CHECK(runs_of(two + end + part + "==") == Texts{"b:" + two + end + part + "=="});
        CHECK(runs_of(two + end + part + end + row) == Texts{"b:" + two + end + part});
        CHECK(runs_of(two + end + part + "\"") == Texts{"b:" + two + end + part});
        CHECK(runs_of(two + end + part + "<") == Texts{"b:" + two + end + part});
        CHECK(runs_of(two + end + part + ",") == Texts{"b:" + two + end + part});
        CHECK(runs_of(two + end + part + " ") == Texts{"b:" + two + end + part});
        for (const char* sign : {" \"", "  <", "\t|", " )", " *"})
            CHECK(runs_of(two + end + part + sign) == Texts{"b:" + two + end + part});
        CHECK(runs_of(row + " " + end + part + " \"") == Texts{"b:" + row + " " + end + part});
        for (const char* word : {" x", " \uD55C", " -"})
            CHECK(runs_of(two + end + part + word) == Texts{"b:" + two});
        CHECK(runs_of(two + end + row + "A") == Texts{"b:" + two});
        CHECK(runs_of(two + end) == Texts{"b:" + two});
        CHECK(runs_of(two + end + "가") == Texts{"b:" + two});
        CHECK(runs_of(row + "==" + end + row) == Texts{"b:" + row + "=="});
        CHECK(runs_of(two + "=" + end + part) == Texts{"b:" + two + "="});
    }
    CHECK(runs_of(row + "\n\n" + row) == Texts{"b:" + row});
    CHECK(runs_of(row + "\n         " + row) == Texts{"b:" + row}); // nine blanks
}

TEST_CASE("lines of hexadecimal digits are read one by one and as one")
{
    const auto line = hexadecimal("123456789012");
    for (const std::string end : {"\n", "\r", " \r\n  "}) {
        const auto lines = line + end + line + end + "3132";
        CHECK(runs_of(lines) == Texts{"h:" + lines, "h:" + line, "h:" + line});
        CHECK(holds(lines, Run::Kind::hexadecimal, "1234567890121234567890121"));
        CHECK(runs_of(line + end + "QUJDREVGR0hJSktMTU5PUFFS").front() ==
              "b:" + line + end + "QUJDREVGR0hJSktMTU5PUFFS");
        CHECK(runs_of(line + end + line + end + "QUJDREVGR0hJSktMTU5PUFFS").front() ==
              "h:" + line + end + line);
        CHECK(runs_of(line + end + line + "a") == Texts{"h:" + line});
    }
}

TEST_CASE("hexadecimal runs are found alone and inside base64")
{
    const auto digits = hexadecimal("123456789012"); // 24
    CHECK(runs_of(digits) == Texts{"h:" + digits});
    CHECK(runs_of(digits.substr(1)).empty());
    CHECK(runs_of("x-Y-" + digits + "_z") == Texts{"b:x-Y-" + digits + "_z", "h:" + digits});
    // The second is a place of its own.
    CHECK(runs_of(digits + "\n" + digits) == Texts{"h:" + digits + "\n" + digits, "h:" + digits});
    CHECK(runs_of(digits + "\n" + digits, digits.size() + 1) == Texts{"h:" + digits});
    CHECK(runs_of(digits + "\ngg") == Texts{"h:" + digits});
}

TEST_CASE("a list of digests is looked at once")
{
    const auto line = hexadecimal("1234567890123456") + "\n";
    const auto text = test::repeated(line, 8000);
    std::size_t calls = 0;
    std::vector<Run> runs;
    for (std::size_t at = 0; at < text.size(); ++calls) {
        while (at < text.size() && text[at] == '\n') ++at;
        if (at < text.size()) at = find_runs(text, at, runs);
    }
    CHECK(runs.size() == 8001); // each line, and all of them
    CHECK(calls < 10);
}

TEST_CASE("ascii85 is found between its signs")
{
    CHECK(runs_of("<~87cURD]i,\"Ebo80~>x") == Texts{"a:<~87cURD]i,\"Ebo80~>"});
    CHECK(runs_of("<~~>") == Texts{"a:<~~>"});
    CHECK(runs_of("<~87\nz z\t~>") == Texts{"a:<~87\nz z\t~>"});
    CHECK(runs_of("<~87v~>").empty());
    CHECK(runs_of("<~87~").empty());
    CHECK(runs_of("<~").empty());
    CHECK(runs_of("<~" + std::string(longest_run - 2, '!') + "~>").size() == 1);
    CHECK(test::failure([] {
              static_cast<void>(runs_of("<~" + std::string(longest_run - 1, '!') + "~>"));
          }) == "1:redact.unit-length");
}

TEST_CASE("what a run hides is read")
{
    using Kind = Run::Kind;
    CHECK(holds(base64, Kind::base64, hidden));
    CHECK(holds(base64.substr(0, base64.size() - 2), Kind::base64, hidden)); // without padding
    const std::string word = "key-_x";
    for (std::size_t size = 0; size <= word.size(); ++size)
        CHECK(holds(word.substr(0, size) + base64, Kind::base64, "secret 192.0.2.7"));
    CHECK(holds(base64.substr(0, 40) + "\r\n" + base64.substr(40), Kind::base64, hidden));
    CHECK(holds(hexadecimal(hidden), Kind::hexadecimal, hidden));
    CHECK(holds(hexadecimal(hidden, true), Kind::hexadecimal, hidden));
    CHECK(holds("f" + hexadecimal(hidden), Kind::hexadecimal, hidden));
    CHECK(holds("<~9jqo^BlbD-BleB1DJ+*+F(f,q~>", Kind::ascii85, "Man is distinguished"));
    CHECK(holds("<~9jqo^ BlbD-\nBleB1 DJ+*+F(f,q~>", Kind::ascii85, "Man is distinguished"));
    CHECK(holds("<~9jqo^BlbD-BleB~>", Kind::ascii85, "Man is d"));
    CHECK(holds("<~zz87cURD]i,\"Ebo80~>", Kind::ascii85, "Hello World!"));
    CHECK_FALSE(holds("<~~>", Kind::ascii85, ""));
    CHECK_FALSE(holds("<~!~>", Kind::ascii85, ""));
}

TEST_CASE("a packed file is known by how it begins, in both alphabets")
{
    for (const auto* const begin :
         {"H4sIAAAA", "UEsDBBQA", "UEsFBgAA", "N3q8ryccAA", "/Td6WFoAAA", "_Td6WFoAAA", "KLUv/QQA",
          "KLUv_QQA", "QlpoOTFB", "0M8R4KGxGuE", "JVBERi0x", "iVBORw0KGgoA", "/9j/4AAQ", "_9j_4AAQ",
          "R0lGODlh", "f0VMRgIB"}) {
        INFO(begin);
        CHECK(is_packed(begin));
        CHECK_FALSE(is_packed(std::string(begin).substr(0, 3)));
        CHECK_FALSE(is_packed("A"s + begin));
    }
    CHECK_FALSE(is_packed(""));
    CHECK_FALSE(is_packed(base64));
}

TEST_CASE("stretches of UTF-8 are six bytes or more without control characters")
{
    CHECK(stretches_of("abcdef") == Texts{"^abcdef$"});
    CHECK(stretches_of("abcde").empty());
    CHECK(stretches_of("가나") == Texts{"^가나$"});
    CHECK(stretches_of("a\tb\r\nc") == Texts{"^a\tb\r\nc$"});
    CHECK(stretches_of("abcdef\0ghijkl\x7Fmnopqr\x01st"s) == Texts{"^abcdef", "ghijkl", "mnopqr"});
    CHECK(stretches_of("\xFF"
                       "abcdef\xC0") == Texts{"abcdef"});
    CHECK(stretches_of("abcdef\xEA\xB0") == Texts{"^abcdef"});
    CHECK(stretches_of("\xED\xA0\x80"
                       "abcdef\xC0\xAE") == Texts{"abcdef"});
}

TEST_CASE("stretches of UTF-16 are found in either order, with and without a byte-order mark")
{
    for (const bool is_little : {true, false}) {
        const auto bytes = utf16(u"secret 비밀", is_little);
        CHECK(contains(stretches_of(bytes), "^secret 비밀$"));
        CHECK(contains(stretches_of("\x01" + bytes), "^secret 비밀$"));
        CHECK(contains(stretches_of("\xD8\xD9" + bytes + "\xDA\xDB"), "secret 비밀"));
        // What folds to something, or to nothing, parts no text; neither do signs.
        const auto wide = utf16(u"“J\u00ADane\u00A0Roe” １９２．０ ㅎㅗㅇ \u2013 \U0001D409", is_little);
        CHECK(contains(stretches_of(wide), "^“J\u00ADane\u00A0Roe” １９２．０ ㅎㅗㅇ \u2013 \U0001D409$"));
        CHECK(contains(stretches_of(utf16(u"１９２．０．２．７０", is_little)), "^１９２．０．２．７０$"));
        CHECK_FALSE(contains(stretches_of(utf16(u"éàüöäï", is_little)), "^éàüöäï$")); // none of them tells
        CHECK(contains(stretches_of(utf16(u"secret", is_little)), "^secret$"));
        CHECK_FALSE(contains(stretches_of(utf16(u"secre", is_little)), "^secre$"));
        // All of what follows a mark.
        CHECK(contains(stretches_of(utf16(u"\uFEFFé 金\U0001F600", is_little)), "^é 金😀$"));
        CHECK(contains(stretches_of(utf16(u"\uFEFFab", is_little) + "x"), "^ab$"));
    }
}

TEST_CASE("a byte-order mark hides no UTF-8")
{
    CHECK(contains(stretches_of("\xFF\xFE secret text"), " secret text$"));
    CHECK(contains(stretches_of("\xFE\xFF secret text"), " secret text$"));
}

TEST_CASE("stretches of EUC-KR hold four syllables or more")
{
    const std::string four = "\xB1\xE8\xBC\xF6\xC7\xD1\xB9\xAB"; // 김수한무
    CHECK(contains(stretches_of(four), "^김수한무$"));
    CHECK(contains(stretches_of("a " + four + " b\x01"), "^a 김수한무 b"));
    CHECK_FALSE(contains(stretches_of(four.substr(0, 6)), "^김수한$"));
    CHECK(contains(stretches_of("\xFF" + four), "김수한무$"));
    // １９２．７ and U+3000, and one such blank in twelve characters.
    CHECK(contains(stretches_of("\xA3\xB1\xA3\xB9\xA3\xB2\xA3\xAE\xA3\xB7\xA1\xA1"), "^１９２．７\u3000$"));
    CHECK(contains(stretches_of("Jane\xA1\xA1Roe was"), "^Jane\u3000Roe was$"));
    CHECK_FALSE(contains(stretches_of("Jane\xA1\xA1Roe wa"), "^Jane\u3000Roe wa$"));
    CHECK(contains(stretches_of(four + "\xA8\xA5"), "^김수한무")); // no character
}

TEST_CASE("runs and stretches of random bytes are bounded and valid")
{
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const auto bytes = test::noise(400, seed);
        std::string raw;
        for (const auto b : bytes)
            raw +=
                static_cast<char>(seed % 2 == 0 ? std::to_integer<int>(b) & 0xBF : std::to_integer<int>(b));
        std::vector<Stretch> stretches;
        append_stretches(raw, stretches);
        for (const auto& stretch : stretches) {
            REQUIRE(is_utf8(stretch.text));
            REQUIRE(stretch.text.find('\0') == std::string::npos);
        }
        const auto text = test::random_characters(
            {"QUJD", "a", "=", "\n", "\r\n", " ", "<~", "~>", "0a1", "_", "QUJDREVGR0hJSktMTU5PUFFS"}, 300,
            seed);
        for (std::size_t at = 0; at < text.size(); ++at) static_cast<void>(runs_of(text, at));
    }
}
