#include "pouch/label/user_input.hpp"

#include <catch2/catch.hpp>
#include <string>

using pouch::label::accepts;
using pouch::label::is_date_format;
using pouch::label::UserInput;

TEST_CASE("a date format is three fields once each and one separator")
{
    for (const auto* good : {"YYYY-MM-DD", "DD.MM.YYYY", "MM/DD/YYYY", "YYYYMMDD", "dd MM yyyy"}) {
        CHECK(is_date_format(good));
    }
    for (const auto* bad : {"", "YYYY", "YYYY-MM", "YYYY-MM-MM", "YYYY-MM.DD", "YY-MM-DD", "YYYY-MM-DD ",
                            "YYYY--MM-DD", "YYYY:MM:DD", "YYYY-MM-DDx"}) {
        CHECK_FALSE(is_date_format(bad));
    }
}

TEST_CASE("a date is a day of the calendar in its format, and nothing else")
{
    const UserInput iso{UserInput::Kind::date, "YYYY-MM-DD"};
    CHECK(accepts(iso, "2028-02-29"));
    for (const auto* bad : {"", "2027-02-29", "2027-13-01", "2027-1-01", "27-01-01", "2027-01-01 ",
                            "2027/01/01", "2027-01-0x", "2027-01-0"}) {
        CHECK_FALSE(accepts(iso, bad));
    }
    CHECK(accepts({UserInput::Kind::date, "DD.MM.YYYY"}, "31.12.2027"));
    CHECK_FALSE(accepts({UserInput::Kind::date, "DD.MM.YYYY"}, "12.31.2027"));
    CHECK(accepts({UserInput::Kind::date, "YYYYMMDD"}, "20271231"));
}

TEST_CASE("an integer is canonical, a text is short and plain")
{
    const UserInput integer{UserInput::Kind::integer, {}};
    for (const auto* good : {"0", "7", "-7", "999999999999999999"}) CHECK(accepts(integer, good));
    for (const auto* bad : {"", "-", "-0", "07", "+7", "1000000000000000000", "7 ", "seven", "0x7"}) {
        CHECK_FALSE(accepts(integer, bad));
    }
    const UserInput text{UserInput::Kind::text, {}};
    CHECK(accepts(text, "desk 4"));
    CHECK(accepts(text, std::string(256, 'x')));
    for (const auto& bad : {std::string(), std::string(257, 'x'), std::string(" x"), std::string("x "),
                            std::string("a  b"), std::string("a\nb"), std::string("a\x7f")}) {
        CHECK_FALSE(accepts(text, bad));
    }
}
