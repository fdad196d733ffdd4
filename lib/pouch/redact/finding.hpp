#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

/// What a redaction did at one place of a document or member, or noticed there.
namespace pouch::redact {

enum class FindingKind : std::uint32_t {
    text,     ///< A rule matched in it.
    kept,     ///< A rule matched that keeps: no removal.
    repeat,   ///< The same, only after other spans were replaced.
    field,    ///< A field rule names it.
    unlisted, ///< A field that is on no allow-list.
    portion,  ///< A portion that the reader may not see.
    comment,  ///< A comment or a processing instruction.
    metadata, ///< What tells of makers and owners, or points at what is not there.
    note,     ///< Nothing was removed, but somebody should know.
};

/// Places are in bytes from 0, `end` the one behind the last byte.
struct Finding {
    FindingKind kind;
    std::uint32_t rule = 0;   ///< Index of the rule, for text, kept, repeat and field.
    std::uint64_t begin = 0;  ///< In the document as read; of a repeat, in the output.
    std::uint64_t end = 0;    ///< The same; not behind `begin` if it is not known.
    std::uint64_t output = 0; ///< Of text: where its replacement begins in the output, before any repeats.
    std::uint64_t line = 0;   ///< Of a portion of plain text: the line it begins on, from 1.
    std::array<std::byte, 32> digest{}; ///< Of text: SHA-256 of what was withheld, if a key may prove it.
};

} // namespace pouch::redact
