#include "pouch/redact/view/fold.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"
#include "pouch/redact/view/fold_character.hpp"
#include "pouch/redact/view/hangul.hpp"
#include "pouch/redact/view/unit.hpp"

#include <optional>

namespace pouch::redact {

namespace {

/// Invisible characters that one unit takes in a row: more bytes than the margin of a window, so more are refused there.
constexpr std::size_t most_invisible = 32768;
constexpr std::size_t most_marks = 16; ///< Combining marks that one unit takes.

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
        if (!mark || !is_combining(mark->c)) break;
        append_decomposed(segment.result, mark->c);
        segment.end = mark->end;
    }
    segment.result = composed_form(segment.result);
    return segment;
}

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
    if (seen && at > floor && may_join(seen->c)) {
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
