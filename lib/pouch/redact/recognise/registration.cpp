#include "pouch/redact/recognise/registration.hpp"

#include "pouch/redact/recognise/anchors.hpp"
#include "pouch/redact/recognise/digits.hpp"

namespace pouch::redact::recognise {

namespace {

/// First year of the century that the seventh digit stands for.
unsigned century_of(unsigned code)
{
    if (code == 9 || code == 0) return 1800;
    return code == 1 || code == 2 || code == 5 || code == 6 ? 1900 : 2000;
}

/// The check digit over the first twelve digits; `base` is 11 for residents, 13 for foreigners.
bool has_check_digit(std::string_view front, std::string_view back, unsigned base)
{
    constexpr std::array<unsigned, 12> weights{2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    unsigned sum = 0;
    for (std::size_t i = 0; i < 12; ++i) {
        sum += weights[i] * (i < 6 ? digit_at(front, i) : digit_at(back, i - 6));
    }
    return (base - sum % 11) % 10 == digit_at(back, 6);
}

} // namespace

std::optional<Hit> judge_registration(std::string_view text, std::size_t at, Registered kind)
{
    if (!starts_number(text, at)) return std::nullopt;
    auto run = digit_run(text, at, 14);
    const auto begin = at;
    const bool is_whole_date = run == 8 && joint_at(text, at + 8).has_dash;
    if (is_whole_date) {
        at += 2;
        run = 6;
    }
    std::size_t back = at + 6;
    Joint joint;
    if (run == 6) {
        joint = joint_at(text, back);
        if (joint.size == 0 || digit_run(text, back + joint.size, 8) != 7) return std::nullopt;
        back += joint.size;
    } else if (run != 13) {
        return std::nullopt;
    }
    const auto end = back + 7;
    const bool is_joined = joint.size == 0;
    const bool is_blank = !is_joined && !joint.has_dash;
    if (!joint.has_dash) {
        if (!is_border_before(text, at) || !is_border_after(text, end) || is_fraction(text, at)) {
            return std::nullopt;
        }
    }
    const auto code = digit_at(text, back);
    if ((code >= 5 && code <= 8) != (kind == Registered::foreigner)) return std::nullopt;
    const auto year = century_of(code) + two_digits(text, at);
    // Eight digits are a birth date in full if its century is that of the code; else some other number.
    if (is_whole_date && two_digits(text, begin) != year / 100) return std::nullopt;
    if (!is_date(year, two_digits(text, at + 2), two_digits(text, at + 4))) return std::nullopt;

    const bool is_checked =
        has_check_digit(text.substr(at, 6), text.substr(back, 7), kind == Registered::resident ? 11 : 13);
    const bool is_weak = is_blank || (is_joined && !is_checked);
    return Hit{begin, end, is_weak ? Strength::weak : Strength::strong};
}

MaskGraph::Id registration_places(MaskGraph& graph)
{
    const auto joined = exact_run(graph, 13);
    return graph.either(joined, graph.either(grouped(graph, 6U, 7U), grouped(graph, 8U, 7U)));
}

} // namespace pouch::redact::recognise
