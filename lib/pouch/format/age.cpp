#include "pouch/format/age.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/interrupt.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>
#include <array>

namespace pouch::format {

namespace {

constexpr std::string_view x25519_type = "X25519";
constexpr std::string_view wrap_info = "age-encryption.org/v1/X25519";
constexpr std::size_t wrapped_size = AgeFileKey::size + crypto::aead_tag_size;
using WrapKey = Secret<struct AgeWrapKeyTag, crypto::aead_key_size>;
using HeaderKey = Secret<struct AgeHeaderKeyTag, 32>;

/// A stanza of type X25519, well formed.
struct X25519Stanza {
    crypto::X25519Point share{};
    Bytes body;
};

X25519Stanza parse_x25519(const AgeStanza& stanza)
{
    const auto& arguments = stanza.arguments;
    const auto share = arguments.size() == 2 ? from_base64(arguments[1], Padding::none) : std::nullopt;
    X25519Stanza parsed;
    if (!share || share->size() != parsed.share.size()) {
        throw refused("age.stanza", "age header: an X25519 stanza has malformed arguments");
    }
    // The size is checked first: a longer body could be made to open under several keys.
    if (stanza.body.size() != wrapped_size) {
        throw refused("age.stanza", "age header: the body of an X25519 stanza has the wrong size");
    }
    std::copy(share->begin(), share->end(), parsed.share.begin());
    parsed.body = stanza.body;
    return parsed;
}

void derive_wrap_key(const crypto::X25519Shared& shared, const crypto::X25519Point& share,
                     const AgeRecipient& recipient, WrapKey& key)
{
    std::array<std::byte, 2 * std::tuple_size_v<crypto::X25519Point>> salt{};
    std::copy(recipient.point.begin(), recipient.point.end(),
              std::copy(share.begin(), share.end(), salt.begin()));
    crypto::hkdf_sha256(shared.expose(), salt, wrap_info, key.writable());
}

AgeStanza wrap(const AgeFileKey& key, const AgeRecipient& recipient, const crypto::X25519Secret& ephemeral)
{
    const auto share = crypto::x25519_public(ephemeral);
    const auto shared = crypto::x25519_shared(ephemeral, recipient.point);
    if (!shared) throw usage_error("recipient.malformed", "a recipient that nobody can be");
    Bytes body(wrapped_size);
    WrapKey wrap_key;
    derive_wrap_key(*shared, share, recipient, wrap_key);
    crypto::Aead(wrap_key.expose(), crypto::Volume::little).seal({}, key.expose(), body);
    return {{std::string(x25519_type), to_base64(share, Padding::none)}, std::move(body)};
}

/// Nothing if no stanza is for one of `identities`. The memory of the keys serves for all tries: to make guarded memory costs
/// more than a try.
std::optional<AgeFileKey> unwrap_any(const std::vector<X25519Stanza>& stanzas,
                                     const std::vector<AgeIdentity>& identities)
{
    crypto::X25519Shared shared;
    WrapKey wrap_key;
    AgeFileKey key;
    for (const auto& identity : identities) {
        for (const auto& stanza : stanzas) {
            throw_if_interrupted();
            if (!crypto::x25519_shared(identity.secret, stanza.share, shared))
                throw refused("age.stanza", "age header: an X25519 stanza has a share of low order");
            derive_wrap_key(shared, stanza.share, identity.recipient, wrap_key);
            if (crypto::open_little(wrap_key.expose(), {}, stanza.body, key.writable())) return key;
        }
    }
    return std::nullopt;
}

crypto::Mac mac_of(const AgeFileKey& key, ByteView covered)
{
    const auto header_key = crypto::derive<HeaderKey>(key.expose(), {}, "header");
    return crypto::hmac_sha256(header_key.expose(), covered);
}

Bytes header_of(const AgeFileKey& key, const std::vector<AgeStanza>& stanzas)
{
    auto covered = age_header_covered(stanzas);
    const auto mac = mac_of(key, covered);
    return age_header_bytes(std::move(covered), mac);
}

} // namespace

crypto::AeadNonce age_chunk_nonce(std::uint64_t index, ChunkPlace place)
{
    crypto::AeadNonce nonce{};
    for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<std::byte>(index >> (8 * i) & 0xFFU);
    nonce[11] = place == ChunkPlace::final ? std::byte{1} : std::byte{0};
    return nonce;
}

Bytes write_age_header(const AgeFileKey& key, const std::vector<AgeRecipient>& recipients)
{
    if (recipients.empty()) throw bug("a file for nobody");
    if (recipients.size() > age_stanza_limit) {
        throw usage_error("recipient.too-many", "more than {} recipients", age_stanza_limit);
    }
    std::vector<AgeStanza> stanzas;
    for (const auto& recipient : recipients)
        stanzas.push_back(wrap(key, recipient, crypto::X25519Secret::random()));
    return header_of(key, stanzas);
}

Bytes write_small_age_file(const AgeFileSecrets& secrets, const AgeRecipient& recipient, ByteView content)
{
    if (content.empty() || content.size() > age_chunk_size) throw bug("a small file that is not one chunk");
    auto file = header_of(secrets.file_key, {wrap(secrets.file_key, recipient, secrets.ephemeral)});
    append(file, secrets.nonce);
    const auto front = file.size();
    file.resize(front + content.size() + crypto::aead_tag_size);
    crypto::Aead(age_payload_key(secrets.file_key, secrets.nonce).expose(), crypto::Volume::little)
        .seal(age_chunk_nonce(0, ChunkPlace::final), content, MutableByteView(file).subspan(front));
    return file;
}

AgeFileKey open_age_header(const AgeHeader& header, const std::vector<AgeIdentity>& identities)
{
    std::vector<X25519Stanza> stanzas;
    for (const auto& stanza : header.stanzas) {
        if (stanza.type() == x25519_type) stanzas.push_back(parse_x25519(stanza));
        if (stanza.type() == "scrypt" && header.stanzas.size() > 1) {
            throw refused("age.stanza", "age header: a passphrase stanza beside another");
        }
    }
    auto key = unwrap_any(stanzas, identities);
    if (!key) throw no_key("age.no-identity", "no identity fits any recipient of this file");
    if (!equal_in_constant_time(mac_of(*key, header.covered), header.mac)) {
        throw refused("age.mac", "age header: not authentic");
    }
    return std::move(*key);
}

AgePayloadKey age_payload_key(const AgeFileKey& key, const AgePayloadNonce& nonce)
{
    return crypto::derive<AgePayloadKey>(key.expose(), nonce, "payload");
}

} // namespace pouch::format
