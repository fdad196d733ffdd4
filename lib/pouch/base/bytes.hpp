#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Bytes and views of bytes. Text and bytes meet only here, by named conversions.
namespace pouch {

using ByteView = std::span<const std::byte>;
using MutableByteView = std::span<std::byte>;
using Bytes = std::vector<std::byte>;

/// The bytes of `text`, without copying.
[[nodiscard]] inline ByteView as_bytes(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// `bytes` seen as characters, without copying and without any check of their encoding.
[[nodiscard]] inline std::string_view as_text(ByteView bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// For C interfaces that want `unsigned char*`.
[[nodiscard]] inline const unsigned char* as_uchar(ByteView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
[[nodiscard]] inline unsigned char* as_uchar(MutableByteView bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

[[nodiscard]] inline Bytes to_bytes(std::string_view text)
{
    const auto view = as_bytes(text);
    return {view.begin(), view.end()};
}

inline void append(Bytes& out, ByteView bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}
inline void append(Bytes& out, std::string_view text)
{
    append(out, as_bytes(text));
}

/// Reads an unsigned integer, least significant byte first, from the first sizeof(T) bytes of `from`.
/// The caller guarantees that they are there.
template <typename T> [[nodiscard]] constexpr T read_le(ByteView from)
{
    T value = 0;
    if (std::endian::native == std::endian::little && !std::is_constant_evaluated()) {
        std::memcpy(&value, from.data(), sizeof(T));
        return value;
    }
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        value = static_cast<T>(value | (static_cast<T>(std::to_integer<std::uint8_t>(from[i])) << (8 * i)));
    }
    return value;
}

/// As read_le, most significant byte first.
template <typename T> [[nodiscard]] constexpr T read_be(ByteView from)
{
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        value = static_cast<T>((value << 8U) | std::to_integer<std::uint8_t>(from[i]));
    }
    return value;
}

/// Appends `value`, least significant byte first.
template <typename T> void append_le(Bytes& out, T value)
{
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        out.push_back(static_cast<std::byte>((std::uint64_t{value} >> (8 * i)) & 0xFFU));
    }
}

/// Appends `value`, most significant byte first.
template <typename T> void append_be(Bytes& out, T value)
{
    for (std::size_t i = sizeof(T); i-- > 0;) {
        out.push_back(static_cast<std::byte>((std::uint64_t{value} >> (8 * i)) & 0xFFU));
    }
}

} // namespace pouch
