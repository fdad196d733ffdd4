#include "pouch/redact/hyperscan_library.hpp"

#include "pouch/base/shared_library.hpp"

namespace pouch::redact {

namespace {

HyperscanLibrary load()
{
    const SharedLibrary library(fmt::format("libhs.so.{}", HS_MAJOR));
    HyperscanLibrary functions{};
    library.find(functions.compile_multi, "hs_compile_multi");
    library.find(functions.compile_lit_multi, "hs_compile_lit_multi");
    library.find(functions.free_compile_error, "hs_free_compile_error");
    library.find(functions.free_database, "hs_free_database");
    library.find(functions.alloc_scratch, "hs_alloc_scratch");
    library.find(functions.free_scratch, "hs_free_scratch");
    library.find(functions.scan, "hs_scan");
    return functions;
}

} // namespace

const HyperscanLibrary& hyperscan()
{
    static const HyperscanLibrary functions = load();
    return functions;
}

} // namespace pouch::redact
