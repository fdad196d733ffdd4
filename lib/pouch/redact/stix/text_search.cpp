#include "pouch/redact/stix/text_search.hpp"

#include "pouch/base/bytes.hpp"
#include "pouch/redact/clipper.hpp"
#include "pouch/redact/scope.hpp"
#include "pouch/redact/splicer.hpp"

#include <algorithm>

namespace pouch::redact::stix {

namespace {

constexpr std::size_t block_size = std::size_t{1} << 18U;

/// The place at or before `at` where a character begins.
std::size_t character_at(std::string_view text, std::size_t at)
{
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    return at;
}

} // namespace

/// A block is searched as a whole when anything of it is asked for: a window for each small object would be mostly
/// surroundings.
const std::vector<Match>& TextSearch::matches_of(std::size_t block)
{
    blocks_.resize(text_.size() / block_size + 1);
    auto& known = blocks_[block];
    if (known) return *known;
    if (!workspace_) workspace_ = scanner_.workspace();
    known.emplace();
    const auto margin = scanner_.margin();
    const auto zone = character_at(text_, block * block_size);
    const auto end = character_at(text_, std::min(text_.size(), (block + 1) * block_size));
    const auto from = character_at(text_, zone - std::min(zone, margin));
    const auto to = character_at(text_, std::min(text_.size(), end + margin));
    scanner_.scan({text_.substr(from, to - from), zone - from, end - from}, *workspace_, *known);
    keep_in_scope(scanner_.rules(), FormatKind::stix, *known);
    for (auto& match : *known) {
        match.begin += from;
        match.end += from;
    }
    return *known;
}

/// What touches [begin, end) of the text, in order.
std::vector<Match> TextSearch::matches_in(std::size_t begin, std::size_t end)
{
    // A match that begins before may reach in.
    const auto first = begin - std::min(begin, scanner_.margin());
    std::vector<Match> matches;
    for (auto block = first / block_size; block <= (end - 1) / block_size; ++block) {
        const auto& all = matches_of(block);
        auto match = std::lower_bound(all.begin(), all.end(), first,
                                      [](const Match& of, std::size_t place) { return of.begin < place; });
        for (; match != all.end() && match->begin < end; ++match) {
            if (match->end > begin) matches.push_back(*match);
        }
    }
    return matches;
}

bool TextSearch::finds_in(std::size_t begin, std::size_t end)
{
    auto matches = matches_in(begin, end);
    std::erase_if(matches,
                  [&](const Match& match) { return scanner_.rules()[match.rule].action == Action::keep; });
    if (matches.empty()) return false;
    const auto part = text_.substr(begin, end - begin);
    const auto clipper = clipper_of(FormatKind::stix);
    std::vector<Clipper::Part> parts;
    std::size_t at = 0;
    for (const auto& match : matches) {
        const auto from = std::max(match.begin, begin) - begin;
        if (from > at) at += clipper->seek(part.substr(at), from - at);
        const auto to = std::min(match.end, end) - begin;
        if (to > at && clipper->clip(part.substr(at), to - at, true, parts) && !parts.empty()) return true;
    }
    return false;
}

std::optional<std::string> TextSearch::left_of(std::size_t begin, std::size_t end)
{
    auto matches = matches_in(begin, end);
    for (auto& match : matches) {
        if (match.begin <= begin || match.end >= end) return std::nullopt;
        match.begin -= begin;
        match.end -= begin;
    }
    // What is kept stays; for others a fixed token stands in, whatever their operator will write.
    const auto keeps = [&](const Match& match) {
        return scanner_.rules()[match.rule].action == Action::keep;
    };
    std::erase_if(matches, keeps);
    for (auto& match : matches) match.value = 0;
    Bytes left;
    std::vector<Edit> edits;
    Splicer splicer(scanner_, clipper_of(FormatKind::stix));
    splicer.push(text_.substr(begin, end - begin), matches, {}, 0, left, edits);
    splicer.finish(left, edits);
    scanner_.scan(whole_window(as_text(left)), *workspace_, matches);
    keep_in_scope(scanner_.rules(), FormatKind::stix, matches);
    std::erase_if(matches, keeps);
    if (!matches.empty()) return std::nullopt;
    return std::string(as_text(left));
}

} // namespace pouch::redact::stix
