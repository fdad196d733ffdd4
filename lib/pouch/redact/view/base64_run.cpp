#include "pouch/redact/view/base64_run.hpp"

#include <array>
#include <cstdint>

namespace pouch::redact {

namespace {

constexpr std::uint8_t no_letter = 0xFF;

constexpr auto values = [] {
    std::array<std::uint8_t, 256> table{};
    for (auto& value : table) value = no_letter;
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::uint8_t i = 0; i < 64; ++i) table[static_cast<unsigned char>(letters[i])] = i;
    table['-'] = 62;
    table['_'] = 63;
    return table;
}();

} // namespace

void append_base64_decoded(std::string_view text, std::size_t skip, std::string& out)
{
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const auto value = values[static_cast<unsigned char>(c)];
        if (value == no_letter) continue;
        if (skip > 0) {
            --skip;
            continue;
        }
        bits = (bits << 6U) | value;
        if (++count < 4) continue;
        out += static_cast<char>(bits >> 16U);
        out += static_cast<char>(bits >> 8U);
        out += static_cast<char>(bits);
        bits = count = 0;
    }
    if (count == 3) {
        out += static_cast<char>(bits >> 10U);
        out += static_cast<char>(bits >> 2U);
    } else if (count == 2) {
        out += static_cast<char>(bits >> 4U);
    }
}

} // namespace pouch::redact
