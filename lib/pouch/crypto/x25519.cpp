#include "pouch/crypto/x25519.hpp"

#include "pouch/base/error.hpp"

namespace pouch::crypto {

static_assert(crypto_scalarmult_BYTES == std::tuple_size_v<X25519Point>);
static_assert(crypto_scalarmult_SCALARBYTES == X25519Secret::size);

X25519Point x25519_public(const X25519Secret& secret)
{
    X25519Point point{};
    if (crypto_scalarmult_base(as_uchar(MutableByteView(point)), as_uchar(ByteView(secret.expose()))) != 0) {
        throw bug("X25519 failed");
    }
    return point;
}

std::optional<X25519Shared> x25519_shared(const X25519Secret& secret, const X25519Point& point)
{
    X25519Shared shared;
    if (!x25519_shared(secret, point, shared)) return std::nullopt;
    return shared;
}

bool x25519_shared(const X25519Secret& secret, const X25519Point& point, X25519Shared& shared)
{
    return crypto_scalarmult(as_uchar(MutableByteView(shared.writable())),
                             as_uchar(ByteView(secret.expose())), as_uchar(ByteView(point))) == 0;
}

} // namespace pouch::crypto
