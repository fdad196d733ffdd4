#include "pouch/redact/recogniser.hpp"

#include "pouch/redact/recognise/recognisers.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

constexpr std::array all{
    &recognise::bic,   &recognise::brn_kr,   &recognise::crn_kr, &recognise::date, &recognise::driver_kr,
    &recognise::dtg,   &recognise::email,    &recognise::frn_kr, &recognise::iban, &recognise::imei,
    &recognise::imsi,  &recognise::ipv4,     &recognise::ipv6,   &recognise::pan,  &recognise::passport_kr,
    &recognise::phone, &recognise::phone_kr, &recognise::rrn_kr, &recognise::url,
};

} // namespace

std::span<const Recogniser* const> recognisers()
{
    return all;
}

const Recogniser* recogniser_named(std::string_view name)
{
    const auto known =
        std::find_if(all.begin(), all.end(), [&](const auto* one) { return one->name == name; });
    return known == all.end() ? nullptr : *known;
}

} // namespace pouch::redact
