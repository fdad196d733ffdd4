#include "pouch/redact/recognise/recognisers.hpp"
#include "pouch/redact/recognise/registration.hpp"

namespace pouch::redact::recognise {

namespace {

std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    return judge_registration(text, at, Registered::foreigner);
}

constexpr Example examples[] = {
    {"960101-5234567", "960101-5234567"},
    {"010203-7123456", "010203-7123456"},
    {"9601015234567", "?9601015234567"},
    {"9601015234564", "9601015234564"},
    {"960101-\n5234567", "960101-\n5234567"},
    {"960101+5234567", "?960101+5234567"},
    {"960101-1234567", ""},
    {"961301-5234567", ""},
    {"960101-52345678", ""},
};

} // namespace

const Recogniser frn_kr{
    .name = "frn-kr",
    .longest = 128,
    .places = registration_places,
    .judge = judge,
    .has_weak = true,
    .examples = examples,
};

} // namespace pouch::redact::recognise
