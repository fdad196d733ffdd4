#include "pouch/redact/builtin.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace pouch::redact;

namespace {

/// Every value that `builtin` finds in `text`, judged at each byte, less those inside a longer one; weak ones
/// with a `?` before them.
std::vector<std::string> found(const char* name, const std::string& text)
{
    const auto builtin = builtin_named(name).value();
    std::vector<Hit> hits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool is_number =
            builtin == Builtin::rrn_kr || builtin == Builtin::frn_kr || builtin == Builtin::pan;
        const bool is_digit = c >= '0' && c <= '9';
        const bool starts = is_digit && (i == 0 || text[i - 1] < '0' || text[i - 1] > '9');
        const bool raised =
            (builtin == Builtin::ipv4 && c == '.') || (builtin == Builtin::ipv6 && c == ':') ||
            (builtin == Builtin::email && c == '@') ||
            (builtin == Builtin::url && text.compare(i, 3, "://") == 0) ||
            (builtin == Builtin::phone_kr && (c == '+' || ((c == '0' || c == '8') && starts))) ||
            (is_number && starts);
        if (!raised) continue;
        const auto hit = judge(builtin, text, i);
        if (!hit) continue;
        if (!hits.empty() && hit->begin >= hits.back().begin && hit->end <= hits.back().end) continue;
        hits.push_back(*hit);
    }
    std::vector<std::string> values;
    for (const auto& hit : hits) {
        values.push_back((hit.is_weak ? "?" : "") + text.substr(hit.begin, hit.end - hit.begin));
    }
    return values;
}

using Values = std::vector<std::string>;

struct Case {
    const char* text;
    Values values;
};

void check(const char* builtin, const std::vector<Case>& cases)
{
    for (const auto& each : cases) {
        INFO(builtin << ": " << each.text);
        CHECK(found(builtin, each.text) == each.values);
    }
}

} // namespace

TEST_CASE("ipv4 finds addresses with their exact bounds and passes over versions and longer numbers")
{
    check("ipv4", {
                      {"10.0.0.1", {"10.0.0.1"}},
                      {"주소는192.0.2.70에서", {"192.0.2.70"}},
                      {"SRC=192.0.2.70 DST=198.51.100.7.", {"192.0.2.70", "198.51.100.7"}},
                      {"\"192.0.2.70\"", {"192.0.2.70"}},
                      {"192.0.2.70:443/x", {"192.0.2.70"}},
                      {"192.0.2.0/24", {"192.0.2.0"}},
                      {"\\n10.20.30.40\\t", {"10.20.30.40"}},
                      {"IP 192.0.2.70.443 > 198.51.100.7.22:", {"192.0.2.70.443", "198.51.100.7.22"}},
                      {"255.255.255.255", {"255.255.255.255"}},
                      {"010.001.002.003", {"010.001.002.003"}},
                      {"host-10.0.0.1", {"10.0.0.1"}},
                      {"version 1.2.3.4", {"?1.2.3.4"}},
                      {"8.8.8.8", {"?8.8.8.8"}},
                      {"256.0.0.1", {}},
                      {"10.0.0.256", {}},
                      {"10.0.0", {}},
                      {"10.0.0.", {}},
                      {"10..0.0.1", {}},
                      {"v10.1.2.3", {"10.1.2.3"}},
                      {"host_10.1.2.3_", {"10.1.2.3"}},
                      {"ip10.1.2.3a", {"10.1.2.3"}},
                      {"1.10.20.30.40", {"1.10.20.30.40"}},
                      {"999.10.20.30.40", {"999.10.20.30.40"}},
                      {"10.20.30.40.123456", {"10.20.30.40.123456"}},
                      {"999.1.2.3", {}},
                      {"1.2.3", {}},
                      {"1.3.6.1.4.1.311", {}},
                      {"1000.0.0.1", {}},
                      {"10.0.0.1234", {}},
                      {"3.14 and 2.71.82", {}},
                  });
}

TEST_CASE("ipv6 finds the text forms of RFC 4291 and not times, hardware addresses or scopes")
{
    check("ipv6",
          {
              {"2001:db8::1", {"2001:db8::1"}},
              {"2001:db8:44::61, 192.0.2.1", {"2001:db8:44::61"}},
              {"주소 2001:DB8::A는", {"2001:DB8::A"}},
              {"2001:0db8:0000:0000:0000:0000:0000:0001", {"2001:0db8:0000:0000:0000:0000:0000:0001"}},
              {"[2001:db8::1]:443", {"2001:db8::1"}},
              {"fe80::1%eth0 up", {"?fe80::1%eth0"}},
              {"fe80::a:b:c%en0.", {"fe80::a:b:c%en0"}},
              {"::ffff:192.0.2.70.", {"::ffff:192.0.2.70"}},
              {"::1", {"?::1"}},
              {"2001:db8::/32", {"?2001:db8::"}},
              {"mac:2001:db8:0:0:0:0:0:1", {"2001:db8:0:0:0:0:0:1"}},
              {"file:12:5:2001:db8:0:0:0:0:0:1", {"12:5:2001:db8:0:0:0:0:0:1"}},
              {"fe80::1:2:3.", {"fe80::1:2:3"}},
              {"addr=2001:db8::5:6, next", {"2001:db8::5:6"}},
              {"12:34:56", {}},
              {"2026-03-14T12:34:56+09:00", {}},
              {"aa:bb:cc:dd:ee:ff", {}},
              {"AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99", {}},
              {"std::string a::before", {}},
              {"::", {}},
              {"1:2:3:4:5:6:7", {}},
              {"1::2::3", {}},
              {"12345::1", {}},
              {"key: value: more:", {}},
          });
}

TEST_CASE("email finds addresses, with Korean beside and inside them")
{
    check("email", {
                       {"kim@example.org", {"kim@example.org"}},
                       {"메일은kim.chul-su+x@mail.example.co.kr로", {"kim.chul-su+x@mail.example.co.kr"}},
                       {"<a_b%c@example.org>,", {"a_b%c@example.org"}},
                       {"'kim@example.org'", {"kim@example.org"}},
                       {"kim@example.org.", {"kim@example.org"}},
                       {"mailto:kim@example.org?subject", {"kim@example.org"}},
                       {"o'brien@example.org", {"o'brien@example.org"}},
                       {"user=kim@example.org", {"kim@example.org"}},
                       {"\\nkim@example.org", {"kim@example.org"}},
                       {"kim@한국.kr에", {"kim@한국.kr"}},
                       {"홍길동@example.org", {"홍길동@example.org"}},
                       {"root@192.0.2.70", {"root@192.0.2.70"}},
                       {"a@b.example, c@d.example", {"a@b.example", "c@d.example"}},
                       {"\"kim chul\"@example.org", {"\"kim chul\"@example.org"}},
                       {"{\"a\":\"\\\"kim su\\\"@example.org\"}", {"\\\"kim su\\\"@example.org"}},
                       {"{\"a\":\"@example.org\"}", {}},
                       {"\"a\",\"@example.org\"", {}},
                       {"kim@localhost", {}},
                       {"@example.org", {}},
                       {"kim@", {}},
                       {"kim@.org", {}},
                       {"kim@example.c", {}},
                       {"x @ y.zz", {}},
                       {"@property.setter", {}},
                   });
    const std::string local(100, 'a');
    CHECK(found("email", local + "@example.org") == Values{local + "@example.org"});
}

TEST_CASE("url finds any scheme up to where the address ends")
{
    check("url", {
                     {"https://update.cdn-sync.example/a/get.php 였습니다",
                      {"https://update.cdn-sync.example/a/get.php"}},
                     {"주소는http://example.org/x?y=1#z.", {"http://example.org/x?y=1#z"}},
                     {"hxxp://evil.example", {"hxxp://evil.example"}},
                     {"(see ftp://files.example/a)", {"ftp://files.example/a"}},
                     {"https://example.org/wiki/A_(b)", {"https://example.org/wiki/A_(b)"}},
                     {"\"https://example.org\",", {"https://example.org"}},
                     {"https://example.org에서", {"https://example.org"}},
                     {"https://example.org/문서/비밀.pdf 끝", {"https://example.org/문서/비밀.pdf"}},
                     {"https://한국.kr/a。", {"https://한국.kr/a"}},
                     {"\\nhttps://example.org\\n", {"https://example.org"}},
                     {"http://user:pw@host:8080/p", {"http://user:pw@host:8080/p"}},
                     {"http://a/?u=http://b/c", {"http://a/?u=http://b/c"}},
                     {"git+ssh://host/x", {"git+ssh://host/x"}},
                     {"http://a.example/x{SECRETGUID}y", {"http://a.example/x{SECRETGUID}y"}},
                     {"http://a.example/x|y`z^w\\v", {"http://a.example/x|y`z^w\\v"}},
                     {"\\\"http://a.example\\\" x", {"http://a.example"}},
                     {"\"http://a.example/\\\\\"", {"http://a.example/\\\\"}},
                     {"{http://a.example} `http://b.example`|", {"http://a.example", "http://b.example"}},
                     {"://nothing", {}},
                     {"http:// x", {}},
                     {"http:/x", {}},
                     {"1://x", {}},
                 });
}

TEST_CASE("phone-kr finds mobile, fixed and international forms")
{
    check("phone-kr", {
                          {"010-1234-5678", {"010-1234-5678"}},
                          {"전화는010-0000-1923이다", {"010-0000-1923"}},
                          {"01012345678", {"01012345678"}},
                          {"010 1234 5678, 011-234-5678", {"010 1234 5678", "011-234-5678"}},
                          {"010.1234.5678", {"010.1234.5678"}},
                          {"010-12345678", {"010-12345678"}},
                          {"02-123-4567", {"02-123-4567"}},
                          {"(02) 1234-5678", {"(02) 1234-5678"}},
                          {"031-123-4567 064-1234-5678", {"031-123-4567", "064-1234-5678"}},
                          {"070-1234-5678", {"070-1234-5678"}},
                          {"0505-123-4567", {"0505-123-4567"}},
                          {"+82 10-0000-8851", {"+82 10-0000-8851"}},
                          {"82-10-1234-5678", {"82-10-1234-5678"}},
                          {"0082-10-1234-5678", {"0082-10-1234-5678"}},
                          {"00 82 2 123 4567", {"00 82 2 123 4567"}},
                          {"00821012345678", {"00821012345678"}},
                          {"a00821012345678", {}},
                          {"182-10-1234-5678", {}},
                          {"82 10 1234 5678", {}},
                          {"+82-2-123-4567", {"+82-2-123-4567"}},
                          {"+821012345678", {"+821012345678"}},
                          {"+82 (0)10 1234 5678", {"+82 (0)10 1234 5678"}},
                          {"010 - 1234 - 5678", {"010 - 1234 - 5678"}},
                          {"010\xE2\x80\x91"
                           "1234\xE2\x80\x91"
                           "5678",
                           {"010\xE2\x80\x91"
                            "1234\xE2\x80\x91"
                            "5678"}},
                          {"Tel.02)123-4567", {"02)123-4567"}},
                          {"021234567", {"?021234567"}},
                          {"0311234567", {"?0311234567"}},
                          {"2026-01-02T03:04:05", {}},
                          {"0101234567", {"0101234567"}},
                          {"010-12-5678", {}},
                          {"010-1234-56789", {}},
                          {"1010-1234-5678", {}},
                          {"abc01012345678", {}},
                          {"0.01012345678", {}},
                          {"012-345-6789", {}},
                          {"+81 10-0000-8851", {}},
                          {"00:00:00.0212345678", {}},
                          {"5f0101234567ab", {}},
                      });
}

TEST_CASE("rrn-kr checks the date, and calls weak what only looks like a number")
{
    check("rrn-kr", {
                        {"번호는960101-1234567이야", {"960101-1234567"}},
                        {"주민번호:910715-4455765이며", {"910715-4455765"}},
                        {"id960101-1234567", {"960101-1234567"}},
                        {"960101 - 1234567", {"960101 - 1234567"}},
                        {"960101\xE2\x80\x93"
                         "1234567",
                         {"960101\xE2\x80\x93"
                          "1234567"}},
                        {"000229-3123456", {"000229-3123456"}}, // 2000 was a leap year
                        {"960229-1123456", {"960229-1123456"}},
                        {"001231-9123456", {"001231-9123456"}}, // born in 1800
                        {"960101-1234567-8", {"960101-1234567"}},
                        {"9601011234561", {"9601011234561"}},  // right check digit
                        {"9601011234567", {"?9601011234567"}}, // wrong check digit
                        {"960101 1234567", {"?960101 1234567"}},
                        {"990229-1234567", {}}, // 1999 was none
                        {"000229-1123456", {}}, // nor was 1900
                        {"130001-1234567", {}},
                        {"961301-1234567", {}},
                        {"960431-1234567", {}},
                        {"960100-1234567", {}},
                        {"960101-5234567", {}}, // a foreigner's
                        {"960101-123456", {}},
                        {"960101-12345678", {}},
                        {"19960101-1234567", {"19960101-1234567"}}, // the whole date
                        {"20000229-3123456", {"20000229-3123456"}},
                        {"20960101-1234567", {}}, // of another century
                        {"1960101-1234567", {}},
                        {"120960101-1234567", {}},
                        {"19601011234561", {}},
                        {"id9601011234561", {}},
                        {"0.9601011234561", {}},
                        {"1700000000000", {}},
                        {"960101--1234567", {}},
                    });
}

TEST_CASE("frn-kr finds foreigners' numbers with their own check digit, and no residents' numbers")
{
    check("frn-kr", {
                        {"960101-5234567", {"960101-5234567"}},
                        {"010203-7123456", {"010203-7123456"}},
                        {"9601015234567", {"?9601015234567"}},
                        {"9601015234564", {"9601015234564"}},
                        {"960101-1234567", {}},
                        {"961301-5234567", {}},
                    });
}

TEST_CASE("pan finds cards by groups and Luhn, and nothing inside longer tokens")
{
    check("pan", {
                     {"4111 1111 1111 1111", {"4111 1111 1111 1111"}},
                     {"5555-5555-5555-4444", {"5555-5555-5555-4444"}},
                     {"카드번호 4012 8888 8888 1881을", {"4012 8888 8888 1881"}},
                     {"4111111111111111", {"4111111111111111"}},
                     {"378282246310005", {"378282246310005"}},
                     {"3782 822463 10005", {"3782 822463 10005"}},
                     {"3056-930902-5904", {"3056-930902-5904"}},
                     {"4222222222222", {"4222222222222"}},
                     {"6304000000000000000", {"6304000000000000000"}},
                     {"card-4111111111111111.", {"4111111111111111"}},
                     {"Room 1234 4111 1111 1111 1111", {"4111 1111 1111 1111"}},
                     {"12-4111-1111-1111-1111", {"4111-1111-1111-1111"}},
                     {"x4111111111111111", {"4111111111111111"}},
                     {"_4111111111111111_", {"4111111111111111"}},
                     {"4111 1111 1111 1112", {}}, // Luhn
                     {"4111-1111 1111-1111", {}}, // mixed separators
                     {"41111111111111111", {}},   // 17 digits, Luhn fails
                     {"a4111111111111111", {}},   // inside a token
                     {"4111111111111111b", {}},
                     {"0.4111111111111111", {}},  // a fraction
                     {"0000 0000 0000 0000", {}}, // no issuer
                     {"1234567890128", {}},       // 13 digits, not a card of that length
                     {"41111 1111 1111 111", {}},
                     {"550e8400-e29b-41d4-a716-446655440000", {}},
                     {"00000000-4111-1111-1111-111111111111", {}},
                 });
}

TEST_CASE("recognisers read no byte outside the text, wherever it is cut")
{
    const std::string text = "a@b.example 10.0.0.1 2001:db8::1%e https://x.example/(y) +82 (0)10-1234-5678 "
                             "960101 - 1234567 4111 1111 1111 1111 홍길동@한국.kr \\n::ffff:1.2.3.4";
    for (std::size_t b = 0; b < builtin_count; ++b) {
        for (std::size_t begin = 0; begin < text.size(); ++begin) {
            for (std::size_t end = begin + 1; end <= text.size(); ++end) {
                // In memory of its own, so that the sanitizer sees every byte beside it.
                const std::vector<char> cut(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                            text.begin() + static_cast<std::ptrdiff_t>(end));
                const std::string_view view(cut.data(), cut.size());
                for (std::size_t at = 0; at < view.size(); ++at) {
                    const char c = view[at];
                    const auto builtin = static_cast<Builtin>(b);
                    const bool is_digit = c >= '0' && c <= '9';
                    const bool fits = is_digit ? builtin >= Builtin::phone_kr
                                               : std::string_view(".:@+").find(c) != std::string_view::npos;
                    if (builtin == Builtin::url && view.substr(at, 3) != "://") continue;
                    if (!fits || (!is_digit && builtin > Builtin::phone_kr)) continue;
                    const auto hit = judge(builtin, view, at);
                    if (hit) REQUIRE((hit->begin < hit->end && hit->end <= view.size()));
                }
            }
        }
    }
}
