#include "pouch/crypto/libcrypto.hpp"

#include "pouch/base/error.hpp"

#include <openssl/crypto.h>

namespace pouch::crypto {

void start_libcrypto()
{
    static const bool started = OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1;
    if (!started) throw bug("libcrypto cannot start");
}

} // namespace pouch::crypto
