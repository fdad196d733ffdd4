#include "pouch/base/text.hpp"
#include "pouch/crypto/hkdf.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

Bytes unhex(std::string_view hex)
{
    return from_hex(hex).value();
}

std::string hkdf(std::string_view secret, std::string_view salt, std::string_view info, std::size_t size)
{
    Bytes out(size);
    crypto::hkdf_sha256(unhex(secret), unhex(salt), as_text(unhex(info)), out);
    return to_hex(out);
}

} // namespace

TEST_CASE("HMAC-SHA-256 gives the answers of RFC 4231")
{
    CHECK(to_hex(crypto::hmac_sha256(Bytes(20, std::byte{0x0b}), as_bytes("Hi There"))) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(to_hex(crypto::hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(to_hex(crypto::hmac_sha256(Bytes(131, std::byte{0xaa}),
                                     as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("HKDF-SHA-256 gives the answers of RFC 5869")
{
    CHECK(hkdf("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c",
               "f0f1f2f3f4f5f6f7f8f9",
               42) == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    CHECK(hkdf("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "", 42) ==
          "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST_CASE("HKDF gives at most 255 blocks")
{
    Bytes most(255 * 32);
    crypto::hkdf_sha256({}, {}, "", most);
    CHECK(ByteView(most).last(32).front() != ByteView(most).last(64).front()); // the last block was written
    Bytes more(most.size() + 1);
    CHECK(test::failure([&] { crypto::hkdf_sha256({}, {}, "", more); }) == "70:bug");
}
