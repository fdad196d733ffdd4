#include "pouch/crypto/digest.hpp"
#include "pouch/crypto/sha512_lanes.hpp"

#include "pouch/base/error.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace pouch;
using namespace pouch::crypto;

namespace {

Bytes random_bytes(std::size_t size, std::mt19937& random)
{
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::byte>(random());
    return bytes;
}

/// Four messages of these sizes, digested together in every width, against libcrypto one by one.
void compare(const std::array<std::size_t, sha512_lanes>& sizes, std::mt19937& random)
{
    std::array<Bytes, sha512_lanes> messages;
    std::array<ByteView, sha512_lanes> views;
    for (std::size_t i = 0; i < sha512_lanes; ++i) {
        messages[i] = random_bytes(sizes[i], random);
        views[i] = messages[i];
    }
    for (const auto width : lane_widths()) {
        if (width == LaneWidth::none) continue;
        std::array<Digest, sha512_lanes> digests;
        sha512_together(views, digests, width);
        for (std::size_t i = 0; i < sha512_lanes; ++i) {
            INFO("width " << static_cast<int>(width) << ", lane " << i << " of " << sizes[0] << ", "
                          << sizes[1] << ", " << sizes[2] << ", " << sizes[3]);
            REQUIRE(digests[i] == digest_of(Algorithm::sha512, views[i]));
        }
    }
}

} // namespace

TEST_CASE("digest: lanes tell what libcrypto tells, whatever the sizes")
{
    std::mt19937 random(2026);
    // Every place of the end in a block, also where the length needs one block more.
    for (std::size_t size = 0; size <= 260; ++size) compare({size, 260 - size, size / 2, 3 * size}, random);
    for (int round = 0; round < 50; ++round)
        compare({random() % 9000, random() % 900, random() % 90, random() % 9}, random);
    compare({1 << 20, 1 << 20, (1 << 20) - 1, (1 << 20) + 1}, random);
}

TEST_CASE("digest: lanes know the examples of FIPS 180-4")
{
    const auto abc = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
    const auto none = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                      "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";
    for (const auto width : lane_widths()) {
        if (width == LaneWidth::none) continue;
        std::array<Digest, sha512_lanes> digests;
        sha512_together(std::array{as_bytes("abc"), ByteView{}, as_bytes("abc"), ByteView{}}, digests, width);
        CHECK(digests[0].hex() == abc);
        CHECK(digests[1].hex() == none);
        CHECK(digests[2].hex() == abc);
        CHECK(digests[3].hex() == none);
    }
}

TEST_CASE("digest: several messages, any number, of like sizes and of unlike ones")
{
    std::mt19937 random(7);
    for (const auto algorithm : {Algorithm::sha256, Algorithm::sha512}) {
        for (std::size_t count = 0; count < 10; ++count) {
            for (const std::size_t spread : {1, 100'000}) {
                std::vector<Bytes> messages;
                for (std::size_t i = 0; i < count; ++i)
                    messages.push_back(random_bytes(5000 + random() % spread, random));
                const std::vector<ByteView> views(messages.begin(), messages.end());
                std::vector<Digest> digests(count);
                digests_of(algorithm, views, digests);
                for (std::size_t i = 0; i < count; ++i) REQUIRE(digests[i] == digest_of(algorithm, views[i]));
            }
        }
    }
    std::array<ByteView, 2> two{};
    std::array<Digest, 1> one;
    CHECK_THROWS_AS(digests_of(Algorithm::sha512, two, one), Error);
}
