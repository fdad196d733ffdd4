#include "pouch/format/ssh_key.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/format/ssh_wire.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

constexpr std::string_view begin_line = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
constexpr std::string_view end_line = "-----END OPENSSH PRIVATE KEY-----";
constexpr std::string_view magic{"openssh-key-v1\0", 15};
constexpr std::size_t cipher_block = 8; // of cipher `none`

Error malformed(std::string_view what)
{
    return make_error(Fault::system, "key.malformed", "not a well-formed OpenSSH private key: {}", what);
}

Error unsupported(std::string_view what)
{
    return make_error(Fault::system, "key.unsupported", "{}", what)
        .with_hint("make a key with: ssh-keygen -t ed25519 -N '' -f KEY");
}

Error encrypted()
{
    return make_error(Fault::system, "key.encrypted", "the private key is protected by a passphrase")
        .with_hint("only unencrypted key files are read; ssh-keygen -p removes a passphrase");
}

/// The base64 text between the two lines of the PEM block.
std::string_view pem_body(std::string_view text)
{
    if (!text.starts_with(begin_line)) {
        const bool other_pem =
            text.starts_with("-----BEGIN ") && !text.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----");
        if (other_pem || text.starts_with("PuTTY-User-Key-File-")) {
            throw unsupported("a private key, but not in the format of OpenSSH");
        }
        if (text.starts_with("ssh-")) throw unsupported("this is a public key, the private one is needed");
        throw malformed("no BEGIN line");
    }
    text.remove_prefix(begin_line.size());
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (!text.ends_with(end_line)) throw malformed("no END line, or something after it");
    text.remove_suffix(end_line.size());
    if (!text.ends_with('\n')) throw malformed("no END line of its own");
    return text;
}

/// Decodes into memory of its final size, so that no copy of the key is left behind by growth.
SecretBytes decode(std::string_view base64)
{
    Bytes bytes(base64.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const int code = sodium_base642bin(as_uchar(MutableByteView(bytes)), bytes.size(), base64.data(),
                                       base64.size(), "\n", &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
    if (code != 0) {
        sodium_memzero(bytes.data(), bytes.size());
        throw malformed("bad base64");
    }
    bytes.resize(size);
    return SecretBytes(std::move(bytes));
}

bool is_padding(ByteView bytes)
{
    if (bytes.size() >= cipher_block) return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (std::to_integer<std::size_t>(bytes[i]) != i + 1) return false;
    }
    return true;
}

/// The private section; it must hold the private half of `expected`.
crypto::SigningKey read_private_section(ByteView section, const crypto::PublicKey& expected)
{
    if (section.size() % cipher_block != 0) throw malformed("private section not padded");
    SshReader in(section);
    const auto check = in.number();
    const auto again = in.number();
    if (!check || !again || *check != *again) throw malformed("check values differ");
    if (!in.take_string(ed25519_key_type)) throw malformed("private and public key types differ");
    const auto public_half = in.string_of<32>();
    const auto pair = in.string_of<64>();
    const auto comment = in.string();
    if (!public_half || !pair || !comment) throw malformed("private section too short");
    if (!is_padding(in.rest())) throw malformed("bad padding");

    // A public half that does not belong to the seed would betray the seed with the first signature.
    auto key = crypto::signing_key_from_seed(pair->first<32>());
    if (!equal_in_constant_time(key.expose(), *pair) || !std::ranges::equal(*public_half, expected.bytes) ||
        crypto::public_key_of(key) != expected) {
        throw malformed("private and public key do not belong together");
    }
    return key;
}

} // namespace

Bytes ssh_wire_of(const crypto::PublicKey& key)
{
    Bytes wire;
    append_ssh_string(wire, ed25519_key_type);
    append_ssh_string(wire, key.view());
    return wire;
}

std::optional<crypto::PublicKey> key_from_ssh_wire(ByteView wire)
{
    SshReader in(wire);
    if (!in.take_string(ed25519_key_type)) return std::nullopt;
    const auto point = in.string_of<32>();
    if (!point || !in.is_at_end()) return std::nullopt;
    crypto::PublicKey key;
    std::ranges::copy(*point, key.bytes.begin());
    return key;
}

std::string key_id_of(const crypto::PublicKey& key)
{
    return crypto::digest_of(crypto::Algorithm::sha256, ssh_wire_of(key)).hex().substr(0, 16);
}

std::string fingerprint_of(const crypto::PublicKey& key)
{
    const auto digest = crypto::digest_of(crypto::Algorithm::sha256, ssh_wire_of(key));
    return "SHA256:" + to_base64(digest.view(), Padding::none);
}

std::string public_key_line(const crypto::PublicKey& key)
{
    return std::string(ed25519_key_type) + " " + to_base64(ssh_wire_of(key), Padding::required);
}

std::optional<crypto::PublicKey> key_from_base64(std::string_view base64)
{
    const auto wire = from_base64(base64, Padding::required);
    return wire ? key_from_ssh_wire(*wire) : std::nullopt;
}

crypto::PublicKey read_public_key(std::string_view text)
{
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.starts_with("-----BEGIN ")) throw unsupported("this is not a public key in one line");
    const auto type = text.substr(0, text.find(' '));
    if (type != ed25519_key_type) {
        const bool is_name =
            type.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-@.") == std::string_view::npos;
        if (is_name && (type.starts_with("ssh-") || type.starts_with("ecdsa-") || type.starts_with("sk-"))) {
            throw unsupported("not an Ed25519 key");
        }
        throw make_error(Fault::system, "key.malformed", "not an OpenSSH public key");
    }
    text.remove_prefix(std::min(text.size(), type.size() + 1));
    const auto key = key_from_base64(text.substr(0, text.find(' ')));
    if (!key || text.find_first_of("\r\n") != std::string_view::npos) {
        throw make_error(Fault::system, "key.malformed", "not a well-formed OpenSSH public key");
    }
    return *key;
}

crypto::SigningKey read_private_key(ByteView file)
{
    const auto decoded = decode(pem_body(as_text(file)));
    SshReader in(decoded.expose());
    if (!in.take(magic)) throw malformed("wrong magic");
    const auto cipher = in.string();
    const auto kdf = in.string();
    const auto kdf_options = in.string();
    const auto count = in.number();
    const auto wire = in.string();
    const auto section = in.string();
    if (!cipher || !kdf || !kdf_options || !count || !wire || !section) throw malformed("cut short");
    if (as_text(*cipher) != "none" || as_text(*kdf) != "none") throw encrypted();
    if (!kdf_options->empty()) throw malformed("options for a kdf that is none");
    if (*count != 1) throw unsupported("a file of several private keys");
    if (!in.is_at_end()) throw malformed("something follows the private section");
    if (!SshReader(*wire).take_string(ed25519_key_type)) throw unsupported("not an Ed25519 key");
    const auto expected = key_from_ssh_wire(*wire);
    if (!expected) throw malformed("bad public key");
    return read_private_section(*section, *expected);
}

} // namespace pouch::format
