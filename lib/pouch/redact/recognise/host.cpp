#include "pouch/redact/recognise/host.hpp"

#include "pouch/redact/recogniser.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

bool is_top_level(std::string_view label)
{
    if (!is_ascii(label.front())) return true;
    return label.size() >= 2 && !std::all_of(label.begin(), label.end(), is_digit);
}

} // namespace

std::size_t octet_size(std::string_view text, std::size_t i)
{
    unsigned value = 0;
    std::size_t size = 0;
    while (size < 3 && is_digit(at_or_nul(text, i + size))) {
        value = value * 10 + static_cast<unsigned>(text[i + size] - '0');
        ++size;
    }
    return value <= 255 && !is_digit(at_or_nul(text, i + size)) ? size : 0;
}

std::uint32_t wide_at(std::string_view text, std::size_t i)
{
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(at_or_nul(text, i + k)); };
    if (byte(0) < 0xE0) return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    if (byte(0) < 0xF0) return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    return ((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
           (byte(3) & 0x3FU);
}

bool is_wide_stop(std::string_view text, std::size_t i)
{
    const auto c = wide_at(text, i);
    const auto in = [c](std::uint32_t first, std::uint32_t last) { return c >= first && c <= last; };
    return in(0x80, 0xBF) || in(0x2000, 0x206F) || in(0x3000, 0x303F) || in(0xFE30, 0xFE4F) ||
           in(0xFF00, 0xFF0F) || in(0xFF1A, 0xFF20) || in(0xFF3B, 0xFF40) || in(0xFF5B, 0xFF65) ||
           c == 0xFEFF;
}

std::size_t wide_run_end(std::string_view text, std::size_t i, std::size_t limit)
{
    const auto stop = std::min(text.size(), i + limit);
    while (i < stop && !is_ascii(text[i]) && !is_wide_stop(text, i)) i += character_size(text, i);
    return i;
}

std::size_t label_end(std::string_view text, std::size_t i)
{
    const auto stop = std::min(text.size(), i + longest_match + 8);
    if (i < stop && !is_ascii(text[i])) return wide_run_end(text, i, longest_match + 8);
    while (i < stop && (is_word(text[i]) || text[i] == '-')) ++i;
    while (i > 0 && text[i - 1] == '-') --i;
    return i;
}

std::size_t domain_end(std::string_view text, std::size_t i)
{
    std::size_t good = npos;
    std::size_t labels = 0;
    bool only_octets = true;
    for (const auto limit = i + longest_match;;) {
        const auto end = label_end(text, i);
        if (end <= i || end > limit) break;
        ++labels;
        only_octets = only_octets && octet_size(text, i) == end - i;
        const bool is_address = only_octets && labels == 4;
        if ((labels >= 2 && is_top_level(text.substr(i, end - i))) || is_address) good = end;
        if (at_or_nul(text, end) != '.') break;
        i = end + 1;
    }
    return good;
}

} // namespace pouch::redact::recognise
