#include "pouch/base/error.hpp"
#include "pouch/redact/scanner.hpp"
#include "pouch/redact/unseen_text.hpp"

#include <algorithm>

namespace pouch::redact {

/// Searches a window and all that is decoded from it, depth first: one level of working memory for each decoding.
///
/// What decoding cannot change is not searched twice. A match counts at the level where a unit stands beside it; without
/// one it was found on the level above. Decoders commute where their units do not lie in one another, so after one of
/// them an earlier one, or the same, is only tried for units that hold what was just decoded.
class Scanner::Search {
  public:
    Search(const Scanner& scanner, const Window& window, Workspace& workspace, std::vector<Match>& matches)
        : scanner_(scanner), window_(window), workspace_(workspace), matches_(matches)
    {
    }

    void run()
    {
        const auto plain = scanner_.longest_ + look_around;
        const auto from = window_.zone_begin - std::min(window_.zone_begin, plain);
        const auto to = std::min(window_.text.size(), window_.zone_end + plain);
        auto& findings = workspace_.levels_[0].findings;
        scanner_.find_in(window_.text, {from, to}, workspace_, findings);
        for (const auto& match : findings.too_long) {
            if (is_in_zone(match.begin)) scanner_.refuse_length(match.rule);
        }
        for (const auto& match : findings.matches) {
            if (is_in_zone(match.begin)) add({match.begin, match.end}, match.rule, window_.text, match);
        }
        descend(0, 0, std::nullopt);
    }

  private:
    using Level = Workspace::Level;

    [[nodiscard]] Level& level(std::size_t index) { return workspace_.levels_[index]; }
    [[nodiscard]] const Level& level(std::size_t index) const { return workspace_.levels_[index]; }
    [[nodiscard]] std::string_view text_of(std::size_t index) const
    {
        return index == 0 ? window_.text : level(index).view.text();
    }
    [[nodiscard]] bool is_in_zone(std::size_t place) const
    {
        return place >= window_.zone_begin && place < window_.zone_end;
    }

    /// Adds a match over `span` of the window that was found as `seen` in `text`.
    void add(const Span& span, std::uint32_t rule, std::string_view text, const Match& seen)
    {
        Match match{span.begin, span.end, rule};
        if (scanner_.takes_value_[rule]) {
            workspace_.values.emplace_back(text.substr(seen.begin, seen.end - seen.begin));
            match.value = static_cast<std::uint32_t>(workspace_.values.size());
        }
        matches_.push_back(match);
    }

    /// The bytes of the window that [begin, end) on a level stands for. `is_too_long`: set if a unit on the way is.
    [[nodiscard]] Span source_of(std::size_t index, Span span, bool& is_too_long) const
    {
        for (; index > 0; --index) {
            const auto& view = level(index).view;
            is_too_long = is_too_long || view.island_at(span.begin).is_too_long;
            span = view.source_of(span.begin, span.end);
        }
        return span;
    }
    [[nodiscard]] Span source_of(std::size_t index, Span span) const
    {
        bool ignored = false;
        return source_of(index, span, ignored);
    }

    /// Decodes what was found on a level, one family after the other, and searches it. `depth`: decodings so far, folds
    /// not counted; `last`: the latest.
    void descend(std::size_t index, std::size_t depth, std::optional<Family> last)
    {
        for (const auto family : families) {
            const auto& places = level(index).findings.places[static_cast<std::size_t>(family)];
            const bool is_fold = family == Family::fold;
            if (places.empty() || (is_fold && last == Family::fold)) continue;
            if (!is_fold && depth == most_depth) {
                refuse_more(index, family);
                continue;
            }
            auto& view = level(index + 1).view;
            view.clear();
            if (family == Family::run) {
                decode_runs(index);
            } else {
                decode_units(index, family);
            }
            for (const auto& [place, error] : view.unreadable()) {
                if (is_in_zone(source_of(index, {place, place + 1}).begin)) throw Error(error);
            }
            if (view.is_empty()) continue;
            const bool is_again = last && family <= *last;
            // Escapes may stand for the sign of mail, which then was not there to be decoded.
            const bool is_sign = last == Family::mail && view.has_decoded('=');
            if (is_again && family != Family::run && !is_sign && !view.is_nested_in(level(index).view))
                continue;
            check_density(index + 1);
            if (!is_fold) check_seen(index + 1);
            search(index + 1);
            descend(index + 1, is_fold ? depth : depth + 1, family);
        }
    }

    /// Throws if what was decoded is text that its characters do not show: found raw, it would be refused too.
    void check_seen(std::size_t index) const
    {
        const auto text = text_of(index);
        const auto counts = [&](std::optional<std::size_t> place, std::size_t size) {
            return place && level(index).view.is_changed(*place, *place + size) &&
                   is_in_zone(source_of(index, {*place, *place + 1}).begin);
        };
        for (auto place = written_wide_text(text); place; place = written_wide_text(text, *place + 1)) {
            if (counts(place, 2))
                throw refused("text.encoding", "characters of ISO 2022, written with escapes");
        }
        for (auto place = hidden_tag(text); place; place = hidden_tag(text, *place + 1)) {
            if (counts(place, 4))
                throw refused("text.hidden", "tag characters, which nothing shows, in another writing");
        }
    }

    static Decoder decoder_of(Family family)
    {
        if (family == Family::legacy) return decode_legacy;
        if (family == Family::escape) return decode_escape;
        return family == Family::mail ? decode_mail : decode_fold;
    }

    /// Calls `act(island, places)` for each island of a level that has places of `family`.
    template <typename Act> void for_each_island(std::size_t index, Family family, Act act) const
    {
        const std::span<const std::size_t> places =
            level(index).findings.places[static_cast<std::size_t>(family)];
        const Island whole{0, window_.text.size()};
        const auto islands = index == 0 ? std::span(&whole, 1) : level(index).view.islands();
        auto first = places.begin();
        for (const auto& island : islands) {
            first = std::lower_bound(first, places.end(), island.begin);
            const auto last = std::lower_bound(first, places.end(), island.end);
            if (first != last) act(island, std::span(first, last));
            first = last;
        }
    }

    void decode_units(std::size_t index, Family family)
    {
        const auto reach = scanner_.reach();
        for_each_island(index, family, [&](const Island& island, std::span<const std::size_t> places) {
            level(index + 1).view.add(text_of(index), island, places, decoder_of(family), reach);
        });
    }

    void decode_runs(std::size_t index)
    {
        for_each_island(index, Family::run, [&](const Island& island, std::span<const std::size_t> places) {
            std::size_t floor = island.begin;
            const auto text = text_of(index).substr(0, island.end);
            for (const auto place : places) {
                if (place < floor) continue;
                auto& runs = workspace_.runs_;
                runs.clear();
                floor = find_runs(text, place, runs);
                for (const auto& run : runs) decode_run_of(index, island, run);
            }
        });
    }

    /// True for base64 of what the rules do not let pass unread.
    [[nodiscard]] bool is_refused(std::string_view text, const Run& run) const
    {
        return scanner_.packed_ == Packed::refuse && run.kind == Run::Kind::base64 &&
               is_packed(text.substr(run.begin, run.end - run.begin));
    }

    void decode_run_of(std::size_t index, const Island& island, const Run& run)
    {
        // A run that no decoding changed, nor what ends it, is one of the level above.
        if (index > 0 && !level(index).view.is_changed(run.begin, run.end + 1)) return;
        const auto text = text_of(index);
        const auto source = source_of(index, {run.begin, run.end});
        Span part{run.begin, run.end};
        Island how{0, 0, run.begin == island.begin && island.is_cut_before,
                   run.end == island.end && island.is_cut_behind};
        how.is_too_long = source.size() > longest_run;
        if (how.is_too_long && index == 0) {
            // As much of it as the zone needs: there is no end to what a text may hold.
            const auto begin = window_.zone_begin - std::min(window_.zone_begin, longest_run / 2);
            const auto end = window_.zone_end + longest_run / 2;
            part = {std::max(part.begin, begin), std::min(part.end, end)};
            how.is_cut_before = how.is_cut_before || part.begin > run.begin;
            how.is_cut_behind = how.is_cut_behind || part.end < run.end;
            if (part.begin >= part.end) return;
        }
        if (is_refused(text, run) && is_in_zone(source.begin)) {
            throw refused("redact.packed", "base64 of a compressed file, an archive, an image or a document")
                .with_hint("packed = \"keep\" in [target] of the rules lets such runs pass unread");
        }
        auto& stretches = workspace_.stretches_;
        stretches.clear();
        decode_run(text.substr(part.begin, part.size()), run.kind, stretches);
        for (const auto& stretch : stretches) {
            auto island_of_it = how;
            island_of_it.is_cut_before = how.is_cut_before && stretch.is_first;
            island_of_it.is_cut_behind = how.is_cut_behind && stretch.is_last;
            level(index + 1).view.add_whole(stretch.text, {run.begin, run.end}, island_of_it);
        }
    }

    /// True if every decoding on the way has changed what is `span` on a level. What one of them left alone is decoded
    /// without it too.
    [[nodiscard]] bool is_nested(std::size_t index, Span span) const
    {
        for (; index > 0; --index) {
            const auto& view = level(index).view;
            if (!view.is_changed(span.begin, span.end)) return false;
            span = view.source_of(span.begin, span.end);
        }
        return true;
    }

    /// Throws if something decoded `most_depth` times can be decoded once more.
    void refuse_more(std::size_t index, Family family)
    {
        const auto refuse_if = [&](std::size_t begin, std::size_t end) {
            if (!is_nested(index, {begin, end}) || !is_in_zone(source_of(index, {begin, end}).begin)) return;
            throw refused("redact.depth", "something is encoded more than {} times", most_depth);
        };
        for_each_island(index, family, [&](const Island& island, std::span<const std::size_t> places) {
            const auto text = text_of(index).substr(0, island.end);
            std::size_t floor = island.begin;
            std::string decoded;
            for (const auto place : places) {
                if (place < floor) continue;
                if (family == Family::run) {
                    workspace_.runs_.clear();
                    floor = find_runs(text, place, workspace_.runs_);
                    for (const auto& run : workspace_.runs_) {
                        workspace_.stretches_.clear();
                        decode_run(text.substr(run.begin, run.end - run.begin), run.kind,
                                   workspace_.stretches_);
                        if (!workspace_.stretches_.empty() || is_refused(text, run))
                            refuse_if(run.begin, run.end);
                    }
                    continue;
                }
                std::optional<Unit> unit;
                try {
                    unit = decoder_of(family)(text, floor, place, decoded);
                } catch (const Error&) {
                    if (is_in_zone(source_of(index, {place, place + 1}).begin)) throw;
                }
                if (!unit) continue;
                floor = unit->end;
                if (!unit->is_plain) refuse_if(unit->begin, unit->end);
            }
        });
    }

    /// Throws if a margin of the window gives too little of a view to see a match with its surroundings.
    void check_density(std::size_t index) const
    {
        const auto& view = level(index).view;
        std::size_t first = 0;
        for (const auto& island : view.islands()) {
            std::size_t last = first;
            while (last < view.piece_count() && view.piece_begin(last) <= island.end) ++last;
            const auto begin = source_of_piece(index, first, island).begin;
            const auto end = source_of_piece(index, last - 1, island).end;
            // No margin loses more than the whole island.
            const auto lost = end - begin - std::min(end - begin, island.end - island.begin);
            const bool may_be_dense =
                end - begin > scanner_.margin_ && lost + scanner_.sight() > scanner_.margin_;
            if (!island.is_too_long && may_be_dense) check_density_of(index, island, first, last);
            first = last;
        }
    }

    /// The bytes of the window that a piece of a view stands for.
    [[nodiscard]] Span source_of_piece(std::size_t index, std::size_t piece, const Island& island) const
    {
        return source_of(index - 1, level(index).view.piece_source(piece, island));
    }

    /// The same for the pieces [first, last) of one island: behind the last byte of each, where the next may be far off.
    void check_density_of(std::size_t index, const Island& island, std::size_t first, std::size_t last) const
    {
        const auto& view = level(index).view;
        const auto least = scanner_.sight();
        std::size_t far = first;
        for (auto near = first; near < last; ++near) {
            const auto whole = source_of_piece(index, near, island);
            const auto source = view.is_unit(near) ? whole.begin : whole.end - 1;
            const auto horizon = source + scanner_.margin_;
            while (far < last && source_of_piece(index, far, island).end <= horizon) ++far;
            if (far == last) return;
            const auto place = near + 1 < last ? view.piece_begin(near + 1) : island.end;
            const auto begin = source_of_piece(index, far, island).begin;
            const auto seen = view.is_unit(far) || begin > horizon ? 0 : horizon - begin;
            const bool is_seen = view.piece_begin(far) + seen >= place + least;
            if (is_seen || source >= window_.zone_end || horizon < window_.zone_begin) continue;
            throw refused("redact.density", "more than {} bytes of text are written for {} that are meant",
                          scanner_.margin_, least);
        }
    }

    /// Searches the view of a level and takes over what counts.
    void search(std::size_t index)
    {
        auto& [view, findings] = level(index);
        const auto text = view.text();
        scanner_.find_in(text, {0, text.size()}, workspace_, findings);
        if (view.islands().size() == 1) return take(index, findings, view.islands().front().begin);
        const auto crosses = [&](const Match& match) { return match.end > view.island_at(match.begin).end; };
        const bool is_mixed = std::any_of(findings.matches.begin(), findings.matches.end(), crosses) ||
                              std::any_of(findings.too_long.begin(), findings.too_long.end(), crosses);
        if (!is_mixed) return take(index, findings, 0);
        // A match that runs from one island into the next may hide one that does not.
        for (const auto& island : view.islands()) {
            const auto alone = text.substr(island.begin, island.end - island.begin);
            scanner_.find_in(alone, {0, alone.size()}, workspace_, workspace_.single_);
            take(index, workspace_.single_, island.begin);
        }
    }

    /// Takes over the matches that count, as what they are in the window; their places count from `origin`.
    void take(std::size_t index, const Findings& findings, std::size_t origin)
    {
        const auto& view = level(index).view;
        const auto place_in_window = [&](const Span& span, bool& is_too_long) -> std::optional<Span> {
            if (!view.is_near_unit(span.begin, span.end, look_around)) return std::nullopt;
            return source_of(index, span, is_too_long);
        };
        const auto lacks_sight = [&](const Span& span) {
            const auto& island = view.island_at(span.begin);
            const bool lacks_before = island.is_cut_before && span.begin - island.begin < look_around;
            const bool lacks_behind =
                island.is_cut_behind && island.end - std::min(island.end, span.end) < look_around;
            return lacks_before || lacks_behind;
        };
        // One that is too long may well reach the end of its island: what lies beyond makes it no shorter.
        for (const auto& match : findings.too_long) {
            bool is_too_long = false;
            const auto span = place_in_window({match.begin + origin, match.end + origin}, is_too_long);
            if (span && (is_too_long || is_in_zone(span->begin))) scanner_.refuse_length(match.rule);
        }
        for (const auto& match : findings.matches) {
            const Span here{match.begin + origin, match.end + origin};
            bool is_too_long = false;
            const auto span = lacks_sight(here) ? std::nullopt : place_in_window(here, is_too_long);
            if (!span) continue;
            if (is_too_long) {
                throw refused("redact.unit-length",
                              "rule {} matches in base64 of more than {} bytes, too long to be removed",
                              scanner_.rules_[match.rule].id, longest_run);
            }
            if (is_in_zone(span->begin) && !is_spared(match.rule, *span))
                add(*span, match.rule, view.text().substr(origin), match);
        }
    }

    /// True if `span` lies in a value that the rule exempts where it stands in the text itself: another reading of a part of
    /// it tells no more. (`DST=2001:db8::1` is no blank and an address behind it, though mail would write one so.)
    [[nodiscard]] bool is_spared(std::uint32_t rule, Span span) const
    {
        const auto& spared = level(0).findings.spared;
        const auto behind =
            std::upper_bound(spared.begin(), spared.end(), Match{span.begin, span.end, rule},
                             [](const Match& a, const Match& b) {
                                 return a.rule != b.rule ? a.rule < b.rule : a.begin < b.begin;
                             });
        if (behind == spared.begin()) return false;
        const auto& before = *(behind - 1);
        return before.rule == rule && before.begin <= span.begin && span.end <= before.end;
    }

    const Scanner& scanner_;
    const Window& window_;
    Workspace& workspace_;
    std::vector<Match>& matches_;
};

void Scanner::scan(const Window& window, Workspace& workspace, std::vector<Match>& matches) const
{
    matches.clear();
    workspace.values.clear();
    Search(*this, window, workspace, matches).run();
    const auto& values = workspace.values;
    // Made of rows that are in order: merging is faster than sorting anew.
    std::stable_sort(matches.begin(), matches.end(), [&](const Match& a, const Match& b) {
        if (a.begin != b.begin) return a.begin < b.begin;
        if (a.end != b.end) return a.end < b.end;
        if (a.rule != b.rule) return a.rule < b.rule;
        // Two readings of the same bytes: their order must not depend on how they were found.
        return a.value != 0 && b.value != 0 && values[a.value - 1] < values[b.value - 1];
    });
}

} // namespace pouch::redact
