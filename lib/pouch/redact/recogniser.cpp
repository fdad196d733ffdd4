#include "pouch/redact/recogniser.hpp"

#include "pouch/redact/recognise/recognisers.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

constexpr std::array all{
    &recognise::age_key,  &recognise::asn,        &recognise::bic,       &recognise::brn_kr,
    &recognise::btc,      &recognise::chat_token, &recognise::cidr,      &recognise::cloud_key,
    &recognise::coin_key, &recognise::crn_kr,     &recognise::cve,       &recognise::date,
    &recognise::digest,   &recognise::domain,     &recognise::driver_kr, &recognise::dtg,
    &recognise::email,    &recognise::entropy,    &recognise::eth,       &recognise::frn_kr,
    &recognise::iban,     &recognise::imei,       &recognise::imsi,      &recognise::ipv4,
    &recognise::ipv6,     &recognise::jwt,        &recognise::latlon,    &recognise::mac,
    &recognise::mgrs,     &recognise::onion,      &recognise::pan,       &recognise::passport_kr,
    &recognise::password, &recognise::pem,        &recognise::phone,     &recognise::phone_kr,
    &recognise::port,     &recognise::rrn_kr,     &recognise::ssh_key,   &recognise::trx,
    &recognise::url,      &recognise::utm,        &recognise::xmr,
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
