#include "pouch/io/stream.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::io {

std::uint64_t Source::pass(Sink& out, std::uint64_t size)
{
    constexpr std::size_t step = 65536; // stays in the caches between the two copies
    Bytes buffer(std::min<std::uint64_t>(size, step));
    std::uint64_t passed = 0;
    while (passed < size) {
        const auto got = read(MutableByteView(buffer).first(std::min<std::uint64_t>(step, size - passed)));
        if (got == 0) break;
        out.write(ByteView(buffer).first(got));
        passed += got;
    }
    return passed;
}

MutableByteView read_up_to(Source& in, MutableByteView out)
{
    std::size_t filled = 0;
    while (filled < out.size()) {
        const auto got = in.read(out.subspan(filled));
        if (got == 0) break;
        filled += got;
    }
    return out.first(filled);
}

Bytes read_all(Source& in, std::size_t limit)
{
    constexpr std::size_t least_step = 65536;
    constexpr std::size_t most_step = std::size_t{1} << 24U;
    Bytes all = in.take_held();
    if (const auto expected = in.expected(); expected > 0 && all.size() + expected <= limit)
        all.reserve(all.size() + expected + 1); // one more, to see the end
    for (;;) {
        const auto old = all.size();
        if (old > limit) throw refused("limit.size", "{}: more than {} bytes", in.name(), limit);
        const auto step =
            all.capacity() > old ? all.capacity() - old : std::clamp(old, least_step, most_step);
        all.resize(old + std::min(step - 1, limit - old) + 1);
        const auto got = read_up_to(in, MutableByteView(all).subspan(old));
        all.resize(old + got.size());
        if (got.size() == 0) return all;
    }
}

} // namespace pouch::io
