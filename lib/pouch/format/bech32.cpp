#include "pouch/format/bech32.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

constexpr std::string_view lower_digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::string_view upper_digits = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
constexpr std::size_t checksum_size = 6;

bool is_upper(std::string_view prefix)
{
    return std::any_of(prefix.begin(), prefix.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// The checksum of BIP 173: a BCH code over 5-bit digits, and over the prefix in lower case.
class Checksum {
  public:
    explicit Checksum(std::string_view prefix)
    {
        const auto lower = [](char c) {
            return static_cast<std::uint32_t>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        };
        for (const char c : prefix) add(lower(c) >> 5U);
        add(0);
        for (const char c : prefix) add(lower(c) & 31U);
    }
    void add(std::uint32_t digit)
    {
        constexpr std::array<std::uint32_t, 5> generator = {0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD,
                                                            0x2A1462B3};
        const auto top = state_ >> 25U;
        state_ = (state_ & 0x1FFFFFFU) << 5U ^ digit;
        for (unsigned i = 0; i < generator.size(); ++i) {
            if ((top >> i & 1U) != 0) state_ ^= generator[i];
        }
    }
    /// What is left over; 1 after a text with a valid checksum.
    [[nodiscard]] std::uint32_t value() const { return state_; }

  private:
    std::uint32_t state_ = 1;
};

} // namespace

void write_bech32(std::string_view prefix, ByteView bytes, std::span<char> out)
{
    if (out.size() != bech32_size(prefix, bytes.size())) throw bug("a bech32 text has the wrong size");
    const auto digits = is_upper(prefix) ? upper_digits : lower_digits;
    Checksum checksum(prefix);
    auto at = std::copy(prefix.begin(), prefix.end(), out.begin());
    *at++ = '1';
    const auto put = [&](std::uint32_t digit) {
        checksum.add(digit);
        *at++ = digits[digit];
    };
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const auto byte : bytes) {
        bits = (bits << 8U | std::to_integer<std::uint32_t>(byte)) & 0xFFFU;
        count += 8;
        for (; count >= 5; count -= 5) put(bits >> (count - 5) & 31U);
    }
    if (count > 0) put(bits << (5 - count) & 31U);

    auto closed = checksum;
    for (std::size_t i = 0; i < checksum_size; ++i) closed.add(0);
    const auto rest = closed.value() ^ 1U;
    for (unsigned i = 0; i < checksum_size; ++i) *at++ = digits[rest >> (5 * (checksum_size - 1 - i)) & 31U];
}

bool read_bech32(std::string_view text, std::string_view prefix, MutableByteView out)
{
    if (text.size() != bech32_size(prefix, out.size()) || !text.starts_with(prefix)) return false;
    if (text[prefix.size()] != '1') return false;
    const auto digits = is_upper(prefix) ? upper_digits : lower_digits;
    const auto body = text.substr(prefix.size() + 1);
    const auto data_digits = body.size() - checksum_size;
    Checksum checksum(prefix);
    std::uint32_t bits = 0;
    unsigned count = 0;
    std::size_t filled = 0;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const auto digit = digits.find(body[i]);
        if (digit == std::string_view::npos) return false;
        checksum.add(static_cast<std::uint32_t>(digit));
        if (i >= data_digits) continue;
        bits = (bits << 5U | static_cast<std::uint32_t>(digit)) & 0xFFFU;
        count += 5;
        if (count >= 8) {
            count -= 8;
            out[filled++] = static_cast<std::byte>(bits >> count & 0xFFU);
        }
    }
    const bool is_padded_with_zeros = (bits & ((1U << count) - 1U)) == 0;
    return filled == out.size() && is_padded_with_zeros && checksum.value() == 1;
}

} // namespace pouch::format
