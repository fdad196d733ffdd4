#include "pouch/base/text.hpp"
#include "pouch/format/age.hpp"
#include "pouch/io/memory.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::format;

static_assert(!std::is_convertible_v<AgeFileKey, AgePayloadKey>, "a key of one purpose is not another's");

namespace {

AgeIdentity identity_of(unsigned char fill)
{
    return AgeIdentity::from(crypto::X25519Secret::filled_by(
        [&](MutableByteView out) { std::fill(out.begin(), out.end(), std::byte{fill}); }));
}

std::vector<AgeIdentity> identities_of(std::initializer_list<unsigned char> fills)
{
    std::vector<AgeIdentity> identities;
    for (const auto fill : fills) identities.push_back(identity_of(fill));
    return identities;
}

AgeFileKey file_key()
{
    return AgeFileKey::filled_by(
        [](MutableByteView out) { std::fill(out.begin(), out.end(), std::byte{9}); });
}

AgeHeader header_for(std::initializer_list<unsigned char> fills)
{
    std::vector<AgeRecipient> recipients;
    for (const auto fill : fills) recipients.push_back(identity_of(fill).recipient);
    const auto bytes = write_age_header(file_key(), recipients);
    io::MemorySource in(bytes);
    return read_age_header(in).header;
}

/// As a sender who knows the file key would: with a MAC that fits.
void authenticate(AgeHeader& header)
{
    using HeaderKey = Secret<struct TestHeaderKeyTag, 32>;
    header.covered = age_header_covered(header.stanzas);
    const auto key = crypto::derive<HeaderKey>(file_key().expose(), {}, "header");
    header.mac = crypto::hmac_sha256(key.expose(), header.covered);
}

std::string failure(const AgeHeader& header, std::initializer_list<unsigned char> fills)
{
    return test::failure([&] { static_cast<void>(open_age_header(header, identities_of(fills))); });
}

std::string base64_of(std::size_t size)
{
    return to_base64(test::noise(size), Padding::none);
}

} // namespace

TEST_CASE("a header gives its file key to each of its recipients, and to nobody else")
{
    const auto header = header_for({1, 2, 3});
    for (const auto fill : std::initializer_list<unsigned char>{1, 2, 3}) {
        const auto key = open_age_header(header, identities_of({77, fill}));
        CHECK(equal_in_constant_time(key.expose(), file_key().expose()));
    }
    CHECK(failure(header, {4, 5}) == "5:age.no-identity");
    CHECK(failure(header, {}) == "5:age.no-identity");
}

TEST_CASE("every stanza has its own ephemeral key")
{
    const auto one = header_for({1, 1});
    CHECK(one.stanzas[0].arguments[1] != one.stanzas[1].arguments[1]);
    CHECK(one.stanzas[0].arguments[1] != header_for({1}).stanzas[0].arguments[1]);
}

TEST_CASE("stanzas of other types are passed over")
{
    auto header = header_for({1});
    header.stanzas.insert(header.stanzas.begin(), {{"grease", "x"}, test::noise(5)});
    header.stanzas.push_back({{"ssh-ed25519", "AAAAAA", base64_of(32)}, test::noise(32)});
    header.stanzas.push_back({{"x25519"}, {}}); // the type is case-sensitive
    authenticate(header);
    CHECK(failure(header, {1}).empty());
    header.stanzas.erase(header.stanzas.begin() + 1);
    CHECK(failure(header, {1}) == "5:age.no-identity");
}

TEST_CASE("a passphrase stanza beside any other is refused; alone it is for somebody else")
{
    auto header = header_for({1});
    header.stanzas.push_back({{"scrypt", base64_of(16), "18"}, test::noise(32)});
    authenticate(header);
    CHECK(failure(header, {1}) == "1:age.stanza");
    header.stanzas.erase(header.stanzas.begin());
    CHECK(failure(header, {1}) == "5:age.no-identity");
}

TEST_CASE("a malformed X25519 stanza is refused, even when another one would open")
{
    const bool is_first = GENERATE(true, false);
    auto header = header_for({1});
    AgeStanza bad = header.stanzas[0];
    SECTION("no share")
    {
        bad.arguments.resize(1);
    }
    SECTION("one argument more")
    {
        bad.arguments.emplace_back("x");
    }
    SECTION("a short share")
    {
        bad.arguments[1] = base64_of(31);
    }
    SECTION("a long share")
    {
        bad.arguments[1] = base64_of(33);
    }
    SECTION("a padded share")
    {
        bad.arguments[1] += "=";
    }
    SECTION("unused bits in the share")
    {
        bad.arguments[1] = std::string(42, 'A') + "B";
    }
    SECTION("a short body")
    {
        bad.body.pop_back();
    }
    SECTION("a long body")
    {
        bad.body.push_back(std::byte{0});
    }
    SECTION("no body")
    {
        bad.body.clear();
    }
    header.stanzas.insert(is_first ? header.stanzas.begin() : header.stanzas.end(), bad);
    authenticate(header);
    CHECK(failure(header, {1}) == "1:age.stanza");
    CHECK(failure(header, {2}) == "1:age.stanza");
}

TEST_CASE("a share of low order is refused")
{
    auto header = header_for({1});
    header.stanzas[0].arguments[1] = to_base64(Bytes(32), Padding::none);
    authenticate(header);
    CHECK(failure(header, {1}) == "1:age.stanza");
}

TEST_CASE("a header that was changed after it was written is refused")
{
    auto header = header_for({1});
    SECTION("the MAC")
    {
        header.mac[31] ^= std::byte{1};
    }
    SECTION("what it covers")
    {
        header.covered[30] ^= std::byte{1};
    }
    SECTION("a stanza more")
    {
        header.covered = age_header_covered({header.stanzas[0], header.stanzas[0]});
    }
    CHECK(failure(header, {1}) == "1:age.mac");
}

TEST_CASE("a recipient of low order and more recipients than a reader takes are refused")
{
    CHECK(test::failure([] { static_cast<void>(write_age_header(file_key(), {AgeRecipient{}})); }) ==
          "2:recipient.malformed");
    const std::vector<AgeRecipient> many(age_stanza_limit + 1, identity_of(1).recipient);
    CHECK(test::failure([&] { static_cast<void>(write_age_header(file_key(), many)); }) ==
          "2:recipient.too-many");
}

TEST_CASE("chunk nonces count in eleven bytes, and mark the final one")
{
    CHECK(to_hex(age_chunk_nonce(0, ChunkPlace::middle)) == "000000000000000000000000");
    CHECK(to_hex(age_chunk_nonce(0, ChunkPlace::final)) == "000000000000000000000001");
    CHECK(to_hex(age_chunk_nonce(0x0102030405060708, ChunkPlace::final)) == "000000010203040506070801");
}
