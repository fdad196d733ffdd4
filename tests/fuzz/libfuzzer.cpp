// One libFuzzer target: the entry that POUCH_FUZZ_ENTRY names.
#include "fuzz/entries.hpp"

#include <cstdint>
#include <cstdlib>
#include <sodium.h>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const pouch::fuzz::Entry* const entry = [] {
        if (sodium_init() < 0) std::abort();
        for (const auto& one : pouch::fuzz::entries()) {
            if (std::string_view(one.name) == POUCH_FUZZ_ENTRY) return &one;
        }
        std::abort();
    }();
    pouch::fuzz::run(*entry, std::as_bytes(std::span(data, size)));
    return 0;
}
