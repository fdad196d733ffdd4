#include "label_samples.hpp"
#include "pouch/base/error.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using test::with;

namespace {

std::string refusal(const std::string& document)
{
    return test::failure([&] { static_cast<void>(format::read_clearance(as_bytes(document))); });
}

std::string sample()
{
    const auto bytes = test::policy_file("kor.clearance.xml");
    return std::string(as_text(bytes));
}

} // namespace

TEST_CASE("a clearance is read with its classifications and categories")
{
    const auto clearance = format::read_clearance(as_bytes(sample()));
    CHECK(clearance.policy_id == "1.3.26.1.3.1");
    CHECK(clearance.policy_name == "NATO");
    CHECK(clearance.classifications == std::vector<std::string>{"UNCLASSIFIED", "RESTRICTED"});
    REQUIRE(clearance.categories.size() == 2);
    CHECK(clearance.categories[1].tag_name == "Releasable To");
    CHECK(clearance.categories[1].values == std::vector<std::string>{"KOR"});
}

TEST_CASE("a clearance that breaks the schema is the caller's fault")
{
    const std::vector<std::pair<std::string, std::string>> changes = {
        {"confidentialityclearance:1:0", "confidentialityclearance:2:0"},
        {"<clr:ClassificationList>", "<clr:ClassificationList><s4774:Category/>"},
        {"<clr:ClassificationList>", "<s4774:Category/><clr:ClassificationList>"},
        {"  <s4774:Classification>UNCLASSIFIED</s4774:Classification>\n  "
         "<s4774:Classification>RESTRICTED</s4774:Classification>\n",
         ""},
        {"Type=\"PERMISSIVE\"", "Type=\"permissive\""},
        {"</clr:ConfidentialityClearance>", "<more xmlns='urn:x'/></clr:ConfidentialityClearance>"},
        {"<clr:ClassificationList>", "<clr:ClassificationList x='1'>"},
        {"encoding=\"UTF-8\"?>", "encoding=\"UTF-8\"?><!DOCTYPE x>"},
    };
    for (const auto& [from, to] : changes) {
        CAPTURE(from, to);
        CHECK(refusal(with(sample(), from, to)) == "2:clearance.malformed");
    }
    CHECK(refusal(test::alfa_label) == "2:clearance.malformed");
    CHECK(refusal(std::string(format::clearance_limit + 1, ' ')) == "2:clearance.malformed");
}
