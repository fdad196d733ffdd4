#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"
#include "pouch/redact/recognise/uuid.hpp"

namespace pouch::redact::recognise {

namespace {

constexpr std::size_t longest_iban = 34;

/// Two letters and two digits at the beginning of a word; behind them a word goes on or a joint stands.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto digit = graph.bytes(byte_range('0', '9'));
    const auto letter = graph.bytes(byte_range('A', 'Z') | byte_range('a', 'z'));
    const auto either = graph.either(digit, letter);
    const auto rest = graph.either(graph.run(either, 11), joint_bytes(graph));
    const auto head = graph.both(graph.run(letter, 2), graph.ahead(graph.run(digit, 2), 2));
    return word_starts(graph, graph.both(head, graph.ahead(rest, 4)));
}

/// The length of an IBAN of the country whose letters, in capitals, these are; 0 if it has none.
/// Source: SWIFT, IBAN Registry, release 99.
std::size_t country_length(char a, char b)
{
    constexpr std::string_view lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18"
        "FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20"
        "LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24"
        "SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";
    for (std::size_t i = 0; i < lengths.size(); i += 4) {
        if (lengths[i] == a && lengths[i + 1] == b) return two_digits(lengths, i + 2);
    }
    return 0;
}

constexpr char to_upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

/// ISO 7064 mod 97-10 over the digits and letters (A is 10) from the fifth on, then the first four.
bool has_check_digits(std::string_view iban)
{
    unsigned rest = 0;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        const char c = iban[(i + 4) % iban.size()];
        rest = is_digit(c) ? (rest * 10 + digit_at({&c, 1}, 0)) % 97
                           : (rest * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    }
    return rest == 1;
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto begin = word_start(text, at);
    if (begin >= text.size() || !is_letter(at_or_nul(text, begin + 1))) return std::nullopt;
    const auto length = country_length(to_upper(text[begin]), to_upper(text[begin + 1]));
    if (length == 0) return std::nullopt;

    std::array<char, longest_iban> iban{};
    auto i = begin;
    for (std::size_t count = 0; count < length; ++count) {
        if (count > 0 && count % 4 == 0) i += joint_at(text, i).size;
        const char c = at_or_nul(text, i);
        const bool is_right = count == 2 || count == 3 ? is_digit(c) : is_digit(c) || is_letter(c);
        if (!is_right) return std::nullopt;
        iban[count] = to_upper(c);
        ++i;
    }
    if (!is_border_after(text, i) || !has_check_digits({iban.data(), length})) return std::nullopt;
    return is_in_uuid(text, begin, i) ? std::nullopt : std::optional(Hit{begin, i});
}

constexpr Example examples[] = {
    {"GB82WEST12345698765432", "GB82WEST12345698765432"},
    {"GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32"},
    {"계좌는DE89370400440532013000이다", "DE89370400440532013000"},
    {"{\"iban\":\"DE89370400440532013000\"}", "DE89370400440532013000"},
    {"a;DE89 3704 0044 0532 0130 00;b", "DE89 3704 0044 0532 0130 00"},
    {"DE89 3704 0044\n0532 0130 00", "DE89 3704 0044\n0532 0130 00"},
    {"iban=DE89+3704+0044+0532+0130+00", "DE89+3704+0044+0532+0130+00"},
    {"DE89-3704-0044-0532-0130-00", "DE89-3704-0044-0532-0130-00"},
    {"gb82west12345698765432", "gb82west12345698765432"},
    {"NO9386011117947", "NO9386011117947"},
    {"MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"},
    {"x\\nGB82WEST12345698765432", "GB82WEST12345698765432"},
    {"GB82WEST12345698765433", ""},
    {"12f548e5-0b54-4d24-be98-467666de7a52", ""},
    {"GB82WEST1234569876543", ""},
    {"GB82WEST123456987654321", ""},
    {"XGB82WEST12345698765432", ""},
    {"KR82WEST12345698765432", ""},
    {"GB82 WES T123 4569 8765 432", ""},
};

} // namespace

const Recogniser iban{
    .name = "iban",
    .longest = longest_iban + 8 * longest_joint,
    .places = places,
    .judge = judge,
    .has_weak = false,
    .examples = examples,
};

} // namespace pouch::redact::recognise
