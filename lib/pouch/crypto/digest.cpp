#include "pouch/crypto/digest.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/memory.hpp"
#include "pouch/base/text.hpp"
#include "pouch/crypto/sha512_lanes.hpp"

#include <algorithm>
#include <new>
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
    /// Of a method that is there this fails for want of memory alone.
    void start()
    {
        if (state == nullptr || EVP_DigestInit_ex2(state, method, nullptr) != 1) throw std::bad_alloc();
    }
};

namespace {

/// Fetched once: an implicit fetch for each message costs more than hashing a small file.
const EVP_MD* method_of(Algorithm algorithm)
{
    // Before the first use: libcrypto would read openssl.cnf, which may name other providers.
    static const int initialised =
        (require_memory(), OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr));
    if (initialised != 1) throw std::bad_alloc(); // it fails for nothing else
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

namespace {

/// Lanes run as long as the longest message; one of them is at worst a good half as fast as libcrypto.
bool pays_in_lanes(std::span<const ByteView> messages)
{
    std::size_t longest = 0;
    std::size_t all = 0;
    for (const auto message : messages) {
        longest = std::max(longest, message.size());
        all += message.size();
    }
    return all > 2 * longest;
}

/// Digests four messages, of which some may be empty for want of more.
void digest_in_lanes(std::span<const ByteView> messages, std::span<Digest> digests, LaneWidth width)
{
    std::array<ByteView, sha512_lanes> four{};
    std::array<Digest, sha512_lanes> told;
    std::copy(messages.begin(), messages.end(), four.begin());
    sha512_together(four, told, width);
    std::copy_n(told.begin(), messages.size(), digests.begin());
}

} // namespace

void digests_of(Algorithm algorithm, std::span<const ByteView> messages, std::span<Digest> digests)
{
    static const auto width = lane_widths().back();
    if (messages.size() > digests.size()) throw bug("more messages than digests");
    while (!messages.empty()) {
        const auto group = messages.first(std::min(messages.size(), sha512_lanes));
        if (algorithm == Algorithm::sha512 && width != LaneWidth::none && pays_in_lanes(group)) {
            digest_in_lanes(group, digests, width);
        } else {
            for (std::size_t i = 0; i < group.size(); ++i) digests[i] = digest_of(algorithm, group[i]);
        }
        messages = messages.subspan(group.size());
        digests = digests.subspan(group.size());
    }
}

} // namespace pouch::crypto
