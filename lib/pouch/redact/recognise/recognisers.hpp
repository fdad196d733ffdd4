#pragma once
#include "pouch/redact/recogniser.hpp"

/// The recognisers, one file each. Form and checks of each stand at the top of its file.
namespace pouch::redact::recognise {

extern const Recogniser age_key;
extern const Recogniser asn;
extern const Recogniser bic;
extern const Recogniser brn_kr;
extern const Recogniser btc;
extern const Recogniser chat_token;
extern const Recogniser cidr;
extern const Recogniser cloud_key;
extern const Recogniser coin_key;
extern const Recogniser crn_kr;
extern const Recogniser cve;
extern const Recogniser date;
extern const Recogniser digest;
extern const Recogniser domain;
extern const Recogniser driver_kr;
extern const Recogniser dtg;
extern const Recogniser email;
extern const Recogniser entropy;
extern const Recogniser eth;
extern const Recogniser frn_kr;
extern const Recogniser iban;
extern const Recogniser imei;
extern const Recogniser imsi;
extern const Recogniser ipv4;
extern const Recogniser ipv6;
extern const Recogniser jwt;
extern const Recogniser latlon;
extern const Recogniser mac;
extern const Recogniser mgrs;
extern const Recogniser onion;
extern const Recogniser pan;
extern const Recogniser passport_kr;
extern const Recogniser password;
extern const Recogniser pem;
extern const Recogniser phone;
extern const Recogniser phone_kr;
extern const Recogniser port;
extern const Recogniser rrn_kr;
extern const Recogniser ssh_key;
extern const Recogniser trx;
extern const Recogniser url;
extern const Recogniser utm;
extern const Recogniser xmr;

} // namespace pouch::redact::recognise
