#include "pouch/redact/view/fold_character.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/view/fold.hpp"
#include "pouch/redact/view/hangul.hpp"

#include <array>
#include <bitset>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utf8proc.h>

namespace pouch::redact {

namespace {

constexpr std::size_t most_decomposed = 8; ///< Code points that one character may stand for.

utf8proc_category_t category_of(std::uint32_t c)
{
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

/// The value of a decimal digit: those of a script stand in a row, zero first.
char digit_of(std::uint32_t c)
{
    auto first = c;
    while (first > 0x80 && category_of(first - 1) == UTF8PROC_CATEGORY_ND) --first;
    return static_cast<char>('0' + (c - first) % 10);
}

/// The ASCII sign that `c` is another width or form of, or NUL.
char sign_of(std::uint32_t c)
{
    if (is_within(c, 0x2010, 0x2015) || c == 0x2043 || c == 0x2212 || c == 0xFE58 || c == 0xFE63 ||
        c == 0xFF0D)
        return '-';
    if (c == 0x3002 || c == 0xFF61 || c == 0xFF0E || c == 0xFE52 || c == 0x2024) return '.';
    if (c == 0x2215 || c == 0x2044 || c == 0x29F8 || c == 0xFF0F) return '/';
    if (c == 0x2236 || c == 0xA789 || c == 0xFE55 || c == 0xFF1A) return ':';
    if (c == 0xFE6B || c == 0xFF20) return '@';
    const auto category = category_of(c);
    if (category == UTF8PROC_CATEGORY_ND) return digit_of(c);
    const bool is_space = category == UTF8PROC_CATEGORY_ZS || c == 0x85 || c == 0x2028 || c == 0x2029;
    return is_space ? ' ' : '\0';
}

/// True for what compatibility decomposition leaves alone here: syllables, letters of Hangul that join none, bare, in
/// brackets and in circles, primes, as seconds of arc are written, and the ellipsis of ordinary prose.
constexpr bool keeps_form(std::uint32_t c)
{
    return is_within(c, 0xAC00, 0xD7A3) || is_within(c, 0x1100, 0x11FF) || is_within(c, 0x3131, 0x318E) ||
           is_within(c, 0xFFA1, 0xFFDC) || is_within(c, 0x3200, 0x320D) || is_within(c, 0x3260, 0x326D) ||
           is_within(c, 0x2033, 0x2037) || c == 0x2026;
}

/// A stretch of code points of which it is known what is inert, from its first use on: few texts have many scripts.
class InertBlock {
  public:
    static constexpr std::uint32_t size = 0x40;

    /// What of the block that begins with `first` is inert.
    const std::bitset<size>& bits(std::uint32_t first)
    {
        std::call_once(once_, [&] {
            for (std::uint32_t i = 0; i < size; ++i) {
                const auto c = first + i;
                // Ideographs, syllables and private use: inert all of them.
                const bool is_known = is_within(c, 0x3400, 0x9FFF) || is_within(c, 0xA000, 0xA4CF) ||
                                      is_within(c, 0xAC00, 0xD7A3) || is_within(c, 0xE000, 0xF8FF);
                const bool is_surrogate = is_within(c, 0xD800, 0xDFFF);
                bits_[i] = is_known || is_surrogate || fold_kind(c) == FoldKind::inert;
            }
        });
        return bits_;
    }

  private:
    std::once_flag once_;
    std::bitset<size> bits_;
};

} // namespace

bool is_combining(std::uint32_t c)
{
    if (is_within(c, 0xFF9E, 0xFF9F)) return true; // half-width forms of two of them
    return c >= 0x300 && utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->combining_class != 0;
}

bool may_join(std::uint32_t c)
{
    return is_combining(c) || jamo_of(c).vowel || jamo_of(c).tail;
}

void append_decomposed(std::string& out, std::uint32_t c)
{
    if (c < 0x80 || keeps_form(c)) return append_utf8(out, c);
    if (const char sign = sign_of(c); sign != '\0') {
        out += sign;
        return;
    }
    // Before its decomposition, which may look like nothing.
    if (const auto ascii = lookalike_of(c); !ascii.empty()) {
        out += ascii;
        return;
    }
    std::array<utf8proc_int32_t, 32> parts{};
    int boundary = 0;
    const auto count = utf8proc_decompose_char(
        static_cast<utf8proc_int32_t>(c), parts.data(), parts.size(),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), &boundary);
    if (count <= 0 || static_cast<std::size_t>(count) > most_decomposed) return append_utf8(out, c);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        const auto part = static_cast<std::uint32_t>(parts[i]);
        const char ascii = part < 0x80 ? '\0' : sign_of(part);
        append_utf8(out, ascii != '\0' ? static_cast<unsigned char>(ascii) : part);
    }
}

std::string composed_form(const std::string& text)
{
    utf8proc_uint8_t* raw = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &raw,
                                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
    const auto form =
        size < 0 ? std::string_view(text)
                 : std::string_view(reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size));
    std::string out;
    for (std::size_t i = 0; i < form.size(); i += character_size(form, i)) {
        const auto c = code_point_at(form, i);
        const auto ascii = c < 0x80 ? std::string_view() : lookalike_of(c);
        if (ascii.empty()) {
            append_utf8(out, c);
        } else {
            out += ascii;
        }
    }
    return out;
}

FoldKind fold_kind(std::uint32_t c)
{
    if (is_invisible(c)) return FoldKind::deleted;
    if (c < 0x80) return FoldKind::inert;
    if (may_join(c) || jamo_of(c).lead || !lookalike_of(c).empty()) return FoldKind::other;
    std::string itself;
    append_utf8(itself, c);
    std::string changed;
    append_decomposed(changed, c);
    return composed_form(changed) == itself ? FoldKind::inert : FoldKind::other;
}

bool is_inert(std::uint32_t c)
{
    static std::array<InertBlock, 0x10000 / InertBlock::size> blocks;
    if (c >= 0x10000) return false;
    const auto offset = c % InertBlock::size;
    return blocks[c / InertBlock::size].bits(c - offset)[offset];
}

} // namespace pouch::redact
