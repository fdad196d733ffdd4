#include <cstdlib>
#include <limits>
#include <new>
#include <sys/mman.h>

/// Where large blocks of memory come from. Documents that are held as a whole, and what is told of them, are touched from
/// end to end, and a page fault for each 4 KiB of them costs as much as what is done with them: such blocks are asked for
/// in huge pages. All else is the C library's, as it would be without this file.
// Sanitizers have allocators of their own.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(__clang__)

namespace pouch {

namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20U;
constexpr std::size_t large = 4 * huge_page; ///< Streams work with less.

void* large_block(std::size_t size)
{
    if (size > std::numeric_limits<std::size_t>::max() - huge_page) return nullptr;
    void* const block = std::aligned_alloc(huge_page, (size + huge_page - 1) / huge_page * huge_page);
    // A wish: without them it is only slower. The last part of a page is left to small ones, lest memory grows.
    if (block != nullptr) ::madvise(block, size / huge_page * huge_page, MADV_HUGEPAGE);
    return block;
}

} // namespace

} // namespace pouch

// Replaces the global one of the standard library (C++20, 17.6.3.2), which the other forms of `new` call.
void* operator new(std::size_t size)
{
    for (;;) {
        const auto wanted = size == 0 ? 1 : size;
        if (void* const block = wanted < pouch::large ? std::malloc(wanted) : pouch::large_block(wanted))
            return block;
        const auto handler = std::get_new_handler();
        if (handler == nullptr) throw std::bad_alloc();
        handler();
    }
}

void operator delete(void* block) noexcept
{
    std::free(block);
}

void operator delete(void* block, std::size_t /*size*/) noexcept
{
    std::free(block);
}

#endif
