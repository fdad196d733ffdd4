#include "pouch/crypto/ed25519.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::crypto {

static_assert(SigningKey::size == crypto_sign_SECRETKEYBYTES);
static_assert(sizeof(PublicKey) == crypto_sign_PUBLICKEYBYTES);
static_assert(sizeof(Signature) == crypto_sign_BYTES);

SigningKey signing_key_from_seed(std::span<const std::byte, 32> seed)
{
    return SigningKey::filled_by([&](MutableByteView out) {
        PublicKey ignored; // also the second half of `out`
        if (crypto_sign_seed_keypair(as_uchar(MutableByteView(ignored.bytes)), as_uchar(out),
                                     as_uchar(seed)) != 0) {
            throw bug("cannot derive a signing key");
        }
    });
}

PublicKey public_key_of(const SigningKey& key)
{
    PublicKey result;
    std::ranges::copy(key.expose().last<32>(), result.bytes.begin());
    return result;
}

Signature sign(const SigningKey& key, ByteView message)
{
    Signature signature;
    if (crypto_sign_detached(as_uchar(MutableByteView(signature)), nullptr, as_uchar(message), message.size(),
                             as_uchar(key.expose())) != 0) {
        throw bug("cannot sign");
    }
    return signature;
}

bool verify(const PublicKey& key, ByteView message, const Signature& signature)
{
    return crypto_sign_verify_detached(as_uchar(ByteView(signature)), as_uchar(message), message.size(),
                                       as_uchar(key.view())) == 0;
}

} // namespace pouch::crypto
