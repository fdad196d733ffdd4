#include "pouch/redact/mask_graph.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

/// Sets of bytes that are rarer are looked for in a group before others are computed of them.
constexpr double rare_share = 1.0 / 128;

ByteSet bytes_with_bit(unsigned bit)
{
    ByteSet set;
    for (unsigned byte = 0; byte < set.size(); ++byte) set.set(byte, (byte >> bit & 1U) != 0);
    return set;
}

} // namespace

std::optional<ByteSet> MaskGraph::bytes_of(const Op& op) const
{
    if (op.kind == Kind::all) return ~ByteSet();
    if (op.kind == Kind::bit) return bytes_with_bit(op.distance);
    if (op.kind == Kind::ahead || op.kind == Kind::behind || op.distance > 0) return {};
    const auto& a = ops_[op.a].bytes;
    const auto& b = ops_[op.b].bytes;
    if (!a || !b) return {};
    if (op.kind == Kind::either) return *a | *b;
    return op.kind == Kind::both ? *a & *b : *a & ~*b;
}

MaskGraph::Id MaskGraph::add(Op op)
{
    const auto [known, is_new] = known_.try_emplace({op.kind, op.a, op.b, op.distance}, ops_.size());
    if (!is_new) return known->second;
    op.bytes = bytes_of(op);
    if (op.bytes) known->second = known_sets_.try_emplace(*op.bytes, ops_.size()).first->second;
    if (known->second != ops_.size()) return known->second;
    op.is_watched = !op.bytes || share_of(*op.bytes) < rare_share;
    ops_.push_back(op);
    return known->second;
}

MaskGraph::Id MaskGraph::with_bits(Id among, unsigned low, unsigned count, std::uint32_t values)
{
    const auto whole = (std::uint32_t{1} << (1U << count)) - 1;
    if (values == whole) return among;
    if (values == 0) return without(among, among);
    // With the topmost bit unset, and set.
    const auto rest = count - 1;
    const auto half = 1U << rest;
    const auto part = (std::uint32_t{1} << half) - 1;
    const auto unset = values & part;
    const auto set = values >> half;
    if (set == unset) return with_bits(among, low, rest, set);
    const auto top = bit(low + rest);
    if (set == 0) return with_bits(without(among, top), low, rest, unset);
    if (unset == 0) return with_bits(both(among, top), low, rest, set);
    if (unset == part) return without(among, with_bits(both(among, top), low, rest, part & ~set));
    if (set == part) return without(among, with_bits(without(among, top), low, rest, part & ~unset));
    return either(with_bits(both(among, top), low, rest, set),
                  with_bits(without(among, top), low, rest, unset));
}

MaskGraph::Id MaskGraph::bytes(const ByteSet& set)
{
    if (const auto known = known_sets_.find(set); known != known_sets_.end()) return known->second;
    constexpr unsigned half_bits = byte_bits / 2;
    const auto all = add({Kind::all, 0, 0, 0, {}});
    std::array<std::uint32_t, 16> rows{}; // by high half: which low ones
    for (unsigned byte = 0; byte < set.size(); ++byte) {
        if (set.test(byte)) rows[byte >> half_bits] |= 1U << (byte & 0x0FU);
    }
    // High halves with the same low ones go together.
    std::optional<Id> whole;
    for (std::size_t first = 0; first < rows.size(); ++first) {
        const auto lows = rows[first];
        const auto from = rows.begin() + static_cast<std::ptrdiff_t>(first);
        if (lows == 0 || std::find(rows.begin(), from, lows) != from) continue;
        std::uint32_t highs = 0;
        for (std::size_t row = first; row < rows.size(); ++row) {
            if (rows[row] == lows) highs |= 1U << row;
        }
        const auto part =
            both(with_bits(all, half_bits, half_bits, highs), with_bits(all, 0, half_bits, lows));
        whole = whole ? either(*whole, part) : part;
    }
    return whole ? *whole : without(all, all);
}

MaskGraph::Id MaskGraph::combine(Kind kind, Id a, Id b)
{
    if (ops_[a].kind == Kind::ahead && ops_[b].kind == Kind::ahead) {
        // Both further on: shift what they have in common at the end.
        const auto common = std::min(ops_[a].distance, ops_[b].distance);
        const auto left = ahead(ops_[a].b, ops_[a].distance - common);
        const auto right = ahead(ops_[b].b, ops_[b].distance - common);
        return ahead(combine(kind, left, right), common);
    }
    if (ops_[b].kind == Kind::ahead) return add({kind, a, ops_[b].b, ops_[b].distance, {}});
    if (kind == Kind::without) return add({kind, a, b, 0, {}});
    if (ops_[a].kind == Kind::ahead) return add({kind, b, ops_[a].b, ops_[a].distance, {}});
    return add({kind, std::min(a, b), std::max(a, b), 0, {}});
}

MaskGraph::Id MaskGraph::both(Id a, Id b)
{
    return a == b ? a : combine(Kind::both, a, b);
}

MaskGraph::Id MaskGraph::either(Id a, Id b)
{
    return a == b ? a : combine(Kind::either, a, b);
}

MaskGraph::Id MaskGraph::without(Id a, Id b)
{
    return combine(Kind::without, a, b);
}

MaskGraph::Id MaskGraph::ahead(Id a, unsigned distance)
{
    if (ops_[a].kind == Kind::ahead && ops_[a].distance + distance < chunk_size)
        return ahead(ops_[a].b, ops_[a].distance + distance);
    return distance == 0 ? a : add({Kind::ahead, 0, a, distance, {}});
}

MaskGraph::Id MaskGraph::behind(const ByteSet& set)
{
    return add({Kind::behind, bytes(set), 0, 0, {}});
}

MaskGraph::Id MaskGraph::run(Id a, unsigned count)
{
    if (count == 1) return a;
    // By doubling: the runs on the way serve other counts too.
    const unsigned half = std::bit_floor(count - 1);
    return both(run(a, half), ahead(run(a, half), count - half));
}

MaskGraph::Id MaskGraph::prefix(const RunPrefix& prefix)
{
    Id whole = 0;
    unsigned offset = 0;
    for (const auto& step : prefix.steps) {
        const auto part = ahead(run(bytes(step.set), step.count), offset);
        whole = offset == 0 ? part : both(whole, part);
        offset += step.count;
    }
    if (!prefix.has_border) return whole;
    const auto& first = prefix.steps.front().set;
    const auto word = word_bytes();
    if ((first & ~word).none()) return without(whole, behind(word));
    if ((first & word).none()) return both(whole, behind(word));
    return whole;
}

std::size_t MaskGraph::output(Id a)
{
    outputs_.push_back(a);
    return outputs_.size() - 1;
}

void MaskGraph::arrange()
{
    by_bits_.ops = by_sets_.ops = ops_;
    for (auto& op : by_sets_.ops) {
        if (op.bytes && op.kind != Kind::all) op.kind = Kind::set;
    }
    arrange(by_bits_);
    arrange(by_sets_);
}

/// Says for each op whether and how far it must be known, and where its masks are.
void MaskGraph::arrange(Plan& plan) const
{
    auto& ops = plan.ops;
    plan.output_count = outputs_.size();
    for (const auto output : outputs_) ops[output].is_used = true;
    for (auto op = ops.rbegin(); op != ops.rend(); ++op) {
        if (!op->is_used) continue;
        if (op->has_a()) {
            auto& a = ops[op->a];
            a.is_used = true;
            a.extra = std::max(a.extra, op->extra);
            a.is_carried = a.is_carried || op->kind == Kind::behind;
        }
        if (op->has_b()) {
            // A shift ahead looks one chunk further: what it reads must be known that far.
            auto& b = ops[op->b];
            b.is_used = true;
            b.extra = std::max(b.extra, op->extra + (op->distance > 0 ? 1U : 0U));
        }
    }
    plan.extra = 0;
    for (const auto& op : ops) plan.extra = std::max(plan.extra, op.extra);
    plan.stride = (front + batch + plan.extra + 1 + 2 * lanes) / lanes * lanes;
    place_sets(plan);
    place_rows(plan);
    plan.steps.clear();
    const auto place_of = [&](Id id) { return ops[id].row * plan.stride + front; };
    for (Id id = 0; id < ops.size(); ++id) {
        const auto& op = ops[id];
        if (!op.is_used) continue;
        plan.steps.push_back({op.kind, op.is_carried, op.is_watched, op.distance, id, op.a, op.b, op.extra,
                              place_of(id), place_of(op.a), place_of(op.b)});
    }
}

/// Gives each set that is looked up its bit of a table and its row; without any, the bits are told.
void MaskGraph::place_sets(Plan& plan)
{
    std::size_t count = 0;
    plan.tables.clear();
    for (auto& op : plan.ops) {
        if (!op.is_used || op.kind != Kind::set) continue;
        const auto bit = count % byte_bits;
        if (bit == 0) plan.tables.emplace_back();
        auto& sets = plan.tables.back().sets;
        for (std::size_t byte = 0; byte < sets.size(); ++byte) {
            if ((*op.bytes)[byte]) sets[byte] = static_cast<std::uint8_t>(sets[byte] | 1U << bit);
        }
        op.row = first_told_row + count++;
    }
    plan.told_count = std::max<std::size_t>(plan.tables.size(), 1) * byte_bits;
}

/// The leaves keep their rows. Others have a row until the last op that reads it is done, so that few rows are in use and
/// stay near.
void MaskGraph::place_rows(Plan& plan) const
{
    auto& ops = plan.ops;
    std::vector<std::size_t> last_use(ops.size(), 0);
    for (Id id = 0; id < ops.size(); ++id) {
        if (!ops[id].is_used) continue;
        if (ops[id].has_a()) last_use[ops[id].a] = id;
        if (ops[id].has_b()) last_use[ops[id].b] = id;
    }
    for (const auto output : outputs_) last_use[output] = ops.size();
    plan.row_count = first_told_row + plan.told_count;
    // Those that are mostly full share rows, and those that are mostly empty, which then need not be cleared.
    std::array<std::vector<std::size_t>, 2> free_rows;
    const auto release = [&](Id id, Id reader) {
        if (!ops[id].is_leaf() && last_use[id] == reader)
            free_rows[ops[id].is_watched ? 1 : 0].push_back(ops[id].row);
    };
    for (Id id = 0; id < ops.size(); ++id) {
        auto& op = ops[id];
        if (op.kind == Kind::all) op.row = full_row;
        if (op.kind == Kind::bit) op.row = first_told_row + op.distance;
        if (!op.is_used || op.is_leaf()) continue;
        auto& free = free_rows[op.is_watched ? 1 : 0];
        if (free.empty()) free.push_back(plan.row_count++);
        op.row = free.back();
        free.pop_back();
        if (op.has_a()) release(op.a, id);
        if (op.has_b() && !(op.has_a() && op.a == op.b)) release(op.b, id);
    }
}

const MaskGraph::Plan& MaskGraph::plan_for(Width width) const
{
    const auto& plan = width == Width::vbmi ? by_sets_ : by_bits_;
    if (plan.output_count != outputs_.size()) throw bug("masks that were not arranged");
    return plan;
}

MaskGraph::Work MaskGraph::start(const Plan& plan, std::vector<std::uint64_t>& masks)
{
    const auto padded = (batch + plan.extra) * chunk_size / sizeof(std::uint64_t);
    const auto rows = plan.row_count * plan.stride;
    const auto count = plan.ops.size();
    const auto size = lanes + rows + 2 * count + padded;
    if (masks.size() < size) masks.resize(size);
    // Rows begin at the border of a cache line.
    const auto odd = reinterpret_cast<std::uintptr_t>(masks.data()) / sizeof(std::uint64_t) % lanes;
    auto* const begin = masks.data() + (lanes - odd) % lanes;
    const Work work{begin, begin + rows, begin + rows + count,
                    reinterpret_cast<char*>(begin + rows + 2 * count)};
    std::fill_n(work.rows + empty_row * plan.stride, plan.stride, 0);
    std::fill_n(work.rows + full_row * plan.stride, plan.stride, ~std::uint64_t{0});
    for (auto row = first_told_row; row < plan.row_count; ++row)
        work.rows[row * plan.stride] = ~std::uint64_t{0}; // stale
    std::fill_n(work.carried, count, 0);
    std::fill_n(work.groups, count, 0);
    return work;
}

MaskGraph::Width MaskGraph::best_width()
{
    static const auto best = widths().back();
    return best;
}

std::vector<MaskGraph::Width> MaskGraph::widths()
{
    std::vector<Width> widths{Width::plain};
#if defined(__x86_64__)
    widths.push_back(Width::sse2);
    if (__builtin_cpu_supports("avx2")) widths.push_back(Width::avx2);
    if (__builtin_cpu_supports("avx512bw")) widths.push_back(Width::avx512);
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi") &&
        __builtin_cpu_supports("gfni"))
        widths.push_back(Width::vbmi);
#endif
    return widths;
}

} // namespace pouch::redact
