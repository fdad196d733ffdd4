#include "pouch/redact/view/view.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact {

void View::clear()
{
    text_.clear();
    pieces_.clear();
    marks_.clear();
    islands_.clear();
    unreadable_.clear();
}

void View::open(bool is_cut)
{
    if (!islands_.empty()) text_ += island_gap;
    islands_.push_back({text_.size(), text_.size(), is_cut});
}

void View::close(std::string_view parent, std::size_t from, std::size_t to, bool is_cut)
{
    copy(parent, from, to);
    islands_.back().end = text_.size();
    islands_.back().is_cut_behind = is_cut;
}

void View::copy(std::string_view parent, std::size_t from, std::size_t to)
{
    if (from == to) return;
    pieces_.push_back({text_.size(), from, 0});
    text_ += parent.substr(from, to - from);
}

namespace {

constexpr bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Where an island begins whose first unit begins at `unit`.
std::size_t begin_before(std::string_view text, std::size_t limit, std::size_t unit, const Reach& reach)
{
    if (unit - limit <= reach.near) return limit;
    auto begin = unit - reach.near;
    const auto furthest = begin - std::min(begin - limit, reach.far);
    while (begin > furthest && !is_blank(text[begin - 1])) --begin;
    return character_start(text, begin - std::min(begin - limit, reach.beyond));
}

/// Where one ends whose last unit ends at `unit`.
std::size_t end_behind(std::string_view text, std::size_t unit, const Reach& reach)
{
    if (text.size() - unit <= reach.near) return text.size();
    auto end = unit + reach.near;
    const auto furthest = end + std::min(text.size() - end, reach.far);
    while (end < furthest && !is_blank(text[end])) ++end;
    end += std::min(text.size() - end, reach.beyond);
    return end == text.size() ? end : character_start(text, end);
}

} // namespace

void View::add(std::string_view parent, const Island& from, std::span<const std::size_t> places,
               Decoder decode, const Reach& reach)
{
    const auto text = parent.substr(0, from.end);
    std::string decoded;
    bool is_open = false;
    std::size_t floor = from.begin; // behind the last unit
    const auto close_at = [&](std::size_t end) {
        close(parent, floor, end, end < from.end || from.is_cut_behind);
        is_open = false;
    };
    for (const auto place : places) {
        if (place < floor) continue;
        decoded.clear();
        std::optional<Unit> unit;
        try {
            unit = decode(text, floor, place, decoded);
        } catch (const Error& error) {
            unreadable_.push_back({place, error});
        }
        if (!unit) continue;
        auto copied = floor;
        if (!is_open || unit->begin - floor > 2 * reach.near) {
            const auto begin = begin_before(text, from.begin, unit->begin, reach);
            if (is_open) {
                const auto end = end_behind(text, floor, reach);
                if (end < begin) close_at(end);
            }
            if (!is_open) {
                copied = begin;
                open(copied > from.begin || from.is_cut_before);
                islands_.back().is_too_long = from.is_too_long;
                is_open = true;
            }
        }
        copy(parent, copied, unit->begin);
        marks_.push_back({{text_.size(), text_.size() + decoded.size()}, {unit->begin, unit->end}});
        pieces_.push_back({text_.size(), unit->begin, unit->end - unit->begin});
        text_ += decoded;
        floor = unit->end;
    }
    if (is_open) close_at(end_behind(text, floor, reach));
}

void View::add_whole(std::string_view text, Span source, Island how)
{
    open(how.is_cut_before);
    pieces_.push_back({text_.size(), source.begin, source.size()});
    marks_.push_back({{text_.size(), text_.size() + text.size()}, source});
    text_ += text;
    islands_.back().end = text_.size();
    islands_.back().is_cut_behind = how.is_cut_behind;
    islands_.back().is_too_long = how.is_too_long;
}

const View::Piece& View::piece_at(std::size_t place) const
{
    const auto behind = std::upper_bound(pieces_.begin(), pieces_.end(), place,
                                         [](std::size_t at, const Piece& piece) { return at < piece.begin; });
    return *(behind - 1);
}

Span View::source_of(std::size_t begin, std::size_t end) const
{
    const auto& first = piece_at(begin);
    const auto& last = piece_at(end - 1);
    return {first.source + (first.width > 0 ? 0 : begin - first.begin),
            last.source + (last.width > 0 ? last.width : end - last.begin)};
}

Span View::piece_source(std::size_t index, const Island& island) const
{
    const auto& piece = pieces_[index];
    if (piece.width > 0) return {piece.source, piece.source + piece.width};
    const auto end = index + 1 < pieces_.size() ? std::min(pieces_[index + 1].begin, island.end) : island.end;
    return {piece.source, piece.source + end - piece.begin};
}

const Island& View::island_at(std::size_t place) const
{
    const auto behind =
        std::upper_bound(islands_.begin(), islands_.end(), place,
                         [](std::size_t at, const Island& island) { return at < island.begin; });
    return *(behind - 1);
}

bool View::is_near_unit(std::size_t begin, std::size_t end, std::size_t distance) const
{
    const auto& island = island_at(begin);
    const auto low = begin - std::min(begin - island.begin, distance);
    const auto high = std::min(island.end, end + distance);
    const auto mark = std::lower_bound(marks_.begin(), marks_.end(), low,
                                       [](const Mark& one, std::size_t at) { return one.here.end < at; });
    return mark != marks_.end() && mark->here.begin <= high;
}

bool View::is_changed(std::size_t begin, std::size_t end) const
{
    const auto mark = std::upper_bound(marks_.begin(), marks_.end(), begin,
                                       [](std::size_t at, const Mark& one) { return at < one.here.end; });
    return mark != marks_.end() && mark->here.begin < end;
}

bool View::is_nested_in(const View& parent) const
{
    return std::any_of(marks_.begin(), marks_.end(), [&](const Mark& mark) {
        return parent.is_changed(mark.source.begin, mark.source.end);
    });
}

bool View::has_decoded(char sign) const
{
    return std::any_of(marks_.begin(), marks_.end(), [&](const Mark& mark) {
        return text().substr(mark.here.begin, mark.here.size()).find(sign) != std::string_view::npos;
    });
}

} // namespace pouch::redact
