#include "pouch/redact/stix/text_search.hpp"

#include "pouch/base/bytes.hpp"
#include "pouch/redact/clipper.hpp"
#include "pouch/redact/scope.hpp"
#include "pouch/redact/splicer.hpp"

#include <algorithm>

namespace pouch::redact::stix {

namespace {

/// The place at or before `at` where a character begins.
std::size_t character_at(std::string_view text, std::size_t at)
{
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    return at;
}

} // namespace

/// Puts what touches [begin, end) of a text into matches_.
void TextSearch::scan(std::string_view text, std::size_t begin, std::size_t end)
{
    if (!workspace_) workspace_ = scanner_.workspace();
    const auto margin = scanner_.margin();
    // A match that begins before may reach in.
    const auto zone = character_at(text, begin - std::min(begin, margin));
    const auto from = character_at(text, zone - std::min(zone, margin));
    const auto to = character_at(text, std::min(text.size(), end + margin));
    scanner_.scan({text.substr(from, to - from), zone - from, end - from}, *workspace_, matches_);
    keep_in_scope(scanner_.rules(), FormatKind::stix, matches_);
    for (auto& match : matches_) {
        match.begin += from;
        match.end += from;
    }
    const auto is_before = [&](const Match& match) { return match.end <= begin; };
    matches_.erase(std::remove_if(matches_.begin(), matches_.end(), is_before), matches_.end());
}

bool TextSearch::finds_in(std::size_t begin, std::size_t end)
{
    scan(text_, begin, end);
    const auto part = text_.substr(begin, end - begin);
    const auto clipper = clipper_of(FormatKind::stix);
    std::vector<Clipper::Part> parts;
    std::size_t at = 0;
    for (const auto& match : matches_) {
        const auto from = std::max(match.begin, begin) - begin;
        if (from > at) at += clipper->seek(part.substr(at), from - at);
        const auto to = std::min(match.end, end) - begin;
        if (to > at && clipper->clip(part.substr(at), to - at, true, parts) && !parts.empty()) return true;
    }
    return false;
}

std::optional<std::string> TextSearch::left_of(std::size_t begin, std::size_t end)
{
    scan(text_, begin, end);
    for (const auto& match : matches_) {
        if (match.begin <= begin || match.end >= end) return std::nullopt;
    }
    for (auto& match : matches_) {
        match.begin -= begin;
        match.end -= begin;
    }
    Bytes left;
    std::vector<Edit> edits;
    Splicer splicer(scanner_, clipper_of(FormatKind::stix));
    splicer.push(text_.substr(begin, end - begin), matches_, 0, left, edits);
    splicer.finish(left, edits);
    scan(as_text(left), 0, left.size());
    if (!matches_.empty()) return std::nullopt;
    return std::string(as_text(left));
}

} // namespace pouch::redact::stix
