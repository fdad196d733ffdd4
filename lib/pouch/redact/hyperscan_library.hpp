#pragma once
#include <hs.h>

/// Hyperscan, loaded when it is first wanted: most rules do without, and loading it takes longer than to compile them.
namespace pouch::redact {

/// The functions in use, by their own types.
struct HyperscanLibrary {
    decltype(&::hs_compile_multi) compile_multi;
    decltype(&::hs_compile_lit_multi) compile_lit_multi;
    decltype(&::hs_free_compile_error) free_compile_error;
    decltype(&::hs_free_database) free_database;
    decltype(&::hs_alloc_scratch) alloc_scratch;
    decltype(&::hs_free_scratch) free_scratch;
    decltype(&::hs_scan) scan;
};

/// Loads it at the first call; before a sandbox closes the file system, which is why rules that are made later want none.
/// Throws Fault::system `io.missing` if the library is not there.
[[nodiscard]] const HyperscanLibrary& hyperscan();

} // namespace pouch::redact
