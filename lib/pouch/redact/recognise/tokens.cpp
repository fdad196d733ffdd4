#include "pouch/redact/recognise/tokens.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

bool stands_folded(std::string_view text, std::size_t i, std::string_view word)
{
    for (std::size_t k = 0; k < word.size(); ++k) {
        if (to_lower(at_or_nul(text, i + k)) != word[k]) return false;
    }
    return true;
}

std::size_t token_begin(std::string_view text, std::size_t at)
{
    if (at_or_nul(text, at) == '\\') return is_escape_letter(text, at + 1) ? at + 2 : std::string_view::npos;
    const bool goes_on = at > 0 && is_alnum(text[at - 1]);
    return goes_on || is_escape_letter(text, at) ? std::string_view::npos : at;
}

MaskGraph::Id token_places(MaskGraph& graph, MaskGraph::Id first)
{
    const auto alnum = byte_range('a', 'z') | byte_range('A', 'Z') | byte_range('0', '9');
    const auto escape =
        graph.both(graph.bytes(bytes_in("\\")), graph.ahead(graph.bytes(bytes_in("nrtbf")), 1));
    return graph.either(graph.without(first, graph.behind(alnum)), graph.both(escape, graph.ahead(first, 2)));
}

MaskGraph::Id alnum_run(MaskGraph& graph, unsigned count)
{
    return graph.run(graph.bytes(byte_range('a', 'z') | byte_range('A', 'Z') | byte_range('0', '9')), count);
}

MaskGraph::Id base64url_run(MaskGraph& graph, unsigned count)
{
    return graph.run(graph.bytes(word_bytes() | bytes_in("-")), count);
}

std::optional<Hit> judge_forms(std::string_view text, std::size_t begin, std::span<const TokenForm> forms)
{
    for (const auto& form : forms) {
        if (text.substr(std::min(begin, text.size()), form.prefix.size()) != form.prefix) continue;
        const auto body = begin + form.prefix.size();
        const auto size = run_size(text, body, form.most + 1, form.is_in);
        if (size < form.least || size > form.most || is_alnum(at_or_nul(text, body + size))) continue;
        return Hit{begin, body + size, form.strength};
    }
    return std::nullopt;
}

} // namespace pouch::redact::recognise
