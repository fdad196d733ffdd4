#pragma once
#include "pouch/base/bytes.hpp"

#include <string_view>

/// Bech32 (BIP 173: the constant is 1, not that of Bech32m), without its limit of 90 characters.
///
///     text = prefix "1" *digit checksum      digit: 5 bits, most significant first; checksum: 6 digits
///
/// The prefix holds no `1` here. The last digit's unused bits are zero, so bytes have one text. A text is in
/// the case of its prefix throughout: canonical as age writes it. The bytes may be a secret: nothing here
/// keeps a copy of them, and the caller owns both buffers.
namespace pouch::format {

/// Characters of the text of `byte_count` bytes under `prefix`.
[[nodiscard]] constexpr std::size_t bech32_size(std::string_view prefix, std::size_t byte_count)
{
    return prefix.size() + 1 + (byte_count * 8 + 4) / 5 + 6;
}

/// Writes the text of `bytes` to `out`, which has room for exactly bech32_size() characters. A prefix in
/// upper case makes the whole text upper case.
void write_bech32(std::string_view prefix, ByteView bytes, std::span<char> out);

/// Reads exactly `out.size()` bytes from `text`. False unless `text` is what write_bech32 would write for
/// them. What `out` holds then must not be used.
[[nodiscard]] bool read_bech32(std::string_view text, std::string_view prefix, MutableByteView out);

} // namespace pouch::format
