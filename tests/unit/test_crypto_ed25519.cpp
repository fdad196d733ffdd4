#include "pouch/base/text.hpp"
#include "pouch/crypto/ed25519.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace pouch;
using namespace pouch::crypto;

namespace {

SigningKey key_of(std::string_view seed_hex)
{
    const auto seed = *from_hex(seed_hex);
    return signing_key_from_seed(ByteView(seed).first<32>());
}

struct PayloadKeyTag;

} // namespace

// A key of one purpose is not another's, is not copied, and is not printed.
static_assert(!std::is_copy_constructible_v<SigningKey> && std::is_move_constructible_v<SigningKey>);
static_assert(!std::is_convertible_v<Secret<PayloadKeyTag, 64>, SigningKey>);
static_assert(!fmt::is_formattable<SigningKey>::value);

TEST_CASE("Ed25519 agrees with the vectors of RFC 8032 section 7.1")
{
    struct Vector {
        const char *seed, *key, *message, *signature;
    };
    const Vector vectors[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25"
         "bf5f0"
         "595bbe24655141438e7a100b"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7"
         "c15e9"
         "716ed28dc027beceea1ec40a"},
    };
    for (const auto& vector : vectors) {
        const auto key = key_of(vector.seed);
        const auto message = *from_hex(vector.message);
        CHECK(to_hex(public_key_of(key).view()) == vector.key);
        CHECK(to_hex(sign(key, message)) == vector.signature);
        CHECK(verify(public_key_of(key), message, sign(key, message)));
    }
}

TEST_CASE("a signature holds for its message and its key only, and not with any one bit flipped")
{
    const auto key = key_of(std::string(64, '1'));
    const auto other = key_of(std::string(64, '2'));
    const auto message = test::noise(100);
    const auto signature = sign(key, message);
    CHECK_FALSE(verify(public_key_of(other), message, signature));
    CHECK_FALSE(verify(public_key_of(key), ByteView(message).first(99), signature));
    for (std::size_t bit = 0; bit < 512; ++bit) {
        auto flipped = signature;
        flipped[bit / 8] ^= std::byte{1} << bit % 8;
        CHECK_FALSE(verify(public_key_of(key), message, flipped));
    }
}

TEST_CASE("a small-order key and a scalar that is not reduced verify nothing")
{
    // The neutral element: with R = identity and S = 0 it would verify every message.
    PublicKey neutral;
    neutral.bytes[0] = std::byte{1};
    Signature forged{};
    forged[0] = std::byte{1};
    CHECK_FALSE(verify(neutral, as_bytes("anything"), forged));

    // S + L is the same scalar spelled differently.
    const auto key = key_of(std::string(64, '3'));
    auto signature = sign(key, as_bytes("m"));
    const auto order = *from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += std::to_integer<unsigned>(signature[32 + i]) + std::to_integer<unsigned>(order[i]);
        signature[32 + i] = static_cast<std::byte>(carry & 0xFFU);
        carry >>= 8U;
    }
    CHECK_FALSE(verify(public_key_of(key), as_bytes("m"), signature));
}
