#include "pouch/crypto/libcrypto.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/memory.hpp"

#include <dlfcn.h>
#include <new>
#include <openssl/crypto.h>

namespace pouch::crypto {

namespace {

Libcrypto load()
{
    require_memory();
    const auto name = fmt::format("libcrypto.so.{}", OPENSSL_SHLIB_VERSION);
    void* const library = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        throw Error(Fault::system, "io.missing", fmt::format("{}: cannot be loaded", name));
    }
    const auto find = [&]<typename Function>(Function& into, const char* symbol) {
        into = reinterpret_cast<Function>(::dlsym(library, symbol));
        if (into == nullptr) throw Error(Fault::system, "io.missing", fmt::format("{}: no {}", name, symbol));
    };
    decltype(&::OPENSSL_init_crypto) start = nullptr;
    find(start, "OPENSSL_init_crypto");
    if (start(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) != 1) throw std::bad_alloc(); // it fails for nothing else

    Libcrypto functions{};
    find(functions.cipher_fetch, "EVP_CIPHER_fetch");
    find(functions.context_new, "EVP_CIPHER_CTX_new");
    find(functions.context_free, "EVP_CIPHER_CTX_free");
    find(functions.context_control, "EVP_CIPHER_CTX_ctrl");
    find(functions.cipher_init, "EVP_CipherInit_ex2");
    find(functions.cipher_update, "EVP_CipherUpdate");
    find(functions.cipher_final, "EVP_CipherFinal_ex");
    return functions;
}

} // namespace

const Libcrypto& libcrypto()
{
    static const Libcrypto functions = load();
    return functions;
}

} // namespace pouch::crypto
