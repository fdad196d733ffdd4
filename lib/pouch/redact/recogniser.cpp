#include "pouch/redact/recogniser.hpp"

#include "pouch/redact/recognise/recognisers.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact {

namespace {

constexpr std::array all{
    &recognise::asn,      &recognise::cidr,  &recognise::cve,    &recognise::digest,
    &recognise::domain,   &recognise::email, &recognise::frn_kr, &recognise::ipv4,
    &recognise::ipv6,     &recognise::mac,   &recognise::onion,  &recognise::pan,
    &recognise::phone_kr, &recognise::port,  &recognise::rrn_kr, &recognise::url,
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
