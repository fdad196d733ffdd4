#include "unit/redact_stix_support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pouch;
using namespace pouch::test::stix;

namespace {

/// What is left of an object when its parts that `selectors` name may not leave; null if it goes.
Json without(Json made, std::initializer_list<Json> selectors)
{
    made["granular_markings"] = list({Json{{"marking_ref", red}, {"selectors", list(selectors)}}});
    const auto objects = run(at_open, bundle(list({made})))["objects"];
    return objects.empty() ? Json() : objects[0];
}

Json less(Json made, std::initializer_list<const char*> names)
{
    for (const auto* name : names) made.erase(name);
    return made;
}

} // namespace

TEST_CASE("stix: mail keeps to its rules of parts")
{
    const auto raw = id_of("artifact", 9);
    const Json part{{"content_type", "text/plain"}, {"body", "b"}};
    const auto mail = object("email-message", 1,
                             {{"is_multipart", true},
                              {"subject", "s"},
                              {"raw_email_ref", raw},
                              {"body_multipart", list({part, with(part, "body_raw_ref", raw)})}});
    CHECK(without(mail, {"is_multipart"}).is_null());
    CHECK(without(mail, {"raw_email_ref"}) == less(mail, {"raw_email_ref"}));
    CHECK(without(mail, {"body_multipart"}) == less(mail, {"body_multipart"}));
    // A part has a body of its own or refers to one; one without goes, the last takes the list.
    CHECK(without(mail, {"body_multipart.[0].body"})["body_multipart"] ==
          list({with(part, "body_raw_ref", raw)}));
    auto second = part;
    second.erase("body");
    second["body_raw_ref"] = raw;
    CHECK(without(mail, {"body_multipart.[1].body"})["body_multipart"] == list({part, second}));
    CHECK(without(mail, {"body_multipart.[0].body", "body_multipart.[1].body",
                         "body_multipart.[1].body_raw_ref"}) == less(mail, {"body_multipart"}));
    CHECK(without(mail, {"body_multipart.[0].content_type"})["body_multipart"][0] == Json{{"body", "b"}});
    const auto plain = object("email-message", 2, {{"is_multipart", false}, {"body", "b"}});
    CHECK(without(plain, {"body"}) == less(plain, {"body"}));
    // The artifact of the whole goes.
    const auto secret =
        object("artifact", 9, {{"payload_bin", "AAAA"}, {"object_marking_refs", list({red})}});
    const auto out = run(at_open, bundle(list({secret, mail})))["objects"];
    REQUIRE(out.size() == 1);
    CHECK_FALSE(out[0].contains("raw_email_ref"));
    CHECK(out[0]["body_multipart"] == list({part, part}));
}

TEST_CASE("stix: observables are nothing without what says what they are")
{
    const auto traffic =
        object("network-traffic", 1,
               {{"protocols", list({"tcp"})},
                {"src_ref", id_of("ipv4-addr", 8)},
                {"dst_ref", id_of("ipv4-addr", 9)},
                {"extensions",
                 {{"http-request-ext",
                   {{"request_method", "get"}, {"request_value", "/"}, {"request_header", {{"a", "b"}}}}},
                  {"icmp-ext", {{"icmp_type_hex", "08"}, {"icmp_code_hex", "00"}}},
                  {"socket-ext", {{"address_family", "AF_INET"}, {"is_blocking", true}}},
                  {"tcp-ext", {{"src_flags_hex", "00"}}}}}});
    CHECK(without(traffic, {"protocols.[0]"}).is_null());
    CHECK(without(traffic, {"src_ref"}) == less(traffic, {"src_ref"}));
    CHECK(without(traffic, {"dst_ref"}) == less(traffic, {"dst_ref"}));
    CHECK(without(traffic, {"src_ref", "dst_ref"}).is_null());
    const auto left = [&](std::initializer_list<Json> selectors) {
        std::string names;
        const auto extensions = without(traffic, selectors).value("extensions", Json::object());
        for (const auto& each : extensions.items()) names += each.key().substr(0, 1);
        return names;
    };
    CHECK(left({"extensions.http-request-ext.request_header"}) == "hist");
    CHECK(left({"extensions.http-request-ext.request_value"}) == "ist");
    CHECK(left({"extensions.http-request-ext.request_method"}) == "ist");
    CHECK(left({"extensions.icmp-ext.icmp_code_hex", "extensions.socket-ext.address_family"}) == "ht");
    CHECK(left({"extensions.icmp-ext.icmp_type_hex", "extensions.tcp-ext.src_flags_hex"}) == "hs");

    const auto file =
        object("file", 2,
               {{"name", "n"},
                {"hashes", {{"MD5", "aa"}, {"SHA-256", "bb"}}},
                {"size", 1},
                {"extensions",
                 {{"ntfs-ext", {{"alternate_data_streams", list({{{"name", "s"}, {"size", 1}}})}}},
                  {"windows-pebinary-ext",
                   {{"pe_type", "exe"}, {"sections", list({{{"name", ".t"}, {"size", 1}}})}}},
                  {"archive-ext", {{"contains_refs", list({id_of("file", 9)})}, {"comment", "c"}}}}}});
    CHECK(without(file, {"name"}) == less(file, {"name"}));
    CHECK(without(file, {"hashes.MD5", "hashes.SHA-256"}) == less(file, {"hashes"}));
    CHECK(without(file, {"name", "hashes.MD5"})["hashes"] == Json{{"SHA-256", "bb"}});
    CHECK(without(file, {"name", "hashes.MD5", "hashes.SHA-256"}).is_null());
    CHECK(without(file, {"extensions.ntfs-ext.alternate_data_streams.[0].name",
                         "extensions.windows-pebinary-ext.pe_type",
                         "extensions.archive-ext.contains_refs.[0]"}) == less(file, {"extensions"}));
    CHECK_FALSE(
        without(file,
                {"extensions.windows-pebinary-ext.sections.[0].name"})["extensions"]["windows-pebinary-ext"]
            .contains("sections"));

    const auto artifact = object("artifact", 3,
                                 {{"url", "u"},
                                  {"hashes", {{"MD5", "aa"}}},
                                  {"mime_type", "x"},
                                  {"encryption_algorithm", "mime-type-indicated"},
                                  {"decryption_key", "k"}});
    CHECK(without(artifact, {"mime_type"}) == less(artifact, {"mime_type"}));
    CHECK(without(artifact, {"encryption_algorithm"}) ==
          less(artifact, {"encryption_algorithm", "decryption_key"}));
    CHECK(without(artifact, {"hashes"}).is_null());
    CHECK(without(with(artifact, "payload_bin", "AAAA"), {"hashes"})["payload_bin"] == "AAAA");

    const auto process = object("process", 4, {{"pid", 1}, {"defanged", false}});
    CHECK(without(process, {"pid"})["pid"].is_null());
    auto bare = process; // an observable has no times
    bare.erase("created");
    bare.erase("modified");
    CHECK(without(bare, {"pid"}).is_null());
    CHECK(without(with(bare, "cwd", "/"), {"pid"}) == less(with(bare, "cwd", "/"), {"pid"}));
}

TEST_CASE("stix: observed data are nothing without what was observed")
{
    const auto observed = object("observed-data", 1,
                                 {{"first_observed", new_year},
                                  {"last_observed", new_year},
                                  {"number_observed", 1},
                                  {"object_refs", list({id_of("file", 8), id_of("file", 9)})}});
    CHECK(without(observed, {"object_refs.[0]"})["object_refs"] == list({id_of("file", 9)}));
    for (const char* needed : {"object_refs", "first_observed", "last_observed", "number_observed"}) {
        INFO(needed);
        CHECK(without(observed, {needed}).is_null());
    }
    const auto secret = [](int n) {
        return object("file", n, {{"name", "x"}, {"object_marking_refs", list({red})}});
    };
    const auto one = run(at_open, bundle(list({secret(8), observed})))["objects"];
    CHECK(one[0]["object_refs"] == list({id_of("file", 9)}));
    CHECK(run(at_open, bundle(list({secret(8), secret(9), observed})))["objects"].empty());
    // Links and families.
    const Json link{{"source_name", "s"}, {"url", "u"}, {"hashes", {{"MD5", "aa"}}}};
    const auto tool = object("tool", 2, {{"name", "x"}, {"external_references", list({link, link})}});
    CHECK(without(tool, {"external_references.[0].url"})["external_references"] == list({link}));
    CHECK(without(with(tool, "external_references", list({with(link, "description", "d")})),
                  {"external_references.[0].url"})["external_references"][0]["description"] == "d");
    const auto malware = object("malware", 3, {{"name", "x"}, {"is_family", true}});
    CHECK(without(malware, {"name"}).is_null());
    CHECK(without(with(malware, "is_family", false), {"name"}) ==
          less(with(malware, "is_family", false), {"name"}));
}
