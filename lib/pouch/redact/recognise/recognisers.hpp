#pragma once
#include "pouch/redact/recogniser.hpp"

/// The recognisers, one file each. Form and checks of each stand at the top of its file.
namespace pouch::redact::recognise {

extern const Recogniser bic;
extern const Recogniser brn_kr;
extern const Recogniser crn_kr;
extern const Recogniser date;
extern const Recogniser driver_kr;
extern const Recogniser dtg;
extern const Recogniser email;
extern const Recogniser frn_kr;
extern const Recogniser iban;
extern const Recogniser imei;
extern const Recogniser imsi;
extern const Recogniser ipv4;
extern const Recogniser ipv6;
extern const Recogniser pan;
extern const Recogniser passport_kr;
extern const Recogniser phone;
extern const Recogniser phone_kr;
extern const Recogniser rrn_kr;
extern const Recogniser url;

} // namespace pouch::redact::recognise
