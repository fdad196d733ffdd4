#pragma once
#include "pouch/base/bytes.hpp"

#include <cstring>
#include <new>
#include <sodium.h>
#include <utility>

/// Key material. Source of the memory discipline: https://doc.libsodium.org/memory_management
namespace pouch {

/// N secret bytes of one purpose, in guarded memory that is locked and wiped on release. Move only; not
/// comparable, not hashable, not printable. `Tag` keeps purposes apart: a signing key is not a payload key.
template <typename Tag, std::size_t N> class Secret {
  public:
    static constexpr std::size_t size = N;

    Secret() : memory_(static_cast<std::byte*>(sodium_malloc(N)))
    {
        if (memory_ == nullptr) throw std::bad_alloc();
        sodium_memzero(memory_, N);
    }
    ~Secret() { sodium_free(memory_); }
    Secret(Secret&& other) noexcept : memory_(std::exchange(other.memory_, nullptr)) {}
    Secret& operator=(Secret&& other) noexcept
    {
        std::swap(memory_, other.memory_);
        return *this;
    }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;

    /// `fill` writes the bytes in place, so that no copy of them is left behind.
    template <typename Fill> [[nodiscard]] static Secret filled_by(Fill fill)
    {
        Secret secret;
        fill(secret.writable());
        return secret;
    }
    [[nodiscard]] static Secret random()
    {
        return filled_by([](MutableByteView out) { randombytes_buf(out.data(), out.size()); });
    }

    /// The bytes themselves. `grep 'expose('` finds every use.
    [[nodiscard]] std::span<const std::byte, N> expose() const
    {
        return std::span<const std::byte, N>(memory_, N);
    }
    [[nodiscard]] std::span<std::byte, N> writable() { return std::span<std::byte, N>(memory_, N); }

  private:
    std::byte* memory_;
};

/// A trivially copyable value (a C structure of derived keys, a small buffer) that is wiped on release.
template <typename T> class Wiped {
  public:
    Wiped() = default;
    ~Wiped() { sodium_memzero(&value_, sizeof value_); }
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;
    T& operator*() { return value_; }
    T* operator->() { return &value_; }

  private:
    T value_{};
};

/// Bytes of a length known only at run time that must not outlive their use: the text of a key file.
class SecretBytes {
  public:
    SecretBytes() = default;
    explicit SecretBytes(Bytes bytes) : bytes_(std::move(bytes)) {}
    ~SecretBytes() { wipe(); }
    SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
    SecretBytes& operator=(SecretBytes&& other) noexcept
    {
        if (this != &other) {
            wipe();
            bytes_ = std::move(other.bytes_);
            other.bytes_.clear();
        }
        return *this;
    }
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    [[nodiscard]] ByteView expose() const { return bytes_; }

  private:
    void wipe()
    {
        if (!bytes_.empty()) sodium_memzero(bytes_.data(), bytes_.size());
    }
    Bytes bytes_;
};

/// Equal in content, in time that does not depend on where they differ.
[[nodiscard]] inline bool equal_in_constant_time(ByteView a, ByteView b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace pouch
