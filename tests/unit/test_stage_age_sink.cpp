#include "pouch/io/memory.hpp"
#include "pouch/stage/age_sink.hpp"
#include "pouch/stage/decrypt.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::stage;

namespace {

constexpr auto C = format::age_chunk_size;

/// What `sealed` decrypts to with `identity`, or why not.
std::string opened(const Bytes& sealed, const format::AgeIdentity& identity, Bytes& plain)
{
    io::MemorySource in(sealed);
    io::MemorySink out;
    std::vector<format::AgeIdentity> identities;
    identities.push_back(format::AgeIdentity::from(crypto::X25519Secret::filled_by([&](MutableByteView copy) {
        const auto secret = identity.secret.expose();
        std::copy(secret.begin(), secret.end(), copy.begin());
    })));
    const auto failure = test::failure([&] { decrypt(in, out, identities, 1); });
    plain = std::move(out.bytes);
    return failure;
}

} // namespace

TEST_CASE("what is written to an age sink is what each recipient decrypts, at every border of a chunk")
{
    const auto desk = format::AgeIdentity::generate();
    const auto chief = format::AgeIdentity::generate();
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, C - 1, C, C + 1, 2 * C, 3 * C + 7}) {
        for (const std::size_t step : {std::size_t{1000}, C, 5 * C}) {
            const auto bytes = test::noise(size, size + step);
            io::MemorySink out;
            AgeSink sink(out, {desk.recipient, chief.recipient});
            for (std::size_t at = 0; at < size; at += step)
                sink.write(ByteView(bytes).subspan(at, std::min(step, size - at)));
            CHECK_FALSE(out.committed);
            const auto before = out.bytes;
            sink.commit();
            CHECK(out.committed);
            Bytes plain;
            CHECK(opened(out.bytes, desk, plain) == "");
            CHECK((plain == bytes));
            CHECK(opened(out.bytes, chief, plain) == "");
            CHECK((plain == bytes));
            // Without its final chunk it does not open.
            CHECK(opened(before, desk, plain) != "");
        }
    }
}
