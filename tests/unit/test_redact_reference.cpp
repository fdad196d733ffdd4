#include "pouch/base/text.hpp"
#include "pouch/redact/view/fold.hpp"
#include "support/reference_units.hpp"
#include "support/reference_views.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;

namespace {

/// The text that is left when `units` are replaced.
std::string replaced(std::string_view text, const std::vector<test::Unit>& units)
{
    std::string out;
    std::size_t place = 0;
    for (const auto& unit : units) {
        out += text.substr(place, unit.begin - place);
        out += unit.becomes;
        place = unit.end;
    }
    return out += text.substr(place);
}

/// The stretches of the document that the first view whose text is `text` stands for, byte by byte.
std::vector<std::pair<std::size_t, std::size_t>> source_of(std::string_view document, std::string_view text)
{
    for (const auto& view : test::views_of(document)) {
        if (view.text == text) return view.source;
    }
    return {};
}

bool has_view(std::string_view document, std::string_view part)
{
    const auto views = test::views_of(document);
    return std::any_of(views.begin(), views.end(),
                       [&](const auto& view) { return view.text.find(part) != std::string::npos; });
}

struct Case {
    std::string_view text;
    std::string_view becomes;
};

} // namespace

TEST_CASE("the reference reads escapes")
{
    constexpr Case cases[] = {
        {R"(\uad6d\uBBFC)", "국민"},
        {R"(\ud83d\ude00 \ud83d \ude00)", R"(😀 \ud83d \ude00)"},
        {R"(\u{1F600}\x{41}\u{110000}\u{}\u{0000041})", R"(😀A\u{110000}\u{}\u{0000041})"},
        {R"(\U0001F600\U00110000)", R"(😀\U00110000)"},
        {R"(\xED\x99\x8D\x41\x80\xed\x99)", R"(홍A\x80\xed\x99)"},
        {R"(\355\231\215\101\400\8)", R"(홍A\400\8)"},
        {R"(a\/b\\\"\.\-\q)", R"(a/b\".-\q)"},
        {"\\n\\t", "\n\t"},
        {R"(\\u0041)", R"(\u0041)"},
        {R"(a\u0000b\x00c%00d&#0;e)", "abcde"},
        {"&#54861;&#xD64D;&#54861&#Xd64d,", "홍홍홍홍,"},
        {"&amp;&lt &nbsp;&minus;&copy=1 &ltx &nosuch; &#55296;",
         "&< \u00A0\u2212&copy=1 &ltx &nosuch; &#55296;"},
        {"%ED%99%8D%41%zz%ff%u0041%uD83D%uDE00", "홍A%zz%ffA😀"},
        {"%2541", "%41"},
        {"192[.]0(.)2{.}70", "192.0.2.70"},
        {"a [dot] b (DOT) c{at}d [@] e[:]f(://)g[/]h", "a.b.c@d@e:f://g/h"},
        {"a[.)b [do] c  [dot]  d", "a[.)b [do] c . d"},
    };
    for (const auto& one : cases) CHECK(replaced(one.text, test::escape_units(one.text)) == one.becomes);
}

TEST_CASE("the reference reads mail")
{
    constexpr Case cases[] = {
        {"=?UTF-8?B?7ZmN6ri464+Z?=", "홍길동"},
        {"=?utf-8?q?=ED=99=8D_x?=", "홍 x"},
        {"=?euc-kr?B?yKux5rW/?= =?EUC-KR?B?yKs=?=", "홍길동홍"},
        {"=?iso-8859-1?Q?=E9?=\r\n =?us-ascii?Q?a?= b", "éa b"},
        {"=? =?x?= =?u tf-8?B?YQ==?= =?utf-8?X?a?=", "=? =?x?= =?u tf-8?B?YQ==?= =?utf-8?X?a?="},
        {"=?utf-8*ko?Q?a b?= =?utf-8?b?fn4_?=", "a b~~?"},
        {"ab=\ncd= \t\r\nef=         \n", "abcdef=         \n"},
        {"=ED=99=8D=41=0A=01=7F=FF=4", "홍A\n=01=7F=FF=4"},
    };
    for (const auto& one : cases) CHECK(replaced(one.text, test::mail_units(one.text)) == one.becomes);
    for (const std::string word :
         {"=?koi8-r?Q?a?=", "=?utf-8?B?/w==?=", "=?utf-8?B?a?=", "=?us-ascii?Q?=80?=", "=?utf-8?B? ?=",
          "=?utf-8?Q?=zz?=", "=?euc-kr?B?/w==?="}) {
        CHECK(test::failure([&] { static_cast<void>(test::views_of(word)); }) == "1:redact.charset");
    }
    const std::string long_word = "=?utf-8?Q?" + std::string(8181, 'a') + "?=";
    CHECK(test::mail_units(long_word).empty());
    CHECK(test::mail_units("=?utf-8?Q?" + std::string(8180, 'a') + "?=").size() == 1);
}

TEST_CASE("the reference folds")
{
    constexpr Case cases[] = {
        {"１９２．１６８：ａ＠ｂ／ｃ－ｄ　ｅ", "192.168:a@b/c-d e"},
        {"0\u200B1\u20600\uFEFF", "010"},
        {"𝟘𝟙𝟚𝟛 ٠١٢ ①²", "0123 012 12"},
        {"\u1112\u1169\u11BC", "홍"},
        {"ㅎㅗㅇㄱㅣㄹㄷㅗㅇ", "홍길동"},
        {"ㄱㅣㅁ ㄱㅣㅁㅏ ㅎ\u200Bㅗ ﾡￂ", "김 기마 호 가"},
        {"기ㅁ", "김"},
        {"가각", "가각"},
        {"e\u0301 é a\u0323\u0307 a\u0307\u0323", "é é ạ\u0307 ạ\u0307"},
        {"раура Ηello straße ẞ İ ı ſ I\u0307", "paypa Hello strasse SS I i s I"},
        {"… ﬁ ™ ½ \u207B", "… fi TM 1/2 -"},
        {"ㅋㅋ ㅏ ㄳ ﾡ \u1100 ㉠ ㈀ ㈜", "ㅋㅋ ㅏ ㄳ ﾡ \u1100 ㉠ ㈀ (주)"},
        {"1 \u2013 2 가\u2013나 \uFF11\u200B\u2013\u0660 \u2010", "1 \u2013 2 가\u2013나 1-0 -"},
        {"\u03F2 \u0131\u2013\u00DF", "c i-ss"},
        {"2010\u201303 a\u00A0b\u3002c\u2215d ー", "2010-03 a b.c/d ー"},
        {"plain 한글 text", "plain 한글 text"},
    };
    for (const auto& one : cases) {
        CHECK(test::folded_text(one.text) == one.becomes);
        CHECK(test::folded_text(one.becomes) == one.becomes);
    }
    CHECK(test::fold_units("가ㅎㅗㅇ나").size() == 1);
    CHECK(test::fold_units("x\u200By").size() == 1);
}

TEST_CASE("look-alikes are the same in the library and in the table of the reference")
{
    for (std::uint32_t c = 0x80; c < 0x20000; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        const auto character = test::utf8_of(c).value();
        const auto ascii = redact::lookalike_of(c);
        INFO("code point " << c);
        if (!ascii.empty()) CHECK(test::folded_text(character) == ascii);
        CHECK(redact::plain_spelling(character) == test::folded_text(character));
    }
}

TEST_CASE("the reference reads runs")
{
    const std::string text = "the user kim@example.org was seen 홍길동";
    const auto encoded = to_base64(as_bytes(text), Padding::required);
    CHECK(has_view(encoded, text));
    CHECK(has_view("a/b" + encoded, text.substr(3)));
    CHECK(has_view("<" + encoded.substr(0, 24) + "\r\n  " + encoded.substr(24, 24) + "\n" +
                       encoded.substr(48) + "\"",
                   text));
    CHECK_FALSE(has_view(encoded.substr(0, 23), "the user"));
    CHECK(has_view("A" + to_hex(as_bytes(text)), text));
    CHECK(has_view("<~87cURD_*#TDfTZ)+T~>", "Hello, world!"));
    CHECK(has_view(to_base64(as_bytes(std::string("k\0i\0m\0@\0e\0x\0.\0o\0r\0g\0", 20)), Padding::none),
                   "kim@ex.org"));
    CHECK(has_view(
        to_base64(as_bytes(std::string("\xFF\xFE\x4D\xD6\x38\xAE\xD9\xB3 \0\x4D\xD6\x38\xAE\xD9\xB3 \0", 18)),
                  Padding::none),
        "홍길동 홍길동"));
    CHECK(test::failure([] { static_cast<void>(test::views_of("x=H4sIAAAAAAAAA0vOzy0oSi0uBgBwf")); }) ==
          "1:redact.packed");
    CHECK(test::views_of("x=H4sIAAAAAAAAA0vOzy0oSi0uBgBwf", test::Packed::keep).size() >= 1);
}

TEST_CASE("the reference knows where decoded bytes are from, through several steps")
{
    using Source = std::vector<std::pair<std::size_t, std::size_t>>;
    CHECK(source_of("a\\u0062c", "abc") == Source{{0, 1}, {1, 7}, {7, 8}});
    CHECK(source_of("a%255Cu0062", "ab") == Source{{0, 1}, {1, 11}});
    CHECK(source_of("x ㅎㅗㅇ", "x 홍") == Source{{0, 1}, {1, 2}, {2, 11}, {2, 11}, {2, 11}});
    CHECK(test::views_of("plain").size() == 1);
    // Four times is once too often.
    CHECK(has_view("%252541 x", "A x"));
    CHECK(test::failure([] { static_cast<void>(test::views_of("%25252541 x")); }) == "1:redact.depth");
    CHECK(test::failure([] { static_cast<void>(test::views_of("=2525\u200B2541 %u0041")); }) ==
          "1:redact.depth");
    // Three kinds of spellings, each once, are not three times.
    CHECK(has_view("%41 =42 \uFF23 %E3%80%80 =EF=BC=A1", "A B C   A"));
}
