#include "pouch/base/text.hpp"
#include "pouch/format/age_keys.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::format;

static_assert(!std::is_copy_constructible_v<AgeIdentity>);

namespace {

const std::string identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
const std::string recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

std::string failure_of_recipients(std::string_view text)
{
    return test::failure([&] { static_cast<void>(parse_age_recipients(text)); });
}
std::string failure_of_identities(std::string_view text)
{
    return test::failure([&] { static_cast<void>(parse_age_identities(as_bytes(text))); });
}

/// The message of the error that `action` throws.
template <typename Action> std::string message(Action action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.message();
    }
    return {};
}

std::string upper(std::string text)
{
    for (auto& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

} // namespace

TEST_CASE("an identity has the recipient that age gives it")
{
    const auto identities = parse_age_identities(as_bytes(identity));
    REQUIRE(identities.size() == 1);
    CHECK(to_text(identities[0].recipient) == recipient);
    CHECK(parse_age_recipient(recipient) == identities[0].recipient);
}

TEST_CASE("a generated identity is read back from its file, and each is new")
{
    const auto one = AgeIdentity::generate();
    const auto two = AgeIdentity::generate();
    CHECK_FALSE(one.recipient == two.recipient);
    const auto file = age_identity_file(one, "2026-11-21T09:30:00Z");
    const auto text = as_text(file.expose());
    CHECK(text.starts_with("# created: 2026-11-21T09:30:00Z\n# public key: " + to_text(one.recipient) +
                           "\nAGE-SECRET-KEY-1"));
    CHECK(text.ends_with("\n"));
    const auto read = parse_age_identities(file.expose());
    REQUIRE(read.size() == 1);
    CHECK(read[0].recipient == one.recipient);
}

TEST_CASE("files take comments, empty lines, CR LF and a missing last line feed")
{
    const auto text = GENERATE_COPY(values<std::string>({
        "@\n@\n",
        "@\n@",
        "# a\n\n@\n\n#b\n@\n",
        "@\r\n\r\n# c\r\n@\r\n",
    }));
    const auto filled = [&](const std::string& entry) {
        std::string out;
        for (const char c : text) out += c == '@' ? entry : std::string(1, c);
        return out;
    };
    CHECK(parse_age_recipients(filled(recipient)).size() == 2);
    CHECK(parse_age_identities(as_bytes(filled(identity))).size() == 2);
}

TEST_CASE("recipients that are none are refused, each for its reason")
{
    CHECK(failure_of_recipients("") == "2:recipient.none");
    CHECK(failure_of_recipients("# only a comment\n\n") == "2:recipient.none");
    CHECK(failure_of_recipients(identity) == "2:recipient.is-identity");
    CHECK(failure_of_recipients("AGE-PLUGIN-YUBIKEY-1QQQ") == "2:recipient.is-identity");
    CHECK(failure_of_recipients("age1pq1qqqqqq") == "2:recipient.unsupported");
    CHECK(failure_of_recipients("age1yubikey1qqqqqq") == "2:recipient.unsupported");
    CHECK(failure_of_recipients("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@here") ==
          "2:recipient.unsupported");
    for (const auto& bad :
         {upper(recipient), recipient + "q", " " + recipient, recipient + " ", recipient + "\r\r",
          std::string("age1"), std::string("x"), "\xEF\xBB\xBF" + recipient}) {
        CAPTURE(bad);
        CHECK(failure_of_recipients(recipient + "\n" + bad + "\n") == "2:recipient.malformed");
    }
    CHECK(failure_of_recipients(std::string(100000, 'a')) == "2:recipient.malformed");
}

TEST_CASE("identities that are none are refused, each for its reason")
{
    CHECK(failure_of_identities("") == "3:key.none");
    CHECK(failure_of_identities("# only a comment\n") == "3:key.none");
    CHECK(failure_of_identities(recipient) == "3:key.is-recipient");
    CHECK(failure_of_identities("ssh-ed25519 AAAA") == "3:key.is-recipient");
    CHECK(failure_of_identities("-----BEGIN OPENSSH PRIVATE KEY-----\n") == "3:key.unsupported");
    CHECK(failure_of_identities("AGE-PLUGIN-YUBIKEY-1QQQ") == "3:key.unsupported");
    CHECK(failure_of_identities("AGE-SECRET-KEY-PQ-1QQQ") == "3:key.unsupported");
    CHECK(failure_of_identities("age-encryption.org/v1\n") == "3:key.unsupported");
    CHECK(failure_of_identities("-----BEGIN AGE ENCRYPTED FILE-----\n") == "3:key.unsupported");
    auto lower = identity;
    for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const auto& bad :
         {lower, identity + "Q", " " + identity, identity.substr(0, 70), std::string("x")}) {
        CAPTURE(bad);
        CHECK(failure_of_identities(identity + "\n" + bad) == "3:key.malformed");
    }
}

TEST_CASE("no message repeats a line that did not parse, but each names the line")
{
    const auto bad = identity.substr(0, 60);
    const auto of_identity = message([&] { static_cast<void>(parse_age_identities(as_bytes("#\n" + bad))); });
    CHECK(of_identity == "line 2: not an identity");
    const auto of_recipient = message([&] { static_cast<void>(parse_age_recipients("\n\n" + identity)); });
    CHECK(of_recipient == "line 3: a secret key, where a recipient belongs");
    const auto other = message([&] { static_cast<void>(parse_age_recipients("hunter2")); });
    CHECK(other.find("hunter2") == std::string::npos);
}
