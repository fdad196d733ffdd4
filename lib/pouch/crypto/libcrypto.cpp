#include "pouch/crypto/libcrypto.hpp"

#include "pouch/base/memory.hpp"
#include "pouch/base/shared_library.hpp"

#include <new>
#include <openssl/crypto.h>

namespace pouch::crypto {

namespace {

Libcrypto load()
{
    require_memory();
    const SharedLibrary library(fmt::format("libcrypto.so.{}", OPENSSL_SHLIB_VERSION));
    decltype(&::OPENSSL_init_crypto) start = nullptr;
    library.find(start, "OPENSSL_init_crypto");
    if (start(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) != 1) throw std::bad_alloc(); // it fails for nothing else

    Libcrypto functions{};
    library.find(functions.cipher_fetch, "EVP_CIPHER_fetch");
    library.find(functions.context_new, "EVP_CIPHER_CTX_new");
    library.find(functions.context_free, "EVP_CIPHER_CTX_free");
    library.find(functions.context_control, "EVP_CIPHER_CTX_ctrl");
    library.find(functions.cipher_init, "EVP_CipherInit_ex2");
    library.find(functions.cipher_update, "EVP_CipherUpdate");
    library.find(functions.cipher_final, "EVP_CipherFinal_ex");
    return functions;
}

} // namespace

const Libcrypto& libcrypto()
{
    static const Libcrypto functions = load();
    return functions;
}

} // namespace pouch::crypto
