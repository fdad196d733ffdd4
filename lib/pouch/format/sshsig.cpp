#include "pouch/format/sshsig.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/ssh_key.hpp"
#include "pouch/format/ssh_wire.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

constexpr std::string_view begin_line = "-----BEGIN SSH SIGNATURE-----\n";
constexpr std::string_view end_line = "-----END SSH SIGNATURE-----\n";
constexpr std::string_view magic = "SSHSIG";
constexpr std::string_view hash_name = "sha512";
constexpr std::uint32_t version = 1;
constexpr std::size_t columns = 70;

Error malformed(std::string_view what)
{
    return refused("signature.malformed", "not a canonical SSH signature: {}", what);
}

/// What Ed25519 signs.
Bytes signed_bytes(std::string_view ns, const crypto::Digest& digest)
{
    Bytes out;
    append(out, magic);
    append_ssh_string(out, ns);
    append_ssh_string(out, "");
    append_ssh_string(out, hash_name);
    append_ssh_string(out, digest.view());
    return out;
}

/// The bytes of the base64 lines between the BEGIN and END lines, not yet compared with their canonical form.
Bytes dearmored(std::string_view text)
{
    if (text.size() > max_sshsig_size) throw malformed("too long");
    if (!text.starts_with(begin_line)) throw malformed("no BEGIN line");
    text.remove_prefix(begin_line.size());
    if (!text.ends_with(end_line)) throw malformed("no END line, or something after it");
    text.remove_suffix(end_line.size());
    std::string base64(text);
    std::erase(base64, '\n');
    auto blob = from_base64(base64, Padding::required);
    if (!blob) throw malformed("bad base64");
    return std::move(*blob);
}

crypto::Signature read_ed25519_signature(ByteView blob)
{
    SshReader in(blob);
    if (!in.take_string(ed25519_key_type)) throw malformed("signature is not ssh-ed25519");
    const auto bytes = in.string_of<64>();
    if (!bytes || !in.is_at_end()) throw malformed("signature is not 64 bytes");
    crypto::Signature signature;
    std::ranges::copy(*bytes, signature.begin());
    return signature;
}

} // namespace

std::string write_sshsig(const SshSignature& signature)
{
    Bytes inner;
    append_ssh_string(inner, ed25519_key_type);
    append_ssh_string(inner, ByteView(signature.signature));

    Bytes blob;
    append(blob, magic);
    append_be(blob, version);
    append_ssh_string(blob, ssh_wire_of(signature.key));
    append_ssh_string(blob, signature.ns);
    append_ssh_string(blob, "");
    append_ssh_string(blob, hash_name);
    append_ssh_string(blob, inner);

    std::string text(begin_line);
    const auto base64 = to_base64(blob, Padding::required);
    for (std::size_t at = 0; at < base64.size(); at += columns) {
        text += base64.substr(at, columns);
        text += '\n';
    }
    text += end_line;
    return text;
}

std::string sign_sshsig(const crypto::SigningKey& key, std::string_view ns, ByteView message)
{
    if (ns.empty() || ns.size() > max_sshsig_namespace_size) throw bug("no namespace to sign for");
    const auto digest = crypto::digest_of(crypto::Algorithm::sha512, message);
    return write_sshsig({.key = crypto::public_key_of(key),
                         .ns = std::string(ns),
                         .signature = crypto::sign(key, signed_bytes(ns, digest))});
}

SshSignature read_sshsig(ByteView armored)
{
    const auto blob = dearmored(as_text(armored));
    SshReader in(blob);
    if (!in.take(magic)) throw malformed("wrong magic");
    if (in.number() != version) throw malformed("version is not 1");
    const auto wire = in.string();
    const auto ns = in.string();
    if (!wire || !ns) throw malformed("cut short");
    const auto key = key_from_ssh_wire(*wire);
    if (!key) throw malformed("not an Ed25519 key");
    if (ns->empty() || ns->size() > max_sshsig_namespace_size) throw malformed("bad namespace");
    if (!in.take_string("")) throw malformed("reserved field is not empty");
    if (!in.take_string(hash_name)) throw malformed("hash is not sha512");
    const auto inner = in.string();
    if (!inner || !in.is_at_end()) throw malformed("cut short, or something follows the signature");

    SshSignature result{
        .key = *key, .ns = std::string(as_text(*ns)), .signature = read_ed25519_signature(*inner)};
    if (write_sshsig(result) != as_text(armored)) throw malformed("lines are not of 70 columns");
    return result;
}

bool verify_digest(const SshSignature& signature, const crypto::Digest& sha512_of_message)
{
    if (sha512_of_message.size != crypto::digest_size(crypto::Algorithm::sha512)) throw bug("not a SHA-512");
    return crypto::verify(signature.key, signed_bytes(signature.ns, sha512_of_message), signature.signature);
}

bool verify(const SshSignature& signature, ByteView message)
{
    return verify_digest(signature, crypto::digest_of(crypto::Algorithm::sha512, message));
}

} // namespace pouch::format
