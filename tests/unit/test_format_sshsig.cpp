#include "pouch/base/text.hpp"
#include "pouch/format/ssh_key.hpp"
#include "pouch/format/ssh_wire.hpp"
#include "pouch/format/sshsig.hpp"
#include "support/keys.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::format;
using test::data_file;
using test::replaced;

namespace {

constexpr auto ns = "pouch-release-v1";

crypto::SigningKey release_key()
{
    return read_private_key(as_bytes(data_file("keys/release.key")));
}

std::string outcome(std::string_view armored)
{
    return test::failure([&] { (void)read_sshsig(as_bytes(armored)); });
}

/// The fields of a signature blob, each of which a test may spoil.
struct Fields {
    std::string magic = "SSHSIG";
    std::uint32_t version = 1;
    std::string key_type = "ssh-ed25519";
    Bytes key = test::noise(32);
    std::string ns = "file";
    std::string reserved;
    std::string hash = "sha512";
    std::string signature_type = "ssh-ed25519";
    Bytes signature = test::noise(64);
    std::string after_signature;
    std::string after;
    std::size_t columns = 70;

    [[nodiscard]] std::string armored() const
    {
        Bytes wire;
        append_ssh_string(wire, key_type);
        append_ssh_string(wire, key);
        Bytes inner;
        append_ssh_string(inner, signature_type);
        append_ssh_string(inner, signature);
        append(inner, after_signature);
        Bytes blob;
        append(blob, magic);
        append_be(blob, version);
        append_ssh_string(blob, wire);
        append_ssh_string(blob, ns);
        append_ssh_string(blob, reserved);
        append_ssh_string(blob, hash);
        append_ssh_string(blob, inner);
        append(blob, after);
        std::string text = "-----BEGIN SSH SIGNATURE-----\n";
        const auto base64 = to_base64(blob, Padding::required);
        for (std::size_t at = 0; at < base64.size(); at += columns) text += base64.substr(at, columns) + "\n";
        return text + "-----END SSH SIGNATURE-----\n";
    }
};

template <typename Spoil> std::string spoilt(Spoil spoil)
{
    Fields fields;
    spoil(fields);
    return outcome(fields.armored());
}

} // namespace

TEST_CASE("signatures are byte for byte those of ssh-keygen -Y sign")
{
    CHECK(sign_sshsig(release_key(), ns, as_bytes(data_file("keys/message"))) ==
          data_file("keys/message.sig"));
    CHECK(sign_sshsig(release_key(), ns, {}) == data_file("keys/empty.sig"));
}

TEST_CASE("a signature of ssh-keygen is read, verified and written again as it was")
{
    const auto text = data_file("keys/message.sig");
    const auto signature = read_sshsig(as_bytes(text));
    CHECK(signature.ns == ns);
    CHECK(signature.key == read_public_key(data_file("keys/release.key.pub")));
    CHECK(verify(signature, as_bytes(data_file("keys/message"))));
    CHECK_FALSE(verify(signature, as_bytes("another message")));
    CHECK_FALSE(verify(signature, {}));
    CHECK(write_sshsig(signature) == text);
}

TEST_CASE("a signature is bound to its namespace and to its key")
{
    const auto message = as_bytes("m");
    auto signature = read_sshsig(as_bytes(sign_sshsig(release_key(), ns, message)));
    REQUIRE(verify(signature, message));
    auto moved = signature;
    moved.ns = "pouch-review-v1";
    CHECK_FALSE(verify(moved, message));
    auto taken = signature;
    taken.key = read_public_key(data_file("keys/second.key.pub"));
    CHECK_FALSE(verify(taken, message));
}

TEST_CASE("every namespace length reads back, at every line remainder")
{
    for (std::size_t size = 1; size <= max_sshsig_namespace_size; ++size) {
        const auto name = std::string(size, 'n');
        const auto text = sign_sshsig(release_key(), name, as_bytes("m"));
        CHECK(text.size() <= max_sshsig_size);
        CHECK(read_sshsig(as_bytes(text)).ns == name);
    }
    CHECK(test::failure([] { (void)sign_sshsig(release_key(), "", {}); }) == "70:bug");
}

TEST_CASE("every field of a signature is checked")
{
    REQUIRE(spoilt([](Fields&) {}).empty());
    const std::string bad = "1:signature.malformed";
    CHECK(spoilt([](Fields& f) { f.magic = "SSHSIH"; }) == bad);
    CHECK(spoilt([](Fields& f) { f.version = 0; }) == bad);
    CHECK(spoilt([](Fields& f) { f.version = 2; }) == bad);
    CHECK(spoilt([](Fields& f) { f.key_type = "ssh-ed448"; }) == bad);
    CHECK(spoilt([](Fields& f) { f.key.pop_back(); }) == bad);
    CHECK(spoilt([](Fields& f) { f.key.push_back({}); }) == bad);
    CHECK(spoilt([](Fields& f) { f.ns.clear(); }) == bad);
    CHECK(spoilt([](Fields& f) { f.ns = std::string(256, 'n'); }) == bad);
    CHECK(spoilt([](Fields& f) { f.ns = std::string(1000, 'n'); }) == bad);
    CHECK(spoilt([](Fields& f) { f.reserved = "r"; }) == bad);
    CHECK(spoilt([](Fields& f) { f.hash = "sha256"; }) == bad);
    CHECK(spoilt([](Fields& f) { f.hash = "SHA512"; }) == bad);
    CHECK(spoilt([](Fields& f) { f.signature_type = "ssh-rsa"; }) == bad);
    CHECK(spoilt([](Fields& f) { f.signature.pop_back(); }) == bad);
    CHECK(spoilt([](Fields& f) { f.signature.push_back({}); }) == bad);
    CHECK(spoilt([](Fields& f) { f.after_signature = "x"; }) == bad);
    CHECK(spoilt([](Fields& f) { f.after = "x"; }) == bad);
    for (const std::size_t columns : {1U, 64U, 69U, 71U, 76U, 500U}) {
        CHECK(spoilt([=](Fields& f) { f.columns = columns; }) == bad);
    }
    CHECK(outcome(data_file("keys/ecdsa.sig")) == bad);
    CHECK(outcome(data_file("keys/sha256.sig")) == bad);
}

TEST_CASE("a signature file has nothing before, after or between, and one spelling")
{
    const std::string bad = "1:signature.malformed";
    const auto text = data_file("keys/message.sig");
    REQUIRE(outcome(text).empty());
    for (const auto& other :
         {std::string(), "\n" + text, " " + text, text + "\n", text + " ", text + "x", text + text,
          text.substr(0, text.size() - 1), replaced(text, "\n", "\r\n"), replaced(text, "\n", "\n\n"),
          replaced(text, "\n-----END", "\n\n-----END"), replaced(text, "SIGNATURE", "signature"),
          replaced(text, "\n-----END", "=\n-----END"), replaced(text, "U1N", "U1N ")}) {
        CAPTURE(other);
        CHECK(outcome(other) == bad);
    }
    for (std::size_t size = 0; size < text.size(); ++size) CHECK(outcome(text.substr(0, size)) == bad);
}

TEST_CASE("no signature with one bit flipped is both read and verified")
{
    const auto text = data_file("keys/message.sig");
    const auto message = data_file("keys/message");
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        auto flipped = to_bytes(text);
        flipped[bit / 8] ^= std::byte{1} << bit % 8;
        bool accepted = false;
        const auto failure = test::failure([&] {
            const auto signature = read_sshsig(flipped);
            accepted = signature.ns == ns && verify(signature, as_bytes(message));
        });
        CHECK((failure.empty() || failure == "1:signature.malformed"));
        CHECK_FALSE(accepted);
    }
}
