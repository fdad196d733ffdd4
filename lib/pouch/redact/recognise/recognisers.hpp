#pragma once
#include "pouch/redact/recogniser.hpp"

/// The recognisers, one file each. Form and checks of each stand at the top of its file.
namespace pouch::redact::recognise {

extern const Recogniser asn;
extern const Recogniser cidr;
extern const Recogniser cve;
extern const Recogniser digest;
extern const Recogniser domain;
extern const Recogniser email;
extern const Recogniser frn_kr;
extern const Recogniser ipv4;
extern const Recogniser ipv6;
extern const Recogniser mac;
extern const Recogniser onion;
extern const Recogniser pan;
extern const Recogniser phone_kr;
extern const Recogniser port;
extern const Recogniser rrn_kr;
extern const Recogniser url;

} // namespace pouch::redact::recognise
