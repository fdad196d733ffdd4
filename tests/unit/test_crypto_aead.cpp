#include "pouch/base/text.hpp"
#include "pouch/crypto/aead.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using crypto::Volume;

namespace {

Bytes unhex(std::string_view hex)
{
    return from_hex(hex).value();
}

crypto::Aead aead(ByteView key, Volume volume)
{
    return {key.first<crypto::aead_key_size>(), volume};
}

crypto::AeadNonce nonce_of(std::string_view hex)
{
    crypto::AeadNonce nonce{};
    const auto bytes = unhex(hex);
    std::copy(bytes.begin(), bytes.end(), nonce.begin());
    return nonce;
}

} // namespace

TEST_CASE("ChaCha20-Poly1305 gives the published answers, in both engines")
{
    struct Vector {
        const char* key;
        const char* nonce;
        const char* plain;
        const char* sealed;
    };
    // Wycheproof chacha20_poly1305, the cases without associated data.
    const auto vector =
        GENERATE(Vector{"80ba3192c803ce965ea371d5ff073cf0f43b6a2ab576b208426e11409c09b9b0",
                        "4da5bf8dfd5852c1ea12379d", "", "76acb342cf3166a5b63c0c0ea1383c8d"},
                 Vector{"cc56b680552eb75008f5484b4cb803fa5063ebd6eab91f6ab6aef4916a766273",
                        "99e23ec48985bccdeeab60f1", "2a", "3acac27dec0968801e9f6eded69d807522"});
    const auto volume = GENERATE(Volume::little, Volume::bulk);
    auto cipher = aead(unhex(vector.key), volume);
    const auto plain = unhex(vector.plain);
    Bytes sealed(plain.size() + crypto::aead_tag_size);
    cipher.seal(nonce_of(vector.nonce), plain, sealed);
    CHECK(to_hex(sealed) == vector.sealed);
    Bytes opened(plain.size());
    CHECK(cipher.open(nonce_of(vector.nonce), sealed, opened));
    CHECK(opened == plain);
}

TEST_CASE("both engines give the same bytes and open each other's, in place too")
{
    const auto size = GENERATE(0U, 1U, 15U, 16U, 17U, 63U, 64U, 65U, 1000U, 65535U, 65536U);
    const auto key = test::noise(crypto::aead_key_size, 7);
    const auto plain = test::noise(size, 8);
    const auto nonce = nonce_of("000102030405060708090a0b");
    auto little = aead(key, Volume::little);
    auto bulk = aead(key, Volume::bulk);

    Bytes sealed(size + crypto::aead_tag_size);
    little.seal(nonce, plain, sealed);
    Bytes in_place = plain;
    in_place.resize(sealed.size());
    bulk.seal(nonce, ByteView(in_place).first(size), in_place);
    CHECK(in_place == sealed);

    Bytes opened(size);
    CHECK(bulk.open(nonce, sealed, opened));
    CHECK(opened == plain);
    CHECK(little.open(nonce, in_place, MutableByteView(in_place).first(size)));
    in_place.resize(size);
    CHECK(in_place == plain);
}

TEST_CASE("a sealed message with any one bit flipped, under another nonce or cut short does not open")
{
    const auto volume = GENERATE(Volume::little, Volume::bulk);
    auto cipher = aead(test::noise(crypto::aead_key_size, 7), volume);
    const auto plain = test::noise(37);
    const auto nonce = nonce_of("000102030405060708090a0b");
    Bytes sealed(plain.size() + crypto::aead_tag_size);
    cipher.seal(nonce, plain, sealed);

    Bytes opened(plain.size());
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        auto bad = sealed;
        bad[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        CHECK_FALSE(cipher.open(nonce, bad, opened));
    }
    CHECK_FALSE(cipher.open(nonce_of("010102030405060708090a0b"), sealed, opened));
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        Bytes less(size - std::min(size, crypto::aead_tag_size));
        CHECK_FALSE(cipher.open(nonce, ByteView(sealed).first(size), less));
    }
    CHECK(cipher.open(nonce, sealed, opened)); // what failed before leaves nothing behind
    CHECK(opened == plain);
}

TEST_CASE("an aead refuses a buffer of the wrong size as a bug")
{
    auto cipher = aead(test::noise(crypto::aead_key_size), Volume::little);
    Bytes room(40);
    CHECK(test::failure([&] {
              cipher.seal({}, ByteView(room).first(24), MutableByteView(room).first(39));
          }) == "70:bug");
    CHECK(test::failure([&] { static_cast<void>(cipher.open({}, room, MutableByteView(room).first(25))); }) ==
          "70:bug");
}

TEST_CASE("open_little opens what an engine sealed, and nothing else")
{
    const auto key = test::noise(crypto::aead_key_size, 7);
    const auto view = ByteView(key).first<crypto::aead_key_size>();
    const auto plain = test::noise(16);
    Bytes sealed(plain.size() + crypto::aead_tag_size);
    aead(key, Volume::little).seal({}, plain, sealed);
    Bytes opened(plain.size());
    CHECK(crypto::open_little(view, {}, sealed, opened));
    CHECK(opened == plain);
    for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
        auto damaged = sealed;
        damaged[bit / 8] ^= std::byte{1} << (bit % 8);
        CHECK_FALSE(crypto::open_little(view, {}, damaged, opened));
    }
    CHECK_FALSE(crypto::open_little(view, {}, ByteView(sealed).first(crypto::aead_tag_size - 1), {}));
    CHECK(test::failure([&] { (void)crypto::open_little(view, {}, sealed, sealed); }) == "70:bug");
}
