#include "pouch/redact/stix/text_search.hpp"

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

bool TextSearch::finds_in(std::size_t begin, std::size_t end)
{
    if (!workspace_) workspace_ = scanner_.workspace();
    const auto margin = scanner_.margin();
    // A match that begins before may reach in.
    const auto zone = character_at(text_, begin - std::min(begin, margin));
    const auto from = character_at(text_, zone - std::min(zone, margin));
    const auto to = character_at(text_, std::min(text_.size(), end + margin));
    scanner_.scan({text_.substr(from, to - from), zone - from, end - from}, *workspace_, matches_);
    return std::any_of(matches_.begin(), matches_.end(), [&](const Match& match) {
        return match.end + from > begin && scanner_.rules()[match.rule].scope.has(FormatKind::stix);
    });
}

} // namespace pouch::redact::stix
