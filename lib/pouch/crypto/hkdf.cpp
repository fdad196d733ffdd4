#include "pouch/crypto/hkdf.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/secret.hpp"

#include <algorithm>

namespace pouch::crypto {

namespace {

/// One HMAC over the pieces, one after the other. The state, which is as good as the key, is wiped.
void hmac(ByteView key, std::initializer_list<ByteView> pieces, Mac& mac)
{
    static_assert(std::tuple_size_v<Mac> == crypto_auth_hmacsha256_BYTES);
    static constexpr std::byte nothing{}; // libsodium wants a place even for an empty key
    Wiped<crypto_auth_hmacsha256_state> state;
    crypto_auth_hmacsha256_init(&*state, as_uchar(key.empty() ? ByteView(&nothing, 0) : key), key.size());
    for (const auto piece : pieces) crypto_auth_hmacsha256_update(&*state, as_uchar(piece), piece.size());
    crypto_auth_hmacsha256_final(&*state, as_uchar(MutableByteView(mac)));
}

} // namespace

Mac hmac_sha256(ByteView key, ByteView message)
{
    Mac mac{};
    hmac(key, {message}, mac);
    return mac;
}

void hkdf_sha256(ByteView secret, ByteView salt, std::string_view info, MutableByteView out)
{
    constexpr auto size = std::tuple_size_v<Mac>;
    if (out.size() > 255 * size) throw bug("HKDF: too much asked for");
    Wiped<Mac> extracted;
    hmac(salt, {secret}, *extracted);
    Wiped<Mac> block;
    for (std::uint8_t i = 1; !out.empty(); ++i) {
        const auto before = ByteView(*block).first(i == 1 ? 0 : size);
        const auto number = static_cast<std::byte>(i);
        hmac(*extracted, {before, as_bytes(info), ByteView(&number, 1)}, *block);
        const auto take = std::min(out.size(), size);
        std::copy_n(block->begin(), take, out.begin());
        out = out.subspan(take);
    }
}

} // namespace pouch::crypto
