#include "pouch/crypto/aead.hpp"

#include "pouch/base/error.hpp"
#include "pouch/crypto/libcrypto.hpp"

#include <openssl/evp.h>

namespace pouch::crypto {

namespace {

enum class Way : int { open = 0, seal = 1 };

/// A cipher context with its key; EVP_CIPHER_CTX_free wipes it.
class CipherContext {
  public:
    CipherContext(std::span<const std::byte, aead_key_size> key, Way way) : state_(EVP_CIPHER_CTX_new())
    {
        static const EVP_CIPHER* const cipher = fetch();
        if (state_ == nullptr ||
            EVP_CipherInit_ex2(state_, cipher, as_uchar(key), nullptr, static_cast<int>(way), nullptr) != 1) {
            EVP_CIPHER_CTX_free(state_);
            throw bug("cannot set up ChaCha20-Poly1305");
        }
    }
    CipherContext(const CipherContext&) = delete;
    CipherContext& operator=(const CipherContext&) = delete;
    ~CipherContext() { EVP_CIPHER_CTX_free(state_); }

    void start(const AeadNonce& nonce)
    {
        check(EVP_CipherInit_ex2(state_, nullptr, nullptr, as_uchar(ByteView(nonce)), -1, nullptr));
    }
    void run(ByteView in, std::byte* out)
    {
        if (in.size() > max_piece) throw bug("a message is too long for one call");
        int size = 0;
        check(EVP_CipherUpdate(state_, as_uchar(MutableByteView(out, in.size())), &size, as_uchar(in),
                               static_cast<int>(in.size())));
    }
    /// When opening: whether the tag fits.
    [[nodiscard]] bool finish()
    {
        std::array<unsigned char, aead_tag_size> unused{};
        int size = 0;
        return EVP_CipherFinal_ex(state_, unused.data(), &size) == 1;
    }
    /// Tells the tag, or sets the one to expect.
    void tag(int control, std::byte* tag)
    {
        check(EVP_CIPHER_CTX_ctrl(state_, control, static_cast<int>(aead_tag_size), tag));
    }

  private:
    static constexpr std::size_t max_piece = std::size_t{1} << 30U;

    static const EVP_CIPHER* fetch()
    {
        start_libcrypto();
        const auto* cipher = EVP_CIPHER_fetch(nullptr, "ChaCha20-Poly1305", nullptr);
        if (cipher == nullptr) throw bug("libcrypto has no ChaCha20-Poly1305");
        return cipher;
    }
    static void check(int result)
    {
        if (result != 1) throw bug("ChaCha20-Poly1305 failed");
    }

    EVP_CIPHER_CTX* state_;
};

} // namespace

struct Sealer::Context : CipherContext {
    using CipherContext::CipherContext;
};

Sealer::Sealer(std::span<const std::byte, aead_key_size> key)
    : context_(std::make_unique<Context>(key, Way::seal))
{
}
Sealer::~Sealer() = default;
Sealer::Sealer(Sealer&&) noexcept = default;
Sealer& Sealer::operator=(Sealer&&) noexcept = default;

void Sealer::seal(const AeadNonce& nonce, ByteView plain, MutableByteView sealed)
{
    if (sealed.size() != plain.size() + aead_tag_size) throw bug("a sealed message has the wrong size");
    context_->start(nonce);
    context_->run(plain, sealed.data());
    if (!context_->finish()) throw bug("ChaCha20-Poly1305 failed");
    context_->tag(EVP_CTRL_AEAD_GET_TAG, sealed.data() + plain.size());
}

struct Opener::Context : CipherContext {
    using CipherContext::CipherContext;
};

Opener::Opener(std::span<const std::byte, aead_key_size> key)
    : context_(std::make_unique<Context>(key, Way::open))
{
}
Opener::~Opener() = default;
Opener::Opener(Opener&&) noexcept = default;
Opener& Opener::operator=(Opener&&) noexcept = default;

bool Opener::open(const AeadNonce& nonce, ByteView sealed, MutableByteView plain)
{
    if (sealed.size() < aead_tag_size) return false;
    if (plain.size() != sealed.size() - aead_tag_size) throw bug("an opened message has the wrong size");
    std::array<std::byte, aead_tag_size> tag{};
    std::copy(sealed.end() - aead_tag_size, sealed.end(), tag.begin());
    context_->start(nonce);
    context_->tag(EVP_CTRL_AEAD_SET_TAG, tag.data());
    context_->run(sealed.first(plain.size()), plain.data());
    return context_->finish();
}

} // namespace pouch::crypto
