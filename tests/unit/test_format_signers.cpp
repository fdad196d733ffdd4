#include "pouch/format/signers.hpp"
#include "pouch/format/ssh_key.hpp"
#include "support/keys.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::format;
using test::data_file;

namespace {

crypto::PublicKey key(const std::string& name)
{
    return read_public_key(data_file("keys/" + name + ".key.pub"));
}

const auto release = public_key_line(key("release"));
const auto second = public_key_line(key("second"));

Standing standing(const std::string& text, std::string_view ns, std::string_view at,
                  const std::string& name = "release")
{
    return Signers::parse(text).judge(key(name), ns, *parse_rfc3339(at)).standing;
}

std::string outcome(const std::string& text)
{
    return test::failure([&] { (void)Signers::parse(text); });
}

/// A line whose options are `options`.
std::string with(const std::string& options)
{
    return "alice " + options + " " + release + "\n";
}

} // namespace

TEST_CASE("a signers file is read as ssh-keygen(1) describes it, line by line")
{
    const auto signers = Signers::parse("# who may release\n"
                                        "\n"
                                        "   \t\n"
                                        "  # indented\n"
                                        "alice@desk.example namespaces=\"pouch-release-v1,file\" " +
                                        release + " a comment, with \"anything\"\n" +
                                        "bob\tNameSpaces=\"pouch-review-v1\",VALID-AFTER=\"20260101Z\","
                                        "valid-before=\"202612312359Z\" \t" +
                                        second);
    REQUIRE(signers.all().size() == 2);
    const auto& alice = signers.all()[0];
    CHECK(alice.principal == "alice@desk.example");
    CHECK(alice.namespaces == std::vector<std::string>{"pouch-release-v1", "file"});
    CHECK(alice.key == key("release"));
    CHECK(alice.line == 5);
    CHECK_FALSE(alice.valid_after);
    CHECK_FALSE(alice.valid_before);
    const auto& bob = signers.all()[1];
    CHECK(bob.principal == "bob");
    CHECK(bob.line == 6);
    CHECK(bob.valid_after == parse_rfc3339("2026-01-01T00:00:00Z"));
    CHECK(bob.valid_before == parse_rfc3339("2026-12-31T23:59:00Z"));
}

TEST_CASE("a Korean principal is a literal name like any other")
{
    const auto signers = Signers::parse("연락관 namespaces=\"a\" " + release);
    CHECK(signers.judge(key("release"), "a", {}).principal == "연락관");
}

TEST_CASE("a key is judged by key, then namespace, then time, both ends of the window included")
{
    const auto text =
        with(R"(namespaces="pouch-release-v1",valid-after="20260301Z",valid-before="20260331120001Z")");
    const auto* ns = "pouch-release-v1";
    CHECK(standing(text, ns, "2026-02-28T23:59:59Z") == Standing::not_yet_valid);
    CHECK(standing(text, ns, "2026-03-01T00:00:00Z") == Standing::trusted);
    CHECK(standing(text, ns, "2026-03-31T12:00:01Z") == Standing::trusted);
    CHECK(standing(text, ns, "2026-03-31T12:00:02Z") == Standing::expired);
    CHECK(standing(text, "pouch-review-v1", "2026-03-15T00:00:00Z") == Standing::wrong_namespace);
    CHECK(standing(text, "pouch-release-v10", "2026-03-15T00:00:00Z") == Standing::wrong_namespace);
    CHECK(standing(text, "Pouch-release-v1", "2026-03-15T00:00:00Z") == Standing::wrong_namespace);
    CHECK(standing(text, ns, "2026-03-15T00:00:00Z", "second") == Standing::unknown_key);
    const auto judgement =
        Signers::parse(text).judge(key("release"), ns, *parse_rfc3339("2030-01-01T00:00:00Z"));
    CHECK(judgement.principal == "alice");
    CHECK(Signers::parse(text).judge(key("second"), ns, {}).principal.empty());
}

TEST_CASE("one key may have a line of its own for each namespace, in any order")
{
    const auto text = with(R"(namespaces="a",valid-before="20260101Z")") + with(R"(namespaces="b")");
    CHECK(standing(text, "a", "2026-06-01T00:00:00Z") == Standing::expired);
    CHECK(standing(text, "b", "2026-06-01T00:00:00Z") == Standing::trusted);
    CHECK(standing(text, "c", "2026-06-01T00:00:00Z") == Standing::wrong_namespace);
}

TEST_CASE("two lines that could give two answers are refused")
{
    CHECK(outcome(with(R"(namespaces="a")") + with(R"(namespaces="a")")) == "2:signers.malformed");
    CHECK(outcome(with(R"(namespaces="a,b")") + with(R"(namespaces="b,c")")) == "2:signers.malformed");
    CHECK(outcome(with(R"(namespaces="a",valid-before="20250101Z")") +
                  with(R"(namespaces="a",valid-after="20250102Z")")) == "2:signers.malformed");
    // One key for two persons: the two hands that two roles ask for would be one.
    CHECK(outcome(with(R"(namespaces="a")") + "bob namespaces=\"b\" " + release) == "2:signers.malformed");
    // Two keys of one person are in order.
    CHECK(outcome(with(R"(namespaces="a")") + "alice namespaces=\"a\" " + second).empty());
}

TEST_CASE("a malformed line refuses the file and is named by its number")
{
    const std::string good = R"(namespaces="a")";
    REQUIRE(outcome(with(good)).empty());
    const std::string lines[] = {
        // principal
        "* namespaces=\"a\" " + release,
        "al?ce namespaces=\"a\" " + release,
        "!alice namespaces=\"a\" " + release,
        "alice,bob namespaces=\"a\" " + release,
        "\"alice\" namespaces=\"a\" " + release,
        "al\\ice namespaces=\"a\" " + release,
        "al\x1b[1mice namespaces=\"a\" " + release,
        "al\u202Eice namespaces=\"a\" " + release,
        "al\xff namespaces=\"a\" " + release,
        "\uFEFFalice namespaces=\"a\" " + release,
        "namespaces=\"a\" " + release,
        // namespaces
        "alice " + release,
        "alice",
        "alice valid-after=\"20260101Z\" " + release,
        "alice namespaces " + release,
        "alice namespaces= " + release,
        "alice namespaces=a " + release,
        "alice namespaces=\"\" " + release,
        "alice namespaces=\"a " + release,
        "alice namespaces=\"*\" " + release,
        "alice namespaces=\"pouch-*\" " + release,
        "alice namespaces=\"pouch-?\" " + release,
        "alice namespaces=\"!a\" " + release,
        "alice namespaces=\"a,\" " + release,
        "alice namespaces=\"a,,b\" " + release,
        "alice namespaces=\"a,a\" " + release,
        "alice namespaces=\"a b\" " + release,
        "alice namespaces=\"a\\\"b\" " + release,
        // options
        "alice namespaces=\"a\",namespaces=\"b\" " + release,
        "alice namespaces=\"a\",valid-after=\"20260101Z\",valid-after=\"20260101Z\" " + release,
        "alice namespaces=\"a\",valid-before=\"20260101Z\",VALID-BEFORE=\"20260101Z\" " + release,
        "alice cert-authority,namespaces=\"a\" " + release,
        "alice namespaces=\"a\",cert-authority " + release,
        "alice namespaces=\"a\",touch=\"yes\" " + release,
        "alice namespaces=\"a\", " + release,
        "alice namespaces=\"a\"x " + release,
        "alice namespaces=\"a\";valid-after=\"20260101Z\" " + release,
        "alice ,namespaces=\"a\" " + release,
        "alice =\"a\",namespaces=\"a\" " + release,
        "alice namespaces=\"a\" valid-after=\"20260101Z\" " + release,
        // times
        "alice namespaces=\"a\",valid-after=\"20260101\" " + release,
        "alice namespaces=\"a\",valid-after=\"202601010000\" " + release,
        "alice namespaces=\"a\",valid-after=\"20260101z\" " + release,
        "alice namespaces=\"a\",valid-after=\"2026-01-01Z\" " + release,
        "alice namespaces=\"a\",valid-after=\"2026010100Z\" " + release,
        "alice namespaces=\"a\",valid-after=\"Z\" " + release,
        "alice namespaces=\"a\",valid-after=\"\" " + release,
        "alice namespaces=\"a\",valid-after=\"20260229Z\" " + release,
        "alice namespaces=\"a\",valid-after=\"202601012400Z\" " + release,
        "alice namespaces=\"a\",valid-after=\"20260101235960Z\" " + release,
        "alice namespaces=\"a\",valid-after=\"20260102Z\",valid-before=\"20260102Z\" " + release,
        "alice namespaces=\"a\",valid-after=\"20260102Z\",valid-before=\"20260101Z\" " + release,
        // key
        "alice namespaces=\"a\"",
        "alice namespaces=\"a\" ssh-ed25519",
        "alice namespaces=\"a\" ssh-ed25519 ",
        "alice namespaces=\"a\" SSH-ED25519 " + release.substr(12),
        "alice namespaces=\"a\" " + release.substr(0, release.size() - 1),
        "alice namespaces=\"a\" " + release + "A",
        "alice namespaces=\"a\" " + data_file("keys/ecdsa.key.pub"),
        "alice namespaces=\"a\" sk-ssh-ed25519@openssh.com " + release.substr(12),
        // line
        "alice namespaces=\"a\" " + release + "\r",
        "alice namespaces=\"a\" " + release + " c\r",
        "alice namespaces=\"a\" " + release + " c" + std::string(1, '\0') + "d",
        "alice namespaces=\"a\" " + release + " " + std::string(max_signers_line_size, 'c'),
    };
    for (const auto& line : lines) {
        CAPTURE(line);
        CHECK(outcome(line + "\n") == "2:signers.malformed");
        try {
            (void)Signers::parse("# comment\nbob namespaces=\"a\" " + second + "\n" + line + "\n");
            FAIL_CHECK("accepted");
        } catch (const Error& error) {
            CHECK(error.message().starts_with("line 3: "));
        }
    }
}

TEST_CASE("a file without a signer, too large or with too many signers is refused")
{
    CHECK(outcome("") == "2:signers.malformed");
    CHECK(outcome("# nobody\n\n") == "2:signers.malformed");
    CHECK(outcome(with(R"(namespaces="a")") + std::string(max_signers_size, '#')) == "2:signers.malformed");
    std::string many;
    for (std::size_t i = 0; i <= max_signers_count; ++i) {
        if (i == max_signers_count) CHECK(outcome(many).empty());
        crypto::PublicKey other;
        other.bytes[0] = static_cast<std::byte>(i & 0xFFU);
        other.bytes[1] = static_cast<std::byte>(i >> 8U);
        many += "a namespaces=\"a\" " + public_key_line(other) + "\n";
    }
    CHECK(outcome(many) == "2:signers.malformed");
}
