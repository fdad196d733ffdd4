#include "pouch/label/label.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using label::label_at;

TEST_CASE("names are the same in any case of ASCII, and exactly otherwise")
{
    CHECK(label::same_name("Top Secret", "TOP SECRET"));
    CHECK(label::same_name("군사 II급", "군사 ii급"));
    CHECK_FALSE(label::same_name("SECRET", "SECRET "));
    CHECK_FALSE(label::same_name("TRÈS", "très")); // beyond ASCII, case is another language's business
    CHECK_FALSE(label::same_name("[", "{"));
    CHECK_FALSE(label::same_name("@", "`"));
}

TEST_CASE("a successor takes over at its time, and a passed review changes nothing")
{
    label::Label last;
    last.classification = "LAST";
    label::Label next;
    next.classification = "NEXT";
    next.succession = Instant{200};
    next.successor = {last};
    label::Label first;
    first.classification = "FIRST";
    first.review = Instant{10};
    CHECK(label_at(first, {1000}).classification == "FIRST");
    first.succession = Instant{100};
    first.successor = {next};
    CHECK(label_at(first, {99}).classification == "FIRST");
    CHECK(label_at(first, {100}).classification == "NEXT");
    CHECK(label_at(first, {199}).classification == "NEXT");
    CHECK(label_at(first, {200}).classification == "LAST");
}
