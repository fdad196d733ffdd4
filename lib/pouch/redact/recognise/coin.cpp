#include "pouch/redact/recognise/coin.hpp"

#include "pouch/crypto/digest.hpp"
#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

constexpr std::string_view base58_digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view bech32_digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// The remainder that BIP 173 defines, one value of five bits on.
std::uint32_t next_remainder(std::uint32_t remainder, std::uint32_t value)
{
    constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                     0x2a1462b3};
    const auto top = remainder >> 25U;
    remainder = ((remainder & 0x1ffffffU) << 5U) ^ value;
    for (std::size_t i = 0; i < generator.size(); ++i) {
        if (((top >> i) & 1U) != 0) remainder ^= generator[i];
    }
    return remainder;
}

} // namespace

bool is_base58(char c)
{
    return base58_digits.find(c) != std::string_view::npos;
}

std::optional<Base58> from_base58check(std::string_view text)
{
    constexpr std::size_t longest = 112;
    constexpr std::size_t checksum_size = 4;
    Base58 value;
    if (text.size() > longest) return std::nullopt;
    // The number, its least significant byte first; then a zero byte for each leading 1.
    for (const char c : text) {
        auto carry = base58_digits.find(c);
        if (carry == std::string_view::npos) return std::nullopt;
        for (std::size_t i = 0; i < value.size; ++i) {
            carry += std::size_t{58} * value.bytes[i];
            value.bytes[i] = static_cast<std::uint8_t>(carry & 0xFFU);
            carry >>= 8U;
        }
        for (; carry > 0; carry >>= 8U) {
            if (value.size == value.bytes.size()) return std::nullopt;
            value.bytes[value.size++] = static_cast<std::uint8_t>(carry & 0xFFU);
        }
    }
    for (std::size_t i = 0; i < text.size() && text[i] == '1'; ++i) {
        if (value.size == value.bytes.size()) return std::nullopt;
        value.bytes[value.size++] = 0;
    }
    if (value.size <= checksum_size) return std::nullopt;
    const auto end = value.bytes.begin() + static_cast<std::ptrdiff_t>(value.size);
    std::reverse(value.bytes.begin(), end);
    value.size -= checksum_size;
    const auto payload = std::as_bytes(std::span(value.bytes).first(value.size));
    const auto once = crypto::digest_of(crypto::Algorithm::sha256, payload);
    const auto twice = crypto::digest_of(crypto::Algorithm::sha256, once.view());
    const auto checksum = std::as_bytes(std::span(value.bytes).subspan(value.size, checksum_size));
    if (!std::equal(checksum.begin(), checksum.end(), twice.view().begin())) return std::nullopt;
    return value;
}

bool is_bech32(std::string_view text)
{
    constexpr std::size_t longest = 90;
    constexpr std::size_t checksum_size = 6;
    constexpr std::uint32_t constant_bech32 = 1;
    constexpr std::uint32_t constant_bech32m = 0x2bc830a3;
    const auto one = text.rfind('1');
    if (text.size() > longest || one == std::string_view::npos || one == 0) return false;
    if (text.size() - one - 1 < checksum_size) return false;
    const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (std::any_of(text.begin(), text.end(), is_small) &&
        std::any_of(text.begin(), text.end(), is_capital)) {
        return false;
    }
    std::uint32_t remainder = 1;
    const auto name = text.substr(0, one);
    const auto code = [](char c) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(to_lower(c)));
    };
    for (const char c : name) remainder = next_remainder(remainder, code(c) >> 5U);
    remainder = next_remainder(remainder, 0);
    for (const char c : name) remainder = next_remainder(remainder, code(c) & 31U);
    for (const char c : text.substr(one + 1)) {
        const auto value = bech32_digits.find(to_lower(c));
        if (value == std::string_view::npos) return false;
        remainder = next_remainder(remainder, static_cast<std::uint32_t>(value));
    }
    return remainder == constant_bech32 || remainder == constant_bech32m;
}

} // namespace pouch::redact::recognise
