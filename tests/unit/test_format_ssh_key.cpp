#include "pouch/base/text.hpp"
#include "pouch/format/ssh_key.hpp"
#include "pouch/format/ssh_wire.hpp"
#include "support/keys.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::format;
using test::data_file;
using test::replaced;

namespace {

/// The parts of a private key file, each of which a test may spoil.
struct Parts {
    std::string magic{"openssh-key-v1\0", 15};
    std::string cipher = "none";
    std::string kdf = "none";
    std::string kdf_options;
    std::uint32_t count = 1;
    std::string outer_type = "ssh-ed25519";
    Bytes outer_key;
    std::string after_outer_key;
    std::uint32_t check = 7;
    std::uint32_t check_again = 7;
    std::string type = "ssh-ed25519";
    Bytes public_half;
    Bytes pair;
    std::string comment = "0123456789"; // needs 3 bytes of padding
    std::string padding = "\1\2\3";
    std::string after;

    Parts()
    {
        const auto seed = test::noise(32);
        const auto key = crypto::signing_key_from_seed(ByteView(seed).first<32>());
        outer_key = public_half = Bytes(key.expose().begin() + 32, key.expose().end());
        pair = Bytes(key.expose().begin(), key.expose().end());
    }

    [[nodiscard]] Bytes binary() const
    {
        Bytes wire;
        append_ssh_string(wire, outer_type);
        append_ssh_string(wire, outer_key);
        append(wire, after_outer_key);
        Bytes section;
        append_be(section, check);
        append_be(section, check_again);
        append_ssh_string(section, type);
        append_ssh_string(section, public_half);
        append_ssh_string(section, pair);
        append_ssh_string(section, comment);
        append(section, padding);
        Bytes all;
        append(all, magic);
        append_ssh_string(all, cipher);
        append_ssh_string(all, kdf);
        append_ssh_string(all, kdf_options);
        append_be(all, count);
        append_ssh_string(all, wire);
        append_ssh_string(all, section);
        append(all, after);
        return all;
    }
};

std::string pem(ByteView binary)
{
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + to_base64(binary, Padding::required) +
           "\n-----END OPENSSH PRIVATE KEY-----\n";
}

std::string outcome(std::string_view file)
{
    return test::failure([&] { (void)read_private_key(as_bytes(file)); });
}

/// What reading a key says when `spoil` has changed one thing of it.
template <typename Spoil> std::string spoilt(Spoil spoil)
{
    Parts parts;
    spoil(parts);
    return outcome(pem(parts.binary()));
}

crypto::PublicKey public_key(const std::string& name)
{
    return read_public_key(data_file("keys/" + name + ".key.pub"));
}

} // namespace

TEST_CASE("a private key file of ssh-keygen gives the key of its public file")
{
    for (const auto* name : {"release", "second", "stranger"}) {
        const auto key = read_private_key(as_bytes(data_file(std::string("keys/") + name + ".key")));
        CHECK(crypto::public_key_of(key) == public_key(name));
    }
}

TEST_CASE("public keys have one wire form, one text and the fingerprint of ssh-keygen -l")
{
    const auto key = public_key("release");
    const auto wire = ssh_wire_of(key);
    CHECK(wire.size() == 51);
    CHECK(key_from_ssh_wire(wire) == key);
    CHECK(data_file("keys/release.key.pub") == public_key_line(key) + " TEST KEY ONLY release\n");
    CHECK(fingerprint_of(key) == "SHA256:31JYZlyDLqk69CrnTMRp04jX4GbNXi2BjVHSPmkS/Lg");
    CHECK(key_id_of(key) == "df5258665c832ea9");

    for (std::size_t size = 0; size < wire.size(); ++size) {
        CHECK_FALSE(key_from_ssh_wire(ByteView(wire).first(size)));
    }
    auto longer = wire;
    longer.push_back(std::byte{0});
    CHECK_FALSE(key_from_ssh_wire(longer));
}

TEST_CASE("a public key file that is not one plain Ed25519 line is refused")
{
    const auto read = [](const std::string& text) {
        return test::failure([&] { (void)read_public_key(text); });
    };
    const auto line = public_key_line(public_key("release"));
    CHECK(read(line).empty());
    CHECK(read(line + " comment\n").empty());
    CHECK(read(data_file("keys/ecdsa.key.pub")) == "3:key.unsupported");
    CHECK(read("sk-ssh-ed25519@openssh.com AAAA") == "3:key.unsupported");
    CHECK(read(data_file("keys/release.key")) == "3:key.unsupported");
    for (const auto& text :
         {std::string(), std::string("\n"), std::string("ssh-ed25519"), std::string("ssh-ed25519 "),
          line + "A", line.substr(0, line.size() - 1), line + "\n\n", line + "\r\n", line + " c\n" + line,
          " " + line, replaced(line, " ", "  "), replaced(line, " ", "\t"), line + "\t"}) {
        CAPTURE(text);
        CHECK(read(text) == "3:key.malformed");
    }
}

TEST_CASE("an encrypted key, another type and another format are named, with a hint")
{
    CHECK(outcome(data_file("keys/encrypted.key")) == "3:key.encrypted");
    CHECK(outcome(data_file("keys/ecdsa.key")) == "3:key.unsupported");
    CHECK(outcome(data_file("keys/pkcs8.key")) == "3:key.unsupported");
    CHECK(outcome(data_file("keys/release.key.pub")) == "3:key.unsupported");
    CHECK(outcome("PuTTY-User-Key-File-3: ssh-ed25519\n") == "3:key.unsupported");
    for (const auto* name : {"encrypted", "ecdsa", "pkcs8"}) {
        try {
            (void)read_private_key(as_bytes(data_file(std::string("keys/") + name + ".key")));
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK_FALSE(error.hint().empty());
        }
    }
}

TEST_CASE("every part of a private key file is checked")
{
    REQUIRE(spoilt([](Parts&) {}).empty());
    const std::string bad = "3:key.malformed";
    CHECK(spoilt([](Parts& p) { p.magic[14] = '1'; }) == bad);
    CHECK(spoilt([](Parts& p) { p.cipher = "aes256-ctr"; }) == "3:key.encrypted");
    CHECK(spoilt([](Parts& p) { p.kdf = "bcrypt"; }) == "3:key.encrypted");
    CHECK(spoilt([](Parts& p) { p.kdf_options = "x"; }) == bad);
    CHECK(spoilt([](Parts& p) { p.count = 0; }) == "3:key.unsupported");
    CHECK(spoilt([](Parts& p) { p.count = 2; }) == "3:key.unsupported");
    CHECK(spoilt([](Parts& p) { p.outer_type = "ssh-ed448"; }) == "3:key.unsupported");
    CHECK(spoilt([](Parts& p) { p.outer_key.pop_back(); }) == bad);
    CHECK(spoilt([](Parts& p) { p.after_outer_key = "x"; }) == bad);
    CHECK(spoilt([](Parts& p) { p.check_again = 8; }) == bad);
    CHECK(spoilt([](Parts& p) { p.type = "ssh-ed25518"; }) == bad);
    CHECK(spoilt([](Parts& p) { p.comment = "012345678901234567890123456789"; }) ==
          bad); // not a multiple of 8
    CHECK(spoilt([](Parts& p) { p.padding = "\1\2\4"; }) == bad);
    CHECK(spoilt([](Parts& p) { p.padding = std::string("\1\2\3\4\5\6\7\10\11\12\13", 11); }) == bad);
    CHECK(spoilt([](Parts& p) { p.padding = std::string("\0\0\0", 3); }) == bad);
    CHECK(spoilt([](Parts& p) { p.after = "x"; }) == bad);
}

TEST_CASE("a private half that does not belong to the public half is refused wherever it differs")
{
    const std::string bad = "3:key.malformed";
    const auto flip = [](Bytes& bytes, std::size_t at) { bytes[at] ^= std::byte{1}; };
    CHECK(spoilt([&](Parts& p) { flip(p.outer_key, 3); }) == bad);
    CHECK(spoilt([&](Parts& p) { flip(p.public_half, 3); }) == bad);
    CHECK(spoilt([&](Parts& p) { flip(p.pair, 3); }) == bad);
    CHECK(spoilt([&](Parts& p) { flip(p.pair, 35); }) == bad);
    // A whole key of somebody else behind a public key of ours.
    CHECK(spoilt([&](Parts& p) {
              const auto seed = test::noise(32, 2);
              const auto other = crypto::signing_key_from_seed(ByteView(seed).first<32>());
              p.pair = Bytes(other.expose().begin(), other.expose().end());
          }) == bad);
    // All public halves agree with each other, but not with the seed.
    CHECK(spoilt([&](Parts& p) {
              flip(p.outer_key, 3);
              flip(p.public_half, 3);
              flip(p.pair, 35);
          }) == bad);
}

TEST_CASE("a private key file cut anywhere, or with text around it, is refused")
{
    const auto file = pem(Parts().binary());
    REQUIRE(outcome(file).empty());
    CHECK(outcome(file.substr(0, file.size() - 1)).empty()); // the last line feed may be missing
    for (std::size_t size = 0; size < file.size() - 1; ++size) {
        CHECK(outcome(file.substr(0, size)).starts_with("3:key."));
    }
    const auto binary = Parts().binary();
    for (std::size_t size = 0; size < binary.size(); ++size) {
        CHECK(outcome(pem(ByteView(binary).first(size))) == "3:key.malformed");
    }
    CHECK(outcome(" " + file) == "3:key.malformed");
    CHECK(outcome(file + "\n") == "3:key.malformed");
    CHECK(outcome(file + file) == "3:key.malformed");
    CHECK(outcome(replaced(file, "\nb3Bl", "\n b3Bl")) == "3:key.malformed");
    CHECK(outcome(replaced(file, "-----\n", "-----\r\n")) == "3:key.malformed");
}

TEST_CASE("no refusal repeats a byte of the key")
{
    auto file = data_file("keys/release.key");
    file[200] = '!';
    try {
        (void)read_private_key(as_bytes(file));
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.message() == "not a well-formed OpenSSH private key: bad base64");
        CHECK(error.details().empty());
    }
}

TEST_CASE("ssh strings are read whole or not at all")
{
    Bytes bytes;
    append_ssh_string(bytes, "abc");
    CHECK(to_hex(bytes) == "00000003616263");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        SshReader in(ByteView(bytes).first(size));
        CHECK_FALSE(in.string());
        CHECK_FALSE(in.take_string("abc"));
        CHECK(in.rest().size() == size);
    }
    const auto huge = *from_hex("ffffffff616263");
    CHECK_FALSE(SshReader(huge).string());

    SshReader in(bytes);
    CHECK_FALSE(in.string_of<2>());
    CHECK_FALSE(in.take_string("abd"));
    CHECK_FALSE(in.take("abc"));
    CHECK(in.string_of<3>());
    CHECK(in.is_at_end());
}
