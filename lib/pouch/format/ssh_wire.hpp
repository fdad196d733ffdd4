#pragma once
#include "pouch/base/bytes.hpp"

#include <optional>

/// The data types of RFC 4251 section 5 that SSH keys and signatures are made of.
///
///     uint32    4 bytes, most significant first
///     string    uint32 length, then that many bytes
namespace pouch::format {

/// Appends `content` as a string.
void append_ssh_string(Bytes& out, ByteView content);
void append_ssh_string(Bytes& out, std::string_view content);

/// Takes fields from the front of bytes that the caller keeps alive. Nothing is returned, and nothing taken,
/// when the field is not wholly there; what that means is the caller's to say.
class SshReader {
  public:
    explicit SshReader(ByteView bytes) : rest_(bytes) {}

    [[nodiscard]] std::optional<std::uint32_t> number();
    [[nodiscard]] std::optional<ByteView> string();
    /// A string of exactly N bytes.
    template <std::size_t N> [[nodiscard]] std::optional<std::span<const std::byte, N>> string_of()
    {
        const auto before = rest_;
        const auto content = string();
        if (content && content->size() == N) return content->first<N>();
        rest_ = before;
        return std::nullopt;
    }
    /// True if `expected` came next, as plain bytes without a length; takes them.
    [[nodiscard]] bool take(std::string_view expected);
    /// True if a string with this content came next; takes it.
    [[nodiscard]] bool take_string(std::string_view expected);

    [[nodiscard]] ByteView rest() const { return rest_; }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

  private:
    ByteView rest_;
};

} // namespace pouch::format
