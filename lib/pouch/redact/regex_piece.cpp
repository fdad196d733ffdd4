#include "pouch/redact/regex_piece.hpp"

namespace pouch::redact::regex {

void join(std::vector<RunStep>& run, const std::vector<RunStep>& more)
{
    for (const auto& step : more) {
        if (!run.empty() && run.back().set == step.set) {
            run.back().count += step.count;
        } else {
            run.push_back(step);
        }
    }
}

unsigned size_of(const std::vector<RunStep>& run)
{
    unsigned size = 0;
    for (const auto& step : run) size += step.count;
    return size;
}

std::optional<TailRepeat> tail_of(const std::vector<Piece>& pieces, std::string_view text, std::size_t begin)
{
    std::size_t count = pieces.size();
    while (count > 0 && pieces[count - 1].is_zero_width) --count;
    if (count == 0 || pieces.size() - count > 1) return std::nullopt;
    const auto& last = pieces[count - 1];
    if (!last.is_class || (last.max && *last.max == last.min)) return std::nullopt;
    TailRepeat tail;
    tail.head = text.substr(begin, last.begin - begin);
    tail.item = text.substr(last.begin, last.item_end - last.begin);
    tail.min = last.min;
    tail.max = last.max;
    tail.after = count < pieces.size()
                     ? text.substr(pieces[count].begin, pieces[count].item_end - pieces[count].begin)
                     : std::string_view();
    if (tail.after == "\\B" || tail.after == "^") return std::nullopt;
    std::size_t least = last.part.min;
    for (std::size_t i = 0; i + 1 < count; ++i) least += pieces[i].part.min;
    if (least == 0) return std::nullopt;
    return tail;
}

std::optional<std::vector<RunStep>> fixed_of(const std::vector<Piece>& pieces)
{
    std::vector<RunStep> run;
    for (const auto& piece : pieces) {
        if (!piece.is_fixed) return std::nullopt;
        join(run, piece.run);
    }
    if (run.empty()) return std::nullopt;
    return run;
}

RunPrefix prefix_of(const std::vector<Piece>& pieces)
{
    RunPrefix prefix;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto& piece = pieces[i];
        if (i == 0 && piece.is_border) {
            prefix.has_border = true;
            continue;
        }
        auto run = piece.run;
        const auto room = RunPrefix::longest - size_of(prefix.steps);
        while (size_of(run) > room) {
            if (--run.back().count == 0) run.pop_back();
        }
        join(prefix.steps, run);
        if (!piece.is_fixed || size_of(prefix.steps) == RunPrefix::longest) break;
    }
    return prefix;
}

} // namespace pouch::redact::regex
