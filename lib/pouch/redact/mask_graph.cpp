#include "pouch/redact/mask_graph.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace pouch::redact {

MaskGraph::Id MaskGraph::add(const Op& op)
{
    const auto known =
        std::find_if(ops_.begin(), ops_.end(), [&](const Op& other) { return other.is_same(op); });
    if (known != ops_.end()) return static_cast<Id>(known - ops_.begin());
    ops_.push_back(op);
    return ops_.size() - 1;
}

MaskGraph::Id MaskGraph::bytes(const ByteSet& set)
{
    // By ranges, which many sets share.
    std::optional<Id> whole;
    for (unsigned byte = 0; byte < 256; ++byte) {
        if (!set.test(byte)) continue;
        const unsigned first = byte;
        while (byte < 255 && set.test(byte + 1)) ++byte;
        Op op{Kind::range};
        op.first = static_cast<unsigned char>(first);
        op.last = static_cast<unsigned char>(byte);
        const auto id = add(op);
        whole = whole ? either(*whole, id) : id;
    }
    // The empty set: what is one byte and another too.
    if (!whole) return without(bytes(byte_range(0, 0)), bytes(byte_range(0, 0)));
    return *whole;
}

MaskGraph::Id MaskGraph::both(Id a, Id b)
{
    return a == b ? a : add({Kind::both, std::min(a, b), std::max(a, b)});
}

MaskGraph::Id MaskGraph::either(Id a, Id b)
{
    return a == b ? a : add({Kind::either, std::min(a, b), std::max(a, b)});
}

MaskGraph::Id MaskGraph::without(Id a, Id b)
{
    return add({Kind::without, a, b});
}

MaskGraph::Id MaskGraph::ahead(Id a, unsigned distance)
{
    return distance == 0 ? a : add({Kind::ahead, a, 0, distance});
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

/// Says for each op how far it must be known and where its masks are.
void MaskGraph::plan()
{
    for (auto& op : ops_) op.extra = 0;
    for (auto op = ops_.rbegin(); op != ops_.rend(); ++op) {
        // A shift ahead looks one chunk further: what it reads must be known that far.
        const auto extra = op->extra + (op->kind == Kind::ahead ? 1 : 0);
        if (op->has_a()) ops_[op->a].extra = std::max(ops_[op->a].extra, extra);
        if (op->has_b()) ops_[op->b].extra = std::max(ops_[op->b].extra, extra);
        if (op->kind == Kind::behind) ops_[op->a].is_carried = true;
    }
    extra_ = 0;
    for (const auto& op : ops_) extra_ = std::max(extra_, op.extra);
    stride_ = (front + batch + extra_ + 1 + 2 * lanes) / lanes * lanes;
    place_rows();
}

/// A row is free again when the last op that reads it is done, so that few rows are in use and stay near.
void MaskGraph::place_rows()
{
    std::vector<std::size_t> last_use(ops_.size(), 0);
    for (Id id = 0; id < ops_.size(); ++id) {
        if (ops_[id].has_a()) last_use[ops_[id].a] = id;
        if (ops_[id].has_b()) last_use[ops_[id].b] = id;
    }
    for (const auto output : outputs_) last_use[output] = ops_.size();
    std::vector<std::size_t> free;
    row_count_ = 0;
    for (Id id = 0; id < ops_.size(); ++id) {
        auto& op = ops_[id];
        if (free.empty()) free.push_back(row_count_++);
        op.row = free.back();
        free.pop_back();
        if (op.has_a() && last_use[op.a] == id) free.push_back(ops_[op.a].row);
        if (op.has_b() && op.b != op.a && last_use[op.b] == id) free.push_back(ops_[op.b].row);
        if (last_use[id] < id) free.push_back(op.row); // nobody reads it
    }
}

MaskGraph::Work MaskGraph::start(std::vector<std::uint64_t>& masks) const
{
    const auto padded = (batch + extra_) * chunk_size / sizeof(std::uint64_t);
    const auto rows = (row_count_ + 1) * stride_;
    masks.assign(lanes + rows + ops_.size() + padded, 0);
    // Rows begin at the border of a cache line.
    const auto odd = reinterpret_cast<std::uintptr_t>(masks.data()) / sizeof(std::uint64_t) % lanes;
    auto* const begin = masks.data() + (lanes - odd) % lanes;
    return {begin, begin + rows, reinterpret_cast<char*>(begin + rows + ops_.size())};
}

/// The work itself, for four widths of registers.
struct MaskGraph::Engine {
    /// Eight masks; the compiler maps them to what the machine has.
    using Lanes [[gnu::vector_size(64), gnu::aligned(8), gnu::may_alias]] = std::uint64_t;

    [[gnu::always_inline]] static inline const Lanes& at(const std::uint64_t* masks)
    {
        return *reinterpret_cast<const Lanes*>(masks);
    }
    [[gnu::always_inline]] static inline Lanes& at(std::uint64_t* masks)
    {
        return *reinterpret_cast<Lanes*>(masks);
    }

    /// One op that is no range, for `count` chunks.
    [[gnu::always_inline]] static inline void combine(const Op& op, std::uint64_t* to, const std::uint64_t* a,
                                                      const std::uint64_t* b, std::size_t count)
    {
        const auto distance = op.distance;
        const auto rest = 64 - distance;
        switch (op.kind) {
        case Kind::both:
            for (std::size_t i = 0; i < count; i += lanes) at(to + i) = at(a + i) & at(b + i);
            break;
        case Kind::either:
            for (std::size_t i = 0; i < count; i += lanes) at(to + i) = at(a + i) | at(b + i);
            break;
        case Kind::without:
            for (std::size_t i = 0; i < count; i += lanes) at(to + i) = at(a + i) & ~at(b + i);
            break;
        case Kind::ahead:
            for (std::size_t i = 0; i < count; i += lanes) {
                at(to + i) = (at(a + i) >> distance) | (at(a + i + 1) << rest);
            }
            break;
        case Kind::behind:
            for (std::size_t i = 0; i < count; i += lanes)
                at(to + i) = (at(a + i) << 1) | (at(a + i - 1) >> 63);
            break;
        case Kind::range:
            break;
        }
    }

    /// All ops in their order, and the union of the outputs. `classify(bytes, chunks, first, last, to)` does a range.
    template <typename Classify>
    [[gnu::always_inline]] static inline void run(const MaskGraph& graph, const char* bytes, const Work& work,
                                                  Classify classify)
    {
        for (Id id = 0; id < graph.ops_.size(); ++id) {
            const auto& op = graph.ops_[id];
            auto* to = graph.row(work, op.row);
            const auto count = batch + op.extra;
            if (op.kind == Kind::range) {
                classify(bytes, count, op.first, op.last, to);
            } else {
                combine(op, to, graph.row(work, graph.ops_[op.a].row), graph.row(work, graph.ops_[op.b].row),
                        count);
            }
            if (op.is_carried) {
                to[-1] = work.carried[id];
                work.carried[id] = to[batch - 1];
            }
        }
        auto* any = graph.row(work, graph.row_count_);
        for (std::size_t i = 0; i < batch; i += lanes) at(any + i) = Lanes{};
        for (const auto output : graph.outputs_) {
            const auto* one = graph.row(work, graph.ops_[output].row);
            for (std::size_t i = 0; i < batch; i += lanes) at(any + i) = at(any + i) | at(one + i);
        }
    }

    /// Masks of the bytes from `first` to `last`, for `chunks` chunks at `bytes`.
    static void classify_plain(const char* bytes, std::size_t chunks, unsigned char first, unsigned char last,
                               std::uint64_t* to)
    {
        for (std::size_t c = 0; c < chunks; ++c) {
            std::uint64_t mask = 0;
            for (unsigned i = 0; i < chunk_size; ++i) {
                const auto byte = static_cast<unsigned char>(bytes[c * chunk_size + i]);
                mask |= std::uint64_t{byte >= first && byte <= last} << i;
            }
            to[c] = mask;
        }
    }

    static void plain(const MaskGraph& graph, const char* bytes, const Work& work)
    {
        run(graph, bytes, work, classify_plain);
    }

#if defined(__x86_64__)
    [[gnu::target("avx512bw")]] static void classify_avx512(const char* bytes, std::size_t chunks,
                                                            unsigned char first, unsigned char last,
                                                            std::uint64_t* to)
    {
        const __m512i low = _mm512_set1_epi8(static_cast<char>(first));
        if (first == last) {
            for (std::size_t c = 0; c < chunks; ++c) {
                to[c] = _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes + c * chunk_size), low);
            }
            return;
        }
        const __m512i span = _mm512_set1_epi8(static_cast<char>(last - first));
        for (std::size_t c = 0; c < chunks; ++c) {
            const __m512i moved = _mm512_sub_epi8(_mm512_loadu_si512(bytes + c * chunk_size), low);
            to[c] = _mm512_cmple_epu8_mask(moved, span);
        }
    }
    [[gnu::target("avx512bw")]] static void avx512(const MaskGraph& graph, const char* bytes,
                                                   const Work& work)
    {
        run(graph, bytes, work, classify_avx512);
    }

    [[gnu::target("avx2")]] static void classify_avx2(const char* bytes, std::size_t chunks,
                                                      unsigned char first, unsigned char last,
                                                      std::uint64_t* to)
    {
        const __m256i low = _mm256_set1_epi8(static_cast<char>(first));
        const __m256i span = _mm256_set1_epi8(static_cast<char>(last - first));
        for (std::size_t c = 0; c < chunks; ++c) {
            const auto* text = reinterpret_cast<const __m256i*>(bytes + c * chunk_size);
            const __m256i left = _mm256_sub_epi8(_mm256_loadu_si256(text), low);
            const __m256i right = _mm256_sub_epi8(_mm256_loadu_si256(text + 1), low);
            const __m256i in_left = _mm256_cmpeq_epi8(_mm256_min_epu8(left, span), left);
            const __m256i in_right = _mm256_cmpeq_epi8(_mm256_min_epu8(right, span), right);
            const auto left_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(in_left));
            const auto right_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(in_right));
            to[c] = left_bits | (std::uint64_t{right_bits} << 32U);
        }
    }
    [[gnu::target("avx2")]] static void avx2(const MaskGraph& graph, const char* bytes, const Work& work)
    {
        run(graph, bytes, work, classify_avx2);
    }

    static void classify_sse2(const char* bytes, std::size_t chunks, unsigned char first, unsigned char last,
                              std::uint64_t* to)
    {
        const __m128i low = _mm_set1_epi8(static_cast<char>(first));
        const __m128i span = _mm_set1_epi8(static_cast<char>(last - first));
        for (std::size_t c = 0; c < chunks; ++c) {
            const auto* text = reinterpret_cast<const __m128i*>(bytes + c * chunk_size);
            std::uint64_t mask = 0;
            for (unsigned part = 0; part < 4; ++part) {
                const __m128i moved = _mm_sub_epi8(_mm_loadu_si128(text + part), low);
                const __m128i found = _mm_cmpeq_epi8(_mm_min_epu8(moved, span), moved);
                mask |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))} << (16 * part);
            }
            to[c] = mask;
        }
    }
    static void sse2(const MaskGraph& graph, const char* bytes, const Work& work)
    {
        run(graph, bytes, work, classify_sse2);
    }
#endif
};

void MaskGraph::evaluate(std::string_view text, std::size_t chunk, const Work& work, Width width) const
{
    const auto begin = chunk * chunk_size;
    const auto size = (batch + extra_) * chunk_size;
    const char* bytes = text.data() + begin;
    if (text.size() - begin < size) {
        // Zero bytes stand behind the text.
        std::memset(work.padded, 0, size);
        std::memcpy(work.padded, bytes, text.size() - begin);
        bytes = work.padded;
    }
    switch (width) {
#if defined(__x86_64__)
    case Width::avx512:
        return Engine::avx512(*this, bytes, work);
    case Width::avx2:
        return Engine::avx2(*this, bytes, work);
    case Width::sse2:
        return Engine::sse2(*this, bytes, work);
#endif
    default:
        return Engine::plain(*this, bytes, work);
    }
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
