#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

/// The first digit of a run of ten, or of groups of three, two and five.
MaskGraph::Id places(MaskGraph& graph)
{
    return graph.either(exact_run(graph, 10), grouped(graph, 3U, 2U, 5U));
}

/// The tenth digit checks the nine before it; the ninth counts by its product's tens too.
bool has_check_digit(std::string_view digits)
{
    constexpr std::array<unsigned, 9> weights{1, 3, 7, 1, 3, 7, 1, 3, 5};
    unsigned sum = digit_at(digits, 8) * 5 / 10;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * digit_at(digits, i);
    return (10 - sum % 10) % 10 == digit_at(digits, 9);
}

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    if (const auto number = groups_at(text, at, {3, 2, 5})) {
        const bool is_checked = has_check_digit(number->view());
        if (number->is_dashed) return Hit{at, number->end, is_checked ? Strength::strong : Strength::weak};
        if (!is_checked || !is_border_before(text, at) || !is_border_after(text, number->end)) {
            return std::nullopt;
        }
        return Hit{at, number->end, Strength::weak};
    }
    const auto number = bare_number_at(text, at, 10);
    if (!number || !has_check_digit(number->view())) return std::nullopt;
    return Hit{at, number->end, Strength::faint};
}

constexpr std::string_view context[] = {"사업자", "세금계산서", "business registration", "business no",
                                        "brn"};

constexpr Example examples[] = {
    {"사업자등록번호: 123-45-67891", "123-45-67891"},
    {"번호는123-45-67891이다", "123-45-67891"},
    {"{\"brn\":\"123-45-67891\"}", "123-45-67891"},
    {"a,123-45-67891,b", "123-45-67891"},
    {"000-00-00000", "000-00-00000"},
    {"123-45-67890", "?123-45-67890"},
    {"123-45-\n67891", "123-45-\n67891"},
    {"123\xE2\x80\x93"
     "45\xE2\x80\x93"
     "67891",
     "123\xE2\x80\x93"
     "45\xE2\x80\x93"
     "67891"},
    {"123 45 67891", "?123 45 67891"},
    {"brn=123+45+67891", "?123+45+67891"},
    {"등록 1234567891에서", "~1234567891"},
    {"1234567890", ""},
    {"123 45 67890", ""},
    {"123-45-678912", ""},
    {"1123-45-67891", ""},
    {"123-456-7891", ""},
    {"x1234567891", ""},
    {"0.1234567891", ""},
    {"010-1234-5678", ""},
};

} // namespace

const Recogniser brn_kr{
    .name = "brn-kr",
    .longest = 10 + 2 * longest_joint,
    .places = places,
    .judge = judge,
    .has_weak = true,
    .context = context,
    .examples = examples,
};

} // namespace pouch::redact::recognise
