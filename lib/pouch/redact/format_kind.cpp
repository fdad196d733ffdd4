#include "pouch/redact/format_kind.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/content.hpp"
#include "pouch/redact/text_line.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pouch::redact {

namespace {

constexpr std::array<std::pair<FormatKind, std::string_view>, 8> names{{
    {FormatKind::text, "text"},
    {FormatKind::json, "json"},
    {FormatKind::jsonl, "jsonl"},
    {FormatKind::csv, "csv"},
    {FormatKind::xml, "xml"},
    {FormatKind::stix, "stix"},
    {FormatKind::misp, "misp"},
    {FormatKind::docx, "docx"},
}};

constexpr std::array<std::pair<std::string_view, FormatKind>, 6> suffixes{{
    {".json", FormatKind::json},
    {".jsonl", FormatKind::jsonl},
    {".ndjson", FormatKind::jsonl},
    {".csv", FormatKind::csv},
    {".xml", FormatKind::xml},
    {".docx", FormatKind::docx},
}};

bool ends_with_folded(std::string_view text, std::string_view suffix)
{
    if (text.size() < suffix.size()) return false;
    const auto tail = text.substr(text.size() - suffix.size());
    return std::equal(tail.begin(), tail.end(), suffix.begin(),
                      [](char a, char b) { return to_lower(a) == b; });
}

/// `sample` without the white space of JSON before it.
std::string_view without_blanks(std::string_view sample)
{
    return sample.substr(std::min(sample.find_first_not_of(" \t\r\n"), sample.size()));
}

/// True if a number or a word of JSON stands there, and a comma behind it: `[1]` alone is a footnote.
bool begins_list(std::string_view text)
{
    const auto end = std::min(text.find_first_not_of("+-.0123456789aeflnrstuE"), text.size());
    return end > 0 && at_or_nul(without_blanks(text.substr(end)), 0) == ',';
}

} // namespace

std::string_view name_of(FormatKind kind)
{
    return names.at(static_cast<std::size_t>(kind)).second;
}

std::optional<FormatKind> format_named(std::string_view name)
{
    for (const auto& [kind, known] : names) {
        if (known == name) return kind;
    }
    return std::nullopt;
}

bool is_supported(FormatKind kind)
{
    return kind == FormatKind::text || kind == FormatKind::json || kind == FormatKind::jsonl ||
           kind == FormatKind::csv || kind == FormatKind::xml || kind == FormatKind::stix ||
           kind == FormatKind::misp || kind == FormatKind::docx;
}

FormatKind format_claimed_by(std::string_view file_name)
{
    for (const auto& [suffix, kind] : suffixes) {
        if (ends_with_folded(file_name, suffix)) return is_supported(kind) ? kind : FormatKind::text;
    }
    return FormatKind::text;
}

bool may_be(FormatKind kind, std::string_view sample)
{
    if (kind == FormatKind::xml) sample = without_byte_order_mark(sample);
    const char first = at_or_nul(without_blanks(sample), 0);
    switch (kind) {
    case FormatKind::jsonl:
        if (sample.empty()) return true; // no records
        [[fallthrough]];
    case FormatKind::json:
    case FormatKind::stix:
    case FormatKind::misp:
        return std::string_view("{[\"-tfn").find(first) != std::string_view::npos || is_digit(first);
    case FormatKind::xml:
        return first == '<';
    case FormatKind::docx:
        return sample.starts_with("PK\x03\x04");
    case FormatKind::text:
    case FormatKind::csv:
        break;
    }
    return true;
}

bool looks_like_json(std::string_view sample)
{
    const auto whole = behind_blanks(sample);
    const char first = at_or_nul(whole, 0);
    if (first != '{' && first != '[') return false;
    const auto inside = without_blanks(whole.substr(1));
    const char second = at_or_nul(inside, 0);
    if (second == '"' || second == (first == '{' ? '}' : ']')) return true;
    return first == '[' && (second == '{' || second == '[' || begins_list(inside));
}

bool looks_like_marks(std::string_view sample)
{
    // The last: what writes letters of ASCII with escapes.
    constexpr std::array<std::string_view, 7> names{"undle",      "spec_version", "Event", "\"Attribute\"",
                                                    "\"Object\"", "\"Tag\"",      "\\u00"};
    return looks_like_json(sample) && std::any_of(names.begin(), names.end(), [&](std::string_view name) {
               return sample.find(name) != std::string_view::npos;
           });
}

bool looks_like_xml(std::string_view sample)
{
    const auto whole = behind_blanks(sample);
    const char second = at_or_nul(whole, 1);
    return at_or_nul(whole, 0) == '<' &&
           (is_letter(second) || second == '?' || second == '!' || !is_ascii(second));
}

} // namespace pouch::redact
