#include "pouch/base/text.hpp"
#include "pouch/redact/view/base64_run.hpp"
#include "unit/view_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

std::string read(std::string_view text, bool is_marked = false)
{
    return test::decoded(decode_mail, text, is_marked);
}

} // namespace

TEST_CASE("encoded words of mail are read in the charsets that they name")
{
    const std::vector<test::Reading> readings = {
        {"=?utf-8?B?6rmA?=", "김"},
        {"=?UTF-8?b?6rmA?=", "김"},
        {"=?UTF-8?Q?=EA=B9=80_=ea=b9=80?=", "김 김"},
        {"=?utf-8?q?a_b=5Fc=3D?=", "a b_c="},
        {"=?EUC-KR?B?seg=?=", "김"},
        {"=?ks_c_5601-1987?B?seg=?=", "김"},
        {"=?cp949?Q?=B1=E8?=", "김"},
        {"=?UHC?Q?=B1=E8?=", "김"},
        {"=?iso-8859-1?Q?=E9t=E9?=", "été"},
        {"=?us-ascii?Q?a?=", "a"},
        {"=?utf-8*ko?Q?a?=", "a"},
        {"=?utf-8?Q?"
         "?=",
         ""},
        {"=?utf-8?Q?=00a?=", "a"},
        {"x=?utf-8?B?YQ?=y", "xay"}, // without padding
    };
    for (const auto& [written, meant] : readings) {
        INFO(written);
        CHECK(read(written) == meant);
    }
}

TEST_CASE("white space between encoded words belongs to the second one, other white space to none")
{
    CHECK(read("=?utf-8?Q?a?= =?utf-8?Q?b?=", true) == "<a><b>");
    CHECK(read("=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=", true) == "<a><b>");
    CHECK(read("=?utf-8?Q?a?==?utf-8?Q?b?=", true) == "<a><b>");
    CHECK(read("a =?utf-8?Q?b?= c", true) == "a <b> c");
    CHECK(read("=?utf-8?Q?a?= x =?utf-8?Q?b?=", true) == "<a> x <b>");
    CHECK(read("=41 =?utf-8?Q?b?=", true) == "<A> <b>");
}

TEST_CASE("what is no encoded word stays")
{
    for (const std::string_view text :
         {"=?utf-8?X?a?=", "=?utf-8?Q?a", "=?utf-8?Q?a?b?=", "=??Q?a?=", "=?ut f?Q?a?=", "=?utf-8?Q?a\n?=",
          "=?", "=?=", "=?utf-8?", "=?utf-8?Q", "=?utf-8?Q?", "=?utf-8Q?a?="}) {
        INFO(text);
        CHECK(read(text) == text);
    }
    const auto word = [](std::size_t size) { return "=?utf-8?Q?" + std::string(size - 12, 'a') + "?="; };
    CHECK(read(word(8192)) == std::string(8180, 'a'));
    CHECK(read(word(8193)) == word(8193));
}

TEST_CASE("an encoded word that cannot be read refuses the document")
{
    for (const std::string_view text :
         {"=?iso-2022-kr?B?YQ==?=", "=?nosuch?Q?a?=", "=?utf-8?Q?=EA?=", "=?utf-8?B?6rk=?=",
          "=?euc-kr?Q?=FF=FF?=", "=?us-ascii?Q?=E9?=", "=?utf-8?q?a=?=", "=?utf-8?B?6r mA?="}) {
        INFO(text);
        CHECK(test::failure([&] { static_cast<void>(read(text)); }) == "1:redact.charset");
    }
}

TEST_CASE("soft line breaks are deleted")
{
    CHECK(read("10.0=\n.0.1") == "10.0.0.1");
    CHECK(read("10.0=\r\n.0.1", true) == "10.0<>.0.1");
    CHECK(read("10.0= \t \r\n.0.1") == "10.0.0.1");
    CHECK(read("a=" + std::string(8, ' ') + "\nb") == "ab");
    CHECK(read("=\n") == "");
    for (const std::string& text :
         std::vector<std::string>{"a=b", "a=\rb", "a=", "a= b", "a=\r", "a=" + std::string(9, ' ') + "\nb"})
        CHECK(read(text) == text);
}

TEST_CASE("quoted-printable bytes are read where they make a character that text may hold")
{
    CHECK(read("=EA=B5=AD=41=2e", true) == "<국><A><.>");
    CHECK(read("a=3Db=20c=09d=0D=0Ae") == "a=b c\td\r\ne");
    for (const std::string_view text :
         {"pid=12", "x=00", "x=7F", "x=1B", "a=EA", "=EA=B5", "=C0=AE", "=ED=A0=80", "=4", "=G1"}) {
        INFO(text);
        CHECK(read(text) == text);
    }
    // Where other signs stand near, mail did not write them: one byte alone means itself.
    CHECK(read("level=info took=60", true) == "level=info took=60");
    CHECK(read("took=60" + std::string(252, '.') + "a=x", true) == "took=60" + std::string(252, '.') + "a=x");
    CHECK(read("took=60" + std::string(256, '.') + "a=x", true) == "took<`>" + std::string(256, '.') + "a=x");
    CHECK(read("a=x" + std::string(300, '.') + "=60", true) == "a=x" + std::string(300, '.') + "<`>");
    CHECK(read("level=info\ntook=60\na=x", true) == "level=info\ntook<`>\na=x");
    CHECK(read("level=info=0Atook=60=0D=0Aa=x", true) == "level=info=0Atook<`><\r><\n>a=x");
    CHECK(read("level=info ip=31=39", true) == "level=info ip<1><9>");
    CHECK(read("level=info ip=EA=B5=AD", true) == "level=info ip<국>");
    CHECK(read("a=3D1 =?us-ascii?Q?x?= b=60=\nc", true) == "a<=>1 <x> b<`><>c");
    CHECK(read("=EA=\n=B5=AD") == "=EA=B5=AD"); // a second time reads the rest
}

TEST_CASE("units of random mail hold their place and stand for valid UTF-8")
{
    const std::vector<std::string> alphabet = {"=",  "?",           "utf-8", "Q",  "B",  "EA",
                                               "B5", "AD",          " ",     "\n", "\r", "41",
                                               "_",  "=?utf-8?Q?a", "?=",    "==", "가", "=\n"};
    std::size_t count = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto text = test::random_characters(alphabet, 100, seed);
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto floor = at - std::min<std::size_t>(at, seed % 5);
            std::string out;
            std::optional<Unit> unit;
            const auto reason = test::failure([&] { unit = decode_mail(text, floor, at, out); });
            REQUIRE((reason.empty() || reason == "1:redact.charset"));
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

TEST_CASE("base64 is read in both alphabets, from any letter on, without what is no letter")
{
    const auto read_from = [](std::string_view text, std::size_t skip) {
        std::string out;
        append_base64_decoded(text, skip, out);
        return out;
    };
    CHECK(read_from("Zm9vYmFy", 0) == "foobar");
    CHECK(read_from("Zm9v\r\nYmFy", 0) == "foobar");
    CHECK(read_from("xZm9vYmFy", 1) == "foobar");
    CHECK(read_from("x\nZm9vYmFy", 1) == "foobar");
    CHECK(read_from("Zm8=", 0) == "fo");
    CHECK(read_from("Zm8", 0) == "fo");
    CHECK(read_from("Zg==", 0) == "f");
    CHECK(read_from("Z", 0).empty());
    CHECK(read_from("Zg==", 9).empty());
    CHECK(read_from("+/+/", 0) == "\xFB\xFF\xBF");
    CHECK(read_from("-_-_", 0) == "\xFB\xFF\xBF");
}
