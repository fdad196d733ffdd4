#include "pouch/crypto/hkdf.hpp"

#include "pouch/base/error.hpp"
#include "pouch/crypto/libcrypto.hpp"

#include <memory>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <vector>

namespace pouch::crypto {

namespace {

constexpr const char* digest_name = "SHA2-256";

/// OSSL_PARAM has no constant form; the library does not write to it here.
OSSL_PARAM octets(const char* name, ByteView bytes)
{
    return OSSL_PARAM_construct_octet_string(name, const_cast<std::byte*>(bytes.data()), bytes.size());
}

EVP_KDF* hkdf()
{
    start_libcrypto();
    static EVP_KDF* const method = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
    if (method == nullptr) throw bug("libcrypto has no HKDF");
    return method;
}

} // namespace

Mac hmac_sha256(ByteView key, ByteView message)
{
    start_libcrypto();
    Mac mac{};
    std::size_t size = 0;
    if (EVP_Q_mac(nullptr, "HMAC", nullptr, digest_name, nullptr, key.data(), key.size(), as_uchar(message),
                  message.size(), as_uchar(MutableByteView(mac)), mac.size(), &size) == nullptr ||
        size != mac.size()) {
        throw bug("HMAC failed");
    }
    return mac;
}

void hkdf_sha256(ByteView secret, ByteView salt, std::string_view info, MutableByteView out)
{
    std::string digest = digest_name;
    std::vector<OSSL_PARAM> params = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        octets(OSSL_KDF_PARAM_KEY, secret),
    };
    if (!info.empty()) params.push_back(octets(OSSL_KDF_PARAM_INFO, as_bytes(info)));
    if (!salt.empty()) params.push_back(octets(OSSL_KDF_PARAM_SALT, salt));
    params.push_back(OSSL_PARAM_construct_end());

    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(hkdf()),
                                                                            EVP_KDF_CTX_free);
    if (!context || EVP_KDF_derive(context.get(), as_uchar(out), out.size(), params.data()) != 1) {
        throw bug("HKDF failed");
    }
}

} // namespace pouch::crypto
