#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/coin.hpp"
#include "pouch/redact/recognise/tokens.hpp"

namespace pouch::redact::recognise {

namespace {

/// The start of 64 letters and digits that begin with 4 or 8.
MaskGraph::Id places(MaskGraph& graph)
{
    return token_places(graph, graph.both(graph.bytes(bytes_in("48")), alnum_run(graph, 64)));
}

/// 95 characters, or 106 with a payment id. The checksum, a Keccak digest, is not computed: the form is telling.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto begin = token_begin(text, at);
    const char first = at_or_nul(text, begin);
    if (first != '4' && first != '8') return std::nullopt;
    const auto size = run_size(text, begin, 107, is_base58);
    if ((size != 95 && size != 106) || is_alnum(at_or_nul(text, begin + size))) return std::nullopt;
    return Hit{begin, begin + size};
}

constexpr Example examples[] = {
    {"44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
     "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A"},
    {"주소:84AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A로",
     "84AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A"},
    {"44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A1234567"
     "89AB,",
     "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A1234567"
     "89AB"},
    {"44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3", ""},
    {"54AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A", ""},
    {"a44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A", ""},
    {"44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP30", ""},
};

} // namespace

const Recogniser xmr{
    .name = "xmr",
    .longest = 128,
    .places = places,
    .judge = judge,
    .examples = examples,
};

} // namespace pouch::redact::recognise
