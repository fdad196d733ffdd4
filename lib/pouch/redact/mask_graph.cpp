#include "pouch/redact/mask_graph.hpp"

#include <algorithm>
#include <optional>

namespace pouch::redact {

MaskGraph::Id MaskGraph::add(const Op& op)
{
    const auto known =
        std::find_if(ops_.begin(), ops_.end(), [&](const Op& other) { return other.is_same(op); });
    if (known != ops_.end()) return static_cast<Id>(known - ops_.begin());
    ops_.push_back(op);
    return ops_.size() - 1;
}

MaskGraph::Id MaskGraph::bytes(const Product& product)
{
    auto known = std::find(products_.begin(), products_.end(), product);
    if (known == products_.end()) known = products_.insert(known, product);
    Op op{Kind::set};
    op.set = static_cast<std::size_t>(known - products_.begin());
    return add(op);
}

MaskGraph::Id MaskGraph::bytes(const ByteSet& set)
{
    std::array<std::uint16_t, 16> rows{}; // by high half: which low ones
    for (unsigned byte = 0; byte < 256; ++byte) {
        if (set.test(byte)) rows[byte >> 4U] |= static_cast<std::uint16_t>(1U << (byte & 0x0FU));
    }
    std::optional<Id> whole;
    for (std::size_t first = 0; first < rows.size(); ++first) {
        Product product{rows[first], 0};
        if (product.low == 0 || std::find(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(first),
                                          product.low) != rows.begin() + static_cast<std::ptrdiff_t>(first))
            continue; // no byte, or with an earlier row
        for (std::size_t row = first; row < rows.size(); ++row) {
            if (rows[row] == product.low) product.high |= static_cast<std::uint16_t>(1U << row);
        }
        const auto part = bytes(product);
        whole = whole ? either(*whole, part) : part;
    }
    return whole ? *whole : bytes(Product{});
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
    if (ops_[b].kind == Kind::ahead) return add({kind, a, ops_[b].b, ops_[b].distance});
    if (kind == Kind::without) return add({kind, a, b});
    if (ops_[a].kind == Kind::ahead) return add({kind, b, ops_[a].b, ops_[a].distance});
    return add({kind, std::min(a, b), std::max(a, b)});
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
    return distance == 0 ? a : add({Kind::ahead, 0, a, distance});
}

MaskGraph::Id MaskGraph::behind(const ByteSet& set)
{
    return add({Kind::behind, bytes(set)});
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
    plan();
    return outputs_.size() - 1;
}

/// Says for each op whether and how far it must be known, and where its masks are.
void MaskGraph::plan()
{
    for (auto& op : ops_) {
        op.extra = 0;
        op.is_used = op.is_carried = false;
    }
    for (const auto output : outputs_) ops_[output].is_used = true;
    for (auto op = ops_.rbegin(); op != ops_.rend(); ++op) {
        if (!op->is_used) continue;
        if (op->has_a()) {
            auto& a = ops_[op->a];
            a.is_used = true;
            a.extra = std::max(a.extra, op->extra);
            a.is_carried = a.is_carried || op->kind == Kind::behind;
        }
        if (op->has_b()) {
            // A shift ahead looks one chunk further: what it reads must be known that far.
            auto& b = ops_[op->b];
            b.is_used = true;
            b.extra = std::max(b.extra, op->extra + (op->distance > 0 ? 1U : 0U));
        }
    }
    extra_ = 0;
    used_.clear();
    for (Id id = 0; id < ops_.size(); ++id) {
        extra_ = std::max(extra_, ops_[id].extra);
        if (ops_[id].is_used) used_.push_back(id);
    }
    stride_ = (front + batch + extra_ + 1 + 2 * lanes) / lanes * lanes;
    place_rows();
}

/// Sets come first and keep their rows. Others have a row until the last op that reads it is done, so that few rows are
/// in use and stay near.
void MaskGraph::place_rows()
{
    std::vector<std::size_t> last_use(ops_.size(), 0);
    for (Id id = 0; id < ops_.size(); ++id) {
        if (!ops_[id].is_used) continue;
        if (ops_[id].has_a()) last_use[ops_[id].a] = id;
        if (ops_[id].has_b()) last_use[ops_[id].b] = id;
    }
    for (const auto output : outputs_) last_use[output] = ops_.size();
    place_sets();
    row_count_ = 1 + planes_.size() * plane_size; // the first stays empty
    std::vector<std::size_t> free;
    const auto release = [&](Id id, Id reader) {
        if (ops_[id].kind != Kind::set && last_use[id] == reader) free.push_back(ops_[id].row);
    };
    for (Id id = 0; id < ops_.size(); ++id) {
        auto& op = ops_[id];
        if (!op.is_used || op.kind == Kind::set) continue;
        if (free.empty()) free.push_back(row_count_++);
        op.row = free.back();
        free.pop_back();
        if (op.has_a()) release(op.a, id);
        if (op.has_b() && !(op.has_a() && op.a == op.b)) release(op.b, id);
    }
}

void MaskGraph::place_sets()
{
    planes_.clear();
    std::size_t count = 0;
    for (auto& op : ops_) {
        if (!op.is_used || op.kind != Kind::set) continue;
        const auto place = count++ % plane_size;
        if (place == 0) planes_.emplace_back();
        op.row = count;
        const auto& product = products_[op.set];
        const auto bit = static_cast<std::uint8_t>(1U << place);
        for (std::size_t half = 0; half < 16; ++half) {
            if ((product.low >> half & 1U) != 0) planes_.back().low[half] |= bit;
            if ((product.high >> half & 1U) != 0) planes_.back().high[half] |= bit;
        }
    }
}

MaskGraph::Work MaskGraph::start(std::vector<std::uint64_t>& masks) const
{
    const auto padded = (batch + extra_) * chunk_size / sizeof(std::uint64_t);
    const auto rows = row_count_ * stride_;
    masks.assign(lanes + rows + 2 * ops_.size() + padded, 0);
    // Rows begin at the border of a cache line.
    const auto odd = reinterpret_cast<std::uintptr_t>(masks.data()) / sizeof(std::uint64_t) % lanes;
    auto* const begin = masks.data() + (lanes - odd) % lanes;
    return {begin, begin + rows, begin + rows + ops_.size(),
            reinterpret_cast<char*>(begin + rows + 2 * ops_.size())};
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
#endif
    return widths;
}

} // namespace pouch::redact
