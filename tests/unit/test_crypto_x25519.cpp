#include "pouch/base/text.hpp"
#include "pouch/crypto/x25519.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;
using crypto::X25519Point;
using crypto::X25519Secret;

// The properties that matter most are about code that must not compile.
static_assert(!std::is_copy_constructible_v<X25519Secret>);
static_assert(!std::is_convertible_v<X25519Secret, crypto::X25519Shared>,
              "a key of one purpose is not another's");

namespace {

X25519Secret secret_of(std::string_view hex)
{
    const auto bytes = from_hex(hex).value();
    return X25519Secret::filled_by(
        [&](MutableByteView out) { std::copy(bytes.begin(), bytes.end(), out.begin()); });
}
X25519Point point_of(std::string_view hex)
{
    X25519Point point{};
    const auto bytes = from_hex(hex).value();
    std::copy(bytes.begin(), bytes.end(), point.begin());
    return point;
}

} // namespace

TEST_CASE("X25519 gives the answers of RFC 7748, section 6.1")
{
    const auto alice = secret_of("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    const auto bob = secret_of("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    const auto alice_point = crypto::x25519_public(alice);
    const auto bob_point = crypto::x25519_public(bob);
    CHECK(to_hex(alice_point) == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    CHECK(to_hex(bob_point) == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    constexpr auto shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
    CHECK(to_hex(crypto::x25519_shared(alice, bob_point)->expose()) == shared);
    CHECK(to_hex(crypto::x25519_shared(bob, alice_point)->expose()) == shared);
}

TEST_CASE("X25519 shares nothing with a point of low order")
{
    const auto secret = X25519Secret::random();
    const auto* const point = GENERATE("0000000000000000000000000000000000000000000000000000000000000000",
                                       "0100000000000000000000000000000000000000000000000000000000000000",
                                       "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                                       "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                                       "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
    CHECK_FALSE(crypto::x25519_shared(secret, point_of(point)));
}
