#include "pouch/redact/byte_set.hpp"

#include <algorithm>
#include <cmath>

namespace pouch::redact {

ByteSet byte_range(unsigned char first, unsigned char last)
{
    ByteSet set;
    for (unsigned byte = first; byte <= last; ++byte) set.set(byte);
    return set;
}

ByteSet bytes_in(std::string_view members)
{
    ByteSet set;
    for (const char c : members) set.set(static_cast<unsigned char>(c));
    return set;
}

ByteSet word_bytes()
{
    return alnum_bytes() | bytes_in("_");
}

ByteSet alnum_bytes()
{
    return byte_range('0', '9') | byte_range('A', 'Z') | byte_range('a', 'z');
}

double share_of(const ByteSet& set)
{
    double share = 0;
    for (unsigned byte = 0; byte < 128; ++byte) {
        if (!set.test(byte)) continue;
        if (byte >= 'a' && byte <= 'z') {
            share += 0.024;
        } else if (byte >= 'A' && byte <= 'Z') {
            share += 0.003;
        } else if (byte >= '0' && byte <= '9') {
            share += 0.01;
        } else if (byte == ' ') {
            share += 0.12;
        } else {
            share += 0.008;
        }
    }
    return share;
}

double rarity_of(const RunPrefix& prefix)
{
    double bits = 0;
    for (const auto& step : prefix.steps) {
        const auto share = share_of(step.set);
        // A byte is often followed by one of its set, so only the first counts in full.
        bits += -std::log2(share) + (step.count - 1) * -std::log2(std::clamp(share * 2, 0.5, 1.0));
    }
    return bits;
}

} // namespace pouch::redact
