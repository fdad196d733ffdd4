#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// What every unit test needs and no more.
namespace pouch::test {

/// `size` bytes that look random and are the same on every run (splitmix64 from `seed`).
[[nodiscard]] inline Bytes noise(std::size_t size, std::uint64_t seed = 1)
{
    Bytes bytes(size);
    std::uint64_t state = seed;
    for (auto& b : bytes) {
        state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        b = static_cast<std::byte>(z >> 56U);
    }
    return bytes;
}

/// The reason with which `action` fails, `fault:reason` as in `1:tar.header`; empty if it does not fail.
template <typename Action> [[nodiscard]] std::string failure(Action action)
{
    try {
        action();
    } catch (const Error& error) {
        return std::to_string(static_cast<int>(error.fault())) + ":" + error.reason();
    }
    return {};
}

} // namespace pouch::test
