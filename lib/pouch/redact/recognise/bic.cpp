#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// Six capitals at the beginning of a word of eight or eleven.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto capital = graph.bytes(byte_range('A', 'Z'));
    const auto either = graph.either(capital, graph.bytes(byte_range('0', '9')));
    const auto eight = graph.both(graph.run(capital, 6), graph.ahead(graph.run(either, 2), 6));
    const auto goes_on = graph.ahead(graph.bytes(alnum_bytes()), 8);
    const auto eleven = graph.both(eight, graph.ahead(graph.run(either, 3), 8));
    return word_starts(graph, graph.either(graph.without(eight, goes_on), eleven));
}

/// True for a country of ISO 3166-1, or XK for Kosovo.
bool is_country(std::string_view letters)
{
    constexpr std::string_view countries =
        "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCR"
        "CUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHU"
        "IDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQ"
        "MRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSI"
        "SJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZ"
        "W";
    for (std::size_t i = 0; i < countries.size(); i += 2) {
        if (countries.substr(i, 2) == letters) return true;
    }
    return false;
}

/// ISO 9362: four letters, a country, two letters or digits, and three more for a branch. Always faint: words in
/// capitals have this form too.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto begin = word_start(text, at);
    if (begin >= text.size()) return std::nullopt;
    std::size_t size = 0;
    while (size < 12 && (is_capital(at_or_nul(text, begin + size)) ||
                         (size >= 6 && is_digit(at_or_nul(text, begin + size)))))
        ++size;
    if ((size != 8 && size != 11) || !is_border_after(text, begin + size)) return std::nullopt;
    if (!is_country(text.substr(begin + 4, 2))) return std::nullopt;
    return Hit{begin, begin + size, Strength::faint};
}

constexpr std::string_view context[] = {"swift",     "bic",       "은행코드",
                                        "은행 코드", "bank code", "bank identifier"};

constexpr Example examples[] = {
    {"SWIFT: EXMPKRSE", "~EXMPKRSE"},
    {"은행코드는EXMPKRSEXXX이다", "~EXMPKRSEXXX"},
    {"{\"bic\":\"EXMPDE33\"}", "~EXMPDE33"},
    {"a,EXMPGB2LXXX,b", "~EXMPGB2LXXX"},
    {"x\\nEXMPKRSE", "~EXMPKRSE"},
    {"EXMPQQSE", ""},
    {"EXMPKRS", ""},
    {"EXMPKRSEXX", ""},
    {"EXMPKRSEXXXX", ""},
    {"exmpkrse", ""},
    {"EX1PKRSE", ""},
    {"REDACTED", ""},
    {"_EXMPKRSE", "~EXMPKRSE"},
};

} // namespace

const Recogniser bic{
    .name = "bic",
    .longest = 11,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
