#include "unit/view_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

std::string decoded(std::string_view text)
{
    return test::decoded(redact::decode_legacy, text);
}

std::string repeated(std::string_view piece, std::size_t count)
{
    std::string all;
    while (count-- > 0) all += piece;
    return all;
}

} // namespace

TEST_CASE("a row of bytes that is no UTF-8 is EUC-KR, or a mixture with what is EUC-KR or UTF-8 in it")
{
    const std::string name = "%C8%AB%B1%E6%B5%BF";
    CHECK(decoded(name) == "홍길동");
    CHECK(decoded("x " + name + " y") == "x 홍길동 y");
    CHECK(decoded(R"(\xc8\xab\xb1\xe6\xb5\xbf)") == "홍길동");
    CHECK(decoded(R"(\310\253\261\346\265\277)") == "홍길동");
    CHECK(decoded(R"(%C8%AB\xb1\xe6\265\277)") == "홍길동");
    // One byte beside it that is of no pair.
    CHECK(decoded("%A0" + name) == "\u00A0홍길동");
    CHECK(decoded("%96" + name) == "\u2013홍길동");
    CHECK(decoded("\\xff" + name) == "\u00FF홍길동");
    CHECK(decoded("%8C%E3" + name) == "\u008C\u00E3홍길동");
    CHECK(decoded(name + "%80") == "홍길동\u0080");
    CHECK(decoded("%EA%B0%80" + name) == "가홍길동");
    CHECK(decoded("Ja%ADne%A0Roe") == "Ja\u00ADne\u00A0Roe");
    CHECK(decoded("%A0%ED%99%8D") == "\u00A0홍"); // UTF-8 beside a byte
    CHECK(decoded("%E9%C3%A9") == "\u00E9\u00E9");
    CHECK(decoded("%41 %C8%4") == "%41 \u00C8%4");
    const std::string utf_8 = "%ED%99%8D%EA%B8%B8";
    CHECK(decoded(utf_8) == utf_8);
}

TEST_CASE("a row too long to be read as one is refused if EUC-KR may stand in it, and is no matter else")
{
    const std::string name = "%C8%AB%B1%E6%B5%BF";
    CHECK(decoded(repeated("%B0%A1", 509) + name) == repeated("가", 509) + "홍길동");
    CHECK(test::failure([&] { (void)decoded(repeated("%B0%A1", 510) + name); }) == "1:redact.unit-length");
    CHECK(test::failure([&] { (void)decoded(repeated("%90", 2000) + name); }) == "1:redact.unit-length");
    for (const auto& row : {repeated("\\x90", 2000), repeated("%EA%B0%80", 1000),
                            repeated("%EA%B0%80", 1000) + "%EA%B0"}) // the last ends within a character
        CHECK(decoded(row) == row);
}

TEST_CASE(
    "a row of quoted-printable is EUC-KR if all of it is two syllables or more, outside words of headers")
{
    CHECK(decoded("=C8=AB=B1=E6=B5=BF") == "홍길동");
    CHECK(decoded("x=c8=ab=b1=e6, =C8=AB =B5=BF=B1=E6") == "x홍길, =C8=AB 동길");
    CHECK(decoded("=C8=AB=\r\n=B1=\n=E6=B5=BF=\r\n") == "홍길동=\r\n");
    CHECK(decoded("=B5=BF=20=C8=AB=B1=E6?") == "=B5=BF=20홍길?");
    CHECK(decoded("?Q?=C8=AB=B1=E6") == "?Q?홍길"); // no word
    for (const std::string text :
         {"=C8=AB", "=C8=AB=B1", "=C8=AB=B1=E6=80", "=80=C8=AB=B1=E6", "=ED=99=8D=EA=B8=B8", "=C3=A9=C3=A9",
          "=C4=D6=DC=FC", "=?EUC-KR?Q?=C8=AB=B1=E6=B5=BF?=", "=?euc-kr?q?x=C8=AB=B1=E6_=C8=AB=B1=E6?=",
          "=?KOI7?Q?=C8=AB=B1=E6?="}) {
        INFO(text);
        CHECK(decoded(text) == text);
    }
    CHECK(decoded(repeated("=B0=A1", 512)) == repeated("가", 512));
    CHECK(test::failure([&] { (void)decoded(repeated("=B0=A1", 513)); }) == "1:redact.unit-length");
    CHECK(decoded(repeated("=EA=B0=80", 1000)) == repeated("=EA=B0=80", 1000));
}
