#include "pouch/crypto/any_digest.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/memory.hpp"

#include <new>
#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace pouch::crypto {

std::string_view name_of(AnyAlgorithm algorithm)
{
    constexpr std::array<std::string_view, any_algorithms.size()> names = {"md5", "sha1", "sha256", "sha512"};
    return names.at(static_cast<std::size_t>(algorithm));
}

std::optional<AnyAlgorithm> any_algorithm_named(std::string_view name)
{
    for (const auto algorithm : any_algorithms) {
        if (name_of(algorithm) == name) return algorithm;
    }
    return std::nullopt;
}

std::size_t digest_size(AnyAlgorithm algorithm)
{
    constexpr std::array<std::size_t, any_algorithms.size()> sizes = {16, 20, 32, 64};
    return sizes.at(static_cast<std::size_t>(algorithm));
}

/// An EVP context and its method.
struct AnyHasher::Context {
    explicit Context(const EVP_MD* from) : method(from)
    {
        if (method == nullptr) throw bug("libcrypto lacks a digest");
        start();
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { EVP_MD_CTX_free(state); }
    /// Of a method that is there this fails for want of memory alone.
    void start()
    {
        if (state == nullptr || EVP_DigestInit_ex2(state, method, nullptr) != 1) throw std::bad_alloc();
    }

    EVP_MD_CTX* state = EVP_MD_CTX_new();
    const EVP_MD* method;
};

namespace {

const EVP_MD* method_of(AnyAlgorithm algorithm)
{
    static const int initialised =
        (require_memory(), OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr));
    if (initialised != 1) throw std::bad_alloc(); // it fails for nothing else
    static const std::array<const EVP_MD*, any_algorithms.size()> methods = {
        EVP_MD_fetch(nullptr, "MD5", nullptr), EVP_MD_fetch(nullptr, "SHA1", nullptr),
        EVP_MD_fetch(nullptr, "SHA2-256", nullptr), EVP_MD_fetch(nullptr, "SHA2-512", nullptr)};
    return methods.at(static_cast<std::size_t>(algorithm));
}

} // namespace

AnyHasher::AnyHasher(const std::vector<AnyAlgorithm>& algorithms)
{
    for (const auto algorithm : algorithms)
        contexts_.push_back(std::make_unique<Context>(method_of(algorithm)));
}

AnyHasher::~AnyHasher() = default;
AnyHasher::AnyHasher(AnyHasher&&) noexcept = default;
AnyHasher& AnyHasher::operator=(AnyHasher&&) noexcept = default;

void AnyHasher::update(ByteView bytes)
{
    for (const auto& context : contexts_) {
        if (EVP_DigestUpdate(context->state, bytes.data(), bytes.size()) != 1) throw bug("cannot digest");
    }
}

std::vector<Digest> AnyHasher::finish()
{
    std::vector<Digest> digests;
    for (const auto& context : contexts_) {
        Digest& digest = digests.emplace_back();
        unsigned size = 0;
        if (EVP_DigestFinal_ex(context->state, as_uchar(MutableByteView(digest.bytes)), &size) != 1) {
            throw bug("cannot finish a digest");
        }
        digest.size = size;
        context->start();
    }
    return digests;
}

} // namespace pouch::crypto
