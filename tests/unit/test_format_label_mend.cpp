#include "label_samples.hpp"
#include "pouch/base/error.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/label_mend.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using test::with;
using Lines = std::vector<std::string>;

namespace {

const std::string& sample = test::alfa_label;

/// What was mended in a label that the strict reader refuses; what comes out says the same as the sample.
Lines mended(const std::string& text)
{
    CHECK(test::failure([&] { static_cast<void>(format::read_label(as_bytes(text))); }) ==
          "1:label.malformed");
    const auto document = format::mend_label(as_bytes(text));
    CHECK(format::read_label(as_bytes(document.text)) == format::read_label(as_bytes(sample)));
    return document.mended;
}

} // namespace

TEST_CASE("a label in order is left as it is, to the byte")
{
    const auto document = format::mend_label(as_bytes(sample));
    CHECK(document.mended.empty());
    CHECK(document.text == sample);
}

TEST_CASE("what published samples do wrong is mended, and told")
{
    auto bare = sample;
    for (std::size_t i = 0; (i = bare.find("s4774:")) != std::string::npos;) bare.erase(i, 6);
    bare = with(bare, R"( xmlns:s4774="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0")", "");
    CHECK(mended(bare).size() == 11);
    CHECK(mended(with(sample, "Type=\"PERMISSIVE\"", "type=\"Permissive\"")) ==
          Lines{"line 8: Category: attribute type taken for Type",
                "line 8: Category: Type='Permissive' taken for 'PERMISSIVE'"});
    CHECK(mended(with(sample, "URI=\"urn:oid:1.3.6.1.4.1.32473.1\"", "URL=\"1.3.6.1.4.1.32473.1\"")).size() ==
          2);
    auto misspelt = with(sample, "CreationDateTime>", "CreationDataTime>");
    misspelt = with(misspelt, "/s4774:CreationDateTime>", "/s4774:CreationDataTime>");
    CHECK(mended(misspelt).size() == 1);
    const std::string created = "<s4774:CreationDateTime>2026-01-01T00:00:00Z</s4774:CreationDateTime>";
    CHECK(mended(with(with(sample, created, ""), "<s4774:OriginatorID", created + "<s4774:OriginatorID")) ==
          Lines{"line 1: originatorConfidentialityLabel: its elements are out of order"});
}

TEST_CASE("missing dates are taken for the farthest, and told")
{
    const auto text =
        with(with(sample, "<s4774:CreationDateTime>2026-01-01T00:00:00Z</s4774:CreationDateTime>", ""),
             "ReviewDateTime=\"2036-01-01T00:00:00Z\"", "");
    const auto document = format::mend_label(as_bytes(text));
    CHECK(document.mended.size() == 2);
    const auto label = format::read_label(as_bytes(document.text));
    CHECK(label.created == Instant{0});
    CHECK(format_rfc3339(*label.review) == "9999-12-31T23:59:59Z");
}

TEST_CASE("a binding is mended with the label in it")
{
    auto text = test::alfa_bdo;
    for (const std::string prefix : {"s4778:", "s4774:"}) {
        for (std::size_t i = 0; (i = text.find(prefix)) != std::string::npos;) text.erase(i, prefix.size());
    }
    text = with(text, R"( xmlns:s4778="urn:nato:stanag:4778:bindinginformation:1:0")", "");
    text = with(text, R"( xmlns:s4774="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0")", "");
    CHECK(test::failure([&] { static_cast<void>(format::read_bdo(as_bytes(text))); }) == "1:label.malformed");
    const auto document = format::mend_label(as_bytes(text));
    const auto bdo = format::read_bdo(as_bytes(document.text));
    CHECK(bdo.originator == format::read_bdo(as_bytes(test::alfa_bdo)).originator);
    CHECK(bdo.data_uri == "./report.pdf");
}

TEST_CASE("what a label says is never mended")
{
    const auto still = [](const std::string& text) {
        return test::failure([&] {
            static_cast<void>(format::read_label(as_bytes(format::mend_label(as_bytes(text)).text)));
        });
    };
    CHECK(still(with(sample, "Type=\"PERMISSIVE\"", "Type=\"ANY\"")) == "1:label.malformed");
    CHECK(still(with(sample, "Type=\"PERMISSIVE\"", "")) == "1:label.malformed");
    CHECK(still(with(sample, "<s4774:Classification>SECRET</s4774:Classification>", "")) ==
          "1:label.malformed");
    CHECK(still(with(sample, "<s4774:GenericValue>KOR", "<s4774:GenericValue/><s4774:GenericValue>KOR")) ==
          "1:label.malformed");
    CHECK(still(with(sample, "s4774=\"urn:nato", "s4774=\"urn:other")) == "1:label.malformed");
    CHECK(still("<!DOCTYPE x>" + sample) == "1:label.malformed");
    CHECK(still(sample + sample) == "1:label.malformed");
    // Two spellings of one attribute are two claims.
    CHECK(still(with(sample, "Type=\"PERMISSIVE\"", "Type=\"PERMISSIVE\" type=\"INFORMATIVE\"")) ==
          "1:label.malformed");
}
