#pragma once

/// OpenSSL's libcrypto, started the way a filter wants it.
namespace pouch::crypto {

/// Starts libcrypto without reading openssl.cnf: no ambient configuration, no file opened late. Called by
/// every user of EVP before its first call; cheap when done already. Throws Fault::bug if it cannot start.
void start_libcrypto();

} // namespace pouch::crypto
