#pragma once
#include "pouch/base/bytes.hpp"

#include <span>

/// Every reader of untrusted bytes, by name. Each takes any bytes at all and returns, or throws an Error whose
/// fault blames the data or the file; anything else is a bug.
namespace pouch::fuzz {

struct Entry {
    const char* name;
    void (*run)(ByteView);
};

[[nodiscard]] std::span<const Entry> entries();

/// Runs one entry; Errors that blame the input are fine. Throws what is not.
void run(const Entry& entry, ByteView bytes);

} // namespace pouch::fuzz
