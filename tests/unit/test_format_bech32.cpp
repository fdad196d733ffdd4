#include "pouch/base/text.hpp"
#include "pouch/format/bech32.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::format;

namespace {

std::string written(std::string_view prefix, ByteView bytes)
{
    std::string text(bech32_size(prefix, bytes.size()), '\0');
    write_bech32(prefix, bytes, text);
    return text;
}

bool reads(std::string_view text, std::string_view prefix, std::size_t size)
{
    Bytes out(size);
    return read_bech32(text, prefix, out);
}

constexpr auto recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

} // namespace

TEST_CASE("bech32 is that of BIP 173")
{
    CHECK(written("A", {}) == "A12UEL5L");
    CHECK(written("a", {}) == "a12uel5l");
    CHECK(written("?", {}) == "?1ezyfcl");
    const auto bytes = from_hex("00443214c74254b635cf84653a56d7c675be77df").value();
    CHECK(written("abcdef", bytes) == "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw");
    Bytes read(bytes.size());
    CHECK(read_bech32("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", read));
    CHECK(read == bytes);
}

TEST_CASE("bech32 writes the keys that age writes")
{
    CHECK(written("AGE-SECRET-KEY-", Bytes(32, std::byte{0x42})) ==
          "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
    Bytes point(32);
    REQUIRE(read_bech32(recipient, "age", point));
    CHECK(written("age", point) == recipient);
}

TEST_CASE("read_bech32 inverts write_bech32 at every length")
{
    for (std::size_t size = 0; size <= 64; ++size) {
        const auto bytes = test::noise(size, size);
        Bytes read(size);
        CHECK(read_bech32(written("age", bytes), "age", read));
        CHECK(read == bytes);
    }
}

TEST_CASE("read_bech32 refuses every other text")
{
    const std::string good = recipient;
    REQUIRE(reads(good, "age", 32));
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (const char c : std::string_view("\0 1bqpzQPZ\xff", 11)) {
            auto bad = good;
            if (bad[i] == c) continue;
            bad[i] = c;
            CHECK_FALSE(reads(bad, "age", 32));
        }
    }
    std::string upper = good;
    for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    CHECK_FALSE(reads(upper, "age", 32));
    CHECK_FALSE(reads(good, "agf", 32));
    CHECK_FALSE(reads(good, "age", 31));
    CHECK_FALSE(reads(good, "age", 33));
    CHECK_FALSE(reads(good + "q", "age", 32));
    CHECK_FALSE(reads(good.substr(0, good.size() - 1), "age", 32));
    CHECK_FALSE(reads("", "age", 32));
    CHECK_FALSE(reads("age1", "age", 0));
    CHECK(reads("A12UEL5L", "A", 0));
    CHECK_FALSE(reads("A12uel5l", "A", 0)); // mixed case
    CHECK_FALSE(reads("A1G7SGD8", "A", 0)); // checksum over the upper-case prefix
    CHECK_FALSE(reads("a1lqfn3a", "a", 0)); // Bech32m
}

TEST_CASE("read_bech32 refuses padding that is not zero, and digits too many")
{
    CHECK(reads("a1qqqd87cq", "a", 1));
    for (const auto* text : {"a1qpamnt9j", "a1qzngxatd", "a1qrw7jgkl"}) CHECK_FALSE(reads(text, "a", 1));
    CHECK_FALSE(reads("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73epp9g8nq", "age", 32));
    CHECK_FALSE(reads("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73eqqhruuh4", "age", 32));
}
