#include "pouch/base/text.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/view/entity_names.hpp"
#include "unit/view_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace std::string_literals;

namespace {

std::string read(std::string_view text)
{
    return test::decoded(decode_escape, text);
}

void check_all(const std::vector<test::Reading>& readings)
{
    for (const auto& [written, meant] : readings) {
        INFO(written);
        CHECK(read(written) == meant);
    }
}

/// What must stay as it is.
void check_inert(const std::vector<std::string_view>& texts)
{
    for (const auto text : texts) {
        INFO(text);
        CHECK(read(text) == text);
    }
}

bool is_plain(std::string_view text)
{
    std::string out;
    const auto unit = decode_escape(text, 0, 0, out);
    REQUIRE(unit);
    return unit->is_plain;
}

} // namespace

TEST_CASE("escapes of programs are read")
{
    check_all({
        {R"(\u0041\u00e9\uAC00)", "Aé가"},
        {R"(\u{41}\u{1F600}\x{ac00}\u{00002e})", "A😀가."},
        {R"(\U0001F600\U00000041)", "😀A"},
        {R"(\x41\x7e)", "A~"},
        {R"(\xea\xb0\x80\xED\x9E\xA3)", "가힣"},
        {R"(\352\260\200\101)", "가A"},
        {R"(a\nb\rc\td)", "a\nb\rc\td"},
        {R"(\f\b\v)", "\f\b\v"},
        {R"(\"\'\\\/\.\-\@)", R"("'\/.-@)"},
        {R"(a\ b)", "a b"},
        {R"(\ud83d\ude00)", "😀"},
        {R"(x\u0041)", "xA"},
        {R"(\\u0041)", R"(\u0041)"},
    });
}

TEST_CASE("tag characters stand for signs")
{
    check_all({{"\U000E004A\U000E0061\U000E0020\U000E007E", "Ja ~"}, {"x\U000E0061y", "xay"}});
    check_inert({"\U000E001F", "\U000E007F", "\U000E0001", "\U000E0100", "\U000F0041"});
}

TEST_CASE("what is no whole escape of a program stays")
{
    check_inert({
        R"(\u004)", R"(\u004g)", R"(\u)",   R"(\u{})",      R"(\u{110000})", R"(\u{1234567})", R"(\u{41)",
        R"(\x4)",   R"(\x)",     R"(\xg1)", R"(\U0000004)", R"(\U00110000)", R"(\U0000D800)",  R"(\12)",
        R"(\8)",    R"(\1 )",    R"(\400)", R"(\777)",      R"(\q)",         R"(\)",           R"(\가)",
    });
}

TEST_CASE("half a surrogate pair is no unit, and hides none behind it")
{
    check_inert(
        {R"(\ud83d)", R"(\ude00)", R"(\ude00\ud83d)", R"(\ud83d\ud83d)", R"(%ud83d)", R"(\ud83d%ude00)"});
    check_all({{R"(\ud83d\u0041)", R"(\ud83dA)"},
               {R"(\ud83d\ud83d\ude00)", "\\ud83d😀"},
               {"%ud83d%ude00", "😀"},
               {R"(\u{d83d}\u{de00})", R"(\u{d83d}\u{de00})"}});
}

TEST_CASE("bytes that make no character in its shortest form are no unit")
{
    check_inert({R"(\xC0\xAE)", "%C0%AE", "%c1%81", "%E0%80%AE", "%F0%80%80%AE", "%ED%A0%80", "%F4%90%80%80",
                 "%F5%80%80%80", "%80", "%BF", "%FF", "%EA%B0", "%EA%B0 %80", R"(%EA\xB0\x80)", R"(\303)",
                 R"(\377)", R"(\xEA\260\200)"});
    check_all({{"%EA%B0%2E", "%EA%B0."},
               {"%EA%B0%EA%B0%80", "%EA%B0가"},
               {"%F0%9F%98%80", "😀"},
               {"%C2%80", "\u0080"}});
}

TEST_CASE("a NUL is deleted, other control characters are not")
{
    check_all({{R"(1\u00000)", "10"},
               {"1&#0;0", "10"},
               {"1%000", "10"},
               {R"(1\x{0}0)", "10"},
               {R"(1\0000)", "10"}});
    CHECK(read("1%010") == "1\x01"s + "0");
    CHECK(read("1&#127;0") == "1\x7F"s + "0");
}

TEST_CASE("entities are read, without the semicolon too")
{
    check_all({
        {"&#44032;&#xAC00;&#XaC00;", "가가가"},
        {"&#46 &#x2e&#46&#46;", ". ..."},
        {"192&#46 0", "192. 0"},
        {"&#x2eg", ".g"},
        {"&#46x", ".x"},
        {"&period;&commat;&amp;&lt;", ".@&<"},
        {"&amp &amp\n&amp", "& &\n&"},
        {"&NegativeVeryThinSpace;&aacute;&Aacute;", "\u200Bá"
                                                    "Á"},
        {"&nbsp;&shy;&zwj;&ndash;&minus;&frasl;", "\u00A0\u00AD\u200D–\u2212\u2044"},
        {"&#0000000000000046;&#x000000000000002e;&#00;", ".."},
        {"&#1114111;", "\U0010FFFF"},
        {"&amp;#46;", "&#46;"},
    });
    check_inert({"&#;", "&#x;", "&#", "&", "&;", "&#xD800;", "&#1114112;", "&#4294967342;", "&#9999999999;",
                 "&ampx;", "&amp=1", "&nosuch;", "&AMp;", "&NegativeVeryThinSpaces;", "&fjlig;", "& amp;",
                 "&가;"});
}

TEST_CASE("the names of entities are sorted and short enough")
{
    // Every name is found by a search that trusts the order: the first, the last, and each with a letter more is not.
    for (const auto name : {"AElig", "AMP", "zwnj", "zwj", "NewLine", "half", "it", "ic", "af"}) {
        INFO(name);
        CHECK(entity_named(name).has_value());
        CHECK_FALSE(entity_named(name + "_"s).has_value());
    }
    CHECK(entity_named("NegativeVeryThinSpace") == 0x200BU);
    CHECK(std::string_view("NegativeVeryThinSpace").size() == longest_entity_name);
    CHECK_FALSE(entity_named("").has_value());
}

TEST_CASE("percent signs are read")
{
    check_all({{"%41%7e%2E", "A~."},
               {"%EA%B5%AD", "국"},
               {"%u0041%uAC00", "A가"},
               {"%252e", "%2e"},
               {"100%%41", "100%A"}});
    check_inert({"%", "%4", "%4g", "%u004", "%U0041", "100% of", "%%"});
}

TEST_CASE("defanged signs are read, with one blank on either side")
{
    check_all({
        {"192[.]0(.)2{.}1", "192.0.2.1"},
        {"a[dot]b(DOT)c{Dot}d", "a.b.c.d"},
        {"a[at]b(AT)c{@}d[@]e", "a@b@c@d@e"},
        {"http[:]//a http[://]b [/](/){/}", "http://a http://b///"},
        {"a [dot] b", "a.b"},
        {"a  [dot]  b", "a . b"},
        {"a [at] b [dot] c", "a@b.c"},
        {"[.][.]", ".."},
        {"[.] [.]", ".."},
    });
    check_inert({"[.)", "(.]", "[..]", "[]", "[", "[dot", "[dots]", "[ . ]", "[:/]", "(a)", "[\u3002]"});
}

TEST_CASE("the borders of CDATA sections are deleted")
{
    check_all({
        {"1<![CDATA[2]]>3", "123"},
        {"<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b"},
        {"a]]]>b", "a]b"},
        {"<![CDATA[&#x41;[.]", "A."},
    });
    check_inert({"<![CDATA", "![CDATA[", "<![cdata[", "]] >", "]>", "a[0]"});
}

TEST_CASE("a unit begins behind the one before")
{
    std::string out;
    CHECK(decode_escape("x [.]y", 0, 2, out)->begin == 1);
    CHECK(decode_escape("x [.]y", 1, 2, out)->begin == 1);
    CHECK(decode_escape("x [.]y", 2, 2, out)->begin == 2);
}

TEST_CASE("a unit is exactly the signs that are its own")
{
    const auto marked = [](std::string_view text) { return test::decoded(decode_escape, text, true); };
    CHECK(marked(R"(a\u0041b)") == "a<A>b");
    CHECK(marked(R"(\ud83d\ude00\u0041)") == "<😀><A>");
    CHECK(marked("&#46;;&#x2e;a&amp;;") == "<.>;<.>a<&>;");
    CHECK(marked("%EA%B5%AD%41") == "<국><A>");
    CHECK(marked("a [.] b") == "a<.>b");
    CHECK(marked(R"(\U000000410)") == "<A>0");
    CHECK(marked(R"(\1010)") == "<A>0");
}

TEST_CASE("a backslash before punctuation is plain unless it sets a unit free")
{
    for (const auto* const text : {R"(\")", R"(\/)", R"(\n)", R"(\\)", R"(\\n)", R"(\\d)", R"(\%)", R"(\&x)",
                                   R"(\[a])", R"(\=)", R"(\\\")", R"(\(a))"}) {
        INFO(text);
        CHECK(is_plain(text));
    }
    for (const auto* const text :
         {R"(\u0041)", R"(\x41)", R"(\%41)", R"(\&#46;)", R"(\[.])", R"(\=41)", R"(\\u0041)",
          R"(\\\\\\\\\x41)", R"(\\%41)", "%41", "&amp;", "[.]", R"(\101)"}) {
        INFO(text);
        CHECK_FALSE(is_plain(text));
    }
    CHECK(is_plain(test::repeated("\\", 60)));
    CHECK_FALSE(is_plain(test::repeated("\\", 100))); // more than is looked past
}

TEST_CASE("units of random signs are in order, hold their place and stand for valid UTF-8")
{
    const std::vector<std::string> alphabet = {"\\", "u", "x", "{", "}",  "&",  "#",   ";",
                                               "%",  "0", "1", "4", "e",  "d8", "dc",  "[",
                                               "]",  "(", ")", ".", "at", " ",  "amp", "가"};
    std::size_t count = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto text = test::random_characters(alphabet, 200, seed);
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto floor = at - std::min<std::size_t>(at, seed % 3);
            std::string out;
            const auto unit = decode_escape(text, floor, at, out);
            if (!unit) {
                REQUIRE(out.empty());
                continue;
            }
            ++count;
            REQUIRE(unit->begin >= floor);
            REQUIRE(unit->begin <= at);
            REQUIRE(unit->end > at);
            REQUIRE(unit->end <= text.size());
            REQUIRE(is_utf8(out));
        }
    }
    CHECK(count > 500);
}

TEST_CASE("code points and UTF-8 turn into each other")
{
    for (std::uint32_t c = 1; c <= 0x110000; c += c < 0x3000 ? 1 : 251) {
        std::string text;
        append_utf8(text, c);
        if (!is_scalar(c)) {
            REQUIRE_FALSE(code_point_of(text).has_value());
            continue;
        }
        REQUIRE(is_utf8(text));
        REQUIRE(code_point_at(text, 0) == c);
        REQUIRE(code_point_of(text) == c);
        REQUIRE(utf8_size(static_cast<unsigned char>(text[0])) == text.size());
    }
    for (const auto* const bytes : {"", "\x80", "\xC0\xAE", "\xE0\x80\xAE", "\xF0\x80\x80\xAE",
                                    "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xEA\xB0", "\xEA\xB0\x41", "ab"}) {
        CHECK_FALSE(code_point_of(bytes).has_value());
    }
    std::string none;
    append_utf8(none, 0);
    CHECK(none.empty());
}
