#include "label_samples.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/membership.hpp"
#include "pouch/label/name_set.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <fmt/core.h>

using namespace pouch;
using test::permissive;
using test::with;

namespace {

std::string with_extension(const std::string& inside)
{
    return with(test::alfa_spif, "</spif:SPIF>",
                "<spif:extensions><other xmlns='urn:x'/><e:memberships "
                "xmlns:e='urn:nato:stanag:4774:spif:extensions:1:0'>" +
                    inside + "</e:memberships></spif:extensions></spif:SPIF>");
}

const std::string group = "<e:membership name='ALFA'><e:member name='KOR' lacv='410'/><e:member name='JPN' "
                          "lacv='392'/></e:membership>";

label::Policy policy(const std::string& inside)
{
    return format::read_spif(as_bytes(with_extension(inside)));
}

label::Clearance holding(const label::Policy& policy, std::vector<std::string> values)
{
    return {policy.id, policy.name, {"SECRET"}, {permissive("Releasable To", std::move(values))}};
}

std::vector<std::string> expanded(const label::Policy& policy, std::vector<std::string> values)
{
    auto clearance = holding(policy, std::move(values));
    static_cast<void>(label::expand_memberships(policy, clearance));
    return clearance.categories.front().values;
}

} // namespace

TEST_CASE("the memberships of a policy are read")
{
    const auto read = policy(group);
    REQUIRE(read.memberships.size() == 1);
    CHECK(read.memberships[0].name == "ALFA");
    REQUIRE(read.memberships[0].members.size() == 2);
    CHECK(read.memberships[0].members[1].lacv == "392");
    const auto refusal = [](const std::string& inside) {
        return test::failure([&] { static_cast<void>(policy(inside)); });
    };
    CHECK(refusal(group + group) == "2:policy.malformed");
    for (const std::string bad :
         {"<e:membership/>", "<e:membership name=''/>", "<e:membership name='A' x='1'/>",
          "<e:group name='A'/>", "<membership name='A'/>", "loose",
          "<e:membership name='A'><e:member name='B'/></e:membership>",
          "<e:membership name='A'><e:member name='B' lacv='1'>x</e:member></e:membership>",
          "<e:membership name='A'><e:nation name='B' lacv='1'/></e:membership>"}) {
        CAPTURE(bad);
        CHECK(refusal(bad) == "2:policy.malformed");
    }
}

TEST_CASE("a clearance gets the groups of the members it holds, in the same tag only")
{
    using Values = std::vector<std::string>;
    CHECK(expanded(policy(group), {"KOR"}) == Values{"ALFA", "KOR"});
    CHECK(expanded(policy(group), {"ALFA"}) == Values{"ALFA"});
    CHECK(expanded(policy(group), {"ALFA", "KOR"}) == Values{"ALFA", "KOR"});
    CHECK(expanded(policy(""), {"KOR"}) == Values{"KOR"});
    CHECK(expanded(policy(with(group, "'410'", "'408'")), {"KOR"}) ==
          Values{"KOR"}); // another nation of that name
    CHECK(expanded(policy(with(group, "'ALFA'", "'BRAVO'")), {"KOR"}) == Values{"KOR"});
    CHECK(expanded(policy(with(group, "'ALFA'", "'HARBOUR'")), {"KOR"}) ==
          Values{"KOR"}); // of a restrictive tag
    // A group is not a member of what its members are in.
    const auto chain = group + "<e:membership name='KOR'><e:member name='ALFA' lacv='0'/></e:membership>";
    CHECK(expanded(policy(chain), {"ALFA"}) == Values{"ALFA", "KOR"});
}

TEST_CASE("what is added is told, and decides")
{
    const auto own = policy(group);
    auto clearance = holding(own, {"KOR"});
    const auto label = test::make_label(own, "SECRET", {permissive("Releasable To", {"ALFA"})});
    CHECK_FALSE(label::decide(own, label, clearance).permitted);
    const auto added = label::expand_memberships(own, clearance);
    CHECK(added ==
          std::vector<std::string>{"the clearance is taken to hold 'Releasable To=ALFA': 'KOR' is a member"});
    CHECK(label::decide(own, label, clearance).permitted);
    CHECK(label::expand_memberships(own, clearance).empty());
}

TEST_CASE("very many memberships are compared by name, each with few others, and in any case of letters")
{
    constexpr std::size_t count = 20'000;
    std::string many;
    label::NameSet names;
    for (std::size_t i = 0; i < count; ++i) {
        const auto name = fmt::format("m{}", i);
        many += fmt::format("<e:membership name='{}'/>", name);
        CHECK(names.insert(name));
    }
    CHECK(policy(many).memberships.size() == count);
    CHECK(names.work() < 32 * count); // twice the logarithm of the count, and a little
    CHECK_FALSE(names.insert("M7"));
    CHECK(names.contains("M8"));
    CHECK(test::failure([&] {
              static_cast<void>(policy("<e:membership name='m'/><e:membership name='M'/>"));
          }) == "2:policy.malformed");
}
