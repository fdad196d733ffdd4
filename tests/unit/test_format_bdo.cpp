#include "label_samples.hpp"
#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/bdo.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using test::with;

namespace {

std::string refusal(const std::string& document)
{
    return test::failure([&] { static_cast<void>(format::read_bdo(as_bytes(document))); });
}

const std::string metadata_start = "<s4778:Metadata>";
const std::string reference_element =
    "<s4778:DataReference URI=\"./report.pdf\" xmime:contentType=\"application/pdf\"/>";

std::string alternative_in(const std::string& name, const std::string& oid)
{
    auto label = with(with(test::alfa_label, "<s4774:originator", "<s4774:alternative"), "</s4774:originator",
                      "</s4774:alternative");
    label = with(with(label, ">ALFA<", ">" + name + "<"), "1.3.6.1.4.1.32473.1\"", oid + "\"");
    return "<s4778:Metadata>" + with(label, "label-1", "label-2") + "</s4778:Metadata>\n";
}

std::string with_more(const std::string& metadata)
{
    return with(test::alfa_bdo, "<s4778:DataReference", metadata + "<s4778:DataReference");
}

} // namespace

TEST_CASE("the sample sidecar is read")
{
    const auto bdo = format::read_bdo(as_bytes(test::alfa_bdo));
    CHECK(bdo.originator.classification == "SECRET");
    CHECK(bdo.alternatives.empty());
    CHECK(bdo.data_uri == "./report.pdf");
    CHECK(bdo.content_type == "application/pdf");
    CHECK_FALSE(bdo.has_signature);
}

TEST_CASE("prefixes do not matter, namespaces do")
{
    auto other = test::alfa_bdo;
    for (std::size_t at = 0; (at = other.find("s4778:", at)) != std::string::npos;)
        other.replace(at, 6, "z:");
    other = with(other, "xmlns:s4778", "xmlns:z");
    CHECK(refusal(other).empty());
    CHECK(refusal(with(test::alfa_bdo, "bindinginformation:1:0", "bindinginformation:2:0")) ==
          "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, "metadatalabel:1:0", "metadatalabel:1:1")) == "1:label.malformed");
    CHECK(refusal("<BindingInformation/>") == "1:label.malformed");
}

TEST_CASE("an alternative label for each other policy is read, a second one for a policy refused")
{
    const auto bravo = alternative_in("BRAVO", "1.3.6.1.4.1.32473.2");
    const auto bdo = format::read_bdo(as_bytes(with_more(bravo)));
    REQUIRE(bdo.alternatives.size() == 1);
    CHECK(bdo.alternatives[0].policy_name == "BRAVO");
    CHECK(refusal(with_more(alternative_in("ALFA", "1.3.6.1.4.1.32473.1"))) == "1:label.malformed");
    CHECK(refusal(with_more(alternative_in("Another name", "1.3.6.1.4.1.32473.1"))) == "1:label.malformed");
    CHECK(refusal(with_more(bravo + with(bravo, "label-2", "label-3"))) == "1:label.malformed");
    CHECK(
        refusal(with_more(bravo + with(with(bravo, "BRAVO", "CHARLIE"), "32473.2\"", "32473.3\""))).empty());
}

TEST_CASE("a binding that is not one originator label for one thing is refused")
{
    const auto label_again =
        "<s4778:Metadata>" + with(test::alfa_label, "label-1", "label-2") + "</s4778:Metadata>";
    CHECK(refusal(with_more(label_again)) == "1:label.malformed"); // two originators
    CHECK(refusal(with(test::alfa_bdo, metadata_start, metadata_start + test::alfa_label)) ==
          "1:label.malformed"); // two labels in one Metadata
    CHECK(refusal(with(with(test::alfa_bdo, "<s4774:originator", "<s4774:alternative"), "</s4774:originator",
                       "</s4774:alternative")) == "1:label.malformed"); // none by the originator
    CHECK(refusal(with(with(test::alfa_bdo, "<s4774:originator", "<s4774:alternate"), "</s4774:originator",
                       "</s4774:alternate")) == "1:label.malformed"); // a name that is often seen, and wrong
    CHECK(refusal(with(with(test::alfa_bdo, "<s4774:originator", "<s4774:metadata"), "</s4774:originator",
                       "</s4774:metadata")) == "1:label.malformed"); // a label of the metadata themselves
    CHECK(refusal(with(test::alfa_bdo, reference_element, "")) == "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, reference_element, reference_element + reference_element)) ==
          "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, reference_element, "<s4778:Data>x</s4778:Data>")) ==
          "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, " URI=\"./report.pdf\"", "")) == "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, " URI=\"./report.pdf\"", " URL=\"./report.pdf\"")) ==
          "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, "contentType=\"application/pdf\"/>",
                       "contentType=\"application/pdf\"><x/></s4778:DataReference>")) == "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, "</s4778:MetadataBinding>",
                       "</s4778:MetadataBinding><s4778:MetadataBinding/>")) == "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, "</s4778:MetadataBindingContainer>",
                       "</s4778:MetadataBindingContainer><s4778:MetadataBindingContainer/>")) ==
          "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, metadata_start, metadata_start + "text")) == "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, "<s4778:MetadataBinding ", "<s4778:MetadataBinding For='x' ")) ==
          "1:label.malformed");
}

TEST_CASE("an XML signature and foreign elements are passed over where the schema allows them")
{
    const auto container = std::string("<s4778:MetadataBindingContainer>");
    const auto bdo = format::read_bdo(as_bytes(
        with(with(test::alfa_bdo, container,
                  "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><x/></Signature>" + container),
             "</s4778:BindingInformation>", "<f:x xmlns:f='urn:f'/></s4778:BindingInformation>")));
    CHECK(bdo.has_signature);
    CHECK(refusal(with(test::alfa_bdo, container, "<f:x xmlns:f='urn:f'/>" + container)) ==
          "1:label.malformed");
}

TEST_CASE("what is passed over holds no label, nor a part of one")
{
    const std::string label = "<s:Classification xmlns:s='" + std::string(format::label_ns) + "'/>";
    const std::string binding = "<b:Metadata xmlns:b='" + std::string(format::bdo_ns) + "'/>";
    const std::string attribute =
        "<f:y xmlns:s='" + std::string(format::label_ns) + "' s:Classification='SECRET'/>";
    const auto wrapped = [](const std::string& inner) { return "<f:x xmlns:f='urn:f'>" + inner + "</f:x>"; };
    const auto signature = [](const std::string& inner) {
        return "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><Object>" + inner +
               "</Object></Signature>";
    };
    const std::string container = "<s4778:MetadataBindingContainer>";
    const std::string created = "<s4774:CreationDateTime";
    for (const auto& hidden : {label, binding, attribute}) {
        CAPTURE(hidden);
        CHECK(refusal(with(test::alfa_bdo, container, signature(wrapped(hidden)) + container)) ==
              "1:label.malformed");
        for (const auto* end :
             {"</s4778:BindingInformation>", "</s4778:MetadataBindingContainer>",
              "</s4774:ConfidentialityInformation>", "</s4774:originatorConfidentialityLabel>"}) {
            CHECK(refusal(with(test::alfa_bdo, end, wrapped("<f:y/>") + end)).empty());
            CHECK(refusal(with(test::alfa_bdo, end, wrapped(hidden) + end)) == "1:label.malformed");
        }
    }
    CHECK(refusal(with(test::alfa_bdo, "</s4778:BindingInformation>",
                       label + "</s4778:BindingInformation>")) == "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, "</s4774:ConfidentialityInformation>",
                       binding + "</s4774:ConfidentialityInformation>")) == "1:label.malformed");
    CHECK(refusal(with(test::alfa_bdo, created, created + " s4774:Classification='SECRET'")) ==
          "1:label.malformed");
}

TEST_CASE("a BDO that is too large is refused by its size")
{
    CHECK(refusal(test::alfa_bdo + std::string(format::bdo_limit, ' ')) == "1:limit.size");
    CHECK(refusal("<!DOCTYPE x>" + test::alfa_bdo) == "1:label.malformed");
}

TEST_CASE("what is written is read back the same, and the same value gives the same bytes")
{
    format::Bdo bdo;
    bdo.originator = test::make_label(test::alfa(), "SECRET", {test::permissive("Releasable To", {"ALFA"})});
    bdo.alternatives.push_back(bdo.originator);
    bdo.alternatives.back().policy_id = "1.3.6.1.4.1.32473.2";
    bdo.alternatives.back().policy_name = "<BRAVO> & \"국\"";
    bdo.data_uri = format::reference_to("a b.txt");
    bdo.content_type = "text/plain";
    const auto bytes = format::write_bdo(bdo);
    CHECK(bytes == format::write_bdo(bdo));
    const auto again = format::read_bdo(bytes);
    CHECK(again.originator == bdo.originator);
    CHECK(again.alternatives == bdo.alternatives);
    CHECK(again.data_uri == "./a%20b.txt");
    CHECK(again.content_type == "text/plain");
}

TEST_CASE("a reference names exactly the file it was made for")
{
    for (const std::string name :
         {"report.pdf", "a b", "100%", "보고서.hwp", "q?x#y", "a;b@c&d=e", "..x", "-", "\\"}) {
        const auto uri = format::reference_to(name);
        CHECK(uri.find_first_of(" #?\\") == std::string::npos);
        if (name.find('\\') == std::string::npos) {
            CHECK(format::referenced_file(uri) == name);
        } else {
            CHECK_FALSE(format::referenced_file(uri));
        }
    }
    CHECK(format::referenced_file("./보고서.hwp") == "보고서.hwp");
    CHECK(format::referenced_file("./a%2fb") == std::nullopt);
    for (const auto* uri : {"",
                            ".",
                            "./",
                            "report.pdf",
                            "/report.pdf",
                            "../x",
                            "./..",
                            "./.",
                            "./%2E%2e",
                            "./a/b",
                            "./data/",
                            "file:///x",
                            "pack:///word/document.xml",
                            "./a%2Fb",
                            "./a%5Cb",
                            "./a%00",
                            "./a%",
                            "./a%2",
                            "./a%zz",
                            "./%FF",
                            "./a?b",
                            "./a#b",
                            "./a\\b",
                            "//x"}) {
        CAPTURE(uri);
        CHECK_FALSE(format::referenced_file(uri));
    }
}

TEST_CASE("every cut of a BDO and every changed byte is read or refused as malformed")
{
    const auto& sample = test::alfa_bdo;
    for (std::size_t at = 0; at < sample.size(); ++at) {
        const auto outcome = refusal(sample.substr(0, at));
        const bool whole = sample.find_first_not_of('\n', at) == std::string::npos;
        CHECK(outcome == (whole ? "" : "1:label.malformed"));
        for (const char c : {'<', '"', 'a', ' ', '/'}) {
            auto changed = sample;
            changed[at] = c;
            const auto result = refusal(changed);
            CHECK((result.empty() || result == "1:label.malformed"));
        }
    }
}

TEST_CASE("a successor is in the policy of the label that it succeeds")
{
    const auto succeeded = [](const std::string& policy) {
        const std::string information = "<s4774:ConfidentialityInformation>" + policy +
                                        "<s4774:Classification>SECRET</s4774:Classification>"
                                        "</s4774:ConfidentialityInformation>";
        const std::string created = "<s4774:CreationDateTime>2026-01-01T00:00:00Z</s4774:CreationDateTime>";
        return with(test::alfa_bdo, created,
                    created +
                        "<s4774:SuccessionHandling><s4774:SuccessionDateTime>2030-01-01T00:00:00Z"
                        "</s4774:SuccessionDateTime><s4774:SuccessorConfidentialityLabel>" +
                        information + created +
                        "</s4774:SuccessorConfidentialityLabel></s4774:SuccessionHandling>");
    };
    const auto named = [](const std::string& uri, const std::string& name) {
        return "<s4774:PolicyIdentifier" + uri + ">" + name + "</s4774:PolicyIdentifier>";
    };
    CHECK(refusal(succeeded(named(" URI=\"urn:oid:1.3.6.1.4.1.32473.1\"", "Alfa"))).empty());
    CHECK(refusal(succeeded(named(" URI=\"urn:oid:1.3.6.1.4.1.32473.2\"", "ALFA"))) == "1:label.malformed");
    CHECK(refusal(succeeded(named(" URI=\"urn:oid:1.3.6.1.4.1.32473.1\"", "BRAVO"))) == "1:label.malformed");
    CHECK(refusal(succeeded(named("", "ALFA"))) == "1:label.malformed");
}
