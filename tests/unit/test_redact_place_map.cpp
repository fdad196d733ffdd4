#include "pouch/redact/place_map.hpp"

#include <catch2/catch.hpp>

using namespace pouch::redact;

TEST_CASE("a place in what stands for a cut lies where the text goes on, at most")
{
    // `ab`, then a cut [2,5) for which 10 bytes stand, then the rest.
    PlaceMap map(PlaceMap::Use::wanted);
    map.note(0, 0);
    map.note(5, 12);
    CHECK(map.origin_of(1) == 1);
    CHECK(map.origin_of(2) == 2);
    CHECK(map.origin_of(4) == 4);
    CHECK(map.origin_of(9) == 5);
    CHECK(map.origin_of(11) == 5);
    CHECK(map.origin_of(12) == 5);
    CHECK(map.origin_of(13) == 6);
}
