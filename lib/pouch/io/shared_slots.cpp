#include "pouch/io/shared_slots.hpp"

#include "pouch/base/error.hpp"

#include <cerrno>
#include <sys/mman.h>

namespace pouch::io {

SharedSlots::SharedSlots(std::size_t count, std::size_t span_size, std::size_t letter_size)
    : count_(count), span_size_(span_size), letter_size_(letter_size), begin_(nullptr)
{
    void* const mapped =
        ::mmap(nullptr, all().size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) throw system_error(errno, "share memory");
    begin_ = static_cast<std::byte*>(mapped);
}

SharedSlots::~SharedSlots()
{
    ::munmap(begin_, all().size());
}

MutableByteView SharedSlots::span(std::size_t slot) const
{
    return all().subspan(slot * (span_size_ + letter_size_), span_size_);
}

MutableByteView SharedSlots::letter(std::size_t slot) const
{
    return all().subspan(slot * (span_size_ + letter_size_) + span_size_, letter_size_);
}

} // namespace pouch::io
