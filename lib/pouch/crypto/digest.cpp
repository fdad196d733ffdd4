#include "pouch/crypto/digest.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/memory.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>
#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace pouch::crypto {

std::string_view name_of(Algorithm algorithm)
{
    return algorithm == Algorithm::sha256 ? "sha256" : "sha512";
}

std::optional<Algorithm> algorithm_named(std::string_view name)
{
    if (name == "sha256") return Algorithm::sha256;
    if (name == "sha512") return Algorithm::sha512;
    return std::nullopt;
}

std::string Digest::hex() const
{
    return to_hex(view());
}

bool Digest::operator==(const Digest& other) const
{
    return std::equal(view().begin(), view().end(), other.view().begin(), other.view().end());
}

std::optional<Digest> digest_from_hex(Algorithm algorithm, std::string_view hex)
{
    const auto bytes = from_hex(hex);
    if (!bytes || bytes->size() != digest_size(algorithm)) return std::nullopt;
    Digest digest;
    digest.size = bytes->size();
    std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
    return digest;
}

/// An EVP context and the method fetched once for it.
struct Hasher::Context {
    EVP_MD_CTX* state = EVP_MD_CTX_new();
    const EVP_MD* method = nullptr;

    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { EVP_MD_CTX_free(state); }
    void start()
    {
        if (state == nullptr || EVP_DigestInit_ex2(state, method, nullptr) != 1)
            throw bug("cannot start a digest");
    }
};

namespace {

/// Fetched once: an implicit fetch for each message costs more than hashing a small file.
const EVP_MD* method_of(Algorithm algorithm)
{
    // Before the first use: libcrypto would read openssl.cnf, which may name other providers.
    static const int initialised =
        (require_memory(), OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr));
    if (initialised != 1) throw bug("libcrypto cannot start");
    static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
    static const EVP_MD* const sha512 = EVP_MD_fetch(nullptr, "SHA2-512", nullptr);
    return algorithm == Algorithm::sha256 ? sha256 : sha512;
}

} // namespace

Hasher::Hasher(Algorithm algorithm) : context_(std::make_unique<Context>()), algorithm_(algorithm)
{
    context_->method = method_of(algorithm);
    if (context_->method == nullptr) throw bug("libcrypto has no {}", name_of(algorithm));
    context_->start();
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(ByteView bytes)
{
    if (EVP_DigestUpdate(context_->state, bytes.data(), bytes.size()) != 1) throw bug("cannot digest");
}

Digest Hasher::finish()
{
    Digest digest;
    unsigned size = 0;
    if (EVP_DigestFinal_ex(context_->state, as_uchar(MutableByteView(digest.bytes)), &size) != 1) {
        throw bug("cannot finish a digest");
    }
    digest.size = size;
    context_->start();
    return digest;
}

Digest digest_of(Algorithm algorithm, ByteView message)
{
    Hasher hasher(algorithm);
    hasher.update(message);
    return hasher.finish();
}

} // namespace pouch::crypto
