#include "pouch/redact/ooxml/sheet_header.hpp"

#include <catch2/catch.hpp>
#include <fmt/core.h>

using pouch::redact::ooxml::sheet_header_text;

namespace {

/// Whether a line of what is written is exactly that.
bool has_line(std::string_view coded, std::string_view line)
{
    const auto text = "\n" + sheet_header_text(coded) + "\n";
    return text.find(fmt::format("\n{}\n", line)) != std::string::npos;
}

} // namespace

TEST_CASE("a header of a spreadsheet is its text without codes, each part on a line")
{
    CHECK(sheet_header_text("&LNATO &CSECRET&RPage &P of &N") == "\nNATO \nSECRET\nPage  of ");
    CHECK(sheet_header_text("&C&\"Arial,Bold\"&14SECRET &D&T&A&F&Z&G") == "\nSECRET ");
    CHECK(sheet_header_text("A && B&B&I&U&E&S&X&Y&O&HC") == "A & BC");
    CHECK(sheet_header_text("&P+12SECRET &P-1x") == "SECRET x");
    CHECK(sheet_header_text("&") == "");
}

TEST_CASE("a colour of a header is six digits, or one of a theme")
{
    CHECK(sheet_header_text("&C&KFF0000SECRET") == "\nSECRET");
    CHECK(sheet_header_text("&C&Kff00a0SECRET") == "\nSECRET");
    CHECK(sheet_header_text("&C&K01+000SECRET") == "\nSECRET");
    CHECK(sheet_header_text("&K00-012DEAD") == "DEAD");
}

TEST_CASE("no form of a colour hides what a reader may show")
{
    CHECK(has_line("&C&KSECRET", "SECRET"));
    CHECK(has_line("&C&KCONFIDENTIAL", "CONFIDENTIAL"));
    CHECK(has_line("&C&KABSECRET", "SECRET"));
    CHECK(has_line("&C&KABCDESECRET", "SECRET"));
    CHECK(has_line("&C&Kxxxxxx비밀", "비밀"));
    CHECK(has_line("&C&K01+00SECRET", "SECRET"));
    CHECK(has_line("&C&K01+0SECRET", "SECRET"));
    CHECK(has_line("&C&K01+0CONFIDENTIAL", "CONFIDENTIAL"));
    CHECK(has_line("&C&kFF0000SECRET", "SECRET"));
    CHECK(has_line("&C&KFF", "FF"));
}

TEST_CASE("a font name that does not end hides nothing, nor does one that runs over a code")
{
    CHECK(has_line("&C&\"SECRET", "SECRET"));
    CHECK(has_line("&C&\"Arial&RSECRET", "SECRET"));
    CHECK(has_line("&C&\"Arial&CSECRET&R&\"Arial,Bold\"x", "SECRET"));
    CHECK(sheet_header_text("&\"Arial\"\"") == "\"");
}

TEST_CASE("a code that is none may be text")
{
    CHECK(has_line("&C&비밀", "비밀"));
    CHECK(has_line("&C&비SECRET", "SECRET"));
    CHECK(has_line("&C&secret", "secret"));
    CHECK(has_line("&cSECRET", "SECRET"));
    CHECK(has_line("&C&QSECRET", "SECRET"));
}
