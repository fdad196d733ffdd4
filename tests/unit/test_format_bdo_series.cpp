#include "label_samples.hpp"
#include "pouch/format/bdo_series.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using format::BdoSeries;
using test::with;

namespace {

const std::string uri = "./report.pdf";

std::string for_file(const std::string& reference)
{
    return with(test::alfa_bdo, uri, reference);
}

} // namespace

TEST_CASE("documents that differ in their reference are one form")
{
    BdoSeries series;
    const auto first = series.read(as_bytes(test::alfa_bdo));
    REQUIRE(first.form);
    CHECK(first.data_uri == uri);
    for (const std::string other : {"./a", "./%EB%B3%B4", "./data/", "../x", "./report.pdf"}) {
        const auto document = for_file(other);
        const auto next = series.read(as_bytes(document));
        CHECK(next.form == first.form);
        CHECK(next.data_uri == other);
        CHECK(format::read_bdo(as_bytes(document)).data_uri == other);
    }
    const auto secret = with(test::alfa_bdo, ">SECRET<", ">UNCLASSIFIED<");
    const auto second = series.read(as_bytes(secret));
    REQUIRE(second.form);
    CHECK(second.form != first.form);
    CHECK(second.bdo->originator.classification == "UNCLASSIFIED");
}

TEST_CASE("a series reads what the reader reads, whatever stands where the reference stood")
{
    const std::vector<std::string> references = {"./a\"x=\"", "./a'b",          "./a&amp;b", "./a b",
                                                 "  ./a",     "./a\"/><x y=\"", "",          "./&#x61;",
                                                 "./a<b",     "./a\xC3\xA9"};
    for (const auto& reference : references) {
        CAPTURE(reference);
        const auto document = for_file(reference);
        BdoSeries series;
        static_cast<void>(series.read(as_bytes(test::alfa_bdo)));
        std::string expected;
        const auto alone = test::failure([&] { expected = format::read_bdo(as_bytes(document)).data_uri; });
        std::string found;
        CHECK(test::failure([&] { found = series.read(as_bytes(document)).data_uri; }) == alone);
        CHECK(found == expected);
    }
}

TEST_CASE("a reference that is told in a place without meaning makes no form")
{
    // The last occurrence of the text is in a comment; the attribute itself is written otherwise.
    const auto decoy = [](const std::string& name) {
        return with(with(test::alfa_bdo, uri, "./%61"), "</s4778:BindingInformation>",
                    "<!-- " + name + " --></s4778:BindingInformation>");
    };
    BdoSeries series;
    CHECK_FALSE(series.read(as_bytes(decoy("./%61"))).form);
    CHECK(series.read(as_bytes(decoy("./b"))).data_uri == "./%61");
    // Nor does one that says something else as well.
    const auto twice =
        with(with(test::alfa_bdo, ">desk@example.org<", ">" + uri + "<"), "Id=\"mb-1\"", "Id=\"mb-1\"");
    REQUIRE(series.read(as_bytes(twice)).form);
    const auto entity = for_file("./report&#46;pdf");
    CHECK_FALSE(series.read(as_bytes(entity)).form);
    CHECK(series.read(as_bytes(entity)).data_uri == uri);
}

TEST_CASE("a series keeps a few forms and reads all others")
{
    BdoSeries series;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < BdoSeries::form_limit + 20; ++i) {
        const auto name = "V" + std::to_string(i);
        const auto document = with(test::alfa_bdo, ">HARBOUR<", ">" + name + "<");
        const auto item = series.read(as_bytes(document));
        CHECK(item.bdo->originator.categories[0].values[0] == name);
        if (item.form) ++kept;
    }
    CHECK(kept == BdoSeries::form_limit);
    CHECK(test::failure([&] { static_cast<void>(series.read({})); }) == "1:label.malformed");
    std::string large = test::alfa_bdo;
    large.insert(large.rfind(uri) + 2, std::string(format::bdo_limit, 'a'));
    CHECK(test::failure([&] { static_cast<void>(series.read(as_bytes(large))); }) == "1:limit.size");
}
