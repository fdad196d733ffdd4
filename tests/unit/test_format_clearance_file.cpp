#include "label_samples.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/clearance_file.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;

namespace {

std::string url_safe(std::string text)
{
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

std::string claim_of(const Bytes& xml)
{
    return url_safe(to_base64(xml, Padding::none));
}

std::string refusal(const std::string& file)
{
    return test::failure([&] { static_cast<void>(format::read_clearance_file(as_bytes(file))); });
}

} // namespace

TEST_CASE("a clearance is read from XML and from the value of a claim")
{
    for (const std::string name :
         {"kor.clearance.xml", "rok-member.clearance.xml", "nato-member.clearance.xml"}) {
        const auto xml = test::policy_file(name);
        const auto clearance = format::read_clearance(xml);
        const auto claim = claim_of(xml);
        CHECK(format::read_clearance_file(xml) == clearance);
        CHECK(format::read_clearance_file(as_bytes(claim)) == clearance);
        CHECK(format::read_clearance_file(as_bytes(claim + "\n")) == clearance);
    }
}

TEST_CASE("base64url has one form")
{
    auto xml = test::policy_file("kor.clearance.xml");
    while (xml.size() % 3 != 1) xml.push_back(std::byte{' '});
    const auto claim = claim_of(xml);
    CHECK(refusal(claim).empty());
    CHECK(refusal(claim + "==") == "2:clearance.malformed");
    CHECK(refusal(claim + "\n\n") == "2:clearance.malformed");
    CHECK(refusal(claim + "\r\n") == "2:clearance.malformed");
    CHECK(refusal(" " + claim) == "2:clearance.malformed");
    CHECK(refusal(claim.substr(0, 40) + "\n" + claim.substr(40)) == "2:clearance.malformed");
    auto unused_bits = claim;
    ++unused_bits.back();
    CHECK(refusal(unused_bits) == "2:clearance.malformed");
    const auto korean = test::policy_file("rok-member.clearance.xml");
    auto other_alphabet = to_base64(korean, Padding::none);
    if (other_alphabet.find_first_of("+/") == std::string::npos) other_alphabet.replace(0, 1, "+");
    CHECK(refusal(other_alphabet) == "2:clearance.malformed");
    CHECK(refusal("") == "2:clearance.malformed");
    CHECK(refusal("\n") == "2:clearance.malformed");
    CHECK(refusal("AAAA") == "2:clearance.malformed");                    // base64url of no XML
    CHECK(refusal(claim_of(to_bytes(claim))) == "2:clearance.malformed"); // of a claim
}

TEST_CASE("a whole token is refused by name, since nobody here checks it")
{
    const auto claim = claim_of(test::policy_file("kor.clearance.xml"));
    CHECK(refusal("eyJhbGciOiJub25lIn0." + claim + ".c2ln") == "2:clearance.token");
    CHECK(refusal("eyJhbGciOiJub25lIn0." + claim + ".\n") == "2:clearance.token");
    CHECK(refusal("{\"aciClr\":\"" + claim + "\"}") == "2:clearance.token");
    CHECK(refusal("<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">" + claim +
                  "</saml:Assertion>") == "2:clearance.token");
}
