#include "pouch/crypto/aead.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/secret.hpp"
#include "pouch/crypto/libcrypto.hpp"

#include <algorithm>
#include <new>

namespace pouch::crypto {

/// What does the work. The sizes have been checked.
class Aead::Engine {
  public:
    virtual ~Engine() = default;
    virtual void seal(const AeadNonce& nonce, ByteView plain, std::byte* sealed) = 0;
    virtual bool open(const AeadNonce& nonce, ByteView sealed, MutableByteView plain) = 0;
};

namespace {

bool sodium_open(AeadKeyView key, const AeadNonce& nonce, ByteView sealed, MutableByteView plain)
{
    return crypto_aead_chacha20poly1305_ietf_decrypt(as_uchar(plain), nullptr, nullptr, as_uchar(sealed),
                                                     sealed.size(), nullptr, 0, as_uchar(ByteView(nonce)),
                                                     as_uchar(ByteView(key))) == 0;
}

/// False if `sealed` is too short for a tag.
bool check_sealed_size(ByteView sealed, MutableByteView plain)
{
    if (sealed.size() < aead_tag_size) return false;
    if (plain.size() != sealed.size() - aead_tag_size) throw bug("an opened message has the wrong size");
    return true;
}

class SodiumEngine final : public Aead::Engine {
  public:
    explicit SodiumEngine(AeadKeyView key)
        : key_(Key::filled_by([&](MutableByteView out) { std::copy(key.begin(), key.end(), out.begin()); }))
    {
    }
    void seal(const AeadNonce& nonce, ByteView plain, std::byte* sealed) override
    {
        auto* const out = as_uchar(MutableByteView(sealed, plain.size() + aead_tag_size));
        crypto_aead_chacha20poly1305_ietf_encrypt(out, nullptr, as_uchar(plain), plain.size(), nullptr, 0,
                                                  nullptr, as_uchar(ByteView(nonce)), key());
    }
    bool open(const AeadNonce& nonce, ByteView sealed, MutableByteView plain) override
    {
        return sodium_open(key_.expose(), nonce, sealed, plain);
    }

  private:
    using Key = Secret<struct AeadKeyTag, aead_key_size>;
    [[nodiscard]] const unsigned char* key() const { return as_uchar(ByteView(key_.expose())); }
    Key key_;
};

class LibcryptoEngine final : public Aead::Engine {
  public:
    explicit LibcryptoEngine(AeadKeyView key) : evp_(libcrypto()), sealing_(key, 1), opening_(key, 0) {}

    void seal(const AeadNonce& nonce, ByteView plain, std::byte* sealed) override
    {
        start(sealing_, nonce);
        run(sealing_, plain, sealed);
        check(finish(sealing_));
        check(evp_.context_control(sealing_.state, EVP_CTRL_AEAD_GET_TAG, tag_size, sealed + plain.size()));
    }
    bool open(const AeadNonce& nonce, ByteView sealed, MutableByteView plain) override
    {
        std::array<std::byte, aead_tag_size> tag{};
        std::copy(sealed.end() - tag_size, sealed.end(), tag.begin());
        start(opening_, nonce);
        check(evp_.context_control(opening_.state, EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()));
        run(opening_, sealed.first(plain.size()), plain.data());
        return finish(opening_) == 1;
    }

  private:
    static constexpr int tag_size = static_cast<int>(aead_tag_size);
    static constexpr std::size_t max_message = std::size_t{1} << 30U;

    /// A context with its key; freeing it wipes it.
    struct Context {
        Context(AeadKeyView key, int is_sealing) : state(libcrypto().context_new())
        {
            if (state == nullptr) throw std::bad_alloc();
            if (libcrypto().cipher_init(state, cipher(), as_uchar(key), nullptr, is_sealing, nullptr) != 1) {
                libcrypto().context_free(state);
                throw bug("cannot set up ChaCha20-Poly1305");
            }
        }
        Context(const Context&) = delete;
        Context& operator=(const Context&) = delete;
        ~Context() { libcrypto().context_free(state); }

        EVP_CIPHER_CTX* state;
    };

    static const EVP_CIPHER* cipher()
    {
        static const EVP_CIPHER* const fetched =
            libcrypto().cipher_fetch(nullptr, "ChaCha20-Poly1305", nullptr);
        return fetched;
    }
    static void check(int result)
    {
        if (result != 1) throw bug("ChaCha20-Poly1305 failed");
    }
    void start(Context& context, const AeadNonce& nonce)
    {
        check(evp_.cipher_init(context.state, nullptr, nullptr, as_uchar(ByteView(nonce)), -1, nullptr));
    }
    void run(Context& context, ByteView in, std::byte* out)
    {
        if (in.size() > max_message) throw bug("a message is too long for one call");
        int size = 0;
        check(evp_.cipher_update(context.state, as_uchar(MutableByteView(out, in.size())), &size,
                                 as_uchar(in), static_cast<int>(in.size())));
    }
    int finish(Context& context)
    {
        std::array<unsigned char, aead_tag_size> unused{};
        int size = 0;
        return evp_.cipher_final(context.state, unused.data(), &size);
    }

    const Libcrypto& evp_;
    Context sealing_;
    Context opening_;
};

} // namespace

Aead::Aead(AeadKeyView key, Volume volume)
{
    if (volume == Volume::bulk) {
        engine_ = std::make_unique<LibcryptoEngine>(key);
    } else {
        engine_ = std::make_unique<SodiumEngine>(key);
    }
}
Aead::~Aead() = default;
Aead::Aead(Aead&&) noexcept = default;
Aead& Aead::operator=(Aead&&) noexcept = default;

void Aead::seal(const AeadNonce& nonce, ByteView plain, MutableByteView sealed)
{
    if (sealed.size() != plain.size() + aead_tag_size) throw bug("a sealed message has the wrong size");
    engine_->seal(nonce, plain, sealed.data());
}

bool Aead::open(const AeadNonce& nonce, ByteView sealed, MutableByteView plain)
{
    return check_sealed_size(sealed, plain) && engine_->open(nonce, sealed, plain);
}

bool open_little(AeadKeyView key, const AeadNonce& nonce, ByteView sealed, MutableByteView plain)
{
    return check_sealed_size(sealed, plain) && sodium_open(key, nonce, sealed, plain);
}

} // namespace pouch::crypto
