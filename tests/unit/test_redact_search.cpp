#include "pouch/redact/characters.hpp"
#include "pouch/redact/engine.hpp"
#include "unit/redact_support.hpp"
#include "unit/view_support.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <fmt/format.h>
#include <set>
#include <tuple>

using namespace pouch;
using namespace pouch::redact;
using namespace std::string_literals;

namespace {

const std::string rules = R"(
[[rule]]
id = "word"
category = "word"
literals = ["SeedValue", "비밀장소"]
[[rule]]
id = "name"
category = "name"
names = ["홍길동"]
[[rule]]
id = "ip"
category = "ip"
builtin = "ipv4"
exempt = ["192.0.2.9"]
[[rule]]
id = "code"
category = "code"
regex = 'id-\d{4}'
)";

/// Places that are found, joined as they are removed.
std::vector<std::pair<std::size_t, std::size_t>> spans_of(const Scanner& scanner, const Window& window)
{
    auto workspace = scanner.workspace();
    std::vector<Match> matches;
    scanner.scan(window, workspace, matches);
    std::vector<std::pair<std::size_t, std::size_t>> spans;
    for (const auto& match : matches) {
        REQUIRE(match.begin < match.end);
        REQUIRE(match.end <= window.text.size());
        if (!spans.empty() && match.begin < spans.back().second) {
            spans.back().second = std::max(spans.back().second, match.end);
        } else {
            spans.emplace_back(match.begin, match.end);
        }
    }
    return spans;
}

/// The text with what is found in angle brackets.
std::string marked(const Scanner& scanner, std::string_view text)
{
    std::string out;
    std::size_t copied = 0;
    for (const auto& [begin, end] : spans_of(scanner, whole_window(text))) {
        out += text.substr(copied, begin - copied);
        out += "<" + std::string(text.substr(begin, end - begin)) + ">";
        copied = end;
    }
    return out += text.substr(copied);
}

/// Why a text is refused; empty if it is not.
std::string refusal(const Scanner& scanner, std::string_view text)
{
    return test::failure([&] { static_cast<void>(spans_of(scanner, whole_window(text))); });
}

std::string base64(std::string_view bytes)
{
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = (group << 8U) | static_cast<unsigned char>(at_or_nul(bytes, i + k));
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k > bytes.size() ? '=' : letters[(group >> (18 - 6 * k)) & 63U];
    }
    return text;
}

std::string wrapped(const std::string& text, std::size_t width, const std::string& end)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += width) out += text.substr(i, width) + end;
    return out;
}

std::string percent(std::string_view text)
{
    std::string out;
    for (const char c : text) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return out;
}

std::string percent_sign(std::string text)
{
    for (std::size_t i = 0; (i = text.find('%', i)) != std::string::npos; i += 3) text.replace(i, 1, "%25");
    return text;
}

constexpr std::string_view many_x =
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ";

} // namespace

TEST_CASE("a value is found in every form in which it may be written, and removed whole")
{
    const auto scanner = test::scanner_of(rules);
    // What stands in angle brackets goes.
    for (const std::string expected : {
             R"(a <SeedValue> b)",
             R"(<\u0053eedValue>)",
             R"(<S\u0065\u{65}\x64Value> \u0041)",
             R"(\"<S&#101;&#x65;d%56alue>\")",
             "<Se=65dValue>",
             "<Seed=\nValue>",
             "<Seed=\r\nValue>=\n",
             "<Ｓeed\u200BValue>\u200B",
             "<Seed\\\\u0056alue>",
             "<Seed%2556alue>",
             "<Seed&amp;#86;alue>",
             "<\\uFF33eedValue>", // an escape of a full-width letter
             "<Seed＼u0056alue>", // a full-width backslash
             "<=?utf-8?Q?a_SeedValue_b?=>",
             "<=?utf-8?B?U2VlZA==?= =?utf-8?B?VmFsdWU=?=>",
             "\u200B<SeedV\U000E0041alue>",
             "<Ѕeed\u00ADVаluе>",
             "<비\\uBC00장소>는",
             "<%EB%B9%84밀장소>",
             "<=EB=B9=\n=84밀장소>",
             "<&#48708;밀장소>",
             "<ㅂㅣㅁㅣㄹㅈㅏㅇㅅㅗ>",
             "<ㅎㅗㅇ길동>님",
             "<홍\u200B길동>님",
             "<192[.]0[.]2[.]7>",
             "<192 [dot] 0(dot)2{.}7>",
             "<１９２．０．２．７>",
             "<192&#46;0=2E2%2E7>",
             "<192.0&#46;2&#x2e;7>",
             "\\n<192\\u002e0.2.7>\\n",
             "<id\u20141234>",
             "<ｉd–１２３４>",
             "<1\\u00009\\x{0}2&#0;.0.2.7>",
             "<192%u002e0.2.7>",
         }) {
        std::string text;
        for (const char c : expected) {
            if (c != '<' && c != '>') text += c;
        }
        INFO(text);
        CHECK(marked(scanner, text) == expected);
        // At the end of words, and not at the ends of the text.
        CHECK(marked(scanner, "x: " + text + " ") == "x: " + expected + " ");
    }
}

TEST_CASE("a value in a run removes the run, whatever stands before and behind")
{
    const auto scanner = test::scanner_of(rules);
    const std::string hidden = "here it says SeedValue, and goes on";
    auto url_safe = base64("\xFB\xFF\xBF\xFB" + hidden);
    for (auto& c : url_safe) c = c == '+' ? '-' : c == '/' ? '_' : c;
    auto bare = base64(hidden);
    while (bare.back() == '=') bare.pop_back();
    std::string hexadecimal;
    for (const char c : hidden) hexadecimal += fmt::format("{:02x}", static_cast<unsigned char>(c));
    const std::vector<std::string> runs = {
        base64(hidden),          url_safe, bare, hexadecimal, base64(percent(hidden)), base64(base64(hidden)),
        base64("한글 " + hidden)};
    for (const auto& run : runs) {
        for (const auto* const before :
             {"", "=", ":", ",", "\"", "'", " ", "가", "<", "data:text/plain;base64,", "~", "%"}) {
            for (const auto* const behind : {"", "\"", "'", " ", ",", ".", "가", "&", "\n", "<br>"}) {
                INFO(before << run << behind);
                CHECK(marked(scanner, before + run + behind) ==
                      std::string(before) + "<" + run + ">" + behind);
            }
        }
    }
    // Wrapped, by either line end; the last line end is not of the run.
    const auto longer = base64(hidden + std::string(many_x) + hidden);
    for (const std::string end : {"\n", "\r\n", "\r\n  "}) {
        const auto lines = wrapped(longer, 40, end);
        CHECK(marked(scanner, lines) == "<" + lines.substr(0, lines.size() - end.size()) + ">" + end);
    }
    // Written line ends, soft ones and invisible characters inside are of the run.
    for (const std::string end : {"\\n", "\\r\\n", "=\n", "=\r\n", "\u200B", "&#10;"}) {
        auto lines = "k:" + wrapped(longer, 40, end);
        lines.resize(lines.size() - end.size());
        INFO(end);
        CHECK(marked(scanner, lines) == "k:<" + lines.substr(2) + ">");
    }
    CHECK(marked(scanner, "<~" + std::string("9jqo^BlbD-BleB1DJ+*+F(f,q~>")) ==
          "<~9jqo^BlbD-BleB1DJ+*+F(f,q~>");
}

TEST_CASE("two runs beside each other are two")
{
    const auto scanner = test::scanner_of(rules);
    const auto first = base64("this is a text that says nothing.."); // padded
    const auto second = base64("this is a text of SeedValue.......");
    CHECK(first.back() == '=');
    CHECK(marked(scanner, first + second) == first + "<" + second + ">");
    CHECK(marked(scanner, second + first) == "<" + second + ">" + first);
}

TEST_CASE("text in UTF-16 and EUC-KR is found in runs")
{
    const auto scanner = test::scanner_of(rules);
    std::string wide;
    for (const char c : std::string("it says SeedValue here")) wide += std::string{c, '\0'};
    CHECK(marked(scanner, base64(wide)) == "<" + base64(wide) + ">");
    CHECK(marked(scanner, base64("\xFF\xFE" + wide)) == "<" + base64("\xFF\xFE" + wide) + ">");
    const std::string mark_only = "\xFF\xFE it says SeedValue here";
    CHECK(marked(scanner, base64(mark_only)) == "<" + base64(mark_only) + ">");
    const std::string korean = "\xBA\xF1\xB9\xD0\xC0\xE5\xBC\xD2 \xC0\xD4\xB4\xCF\xB4\xD9"; // 비밀장소 입니다
    CHECK(marked(scanner, base64(korean + korean)) == "<" + base64(korean + korean) + ">");
}

TEST_CASE("what is not meant stays")
{
    const auto scanner = test::scanner_of(rules);
    for (const std::string text :
         {"", "Seed Value", R"(Seed\d86Value)", "SeedV%C0%AElue", "192%C0%AE0.2.7", "Seed\\x{110000}Value",
          "\u200B", "&#0;", "=\n", "\\u0000", "\U000E0041", "pid=12 a%b &x; [a] ((", "SeedV\u0301alue"}) {
        INFO(text);
        CHECK(marked(scanner, text) == text);
    }
}

TEST_CASE("text of invisible characters alone is searched like any other")
{
    const auto scanner = test::scanner_of(rules);
    for (const auto* const piece : {"\u200B", "&#0;", "\\u0000", "=\n", "\u00AD\u200B"}) {
        for (const std::size_t count : {1U, 2U, 100U})
            CHECK(marked(scanner, test::repeated(piece, count)) == test::repeated(piece, count));
    }
    const auto run = base64(test::repeated("\u200B", 10));
    CHECK(marked(scanner, run + " SeedValue") == run + " <SeedValue>");
    CHECK(marked(scanner, run + " " + run) == run + " " + run);
}

TEST_CASE("exempt values are spared in views, and only as a whole")
{
    const auto scanner = test::scanner_of(rules);
    CHECK(marked(scanner, "192&#46;0.2.9 ") == "192&#46;0.2.9 ");
    CHECK(marked(scanner, base64("it says 192.0.2.9 and goes on")) ==
          base64("it says 192.0.2.9 and goes on"));
    CHECK(marked(scanner, "192&#46;0.2.99 ") == "<192&#46;0.2.99> ");
    CHECK(marked(scanner, "192&#46;0.2.7 192[.]0.2.9") == "<192&#46;0.2.7> 192[.]0.2.9");
}

TEST_CASE("context words count where they stand beside a value, in any spelling")
{
    const auto scanner = test::scanner_of(R"(
[[rule]]
id = "weak"
category = "weak"
regex = 'n-\d{4}'
context = ["account", "계좌"]
)");
    CHECK(marked(scanner, "n-1234") == "n-1234");
    CHECK(marked(scanner, "account n-1234") == "account <n-1234>");
    CHECK(marked(scanner, "acc\\u006funt n-1234") == "acc\\u006funt <n-1234>");
    CHECK(marked(scanner, "%EA%B3%84좌 n&#45;1234") == "%EA%B3%84좌 <n&#45;1234>");
    CHECK(marked(scanner, "n&#45;1234") == "n&#45;1234");
    // Within 64 characters of the view, however long they are written.
    const auto far = [](std::size_t count) {
        return "account" + test::repeated("&#x00000061;", count) + "n-1234";
    };
    CHECK(marked(scanner, far(57)).find('<') != std::string::npos);
    CHECK(marked(scanner, far(58)).find('<') == std::string::npos);
    // In a run: what stands outside is not beside it.
    const auto run = base64("the number is n-1234 as we know");
    CHECK(marked(scanner, "account " + run) == "account " + run);
    const auto whole = base64("the account is n-1234 as we know");
    CHECK(marked(scanner, whole) == "<" + whole + ">");
}

TEST_CASE("faint forms need a word of their own in views too")
{
    const Recogniser* faint = nullptr;
    for (const auto* recogniser : recognisers()) {
        if (recogniser->name == "imei") faint = recogniser;
    }
    REQUIRE(faint != nullptr);
    REQUIRE_FALSE(faint->context.empty());
    const auto scanner = test::scanner_of("[[rule]]\nid = \"f\"\ncategory = \"f\"\nbuiltin = \"imei\"\n");
    const std::string number = "49015420323751&#56;"; // a published test number
    CHECK(marked(scanner, number) == number);
    CHECK(marked(scanner, std::string(faint->context[0]) + " " + number) ==
          std::string(faint->context[0]) + " <" + number + ">");
}

TEST_CASE("encoding beyond the last depth is refused, up to it read")
{
    const auto scanner = test::scanner_of(rules);
    std::string text = "SeedV&#97;lue";
    CHECK(marked(scanner, text) == "<" + text + ">");
    text = "SeedV&amp;#97;lue";
    CHECK(marked(scanner, text) == "<" + text + ">");
    text = "SeedV&amp;amp;#97;lue";
    CHECK(marked(scanner, text) == "<" + text + ">");
    for (const std::string too_deep :
         {"&amp;amp;amp;#97;", "%25252541", R"(\\\\\\\\u0041)", R"(\\\\\\\\\\\\\\\\u0041)", R"(\\\\\\\%41)",
          R"(\\\\\\\&amp;)", "=3D3D3D41", R"(\\\\\\\[.])"}) {
        INFO(too_deep);
        CHECK(refusal(scanner, too_deep) == "1:redact.depth");
        CHECK(refusal(scanner, "x " + too_deep + " y") == "1:redact.depth");
    }
    auto run = base64("this is a text that says nothing");
    for (std::size_t depth = 1; depth < Scanner::most_depth; ++depth) run = base64(run);
    CHECK(refusal(scanner, run).empty());
    CHECK(refusal(scanner, base64(run)) == "1:redact.depth");
    // What closes strings in strings in strings hides nothing.
    CHECK(refusal(scanner, R"({"a": "{\"b\": \"{\\\"c\\\": \\\"\\\\\\\"d\\\\\\n\\\\\\\"\\\"}\"}"})").empty());
    CHECK(refusal(scanner, std::string(15, '\\') + "\"").empty());
    CHECK(refusal(scanner, std::string(15, '\\') + "n").empty());
    // Decoded thrice, but not the same: what stands beside it is no deeper.
    const auto picture = wrapped(base64("this is a text of SeedValue and no more"), 40, "=\n");
    CHECK(marked(scanner, "%2541 " + picture) == "%2541 <" + picture.substr(0, picture.size() - 2) + ">=\n");
    CHECK(marked(scanner, "%2541 =41 ％41 Se%65dValue") == "%2541 =41 ％41 <Se%65dValue>");
    CHECK(refusal(scanner, "%252541 and %41 [.] \\u0041").empty());
}

TEST_CASE("folding takes no depth")
{
    const auto scanner = test::scanner_of(rules);
    CHECK(marked(scanner, "SeedV％252561lue") == "<SeedV％252561lue>");
    CHECK(marked(scanner, "SeedV％25２561lue\u200B") == "<SeedV％25２561lue>\u200B");
}

TEST_CASE("a text that writes too much for what it means is refused")
{
    const auto scanner = test::scanner_of(rules);
    const auto margin = scanner.margin();
    const auto dense = [&](std::string_view piece, std::size_t size) {
        return std::string(many_x) + "Seed" + test::repeated(piece, size / piece.size()) + "Value " +
               std::string(many_x);
    };
    for (const auto* const piece : {"\u200B", "&#0;", "=\n", "\u00AD"}) {
        INFO(piece);
        CHECK(refusal(scanner, dense(piece, margin + 2000)) == "1:redact.density");
        CHECK(refusal(scanner, dense(piece, margin - 2000)).empty());
        CHECK(marked(scanner, dense(piece, margin - 2000)).find('<') != std::string::npos);
    }
    const auto zeros = "&#" + std::string(60, '0') + "97;";
    CHECK(refusal(scanner, test::repeated(zeros, 2 * margin / zeros.size())) == "1:redact.density");
    CHECK(refusal(scanner, test::repeated("&#97;", margin)).empty());
    CHECK(refusal(scanner, test::repeated("\\u0061", margin)).empty());
    CHECK(refusal(scanner, test::repeated("a\u200B\u200B", margin)).empty());
}

TEST_CASE("what is written too densely is refused wherever the windows are cut")
{
    const auto scanner = test::scanner_of(rules);
    const auto margin = scanner.margin();
    std::string text;
    while (text.size() < 3000) text += many_x;
    const auto begin = text.size();
    text += "Seed" + test::repeated("\u200B", margin) + "Value "; // three margins
    while (text.size() < begin + 5 * margin) text += many_x;
    // A zone that ends inside the value, one that begins there, one of the first letter alone: each sees that it cannot see.
    const auto scan_zone = [&](std::size_t from, std::size_t to) {
        const auto first = character_start(text, from - std::min(from, margin));
        auto last = std::min(text.size(), to + margin);
        while (last < text.size() && is_continuation(text[last])) ++last;
        return test::failure([&] {
            static_cast<void>(spans_of(
                scanner, {std::string_view(text).substr(first, last - first), from - first, to - first}));
        });
    };
    CHECK(scan_zone(0, begin + 4) == "1:redact.density");
    CHECK(scan_zone(begin, begin + 4) == "1:redact.density");
    CHECK(scan_zone(begin + 3, begin + 4) == "1:redact.density");
    CHECK(scan_zone(0, begin + 1).empty()); // before it, all is seen that matters
    CHECK(scan_zone(begin + 4 * margin, text.size()).empty());
    // Nor is it a matter of a zone that is elsewhere in the same window.
    CHECK(spans_of(scanner, {text, 0, 100}).empty());
    CHECK(spans_of(scanner, {text, text.size() - 100, text.size()}).empty());
}

TEST_CASE("a run too long to be removed is refused where it holds a match, and only there")
{
    const auto scanner = test::scanner_of(rules);
    const auto run_of = [&](std::size_t size, std::string_view value) {
        std::string bytes;
        while (bytes.size() < size / 2) bytes += many_x;
        bytes += value;
        while (bytes.size() < size) bytes += many_x;
        bytes.resize(size);
        return base64(bytes);
    };
    const auto limit = longest_run / 4 * 3;
    CHECK(refusal(scanner, run_of(limit, "SeedValue")).empty());
    CHECK(marked(scanner, run_of(limit, "SeedValue")) == "<" + run_of(limit, "SeedValue") + ">");
    CHECK(refusal(scanner, run_of(limit + 3, "SeedValue")) == "1:redact.unit-length");
    CHECK(refusal(scanner, run_of(limit + 3, "nothing at all")).empty());
    CHECK(refusal(scanner, run_of(limit + 3, "192&#46;0.2.7")) == "1:redact.unit-length"); // encoded in it
    CHECK(refusal(scanner, run_of(300000, "SeedValue")) == "1:redact.unit-length");
    CHECK(refusal(scanner, wrapped(run_of(300000, "SeedValue"), 76, "\r\n")) == "1:redact.unit-length");
}

TEST_CASE("packed files in base64 are refused, or kept where the rules say so")
{
    const auto packed = "a: " + base64("\x1F\x8B\x08\x00 and some more bytes of it"s);
    const auto safe = "a: KLUv_QQAxQAAaGVsbG8gd29ybGQhIGhlbGxv";
    for (const auto& text : {packed, std::string(safe)}) {
        CHECK(refusal(test::scanner_of(rules), text) == "1:redact.packed");
        const Scanner keeper(test::rules_of(rules).rules, Packed::keep);
        CHECK(refusal(keeper, text).empty());
    }
    CHECK(refusal(test::scanner_of(rules), "b" + packed.substr(3)).empty()); // begins otherwise
    // In another zone.
    CHECK(spans_of(test::scanner_of(rules), {packed, 0, 2}).empty());
    // Hidden once more.
    CHECK(refusal(test::scanner_of(rules), base64("x " + packed.substr(3) + " x")) == "1:redact.packed");
}

TEST_CASE("an encoded word that cannot be read refuses the document, hidden or not")
{
    const auto scanner = test::scanner_of(rules);
    CHECK(refusal(scanner, "Subject: =?iso-2022-kr?B?YQ==?=") == "1:redact.charset");
    CHECK(refusal(scanner, "Subject: =?utf-8?Q?=EA?=") == "1:redact.charset");
    CHECK(refusal(scanner, base64("Subject: =?nosuch?Q?a?= and more")) == "1:redact.charset");
    CHECK(refusal(scanner, "Subject: =?utf-8?Q?a?=").empty());
}

TEST_CASE("matches do not run from one island into the next, nor hide others")
{
    const auto scanner = test::scanner_of(R"(
[[rule]]
id = "open"
category = "open"
regex = '[^,]{0,200}x'
[[rule]]
id = "word"
category = "word"
literals = ["SeedValue"]
)");
    // Far from each other, so that they are islands of one view; the first one's value may run on to the end of its island.
    const auto filler = test::repeated(",", 3000);
    const std::string text = "&#97;bx" + filler + "S%65edValue" + filler + "a%62" + filler + ",c&#120;";
    CHECK(marked(scanner, text) ==
          "<&#97;bx>" + filler + "<S%65edValue>" + filler + "a%62" + filler + ",<c&#120;>");
    // Two runs are two islands that touch.
    const auto first = base64("there is a word, without it");
    const auto second = base64("and then the letter x comes");
    CHECK(marked(scanner, first + "," + second) == first + ",<" + second + ">");
}

TEST_CASE("where a view is cut off is no begin or end of a line")
{
    const auto scanner = test::scanner_of(R"(
[[rule]]
id = "line"
category = "line"
regex = '^ab1|2cd$'
)");
    CHECK(marked(scanner, "ab１ and ２cd") == "<ab１> and <２cd>");
    // An escape so far off that its island is cut beside a match of the fold of it: one of these distances is the reach.
    for (std::size_t distance = 1000; distance < 1100; ++distance) {
        const std::string filler(distance, 'z');
        for (const auto& text : {"zzzab１" + filler + "%41", "%41" + filler + "２cdzzz"})
            CHECK(marked(scanner, text) == text);
    }
    // A run too long to be read at once.
    const auto run = base64("zzz" + test::repeated("ab1", 20000));
    for (const std::size_t place : {20000U, 20001U, 20002U, 20003U, 40000U})
        CHECK(spans_of(scanner, {run, place, place + 4}).empty());
}

TEST_CASE("a match is longer than allowed in views as in texts")
{
    const auto scanner = test::scanner_of(R"(
[[rule]]
id = "long"
category = "long"
regex = 'k:\w+'
)");
    const auto plain = "k:" + std::string(longest_match - 2, 'a');
    CHECK(refusal(scanner, "%6B" + plain.substr(1)).empty());
    CHECK(refusal(scanner, "%6B" + plain.substr(1) + "a") == "1:redact.match-length");
    // However far it runs on behind what was decoded, or before it.
    const auto tail = test::scanner_of("[[rule]]\nid = 't'\nregex = '^Source: [^\\n]+'\n");
    const auto front = test::scanner_of("[[rule]]\nid = 'f'\nregex = '[^\\n]+ is the source'\n");
    for (const std::size_t size : {4100U, 6000U, 8000U, 20000U}) {
        std::string words;
        while (words.size() < size) words += "w ";
        for (const std::string s : {"S", "\\u0053", "&#83;", "%53", "\xEF\xBC\xB3"}) {
            INFO(size << " " << s);
            CHECK(refusal(tail, s + "ource: Kim " + words) == "1:redact.match-length");
            CHECK(refusal(front, words + "Kim i" + (s == "S" ? "s" : "&#115;") + " the source") ==
                  "1:redact.match-length");
        }
    }
}

TEST_CASE("the same is found however the text is cut into windows")
{
    const auto scanner = test::scanner_of(rules);
    const auto margin = scanner.margin();
    const std::vector<std::string> pieces = {
        "SeedValue",
        "\\u0053eedValue",
        "Seed&#86;alue ",
        "192[.]0.2.7 ",
        "192.0",
        "&#46;",
        "2.7",
        "%2521",
        "\\\"",
        "=\n",
        "=41",
        "홍\u200B길동",
        "ㅎㅗㅇ길동",
        "１９２．０．２．７",
        "\u200B",
        " ",
        "\n",
        "가",
        "plain words of text ",
        base64("it says SeedValue here and") + " ",
        base64("it says nothing of value here") + "\n",
        "=?utf-8?Q?SeedValue?= ",
        "id–1234",
        std::string(many_x),
        std::string(many_x),
        std::string(many_x),
        "&amp;",
        "d41d8cd98f00b204e9800998ecf8427e\n",
    };
    std::size_t count = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const auto text = test::mixture(pieces, 9000, seed);
        REQUIRE(text.size() > 3 * margin);
        auto workspace = scanner.workspace();
        std::vector<Match> whole;
        scanner.scan(whole_window(text), workspace, whole);
        using Key = std::tuple<std::size_t, std::size_t, std::uint32_t>;
        std::set<Key> expected;
        for (const auto& match : whole) expected.insert({match.begin, match.end, match.rule});
        count += expected.size();
        std::set<Key> found;
        const auto steps = test::noise(64, seed);
        std::size_t zone = 0;
        for (std::size_t i = 0; zone < text.size(); ++i) {
            const auto step = 1 + std::to_integer<std::size_t>(steps[i % 64]) * 150;
            const auto end =
                zone + step >= text.size() ? text.size() : std::max(zone, character_start(text, zone + step));
            const auto first = character_start(text, zone - std::min(zone, margin));
            auto last = std::min(text.size(), end + margin);
            while (last < text.size() && is_continuation(text[last])) ++last;
            std::vector<Match> matches;
            scanner.scan({std::string_view(text).substr(first, last - first), zone - first, end - first},
                         workspace, matches);
            for (const auto& match : matches) {
                REQUIRE(match.begin + first >= zone);
                REQUIRE(match.begin + first < end);
                found.insert({match.begin + first, match.end + first, match.rule});
            }
            zone = end;
        }
        CHECK(found == expected);
    }
    CHECK(count > 5000);
}

TEST_CASE("hostile text is read in time that grows with its size, or refused")
{
    const auto scanner = test::scanner_of(rules);
    std::vector<std::string> pieces = {
        "%25",
        "&amp;",
        "\\u0041",
        "\\\\",
        "\\",
        "\u200B",
        "a\u200B",
        "ㄱ",
        "ㄱㅏ",
        "\u1100",
        "가ㄱ",
        "\u0301",
        "a\u0301",
        "=3D",
        "=?",
        "=?utf-8?q?a",
        "=?utf-8?q?=?=",
        "<~",
        "<~aaaaaaaaaa",
        "[.]",
        "&nbsp",
        "–",
        "1–",
        "&#0000000000",
        "=\n",
        "d41d8cd98f00b204e9800998ecf8427e\n",
        "ABCDEFGHIJKLMNOPQRSTUVWX\n",
        "AbCdefghijklmnopqrstuvwx\n",
        "AbCdefghijklmnopqrstuvwx ",
        "\\u005c\\u0075%5Cu0041&amp;#x26;=3D=32=30\u200Bａ",
    };
    pieces.push_back(base64("가나다라마바사아자차카타파하") + " ");
    const auto random = test::noise(3000);
    pieces.push_back(base64(as_text(random)));
    pieces.push_back(base64(base64(percent_sign(percent("x SeedV\u200Ball"))))); // depth
    for (const auto& piece : pieces) {
        const auto text = test::repeated(piece, 300000 / piece.size());
        const auto start = std::chrono::steady_clock::now();
        const auto reason = refusal(scanner, text);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        INFO(piece.substr(0, 40) << ": " << reason);
        CHECK(took.count() < 10); // hundredths of a second; squares would be minutes
        CHECK((reason.empty() || reason == "1:redact.density" || reason == "1:redact.depth" ||
               reason == "1:redact.unit-length" || reason == "1:redact.charset"));
    }
}

TEST_CASE("random encodings in one another are read or refused, never more")
{
    const auto scanner = test::scanner_of(rules);
    const std::vector<std::string> pieces = {
        "\\",
        "u",
        "x",
        "0",
        "0",
        "4",
        "1",
        "&",
        "#",
        ";",
        "amp",
        "%",
        "25",
        "=",
        "\n",
        "\r\n",
        "=?utf-8?",
        "Q?",
        "?=",
        "\u200B",
        "ㄱ",
        "ㅏ",
        "가",
        "Ａ",
        "％",
        "＼",
        "＆",
        "[",
        ".",
        "]",
        " ",
        "QUJDREVGR0hJSktMTU5PUFFS",
        "JiM5NzsmIzk3OyYjOTc7JiM5Nzs",
        "26616d703b26616d703b26616d703b",
        "<~",
        "~>",
        "SeedValue",
        "–",
        "\u0301",
        "\\\\",
        "%5C",
    };
    std::size_t found = 0;
    std::size_t refused = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        const auto text = test::mixture(pieces, 20 + seed % 200, seed);
        const auto reason = test::failure([&] { found += spans_of(scanner, whole_window(text)).size(); });
        INFO(reason);
        if (!reason.empty()) ++refused;
        CHECK((reason.empty() || reason == "1:redact.depth" || reason == "1:redact.charset"));
    }
    CHECK(found > 300);
    CHECK(refused > 10);
}
