#include "pouch/redact/view/fold.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/view/hangul.hpp"
#include "pouch/redact/view/unit.hpp"

#include <array>
#include <bitset>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utf8proc.h>

namespace pouch::redact {

namespace {

/// Invisible characters that one unit takes in a row: more bytes than the margin of a window, so more are refused there.
constexpr std::size_t most_invisible = 32768;
constexpr std::size_t most_marks = 16;     ///< Combining marks that one unit takes.
constexpr std::size_t most_decomposed = 8; ///< Code points that one character may stand for.

constexpr bool in(std::uint32_t c, std::uint32_t first, std::uint32_t last)
{
    return c >= first && c <= last;
}

constexpr bool is_invisible(std::uint32_t c)
{
    return c == 0x00AD || c == 0x034F || c == 0x061C || in(c, 0x115F, 0x1160) || in(c, 0x17B4, 0x17B5) ||
           in(c, 0x180B, 0x180F) || in(c, 0x200B, 0x200F) || in(c, 0x202A, 0x202E) || in(c, 0x2060, 0x206F) ||
           c == 0x3164 || in(c, 0xFE00, 0xFE0F) || c == 0xFEFF || c == 0xFFA0 || in(c, 0xFFF9, 0xFFFB) ||
           in(c, 0x13430, 0x1343F) || in(c, 0x1BCA0, 0x1BCA3) || in(c, 0x1D173, 0x1D17A) ||
           in(c, 0xE0000, 0xE0FFF);
}

utf8proc_category_t category_of(std::uint32_t c)
{
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

bool is_mark(std::uint32_t c)
{
    if (in(c, 0xFF9E, 0xFF9F)) return true; // half-width forms of two of them
    return c >= 0x300 && utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->combining_class != 0;
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
    if (in(c, 0x2010, 0x2015) || c == 0x2043 || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D)
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
    return in(c, 0xAC00, 0xD7A3) || in(c, 0x1100, 0x11FF) || in(c, 0x3131, 0x318E) || in(c, 0xFFA1, 0xFFDC) ||
           in(c, 0x3200, 0x320D) || in(c, 0x3260, 0x326D) || in(c, 0x2033, 0x2037) || c == 0x2026;
}

/// Appends what `c` decomposes to.
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

/// `text` composed (NFC), with look-alikes as ASCII.
std::string composed(const std::string& text)
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

struct Character {
    std::size_t begin;
    std::size_t end;
    std::uint32_t c;
};

std::optional<Character> character_at(std::string_view text, std::size_t i)
{
    if (i >= text.size()) return std::nullopt;
    return Character{i, i + character_size(text, i), code_point_at(text, i)};
}

/// The first visible character from `i`, unless too many invisible ones stand before it.
std::optional<Character> visible_at(std::string_view text, std::size_t i)
{
    auto next = character_at(text, i);
    for (std::size_t count = 0; next && is_invisible(next->c); ++count) {
        if (count == most_invisible) return std::nullopt;
        next = character_at(text, next->end);
    }
    return next;
}

/// The consonant at `i` that ends a syllable: one that no vowel follows.
std::optional<Character> tail_at(std::string_view text, std::size_t i)
{
    const auto next = visible_at(text, i);
    if (!next) return std::nullopt;
    const auto jamo = jamo_of(next->c);
    if (!jamo.tail) return std::nullopt;
    if (jamo.lead) {
        const auto behind = visible_at(text, next->end);
        if (behind && jamo_of(behind->c).vowel) return std::nullopt;
    }
    return next;
}

/// Letters that stand behind a whole syllable as laughter, 네ㅋㅋ, and do not end it.
bool is_laughter(std::uint32_t c)
{
    constexpr unsigned kieuk = 15;
    constexpr unsigned hieuh = 18;
    const auto lead = jamo_of(c).lead;
    return lead == kieuk || lead == hieuh;
}

/// A character with what joins it, and what it becomes.
struct Segment {
    std::size_t end;
    std::string result;
};

/// The syllable that begins with `first`, of letters or of an open syllable and a consonant.
std::optional<Segment> syllable_at(std::string_view text, const Character& first)
{
    std::uint32_t open = first.c;
    auto end = first.end;
    const auto lead = jamo_of(first.c).lead;
    if (lead) {
        const auto vowel = visible_at(text, first.end);
        const auto value = vowel ? jamo_of(vowel->c).vowel : std::nullopt;
        if (!value) return std::nullopt;
        open = syllable_of(*lead, *value, 0);
        end = vowel->end;
    } else if (!is_open_syllable(first.c)) {
        return std::nullopt;
    }
    const auto tail = tail_at(text, end);
    if (!lead && (!tail || is_laughter(tail->c))) return std::nullopt;
    Segment segment{tail ? tail->end : end, {}};
    append_utf8(segment.result, open + (tail ? *jamo_of(tail->c).tail : 0));
    return segment;
}

Segment segment_at(std::string_view text, const Character& first)
{
    if (auto syllable = syllable_at(text, first)) return *syllable;
    Segment segment{first.end, {}};
    append_decomposed(segment.result, first.c);
    for (std::size_t count = 0; count < most_marks; ++count) {
        const auto mark = visible_at(text, segment.end);
        if (!mark || !is_mark(mark->c)) break;
        append_decomposed(segment.result, mark->c);
        segment.end = mark->end;
    }
    segment.result = composed(segment.result);
    return segment;
}

/// True if `c` may join the character before it.
bool joins(std::uint32_t c)
{
    return is_mark(c) || jamo_of(c).vowel || jamo_of(c).tail;
}

} // namespace

FoldKind fold_kind(std::uint32_t c)
{
    if (is_invisible(c)) return FoldKind::deleted;
    if (c < 0x80) return FoldKind::inert;
    if (joins(c) || jamo_of(c).lead || !lookalike_of(c).empty()) return FoldKind::other;
    std::string itself;
    append_utf8(itself, c);
    std::string changed;
    append_decomposed(changed, c);
    return composed(changed) == itself ? FoldKind::inert : FoldKind::other;
}

namespace {

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
                const bool is_known = in(c, 0x3400, 0x9FFF) || in(c, 0xA000, 0xA4CF) ||
                                      in(c, 0xAC00, 0xD7A3) || in(c, 0xE000, 0xF8FF);
                const bool is_surrogate = in(c, 0xD800, 0xDFFF);
                bits_[i] = is_known || is_surrogate || fold_kind(c) == FoldKind::inert;
            }
        });
        return bits_;
    }

  private:
    std::once_flag once_;
    std::bitset<size> bits_;
};

/// True for what is inert in the Basic Multilingual Plane.
bool is_inert(std::uint32_t c)
{
    static std::array<InertBlock, 0x10000 / InertBlock::size> blocks;
    if (c >= 0x10000) return false;
    const auto offset = c % InertBlock::size;
    return blocks[c / InertBlock::size].bits(c - offset)[offset];
}

} // namespace

namespace {

/// True if what `c` becomes begins with a visible sign of ASCII, or nothing is left of it.
bool may_be_of_value(std::uint32_t c)
{
    if (c >= 0x80) {
        if (is_inert(c)) return false;
        if (is_invisible(c) || !lookalike_of(c).empty()) return true;
        std::string folded;
        append_decomposed(folded, c);
        c = code_point_at(folded, 0);
    }
    return c > ' ' && c < 0x7F;
}

/// True for the dashes of prose where they are no part of a value: beside a blank, or a letter of no value.
bool is_prose_dash(std::string_view text, const Character& here)
{
    if (here.c < 0x2013 || here.c > 0x2015) return false;
    if (here.begin == 0 || here.end >= text.size()) return true;
    const auto before = code_point_at(text, character_start(text, here.begin - 1));
    return !may_be_of_value(before) || !may_be_of_value(code_point_at(text, here.end));
}

} // namespace

std::optional<Unit> decode_fold(std::string_view text, std::size_t floor, std::size_t at, std::string& out)
{
    const auto here = character_at(text, at);
    if (!here || here->c < 0x80) return std::nullopt;
    if (is_inert(here->c)) return std::nullopt;
    if (is_prose_dash(text, *here)) return std::nullopt;

    const auto try_from = [&](const Character& first) -> std::optional<Unit> {
        const auto segment = segment_at(text, first);
        if (segment.end <= at) return std::nullopt;
        if (segment.result == text.substr(first.begin, segment.end - first.begin)) return std::nullopt;
        out += segment.result;
        return Unit{first.begin, segment.end};
    };
    const bool is_gone = is_invisible(here->c);
    const auto seen = is_gone ? visible_at(text, at) : here;
    if (seen && at > floor && joins(seen->c)) {
        const auto before = character_at(text, character_start(text, at - 1));
        if (before->begin >= floor) {
            if (const auto unit = try_from(*before)) return unit;
        }
    }
    if (!is_gone) return try_from(*here);
    auto end = here->end;
    for (std::size_t count = 1; count < most_invisible; ++count) {
        const auto next = character_at(text, end);
        if (!next || !is_invisible(next->c)) break;
        end = next->end;
    }
    return Unit{at, end};
}

std::string plain_spelling(std::string_view text)
{
    std::string out;
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size();) {
        std::string part;
        const auto unit = is_ascii(text[i]) ? std::nullopt : decode_fold(text, copied, i, part);
        if (!unit) {
            i += character_size(text, i);
            continue;
        }
        out += text.substr(copied, unit->begin - copied);
        out += part;
        copied = i = unit->end;
    }
    return out += text.substr(copied);
}

} // namespace pouch::redact
