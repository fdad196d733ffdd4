#include "embedded_support.hpp"
#include "pouch/format/opc_label.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;
const std::string item = "customXml/item1.xml";

Bytes document(const Parts& more)
{
    return test::docx_with("<w:p/>", more);
}

std::optional<format::EmbeddedLabel> label_of(const Bytes& archive)
{
    return format::opc_label(archive, 1U << 26U);
}

std::string failure(const Parts& more)
{
    const auto archive = document(more);
    return test::failure([&] { (void)label_of(archive); });
}

} // namespace

TEST_CASE("the label of a package is found by its root, in whatever part it is")
{
    const auto bdo = test::embedded_bdo({"pack:///word/document.xml", "pack:///customXml/a%20b.xml"});
    for (const auto* name : {"customXml/item1.xml", "other/x.XML", "l.bdo"}) {
        const auto found = label_of(document({{"customXml/a b.xml", "<a/>"}, {name, bdo}}));
        REQUIRE(found);
        CHECK(found->where == name);
        CHECK(found->binding.bdo.originator.classification == "SECRET");
        CHECK(found->binding.references.size() == 2);
    }
    const std::string prolog = "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- <a> --><?pi <b> ?>\n";
    CHECK(label_of(document({{item, prolog + test::embedded_bdo({""})}})));
    CHECK(label_of(document({{item, test::embedded_bdo({""})}}))); // the document, by nothing
}

TEST_CASE("a package without a label, and an archive that is no package, have none")
{
    CHECK_FALSE(label_of(document({})));
    CHECK_FALSE(label_of(document({{item, "<a>BindingInformation</a>"}})));
    CHECK_FALSE(label_of(document({{item, ""}})));
    CHECK_FALSE(label_of(document({{item, "<!-- <s4778:BindingInformation>"}})));
    CHECK_FALSE(label_of(test::zip_of_parts({{"a.xml", test::embedded_bdo({""})}})));
    CHECK_FALSE(label_of(to_bytes("PK\x03\x04 and no more")));
}

TEST_CASE("two labels, and one that is not right, are refused")
{
    const auto good = test::embedded_bdo({"pack:///word/document.xml"});
    CHECK(failure({{item, good}}).empty());
    CHECK(failure({{item, good}, {"customXml/item2.xml", good}}) == "1:label.ambiguous");
    CHECK(failure({{item, test::with(good, "bindinginformation:1:0\"", "bindinginformation:9:9\"")}}) ==
          "1:label.malformed");
    CHECK(failure({{item, test::with(good, "SECRET", "")}}) == "1:label.malformed");
    CHECK(failure({{item, "<!DOCTYPE a>" + good}}) == "1:label.malformed");
    std::string wide = "\xFF\xFE"; // UTF-16, which is not passed over
    for (const char c : good) wide += {c, '\0'};
    CHECK_FALSE(failure({{item, wide}}).empty());
    CHECK(failure({{item, good + std::string(format::bdo_limit, ' ')}}) == "1:limit.size");
}

TEST_CASE("a label in a package must be for the document")
{
    const auto of = [](std::vector<std::string> references) {
        return failure({{item, test::embedded_bdo(references)}, {"word/media/a.png", "x"}});
    };
    CHECK(of({"pack:///word/document.xml", "pack:///word/media/a.png"}).empty());
    for (const auto* bad :
         {"pack:///word/media/a.png", "pack:///word/none.xml", "./document.xml", "pack://word/document.xml",
          "pack:///", "pack:///word/../word/document.xml", "pack:///word%2Fdocument.xml",
          "pack:///word/document.xml#a", "http://a.example/word/document.xml"}) {
        CAPTURE(bad);
        CHECK(of({bad}) == "1:label.reference");
    }
    CHECK(of({"pack:///word/document.xml", "pack:///word/none.xml"}) == "1:label.reference");
    // A package that does not say which part is the document: any will do.
    const auto generic = test::zip_of_parts({{"[Content_Types].xml", "<Types/>"},
                                             {"a/b.bin", "x"},
                                             {"a/label.xml", test::embedded_bdo({"pack:///a/b.bin"})}});
    CHECK(label_of(generic));
}

TEST_CASE("names of parts count in any case")
{
    const auto package = [](const std::string& types, const std::string& relationships,
                            const std::string& reference) {
        return test::zip_of_parts(
            {{types, "<Types/>"},
             {relationships,
              "<Relationships "
              "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
              "Type=\"http://a.example/officeDocument\" Target=\"/a/Main.xml\"/></Relationships>"},
             {"a/main.xml", "<x/>"},
             {"a/b.bin", "x"},
             {"a/label.xml", test::embedded_bdo({reference})}});
    };
    for (const auto* types : {"[Content_Types].xml", "[content_types].XML"}) {
        for (const auto* relationships : {"_rels/.rels", "_RELS/.Rels"}) {
            CAPTURE(types, relationships);
            CHECK(label_of(package(types, relationships, "pack:///A/main.xml")));
            const auto other = package(types, relationships, "pack:///a/b.bin");
            CHECK(test::failure([&] { (void)label_of(other); }) == "1:label.reference");
        }
    }
    CHECK_FALSE(label_of(package("Content_Types.xml", "_rels/.rels", "")));
}

TEST_CASE("a package cut anywhere, or with any byte changed, is read or refused")
{
    const auto whole = document({{item, test::embedded_bdo({""})}});
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(test::failure([&] { (void)label_of(cut); }).substr(0, 2) != "70");
    }
    for (std::size_t at = 0; at < whole.size(); at += 5) {
        auto changed = whole;
        changed[at] ^= std::byte{0x20};
        CHECK(test::failure([&] { (void)label_of(changed); }).substr(0, 2) != "70");
    }
}
