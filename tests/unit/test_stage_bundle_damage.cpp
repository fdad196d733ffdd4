#include "pouch/crypto/aead.hpp"
#include "pouch/format/age_keys.hpp"
#include "pouch/stage/decrypt.hpp"
#include "pouch/stage/encrypt.hpp"
#include "support/bundle.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <limits>
#include <memory>

using namespace pouch;

#ifndef POUCH_TEST_EVERY
#define POUCH_TEST_EVERY 1
#endif

namespace {

/// Every so manieth of the damages on each push; all of them where POUCH_EVERY is set (scripts/torture).
std::size_t step()
{
    return std::getenv("POUCH_EVERY") != nullptr ? 1 : POUCH_TEST_EVERY;
}

/// What a reader of `bytes` says: the reason of its refusal, or nothing.
using Reader = std::function<std::string(ByteView bytes, Bytes& handed_on)>;

struct Shape {
    std::string name;
    Bytes bytes;
    Reader read;
    std::size_t whole; ///< What a reader hands on of the undamaged bytes.

    /// Bytes from `sealed_begin` to the last tag are one sealed chunk: there one bit of each byte is enough.
    std::size_t sealed_begin = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] bool is_worth_flipping(std::size_t bit) const
    {
        const auto byte = bit / 8;
        const bool in_chunk = byte >= sealed_begin && byte + crypto::aead_tag_size < bytes.size();
        return !in_chunk || bit % 8 == byte % 8;
    }
};

std::string verified(ByteView bundle, const stage::VerifyOptions& options, Bytes& handed_on)
{
    io::MemorySource in(bundle);
    io::MemorySink out;
    stage::Destination to;
    to.filter = &out;
    auto reason = test::failure([&] { stage::verify(in, to, options, [](const auto&) {}); });
    handed_on = std::move(out.bytes);
    return reason;
}

Bytes plain_bundle()
{
    return test::pack_files({{"a.txt", to_bytes("EXERCISE ONLY\n")}, {"보고서.txt", test::noise(300)}});
}

Shape plain_shape()
{
    auto options = test::trusting();
    options.threads = 1;
    options.demand.signatures.unsigned_allowed = true;
    auto bytes = plain_bundle();
    const auto size = bytes.size();
    return {"plain", std::move(bytes),
            [options](ByteView damaged, Bytes& out) { return verified(damaged, options, out); }, size};
}

Shape signed_shape()
{
    auto options = test::trusting();
    options.threads = 1;
    stage::PackOptions packing;
    packing.algorithm = crypto::Algorithm::sha256;
    packing.level = 0;
    auto bytes = test::sign_bundle(test::pack_files({{"a.txt", to_bytes("EXERCISE ONLY\n")}}, packing),
                                   test::test_key());
    const auto size = bytes.size();
    return {"signed", std::move(bytes),
            [options](ByteView damaged, Bytes& out) { return verified(damaged, options, out); }, size};
}

Shape encrypted_shape()
{
    auto identities = std::make_shared<std::vector<format::AgeIdentity>>(format::parse_age_identities(
        as_bytes("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")));
    const auto bundle = test::sign_bundle(plain_bundle(), test::test_key());
    io::MemorySource in(bundle);
    io::MemorySink sealed;
    stage::encrypt(in, sealed, {identities->front().recipient}, {});
    return {"encrypted", std::move(sealed.bytes),
            [identities](ByteView damaged, Bytes& out) {
                io::MemorySource source(damaged);
                io::MemorySink sink;
                auto reason = test::failure([&] { stage::decrypt(source, sink, *identities, 1); });
                out = std::move(sink.bytes);
                return reason;
            },
            bundle.size(), 168 + 16}; // the header for one recipient, and the nonce
}

std::vector<Shape> shapes()
{
    std::vector<Shape> all;
    all.push_back(plain_shape());
    all.push_back(signed_shape());
    all.push_back(encrypted_shape());
    return all;
}

/// Refused as data: 1, or 5 where damage makes a stanza of age or a key of a signature another one.
bool is_refusal(const std::string& reason)
{
    return reason.rfind("1:", 0) == 0 || reason == "5:age.no-identity";
}

/// What a cut is called: nothing but the end is missing.
bool is_truncation(const std::string& reason)
{
    return reason == "1:bundle.truncated" || reason == "1:bundle.not" || reason.rfind("1:age.", 0) == 0;
}

} // namespace

TEST_CASE("no bit of a bundle can be flipped, whatever its shape")
{
    for (const auto& shape : shapes()) {
        Bytes out;
        REQUIRE(shape.read(shape.bytes, out).empty());
        REQUIRE(out.size() == shape.whole);
        auto damaged = shape.bytes;
        for (std::size_t bit = 0; bit < damaged.size() * 8; bit += step()) {
            if (!shape.is_worth_flipping(bit)) continue;
            const auto mask = static_cast<std::byte>(1U << (bit % 8));
            damaged[bit / 8] ^= mask;
            const auto reason = shape.read(damaged, out);
            if (!is_refusal(reason)) FAIL(shape.name << ", bit " << bit << ": " << reason);
            if (out.size() >= shape.whole) FAIL(shape.name << ", bit " << bit << ": all was handed on");
            damaged[bit / 8] ^= mask;
        }
        REQUIRE(shape.read(damaged, out).empty());
    }
}

TEST_CASE("no prefix of a bundle passes for one, and nothing may follow it, whatever its shape")
{
    for (const auto& shape : shapes()) {
        Bytes out;
        for (std::size_t size = 0; size < shape.bytes.size(); size += step()) {
            const auto reason = shape.read(ByteView(shape.bytes).first(size), out);
            if (!is_truncation(reason)) FAIL(shape.name << ", size " << size << ": " << reason);
            if (out.size() >= shape.whole) FAIL(shape.name << ", size " << size << ": all was handed on");
        }
        auto longer = shape.bytes;
        for (const auto more : {std::byte{0}, std::byte{'\n'}, std::byte{0x28}}) {
            longer.push_back(more);
            CHECK(is_refusal(shape.read(longer, out)));
            longer.pop_back();
        }
    }
}
