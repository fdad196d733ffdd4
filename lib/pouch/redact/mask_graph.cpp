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
    auto known = std::find(sets_.begin(), sets_.end(), set);
    if (known == sets_.end()) known = sets_.insert(known, set);
    Op op{Kind::set};
    op.set = static_cast<std::size_t>(known - sets_.begin());
    return add(op);
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

/// Sets come first and all at once. A row is free again when the last op that reads it is done, so that few rows are in
/// use and stay near.
void MaskGraph::place_rows()
{
    std::vector<std::size_t> last_use(ops_.size(), 0);
    for (Id id = 0; id < ops_.size(); ++id) {
        if (!ops_[id].is_used) continue;
        if (ops_[id].has_a()) last_use[ops_[id].a] = id;
        if (ops_[id].has_b()) last_use[ops_[id].b] = id;
    }
    for (const auto output : outputs_) last_use[output] = ops_.size();
    row_count_ = 1; // the first stays empty
    singles_.clear();
    ascii_.clear();
    wide_.clear();
    for (auto& op : ops_) {
        if (op.is_used && op.kind == Kind::set) place_set(op);
    }
    std::vector<std::size_t> free;
    for (Id id = 0; id < ops_.size(); ++id) {
        auto& op = ops_[id];
        if (!op.is_used || op.kind == Kind::set) continue;
        if (free.empty()) free.push_back(row_count_++);
        op.row = free.back();
        free.pop_back();
        if (op.has_a() && last_use[op.a] == id) free.push_back(ops_[op.a].row);
        if (op.has_b() && last_use[op.b] == id && !(op.has_a() && op.a == op.b))
            free.push_back(ops_[op.b].row);
    }
}

void MaskGraph::place_set(Op& op)
{
    op.row = row_count_++;
    Tables tables;
    unsigned char last = 0;
    bool is_ascii = true;
    for (unsigned byte = 0; byte < 256; ++byte) {
        if (!sets_[op.set].test(byte)) continue;
        auto& table = byte < 0x80 ? tables.ascii : tables.wide;
        table[byte & 0x0FU] |= static_cast<std::uint8_t>(1U << ((byte >> 4U) & 7U));
        is_ascii = is_ascii && byte < 0x80;
        last = static_cast<unsigned char>(byte);
    }
    if (sets_[op.set].count() == 1) {
        singles_.push_back({last, op.row});
    } else if (is_ascii) {
        ascii_.push_back({tables.ascii, op.row});
    } else {
        wide_.push_back({tables, op.row});
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

/// The work itself, for four widths of registers.
struct MaskGraph::Engine {
    /// Several masks; the compiler maps them to what the machine has. In structures, since a template argument would
    /// lose the alignment.
    struct One {
        using Lanes = std::uint64_t;
    };
    struct Two {
        using Lanes [[gnu::vector_size(16), gnu::aligned(8), gnu::may_alias]] = std::uint64_t;
    };
    struct Four {
        using Lanes [[gnu::vector_size(32), gnu::aligned(8), gnu::may_alias]] = std::uint64_t;
    };
    struct Eight {
        using Lanes [[gnu::vector_size(64), gnu::aligned(8), gnu::may_alias]] = std::uint64_t;
    };

    template <typename Size>
    [[gnu::always_inline]] static inline const typename Size::Lanes& in(const std::uint64_t* masks)
    {
        return *reinterpret_cast<const typename Size::Lanes*>(masks);
    }
    template <typename Size>
    [[gnu::always_inline]] static inline typename Size::Lanes& out(std::uint64_t* masks)
    {
        return *reinterpret_cast<typename Size::Lanes*>(masks);
    }

    /// One op that is no set, for `count` chunks; true if any mask is not empty. No lambdas: they would be compiled for the
    /// plain machine.
    template <typename Size>
    [[gnu::always_inline]] static inline bool combine(const Op& op, std::uint64_t* to, const std::uint64_t* a,
                                                      const std::uint64_t* b, std::size_t count)
    {
        constexpr auto step = sizeof(typename Size::Lanes) / sizeof(std::uint64_t);
        const auto near = op.distance;
        const auto far = 64 - near;
        const auto* c = b + 1; // the chunk behind
        typename Size::Lanes any{};
        switch (op.kind) {
        case Kind::both:
            if (near == 0) {
                for (std::size_t i = 0; i < count; i += step)
                    any |= out<Size>(to + i) = in<Size>(a + i) & in<Size>(b + i);
                break;
            }
            for (std::size_t i = 0; i < count; i += step) {
                any |= out<Size>(to + i) =
                    in<Size>(a + i) & ((in<Size>(b + i) >> near) | (in<Size>(c + i) << far));
            }
            break;
        case Kind::either:
            if (near == 0) {
                for (std::size_t i = 0; i < count; i += step)
                    any |= out<Size>(to + i) = in<Size>(a + i) | in<Size>(b + i);
                break;
            }
            for (std::size_t i = 0; i < count; i += step) {
                any |= out<Size>(to + i) =
                    in<Size>(a + i) | (in<Size>(b + i) >> near) | (in<Size>(c + i) << far);
            }
            break;
        case Kind::without:
            if (near == 0) {
                for (std::size_t i = 0; i < count; i += step)
                    any |= out<Size>(to + i) = in<Size>(a + i) & ~in<Size>(b + i);
                break;
            }
            for (std::size_t i = 0; i < count; i += step) {
                any |= out<Size>(to + i) =
                    in<Size>(a + i) & ~((in<Size>(b + i) >> near) | (in<Size>(c + i) << far));
            }
            break;
        case Kind::ahead:
            for (std::size_t i = 0; i < count; i += step)
                any |= out<Size>(to + i) = (in<Size>(b + i) >> near) | (in<Size>(c + i) << far);
            break;
        case Kind::behind:
            for (std::size_t i = 0; i < count; i += step)
                any |= out<Size>(to + i) = (in<Size>(a + i) << 1) | (in<Size>(a + i - 1) >> 63);
            break;
        case Kind::set:
            break;
        }
        std::uint64_t whole = 0;
        for (std::size_t i = 0; i < step; ++i) whole |= reinterpret_cast<const std::uint64_t*>(&any)[i];
        return whole != 0;
    }

    /// All ops in their order; the masks of sets are there. Where one side says that nothing can be there, which is often
    /// so, nothing is computed; others read the row of zeros.
    template <typename Size>
    [[gnu::always_inline]] static inline void run(const MaskGraph& graph, const Work& work)
    {
        for (const auto id : graph.used_) {
            const auto& op = graph.ops_[id];
            auto* to = graph.row(work, op.row);
            const auto count = batch + op.extra;
            auto& is_empty = work.empty[id];
            if (op.kind == Kind::set) {
                is_empty = 0;
            } else if (graph.is_nothing(op, work)) {
                if (op.is_carried) std::memset(to, 0, (count + lanes) * sizeof(std::uint64_t));
                is_empty = 1;
            } else {
                is_empty =
                    combine<Size>(op, to, graph.read(work, op.a), graph.read(work, op.b), count) ? 0 : 1;
            }
            if (op.is_carried) {
                to[-1] = work.carried[id];
                work.carried[id] = to[batch - 1];
            }
        }
    }

    /// The masks of all sets, for the chunks at `bytes`.
    static void classify_plain(const MaskGraph& graph, const char* bytes, const Work& work)
    {
        for (const auto& op : graph.ops_) {
            if (!op.is_used || op.kind != Kind::set) continue;
            const auto& set = graph.sets_[op.set];
            auto* to = graph.row(work, op.row);
            for (std::size_t c = 0; c < batch + graph.extra_; ++c) {
                std::uint64_t mask = 0;
                for (unsigned i = 0; i < chunk_size; ++i) {
                    const auto byte = static_cast<unsigned char>(bytes[c * chunk_size + i]);
                    mask |= std::uint64_t{set.test(byte)} << i;
                }
                to[c] = mask;
            }
        }
    }

    static void plain(const MaskGraph& graph, const char* bytes, const Work& work)
    {
        classify_plain(graph, bytes, work);
        run<One>(graph, work);
    }

#if defined(__x86_64__)
    static void sse2(const MaskGraph& graph, const char* bytes, const Work& work)
    {
        classify_plain(graph, bytes, work);
        run<Two>(graph, work);
    }

    /// One bit for each value of the high half of a byte, as Tables have it.
    static constexpr std::uint64_t high_bits = 0x8040201008040201;

    [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i
    table(const std::array<std::uint8_t, 16>& bytes)
    {
        return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data())));
    }
    [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i high_of(__m256i bytes)
    {
        const auto halves = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
        return _mm256_shuffle_epi8(_mm256_set1_epi64x(static_cast<long long>(high_bits)), halves);
    }
    [[gnu::target("avx2"), gnu::always_inline]] static inline std::uint64_t bits_of(__m256i left,
                                                                                    __m256i right)
    {
        const auto low = static_cast<std::uint32_t>(_mm256_movemask_epi8(left));
        const auto high = static_cast<std::uint32_t>(_mm256_movemask_epi8(right));
        return low | (std::uint64_t{high} << 32U);
    }
    /// Where `rows` has none of the bits of `high`.
    [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i lacks(__m256i rows, __m256i high)
    {
        return _mm256_cmpeq_epi8(_mm256_and_si256(rows, high), _mm256_setzero_si256());
    }

    [[gnu::target("avx2")]] static void classify_avx2(const MaskGraph& graph, const char* bytes,
                                                      const Work& work)
    {
        const auto top = _mm256_set1_epi8(static_cast<char>(0x80));
        const auto stride = graph.stride_;
        for (std::size_t c = 0; c < batch + graph.extra_; ++c) {
            const auto* from = reinterpret_cast<const __m256i*>(bytes + c * chunk_size);
            const auto left = _mm256_loadu_si256(from);
            const auto right = _mm256_loadu_si256(from + 1);
            const auto high_left = high_of(left);
            const auto high_right = high_of(right);
            auto* const to = work.rows + front + c;
            for (const auto& single : graph.singles_) {
                const auto byte = _mm256_set1_epi8(static_cast<char>(single.form));
                to[single.row * stride] =
                    bits_of(_mm256_cmpeq_epi8(left, byte), _mm256_cmpeq_epi8(right, byte));
            }
            // A shuffle gives zero for a byte from 80 on.
            for (const auto& set : graph.ascii_) {
                const auto rows = table(set.form);
                to[set.row * stride] = ~bits_of(lacks(_mm256_shuffle_epi8(rows, left), high_left),
                                                lacks(_mm256_shuffle_epi8(rows, right), high_right));
            }
            const auto turned_left = _mm256_xor_si256(left, top);
            const auto turned_right = _mm256_xor_si256(right, top);
            for (const auto& set : graph.wide_) {
                const auto rows = table(set.form.ascii);
                const auto wide = table(set.form.wide);
                const auto rows_left =
                    _mm256_or_si256(_mm256_shuffle_epi8(rows, left), _mm256_shuffle_epi8(wide, turned_left));
                const auto rows_right = _mm256_or_si256(_mm256_shuffle_epi8(rows, right),
                                                        _mm256_shuffle_epi8(wide, turned_right));
                to[set.row * stride] = ~bits_of(lacks(rows_left, high_left), lacks(rows_right, high_right));
            }
        }
    }
    [[gnu::target("avx2")]] static void avx2(const MaskGraph& graph, const char* bytes, const Work& work)
    {
        classify_avx2(graph, bytes, work);
        run<Four>(graph, work);
    }

    [[gnu::target("avx512bw"), gnu::always_inline]] static inline __m512i
    wide_table(const std::array<std::uint8_t, 16>& bytes)
    {
        const auto once = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data()));
        return _mm512_maskz_broadcast_i32x4(0xFFFF, once);
    }

    [[gnu::target("avx512bw")]] static void classify_avx512(const MaskGraph& graph, const char* bytes,
                                                            const Work& work)
    {
        const auto high_table = _mm512_set1_epi64(static_cast<long long>(high_bits));
        const auto stride = graph.stride_;
        for (std::size_t c = 0; c < batch + graph.extra_; ++c) {
            const auto text = _mm512_loadu_si512(bytes + c * chunk_size);
            const auto turned = _mm512_xor_si512(text, _mm512_set1_epi8(static_cast<char>(0x80)));
            const auto halves = _mm512_and_si512(_mm512_srli_epi16(text, 4), _mm512_set1_epi8(0x0F));
            const auto high = _mm512_shuffle_epi8(high_table, halves);
            auto* const to = work.rows + front + c;
            for (const auto& single : graph.singles_) {
                const auto byte = _mm512_set1_epi8(static_cast<char>(single.form));
                to[single.row * stride] = _mm512_cmpeq_epi8_mask(text, byte);
            }
            for (const auto& set : graph.ascii_) {
                const auto rows = _mm512_shuffle_epi8(wide_table(set.form), text);
                to[set.row * stride] = _mm512_test_epi8_mask(rows, high);
            }
            for (const auto& set : graph.wide_) {
                const auto rows = _mm512_or_si512(_mm512_shuffle_epi8(wide_table(set.form.ascii), text),
                                                  _mm512_shuffle_epi8(wide_table(set.form.wide), turned));
                to[set.row * stride] = _mm512_test_epi8_mask(rows, high);
            }
        }
    }
    [[gnu::target("avx512bw")]] static void avx512(const MaskGraph& graph, const char* bytes,
                                                   const Work& work)
    {
        classify_avx512(graph, bytes, work);
        run<Eight>(graph, work);
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
