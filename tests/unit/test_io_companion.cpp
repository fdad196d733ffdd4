#include "pouch/io/companion.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace pouch;

TEST_CASE("two spellings of a path are one name, two names are not")
{
    CHECK(io::is_same_name("a", "./a"));
    CHECK(io::is_same_name("/tmp/a", "/tmp/../tmp/./a"));
    CHECK_FALSE(io::is_same_name("a", "b"));
    CHECK_FALSE(io::is_same_name("/tmp/a", "/a"));
    CHECK_FALSE(io::is_same_name("/nowhere/a", "/nowhere/a"));
    CHECK_THROWS_AS(io::is_same_name(std::string(5000, 'x') + "/a", "a"), Error); // cannot be told
}
