#include "pouch/base/text.hpp"
#include "pouch/format/age.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/stage/chunk_block.hpp"
#include "pouch/stage/decrypt.hpp"
#include "pouch/stage/encrypt.hpp"
#include "support/support.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::stage;

namespace {

constexpr auto C = format::age_chunk_size;
constexpr auto sealed_chunk = format::age_sealed_chunk_size;
constexpr std::size_t front_size = 168 + 16; ///< Header for one recipient, and the payload nonce.

/// The identity of the examples of the format: 32 bytes 42.
std::vector<format::AgeIdentity> identities()
{
    return format::parse_age_identities(
        as_bytes("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"));
}

Bytes encrypted(ByteView plain, EncryptOptions options = {1, BundleRule::enforced, EmptyInput::allowed},
                std::size_t step = std::numeric_limits<std::size_t>::max())
{
    io::MemorySource in(plain, step);
    io::MemorySink out;
    encrypt(in, out, {identities()[0].recipient}, options);
    CHECK_FALSE(out.committed); // the tool commits, nobody below
    return out.bytes;
}

struct Outcome {
    std::string failure;
    Bytes plain; ///< What was released.
};

Outcome decrypted(ByteView sealed, std::size_t threads = 1,
                  std::size_t step = std::numeric_limits<std::size_t>::max())
{
    static const auto keys = identities();
    io::MemorySource in(sealed, step);
    io::MemorySink out;
    Outcome outcome;
    outcome.failure = test::failure([&] { decrypt(in, out, keys, threads); });
    outcome.plain = std::move(out.bytes);
    return outcome;
}

bool is_prefix(ByteView part, ByteView whole)
{
    return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

/// A pouch by hand: chunk after chunk as a sender who knows the file key would write them, well or not.
class Maker {
  public:
    Maker()
        : bytes_(format::write_age_header(key_, {identities()[0].recipient})),
          aead_(format::age_payload_key(key_, nonce_).expose(), crypto::Volume::little)
    {
        append(bytes_, nonce_);
    }
    Maker& chunk(std::uint64_t index, format::ChunkPlace place, std::size_t size)
    {
        Bytes sealed(size + crypto::aead_tag_size);
        aead_.seal(format::age_chunk_nonce(index, place), test::noise(size, index), sealed);
        append(bytes_, sealed);
        return *this;
    }
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

  private:
    format::AgeFileKey key_ = format::AgeFileKey::random();
    format::AgePayloadNonce nonce_{};
    Bytes bytes_;
    crypto::Aead aead_;
};

constexpr auto middle = format::ChunkPlace::middle;
constexpr auto final = format::ChunkPlace::final;

/// Fails after `good` bytes.
class FailingSource final : public io::Source {
  public:
    FailingSource(ByteView bytes, std::size_t good) : in_(bytes.first(good)) {}
    std::size_t read(MutableByteView out) override
    {
        const auto got = in_.read(out);
        if (got == 0) throw system_error(EIO, "read");
        return got;
    }
    [[nodiscard]] const std::string& name() const override { return in_.name(); }

  private:
    io::MemorySource in_;
};

/// Is full after `room` bytes.
class FullSink final : public io::Sink {
  public:
    explicit FullSink(std::size_t room) : room_(room) {}
    void write(ByteView bytes) override
    {
        if (bytes.size() > room_) throw system_error(ENOSPC, "write");
        room_ -= bytes.size();
    }
    void commit() override {}
    [[nodiscard]] bool is_atomic() const override { return false; }

  private:
    std::size_t room_;
};

} // namespace

TEST_CASE("decrypt inverts encrypt at every chunk and block boundary, whatever the threads")
{
    constexpr auto block = C * chunks_per_block;
    const auto size = GENERATE_COPY(
        values<std::size_t>({0, 1, C - 1, C, C + 1, 2 * C - 1, 2 * C, 2 * C + 1, block - 1, block, block + 1,
                             block + C, 2 * block, 2 * block + 1, (1U << 20U) + 1, 9 * block + 12345}));
    const auto threads = GENERATE(1U, 2U, 4U);
    const auto plain = test::noise(size);
    const auto sealed = encrypted(plain, {threads, BundleRule::enforced, EmptyInput::allowed});
    CHECK(sealed.size() == front_size + size + std::max<std::size_t>(1, (size + C - 1) / C) * 16);
    const auto outcome = decrypted(sealed, threads);
    CHECK(outcome.failure.empty());
    CHECK(outcome.plain == plain);
}

TEST_CASE("how the input arrives does not matter")
{
    const auto step = GENERATE(std::size_t{1000}, std::size_t{4096}, C - 1, C + 1);
    const auto plain = test::noise(5 * C + 77);
    const auto sealed = encrypted(plain, {2, BundleRule::enforced, EmptyInput::refused}, step);
    CHECK(decrypted(sealed, 2, step).plain == plain);
    CHECK(decrypted(encrypted(test::noise(100)), 1, 1).plain == test::noise(100));
}

TEST_CASE("no two files of the same plaintext are alike")
{
    const auto one = encrypted(test::noise(100));
    const auto two = encrypted(test::noise(100));
    CHECK_FALSE(std::equal(one.end() - 116, one.end(), two.end() - 116));       // the chunk
    CHECK_FALSE(std::equal(one.end() - 132, one.end() - 116, two.end() - 132)); // the nonce
}

TEST_CASE("what stock age wrote opens forever")
{
    const auto small =
        from_base64("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+"
                    "IFgyNTUxOSB0TzNaTjFyclRvUnJLY1JEM0xuOVBJN0dOZGQ2djZvZU9rZlZqejlqMENRCnpoeXd6"
                    "WXpSOWo5MGVUTjJ2NEFIVkZFN2VwdTFyOTZkSTRvdWdEeUsyblkKLS0tIFp3ODFuK1ZJU2JjZWw4c2tnaHhZTENH"
                    "dGVBaHRUdURBQ2kyVjhG"
                    "TTRyek0KqK9zyZAGrh2BteXf6CCo2rR5E5HBW6opkXydQu19c24OW5k9ChWeLvM4fnO2xKxW",
                    Padding::required);
    REQUIRE(small);
    const auto outcome = decrypted(*small);
    CHECK(outcome.failure.empty());
    CHECK(as_text(outcome.plain) == "Attack at dawn!\n");

    const auto empty =
        from_base64("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+"
                    "IFgyNTUxOSBrS0lGOVFzRzNKWmlkMFhZc2ZKQnBIalpJZTYzclphcnFDenJlTGZJWW1FClJTUzhY"
                    "Mm9aRlNIVTdybDFmZlZzdHRFQ3ZqN04vc09aaEs4WHBUMXltdEUKLS0tIFRMZ2FOV0x3aHNkSHN4OEpzdDQ3S1hz"
                    "S09ha1d1ME0rakNQT2Fj"
                    "M2lkdkUKrS1jq/RmreRPyNTTrp0jsWLzjVRk5XbWoGcDxPykeXQ=",
                    Padding::required);
    REQUIRE(empty);
    CHECK(decrypted(*empty).failure.empty());
    CHECK(decrypted(*empty).plain.empty());
}

TEST_CASE("a pouch with any one bit flipped is refused")
{
    const auto sealed = encrypted(as_bytes("Attack at dawn!\n"));
    // Inside the stanza a flip may also make it one for somebody else, or of another type.
    const std::size_t stanza = 22;
    const std::size_t end = front_size - 16 - 48;
    REQUIRE(as_text(sealed).substr(stanza, 3) == "-> ");
    REQUIRE(as_text(sealed).substr(end, 4) == "--- ");
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        auto bad = sealed;
        bad[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        const auto [failure, plain] = decrypted(bad);
        const bool is_in_stanza = bit / 8 >= stanza && bit / 8 < end;
        CAPTURE(bit / 8, bit % 8, failure);
        CHECK((failure.starts_with("1:age.") || (is_in_stanza && failure == "5:age.no-identity")));
        CHECK(plain.empty());
    }
}

TEST_CASE("a pouch cut short anywhere is refused, and more bytes after its end too")
{
    const auto sealed = encrypted(as_bytes("Attack at dawn!\n"));
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        const auto [failure, plain] = decrypted(ByteView(sealed).first(size));
        CAPTURE(size);
        CHECK(failure == (size == 0                ? "1:age.not"
                          : size < front_size + 16 ? "1:age.truncated"
                                                   : "1:age.tampered"));
        CHECK(plain.empty());
    }
    auto longer = sealed;
    longer.push_back(std::byte{0});
    CHECK(decrypted(longer).failure == "1:age.tampered");
}

TEST_CASE("a long pouch cut near any chunk boundary is refused, and releases a prefix only")
{
    const auto threads = GENERATE(1U, 2U);
    const auto plain = test::noise(9 * C + 100);
    const auto sealed = encrypted(plain);
    for (std::size_t chunk = 0; chunk <= 9; ++chunk) {
        for (const int off : {-1, 0, 1, 15, 16, 17}) {
            const auto cut = front_size + chunk * sealed_chunk + static_cast<std::size_t>(off);
            const auto outcome = decrypted(ByteView(sealed).first(cut), threads);
            CAPTURE(chunk, off, outcome.failure);
            CHECK(outcome.failure.starts_with("1:age."));
            if (off == 0) CHECK(outcome.failure == "1:age.truncated");
            CHECK(is_prefix(outcome.plain, plain));
            CHECK(outcome.plain.size() <= chunk * C);
        }
    }
}

TEST_CASE("damage in a later chunk releases only what comes before it")
{
    const auto threads = GENERATE(1U, 2U, 4U);
    const auto plain = test::noise(11 * C + 5);
    auto sealed = encrypted(plain);
    const auto chunk = GENERATE(0U, 1U, 4U, 7U, 10U, 11U);
    sealed[front_size + chunk * sealed_chunk + 3] ^= std::byte{0x10};
    const auto outcome = decrypted(sealed, threads);
    CHECK(outcome.failure == "1:age.tampered");
    CHECK(is_prefix(outcome.plain, plain));
    CHECK(outcome.plain.size() == chunk / chunks_per_block * chunks_per_block * C);
}

TEST_CASE("chunks that are swapped, repeated, dropped or cut out are refused")
{
    const auto sealed = encrypted(test::noise(3 * C + 9));
    const auto part = [&](std::size_t i) {
        const auto at = front_size + i * sealed_chunk;
        return ByteView(sealed).subspan(at, std::min(sealed_chunk, sealed.size() - at));
    };
    const auto order = GENERATE(
        values<std::vector<std::size_t>>({{1, 0, 2, 3}, {0, 0, 1, 2, 3}, {0, 2, 3}, {3}, {1, 2, 3}}));
    Bytes bad(sealed.begin(), sealed.begin() + front_size);
    for (const auto i : order) append(bad, part(i));
    CHECK(decrypted(bad).failure == "1:age.tampered");
}

TEST_CASE("a payload outside the rules is refused, although every chunk is authentic")
{
    CHECK(decrypted(Maker().chunk(0, middle, C).chunk(1, final, 7).bytes()).failure.empty());
    CHECK(decrypted(Maker().chunk(0, middle, C).chunk(1, final, C).bytes()).failure.empty());
    CHECK(decrypted(Maker().chunk(0, final, 0).bytes()).failure.empty());
    CHECK(decrypted(Maker().bytes()).failure == "1:age.truncated");                     // no chunk
    CHECK(decrypted(Maker().chunk(0, middle, C).bytes()).failure == "1:age.truncated"); // no final one
    CHECK(decrypted(Maker().chunk(0, middle, 5).bytes()).failure == "1:age.truncated"); // short, not final
    CHECK(decrypted(Maker().chunk(0, middle, 0).bytes()).failure == "1:age.truncated");
    CHECK(decrypted(Maker().chunk(0, middle, C).chunk(1, final, 0).bytes()).failure == "1:age.malformed");
    CHECK(decrypted(Maker().chunk(0, final, C).chunk(1, final, 0).bytes()).failure == "1:age.trailing");
    CHECK(decrypted(Maker().chunk(0, final, C).chunk(1, final, C).bytes()).failure == "1:age.trailing");
    CHECK(decrypted(Maker().chunk(0, final, C).chunk(1, middle, 3).bytes()).failure == "1:age.trailing");
    CHECK(decrypted(Maker().chunk(0, middle, C - 1).chunk(1, final, 3).bytes()).failure == "1:age.tampered");
    CHECK(decrypted(Maker().chunk(1, final, 5).bytes()).failure == "1:age.tampered"); // not from 0
}

TEST_CASE("a file whose header or nonce is missing something is refused")
{
    const auto sealed = encrypted(as_bytes("x"));
    CHECK(decrypted(ByteView(sealed).first(front_size - 1)).failure == "1:age.truncated"); // a short nonce
    CHECK(decrypted(ByteView(sealed).first(front_size - 16)).failure == "1:age.truncated");
}

TEST_CASE("empty input is refused before anything is written, unless it is allowed")
{
    io::MemorySource in(ByteView{});
    io::MemorySink out;
    CHECK(test::failure([&] { encrypt(in, out, {identities()[0].recipient}, {}); }) == "1:input.empty");
    CHECK(out.bytes.empty());
}

TEST_CASE("a bundle is encrypted only if it is whole, and what is left of a cut one does not decrypt")
{
    const auto threads = GENERATE(1U, 2U);
    const auto head = format::stored_frame(test::noise(GENERATE(as<std::size_t>(), 50, 3 * C, 12 * C)));
    auto bundle = head;
    append(bundle, format::stored_frame(test::noise(2 * C)));
    append(bundle, format::end_frame());
    CHECK(decrypted(encrypted(bundle, {threads, BundleRule::enforced, EmptyInput::refused})).plain == bundle);

    for (const std::size_t back : {std::size_t{1}, std::size_t{4}, format::end_frame().size(),
                                   bundle.size() - head.size(), bundle.size() - 3}) {
        const auto cut = ByteView(bundle).first(bundle.size() - back);
        io::MemorySource in(cut);
        io::MemorySink out;
        const EncryptOptions options{threads, BundleRule::enforced, EmptyInput::refused};
        CHECK(test::failure([&] { encrypt(in, out, {identities()[0].recipient}, options); }) ==
              "1:bundle.truncated");
        const auto left = decrypted(out.bytes);
        CHECK(left.failure == "1:age.truncated");
        CHECK(is_prefix(left.plain, cut));

        const EncryptOptions raw{threads, BundleRule::off, EmptyInput::refused};
        CHECK(as_text(decrypted(encrypted(cut, raw)).plain) == as_text(cut));
    }
}

TEST_CASE("what goes on after the start of a bundle as something else is refused at once")
{
    auto bundle = format::stored_frame(test::noise(50));
    append(bundle, test::noise(100));
    io::MemorySource in(bundle);
    io::MemorySink out;
    CHECK(test::failure([&] { encrypt(in, out, {identities()[0].recipient}, {}); }) == "1:bundle.malformed");
    CHECK(decrypted(out.bytes).failure == "1:age.truncated");
}

TEST_CASE("a failing input or output is reported as it is, and what was written does not decrypt")
{
    const auto threads = GENERATE(1U, 2U);
    const auto plain = test::noise(10 * C);
    const auto sealed = encrypted(plain);
    const std::size_t good =
        GENERATE(as<std::size_t>(), 0, 1, 21, 100, 167, 183, 1000, 65536, 262144, 262145, 600000);
    const EncryptOptions options{threads, BundleRule::enforced, EmptyInput::refused};
    const auto recipient = identities()[0].recipient;
    {
        FailingSource in(plain, good);
        io::MemorySink out;
        CHECK(test::failure([&] { encrypt(in, out, {recipient}, options); }) == "75:io.failed");
        CHECK_FALSE(decrypted(out.bytes).failure.empty());
    }
    {
        FailingSource in(sealed, good);
        io::MemorySink out;
        CHECK(test::failure([&] { decrypt(in, out, identities(), threads); }) == "75:io.failed");
        CHECK(is_prefix(out.bytes, plain));
    }
    {
        io::MemorySource in(plain);
        FullSink out(good);
        CHECK(test::failure([&] { encrypt(in, out, {recipient}, options); }) == "75:io.nospace");
    }
    {
        io::MemorySource in(sealed);
        FullSink out(good);
        CHECK(test::failure([&] { decrypt(in, out, identities(), threads); }) == "75:io.nospace");
    }
}
