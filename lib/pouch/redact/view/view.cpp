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

void View::add(std::string_view parent, const Island& from, std::span<const std::size_t> places,
               Decoder decode, std::size_t reach)
{
    const auto text = parent.substr(0, from.end);
    std::string decoded;
    bool is_open = false;
    std::size_t floor = from.begin; // behind the last unit
    const auto begin_before = [&](std::size_t unit) {
        return unit - from.begin > reach ? character_start(text, unit - reach) : from.begin;
    };
    const auto end_behind = [&](std::size_t unit) {
        return from.end - unit > reach ? character_start(text, unit + reach) : from.end;
    };
    const auto close_here = [&] {
        const auto end = end_behind(floor);
        close(parent, floor, end, end < from.end || from.is_cut_behind);
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
        if (is_open && unit->begin - floor > 2 * reach) {
            close_here();
            is_open = false;
        }
        auto copied = floor;
        if (!is_open) {
            copied = begin_before(unit->begin);
            open(copied > from.begin || from.is_cut_before);
            islands_.back().is_too_long = from.is_too_long;
            is_open = true;
        }
        copy(parent, copied, unit->begin);
        marks_.push_back({{text_.size(), text_.size() + decoded.size()}, {unit->begin, unit->end}});
        if (!decoded.empty()) pieces_.push_back({text_.size(), unit->begin, unit->end - unit->begin});
        text_ += decoded;
        floor = unit->end;
    }
    if (is_open) close_here();
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

bool View::is_touched(std::size_t begin, std::size_t end) const
{
    auto mark = std::lower_bound(marks_.begin(), marks_.end(), begin,
                                 [](const Mark& one, std::size_t at) { return one.here.end < at; });
    for (; mark != marks_.end() && mark->here.begin <= end; ++mark) {
        const bool is_deleted = mark->here.size() == 0;
        if (is_deleted || (mark->here.begin < end && mark->here.end > begin)) return true;
    }
    return false;
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
