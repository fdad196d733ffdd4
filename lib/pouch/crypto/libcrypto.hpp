#pragma once
#include <openssl/evp.h>

/// OpenSSL's libcrypto, loaded when it is first wanted.
///
/// Loading and starting it costs about two milliseconds, as much as encrypting 4 MiB: a filter that handles a
/// short message does without. It reads no openssl.cnf: no ambient configuration.
namespace pouch::crypto {

/// The functions in use, by their own types.
struct Libcrypto {
    decltype(&::EVP_CIPHER_fetch) cipher_fetch;
    decltype(&::EVP_CIPHER_CTX_new) context_new;
    decltype(&::EVP_CIPHER_CTX_free) context_free;
    decltype(&::EVP_CIPHER_CTX_ctrl) context_control;
    decltype(&::EVP_CipherInit_ex2) cipher_init;
    decltype(&::EVP_CipherUpdate) cipher_update;
    decltype(&::EVP_CipherFinal_ex) cipher_final;
};

/// Loads it at the first call, from any thread; before a sandbox closes the file system, if at all. Throws
/// Fault::system `io.missing` if the library is not there.
[[nodiscard]] const Libcrypto& libcrypto();

} // namespace pouch::crypto
