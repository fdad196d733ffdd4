#pragma once
#include "pouch/redact/recogniser.hpp"

#include <array>

/// What recognisers of crypto-currency share: base58check and bech32, with their checksums.
namespace pouch::redact::recognise {

/// What base58check stands for, its checksum taken off.
struct Base58 {
    std::array<std::uint8_t, 96> bytes{};
    std::size_t size = 0;
};

/// A character of base58 as Bitcoin has it: no 0, O, I, l.
[[nodiscard]] bool is_base58(char c);

/// What `text` stands for in base58check (https://en.bitcoin.it/wiki/Base58Check_encoding); nothing for a wrong
/// checksum, a wrong character, more than 112 characters or more than 96 bytes.
[[nodiscard]] std::optional<Base58> from_base58check(std::string_view text);

/// True if `text` is bech32 (BIP 173) or bech32m (BIP 350) with the right checksum, all in one case and at most 90
/// characters; what stands before its last 1 is not judged.
[[nodiscard]] bool is_bech32(std::string_view text);

} // namespace pouch::redact::recognise
