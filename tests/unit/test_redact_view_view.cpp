#include "pouch/redact/view/view.hpp"
#include "unit/view_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

namespace {

/// A view of the escapes of `parent`, tried at every place of `from`.
View view_of(std::string_view parent, std::size_t reach, Island from)
{
    std::vector<std::size_t> places;
    for (auto at = from.begin; at < from.end; ++at) places.push_back(at);
    View view;
    view.add(parent, from, places, decode_escape, {reach, 0, 0});
    return view;
}

View view_of(std::string_view parent, std::size_t reach = 100)
{
    return view_of(parent, reach, {0, parent.size()});
}

std::string text_of(const View& view, const Island& island)
{
    return std::string(view.text().substr(island.begin, island.end - island.begin));
}

/// What [begin, end) of the view was in its parent.
std::string source_text(const View& view, std::string_view parent, std::size_t begin, std::size_t end)
{
    const auto span = view.source_of(begin, end);
    return std::string(parent.substr(span.begin, span.size()));
}

} // namespace

TEST_CASE("a view holds what units stand for, and knows where each byte is from")
{
    const std::string parent = R"(ab\u0041c&#0;d%EA%B0%80)";
    const auto view = view_of(parent);
    REQUIRE(view.text() == "abAcd가");
    CHECK(source_text(view, parent, 0, 1) == "a");
    CHECK(source_text(view, parent, 1, 3) == R"(b\u0041)");
    CHECK(source_text(view, parent, 2, 3) == R"(\u0041)");
    CHECK(source_text(view, parent, 3, 5) == "c&#0;d");
    CHECK(source_text(view, parent, 3, 4) == "c"); // what was deleted belongs to no neighbour
    CHECK(source_text(view, parent, 4, 5) == "d");
    CHECK(source_text(view, parent, 5, 6) == "%EA%B0%80"); // a whole unit for each of its bytes
    CHECK(source_text(view, parent, 7, 8) == "%EA%B0%80");
    CHECK(source_text(view, parent, 0, 8) == parent);
}

TEST_CASE("a text without units makes no view, one of deleted units an empty island")
{
    CHECK(view_of("plain").is_empty());
    CHECK(view_of("").is_empty());
    const auto view = view_of("&#0;&#0;");
    REQUIRE(view.islands().size() == 1);
    CHECK(view.text().empty());
    REQUIRE(view.piece_count() == 2);
    CHECK(view.piece_source(0, view.islands()[0]).begin == 0);
    CHECK(view.piece_source(1, view.islands()[0]).end == 8);
    CHECK_FALSE(view.is_changed(0, 0));
}

TEST_CASE("islands keep what is within reach of a unit, and tell where they are cut")
{
    const std::string parent = "0123456789%41abcdefghijklmnopqrstuvwxyz%42zyx";
    const auto view = view_of(parent, 5);
    REQUIRE(view.islands().size() == 2);
    CHECK(text_of(view, view.islands()[0]) == "56789Aabcde");
    CHECK(text_of(view, view.islands()[1]) == "vwxyzBzyx");
    CHECK(view.text() == "56789Aabcde" + std::string(island_gap) + "vwxyzBzyx");
    CHECK(view.islands()[0].is_cut_before);
    CHECK(view.islands()[0].is_cut_behind);
    CHECK(view.islands()[1].is_cut_before);
    CHECK_FALSE(view.islands()[1].is_cut_behind);
    CHECK(source_text(view, parent, view.islands()[1].begin, view.islands()[1].end) == "vwxyz%42zyx");

    CHECK(view_of(parent, 13).islands().size() == 1); // 26 bytes lie between
    CHECK(view_of(parent, 12).islands().size() == 2);
    const auto near = view_of("01234%41abcde", 5);
    CHECK_FALSE(near.islands()[0].is_cut_before);
    CHECK_FALSE(near.islands()[0].is_cut_behind);
}

TEST_CASE("islands are cut between characters")
{
    const auto view = view_of("가나다%41라마바", 4);
    CHECK(view.text() == "나다A라");
    CHECK(view.islands()[0].is_cut_before);
    CHECK(view.islands()[0].is_cut_behind);
}

TEST_CASE("an island of a cut island is cut where it ends")
{
    Island from{2, 9, true, true, true};
    const auto view = view_of("%4101%42ab%43", 100, from);
    REQUIRE(view.islands().size() == 1);
    CHECK(view.text() == "101Ba");
    CHECK(view.islands()[0].is_cut_before);
    CHECK(view.islands()[0].is_cut_behind);
    CHECK(view.islands()[0].is_too_long);
    from = {2, 9};
    CHECK_FALSE(view_of("%4101%42ab%43", 100, from).islands()[0].is_cut_before);
    CHECK_FALSE(view_of("%4101%42ab%43", 100, from).islands()[0].is_too_long);
}

TEST_CASE("no unit begins inside the one before")
{
    CHECK(view_of(R"(a\\u0041 \\%41b)").text() == R"(a\u0041 \Ab)");
    CHECK(view_of("[.] [.]x").text() == "..x");
}

TEST_CASE("units that an island ends within are none")
{
    const auto view = view_of("%41b%42", 100, {0, 6});
    CHECK(view.text() == "Ab%4");
}

TEST_CASE("a whole island stands for one span")
{
    View view;
    view.add_whole("first", {10, 40}, {});
    view.add_whole("second", {50, 90}, {0, 0, true, true, true});
    REQUIRE(view.islands().size() == 2);
    CHECK(view.text() == "first" + std::string(island_gap) + "second");
    CHECK(view.source_of(1, 2).begin == 10);
    CHECK(view.source_of(1, 2).end == 40);
    const auto second = view.islands()[1];
    CHECK(view.source_of(second.begin, second.end).begin == 50);
    CHECK(view.source_of(second.end - 1, second.end).end == 90);
    CHECK(second.is_too_long);
    CHECK(second.is_cut_before);
    CHECK_FALSE(view.islands()[0].is_too_long);
    CHECK(view.is_unit(0));
    view.clear();
    CHECK(view.is_empty());
    CHECK(view.piece_count() == 0);
    CHECK(view.text().empty());
}

TEST_CASE("an island is found by the places in it")
{
    const auto view = view_of("%41" + std::string(50, 'x') + "%42", 5);
    const auto islands = view.islands();
    REQUIRE(islands.size() == 2);
    CHECK(&view.island_at(0) == &islands[0]);
    CHECK(&view.island_at(islands[0].end) == &islands[0]); // the gap belongs to the one before
    CHECK(&view.island_at(islands[1].begin - 1) == &islands[0]);
    CHECK(&view.island_at(islands[1].begin) == &islands[1]);
    CHECK(&view.island_at(view.text().size()) == &islands[1]);
}

TEST_CASE("a unit is near within a distance, in the same island")
{
    const auto view = view_of("0123456789%41abcdefghij"); // A at 10
    CHECK(view.is_near_unit(10, 11, 0));
    CHECK(view.is_near_unit(8, 9, 1));
    CHECK_FALSE(view.is_near_unit(7, 8, 1));
    CHECK(view.is_near_unit(12, 13, 1));
    CHECK_FALSE(view.is_near_unit(13, 14, 1));
    CHECK(view.is_near_unit(0, 1, 9));
    CHECK_FALSE(view.is_near_unit(0, 1, 8));
    const auto deleted = view_of("0123&#0;4567");
    CHECK(deleted.is_near_unit(2, 4, 0));
    CHECK(deleted.is_near_unit(4, 6, 0));
    CHECK_FALSE(deleted.is_near_unit(5, 6, 0));

    const auto apart = view_of("%41aaaaaaaaaaaaaaaaaaaaaaaaaaa%42", 10);
    REQUIRE(apart.islands().size() == 2);
    const auto end = apart.islands()[0].end;
    CHECK_FALSE(apart.is_near_unit(end - 1, end, 8));
    CHECK(apart.is_near_unit(end - 1, end, 9));
}

TEST_CASE("a part is changed if a unit lies in it, a deleted one too")
{
    const auto view = view_of("ab%EA%B0%80cd&#0;ef"); // ab가cdef
    CHECK_FALSE(view.is_changed(0, 2));
    CHECK(view.is_changed(1, 3));
    CHECK(view.is_changed(2, 5));
    CHECK(view.is_changed(4, 6));
    CHECK_FALSE(view.is_changed(5, 7));
    CHECK(view.is_changed(6, 8)); // where the NUL was
    CHECK_FALSE(view.is_changed(7, 9));
}

TEST_CASE("a view is nested if one of its units holds what was decoded before")
{
    const std::string parent = "%2541 %42 &amp;x";
    const auto first = view_of(parent);
    REQUIRE(first.text() == "%41 B &x");
    CHECK(view_of(first.text()).is_nested_in(first));
    const auto other = view_of("%41 &#66; %4g");
    REQUIRE(other.text() == "A B %4g");
    View unrelated;
    unrelated.add_whole("x", {5, 6}, {});
    CHECK_FALSE(unrelated.is_nested_in(other));
}

TEST_CASE("pieces are what was copied in a row and what a unit became")
{
    const std::string parent = "ab%41%42c&#0;d";
    const auto view = view_of(parent); // abABcd
    const auto& island = view.islands()[0];
    const std::vector<std::string> sources = {"ab", "%41", "%42", "c", "&#0;", "d"};
    REQUIRE(view.piece_count() == sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto span = view.piece_source(i, island);
        CHECK(parent.substr(span.begin, span.size()) == sources[i]);
        CHECK(view.is_unit(i) == (sources[i].size() > 2));
    }
}

TEST_CASE("an island reaches on to where a token ends, and a little further")
{
    const std::string parent = std::string(40, '.') + " " + std::string(30, 'a') + "\\u0041" +
                               std::string(30, 'b') + " " + std::string(40, '.');
    const auto at = parent.find('\\');
    const std::vector<std::size_t> places{at};
    const auto text_with = [&](const Reach& reach) {
        View view;
        view.add(parent, {0, parent.size()}, places, decode_escape, reach);
        REQUIRE(view.islands().size() == 1);
        return std::string(view.text());
    };
    CHECK(text_with({5, 0, 0}) == "aaaaaAbbbbb");
    CHECK(text_with({5, 100, 0}) == std::string(30, 'a') + "A" + std::string(30, 'b'));
    CHECK(text_with({5, 10, 0}) == std::string(15, 'a') + "A" + std::string(15, 'b'));
    CHECK(text_with({5, 100, 3}) == ".. " + std::string(30, 'a') + "A" + std::string(30, 'b') + " ..");
}

TEST_CASE("islands whose tokens meet are one")
{
    const std::string token(60, 'x');
    const std::string joined = "\\u0041" + token + "\\u0042";
    const std::string apart = "\\u0041" + token.substr(30) + " " + token.substr(30) + "\\u0042";
    const auto islands_of = [](const std::string& parent) {
        const std::vector<std::size_t> places{0, parent.rfind('\\')};
        View view;
        view.add(parent, {0, parent.size()}, places, decode_escape, {5, 100, 0});
        return view.islands().size();
    };
    CHECK(islands_of(joined) == 1);
    CHECK(islands_of(apart) == 2);
}
