#include "pouch/base/text.hpp"
#include "pouch/format/age.hpp"
#include "pouch/redact/operator/base32.hpp"
#include "pouch/redact/operator/operators.hpp"
#include "pouch/redact/operator/written_date.hpp"
#include "unit/redact_json_support.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace pouch;
using namespace pouch::redact;

namespace {

const KeyScope& key()
{
    static const KeyScope scope(KeyScope::Key::filled_by(
        [](MutableByteView out) { std::fill(out.begin(), out.end(), std::byte{7}); }));
    return scope;
}

const KeyScope& other_key()
{
    static const KeyScope scope(KeyScope::Key::filled_by(
        [](MutableByteView out) { std::fill(out.begin(), out.end(), std::byte{8}); }));
    return scope;
}

const format::AgeIdentity& originator()
{
    static const auto identity = format::AgeIdentity::from(crypto::X25519Secret::filled_by(
        [](MutableByteView out) { std::fill(out.begin(), out.end(), std::byte{42}); }));
    return identity;
}

RuleSet rule_set(const std::string& toml)
{
    auto set = test::rules_of(toml);
    for (auto& rule : set.rules) rule.originator = format::to_text(originator().recipient);
    return set;
}

/// One rule that does `action`, with `more` lines of TOML.
std::string rule(const std::string& id, const std::string& action, const std::string& more)
{
    return "[[rule]]\nid = '" + id + "'\ncategory = '" + id + "'\naction = '" + action + "'\n" + more + "\n";
}

struct Run {
    std::string output;
    std::map<std::string, int> counts; ///< Of reports, by rule.
};

Run run(const Scanner& scanner, const std::string& text, std::size_t block_size = 1U << 18U,
        std::size_t threads = 1, const KeyScope& with = key())
{
    Engine engine(scanner, {.threads = threads, .block_size = block_size, .key = &with});
    io::MemorySource in(as_bytes(text));
    io::MemorySink out;
    Run done;
    engine.run(in, out, threads,
               [&](const Removal& removal) { ++done.counts[scanner.rules()[removal.rule].id]; });
    done.output = as_text(out.bytes);
    return done;
}

std::string redacted(const std::string& toml, const std::string& text, const KeyScope& with = key())
{
    const Scanner scanner(rule_set(toml).rules);
    return run(scanner, text, 1U << 18U, 1, with).output;
}

/// What the operator of the one rule in `toml` makes of a value.
std::string applied(const Operator& apply, std::string_view value)
{
    return apply(value).value_or("nothing");
}

Operator generaliser(const std::string& more)
{
    return generaliser_of(rule_set(rule("g", "generalise", more)).rules.front());
}

} // namespace

TEST_CASE("base32 is that of RFC 4648 without padding")
{
    CHECK(base32(as_bytes("")).empty());
    CHECK(base32(as_bytes("f")) == "MY");
    CHECK(base32(as_bytes("fo")) == "MZXQ");
    CHECK(base32(as_bytes("foo")) == "MZXW6");
    CHECK(base32(as_bytes("foob")) == "MZXW6YQ");
    CHECK(base32(as_bytes("fooba")) == "MZXW6YTB");
    CHECK(base32(as_bytes("foobar")) == "MZXW6YTBOI");
}

TEST_CASE("a pseudonym is the same for one value in all its spellings, and another for another")
{
    const auto same = [](const std::string& more, const std::vector<std::string>& values) {
        const auto rules = rule_set(rule("p", "pseudonym", more)).rules;
        const auto apply = pseudonymiser_of(rules.front(), key());
        std::set<std::string> all;
        for (const auto& value : values) all.insert(applied(apply, value));
        return all.size();
    };
    CHECK(same("literals = ['x y']",
               {"Acme Corp", "ACME corp", "Acme\n\u3000Corp", "AcmeCorp", "Acme\u2003Corp"}) == 1);
    CHECK(same("literals = ['x y']", {"C", "C++"}) == 2);
    CHECK(same("builtin = 'asn'", {"AS64500", "AS 64500", "as64500"}) == 1);
    CHECK(same("builtin = 'latlon'", {"37.5665, 126.9780", "37.5665,126.9780"}) == 1);
    CHECK(same("builtin = 'latlon'", {"+37.5665, 126.9780", "-37.5665,126.9780"}) == 2);
    CHECK(same("builtin = 'mgrs'", {"52S CG 23456 78901", "52SCG2345678901"}) == 1);
    CHECK(same("literals = ['x y']", {"\u00C9t\u00E9", "E\u0301te\u0301"}) == 1);
    CHECK(same("literals = ['x y']", {"Acme Corp", "Acme-Corp"}) == 2);
    CHECK(same("builtin = 'phone-kr'",
               {"010-1234-5678", "01012345678", "+82 10 1234 5678", "+82-(0)10-1234-5678"}) == 1);
    CHECK(same("builtin = 'phone-kr'", {"010-1234-5678", "010-1234-5679"}) == 2);
    CHECK(same("builtin = 'ipv4'", {"192.0.2.1", "192[.]0[.]2[.]1"}) == 1);
    CHECK(same("builtin = 'ipv6'", {"2001:db8::1", "2001:0DB8:0:0:0:0:0:1"}) == 1);
    const std::string names = "names = ['홍길동|Hong Gil-dong', '성춘향|Seong Chun-hyang']";
    CHECK(same(names, {"홍길동", "홍 길동", "Hong Gil-dong", "HONG, Gildong", "Gil Dong Hong",
                       "Hong\u2009Gil-dong"}) == 1);
    CHECK(same(names, {"홍길동", "성춘향"}) == 2);
}

TEST_CASE("a pseudonym depends on key and category, and has one form")
{
    const auto rules =
        rule_set(rule("a", "pseudonym", "literals = ['x']") + rule("b", "pseudonym", "literals = ['x']"))
            .rules;
    const auto text = applied(pseudonymiser_of(rules[0], key()), "x");
    CHECK(re2::RE2::FullMatch(text, R"(\[a:[A-Z2-7]{16}\])"));
    const auto tail = [](const std::string& pseudonym) { return pseudonym.substr(3); };
    CHECK(tail(applied(pseudonymiser_of(rules[1], key()), "x")) != tail(text));
    CHECK(applied(pseudonymiser_of(rules[0], other_key()), "x") != text);
}

TEST_CASE("a pseudonym is of the decoded value")
{
    const auto toml = rule("p", "pseudonym", "literals = ['홍길동']");
    const auto plain = redacted(toml, "홍길동");
    CHECK(redacted(toml, "\\ud64d길동") == plain);
    CHECK(redacted(toml, "%ED%99%8D%EA%B8%B8%EB%8F%99") == plain);
    CHECK(redacted(toml, "a 홍길동, b 홍길동") == "a " + plain + ", b " + plain);
}

TEST_CASE("overlapping matches go as one, and the one that names it gives the value")
{
    const auto toml =
        rule("p", "pseudonym", "literals = ['Hong Gil']") + rule("t", "token", "literals = ['Gil dong x']");
    const auto longer = rule("p", "pseudonym", "literals = ['Hong Gil']\npriority = 1") +
                        rule("t", "token", "literals = ['Gil dong x']");
    CHECK(redacted(toml, "Hong Gil dong x") == "[REDACTED:t]");
    CHECK(redacted(longer, "Hong Gil dong x") == redacted(longer, "Hong Gil"));
}

TEST_CASE("the category in what operators write is no context")
{
    const auto toml = rule("host", "pseudonym", "literals = ['Alpha']") +
                      rule("n", "token", "regex = '\\b\\d{5}\\b'\ncontext = ['host']");
    CHECK(redacted(toml, "Alpha 12345").ends_with("] 12345"));
    CHECK(redacted(toml, "host 12345") == "host [REDACTED:n]");
}

TEST_CASE("a rule that matches what an operator writes is refused")
{
    const auto toml =
        rule("p", "pseudonym", "literals = ['secret']") + rule("r", "token", "regex = '\\b[A-Z2-7]{16}\\b'");
    CHECK(test::failure([&] { Scanner scanner(rule_set(toml).rules); }) == "2:rules.token");
}

TEST_CASE("without a key what needs one is refused, and what does not is not")
{
    for (const std::string action : {"pseudonym", "shift-date", "encrypt"}) {
        const Scanner scanner(rule_set(rule("r", action, "builtin = 'date'")).rules);
        CHECK(test::failure([&] { Engine engine(scanner, {}); }) == "2:rules.key-file");
    }
    const Scanner scanner(rule_set(rule("r", "generalise", "builtin = 'date'")).rules);
    CHECK_NOTHROW(Engine(scanner, {}));
}

TEST_CASE("values are generalised")
{
    struct Case {
        std::string rule;
        std::string value;
        std::string want;
    };
    const auto c = GENERATE(values<Case>({
        {"builtin = 'ipv4'", "192.0.2.70", "192.0.2.x"},
        {"builtin = 'ipv4'\ngeneralise_to = '/16'", "192.0.2.70", "192.0.x.x"},
        {"builtin = 'ipv4'\ngeneralise_to = '/8'", "192[.]0[.]2[.]70", "192.x.x.x"},
        {"builtin = 'ipv4'", "0xC0000201", "nothing"},
        {"builtin = 'ipv4'", "192.0.2.70.443", "nothing"},
        {"builtin = 'ipv6'", "2001:DB8:1:2::9", "2001:db8:1:x"},
        {"builtin = 'ipv6'\ngeneralise_to = '/32'", "2001:db8:1::9%eth0", "2001:db8:x"},
        {"builtin = 'ipv6'", "::ffff:192.0.2.70", "nothing"},
        {"builtin = 'ipv6'", "2002:c000:24d::1", "nothing"},
        {"builtin = 'ipv6'", "2001:0:c000:24d::1", "nothing"},
        {"builtin = 'ipv6'", "64:ff9b::c000:24d", "nothing"},
        {"builtin = 'date'", "4 March 2026", "2026-03"},
        {"builtin = 'date'\ngeneralise_to = 'year'", "2026년 3월 4일 오후 3시", "2026"},
        {"builtin = 'date'", "04/03/2026", "nothing"},
        {"builtin = 'date'", "1 May '62", "nothing"}, // of which century?
        {"builtin = 'date'", "26.3.4", "nothing"},
        {"builtin = 'date'\ngeneralise_to = 'year'", "4-Mar-26", "nothing"},
        {"builtin = 'dtg'", "041530ZMAR2026", "2026-03"},
        {"builtin = 'dtg'", "041530ZMAR99", "nothing"},
        {"builtin = 'dtg'\ngeneralise_to = 'year'", "041530Z MAR 26", "nothing"},
        {"builtin = 'email'", "kim@example.org", "x@example.org"},
        {"builtin = 'url'", "https://example.org:8443/a?b", "https://example.org"},
        {"builtin = 'url'", "https://kim:pw@example.org/a", "nothing"},
        {"builtin = 'url'", "https://a.example;user=kim/x", "nothing"},
        {"builtin = 'url'", "https://a.example%2Fcase-117", "nothing"},
        {"builtin = 'url'", "https://[2001:db8::1]/x", "nothing"},
        {"builtin = 'url'", "tel://01012345678/x", "nothing"},
        {"builtin = 'mgrs'", "52S CG 23456 78901", "52SCG27"},
        {"builtin = 'latlon'", "37.5665, -126.9780", "37.5, -126.9"},
        {"builtin = 'latlon'", "37-33-59N", "nothing"},
        {"builtin = 'latlon'", "37 33.999N", "nothing"},
        {"builtin = 'latlon'", "N37 33.999", "nothing"},
        {"builtin = 'latlon'", "3733.999,N", "nothing"},
        {"builtin = 'latlon'", "N3733.999", "nothing"},
        {"builtin = 'latlon'", "12658.680,E", "nothing"},
        {"builtin = 'latlon'", "181.999, 37.5", "nothing"},
        {"builtin = 'latlon'", "37.5665\u00B0 N", "37.5\u00B0 N"},
        {"regex = '\\d+'\ngeneralise_to = 10", "34", "30-39"},
        {"regex = '\\d+'\ngeneralise_to = 10", "99999999999999999999", "nothing"},
        {"regex = '\\d+'\ngeneralise_to = 5", "x", "nothing"},
    }));
    INFO(c.rule << " " << c.value);
    CHECK(applied(generaliser(c.rule), c.value) == c.want);
}

TEST_CASE("degrees and minutes with decimals are one value, which is not made less exact")
{
    CHECK(redacted(rule("g", "generalise", "builtin = 'latlon'"), "at 37 33.999N 126 58.680E") ==
          "at [REDACTED:g] [REDACTED:g]");
}

TEST_CASE("what is generalised adds no cell to CSV")
{
    const auto csv = [](const std::string& rows) {
        return test::json_of(rule("g", "generalise", "builtin = 'latlon'"), rows, FormatKind::csv);
    };
    CHECK(csv("a,b\n37.5665%2C126.9780,x\n") == "a,b\n[REDACTED:g],x\n");
    CHECK(csv("a,b,c\n37.5665,126.9780,x\n") == "a,b,c\n[REDACTED:g],[REDACTED:g],x\n");
    CHECK(csv("a,b\n\"37.5665,126.9780\",x\n") == "a,b\n\"37.5,126.9\",x\n");
    CHECK(csv("a,b\n37.5665 126.9780,x\n") == "a,b\n37.5 126.9,x\n");
}

TEST_CASE("what is generalised does not match its rule, or is what it would become")
{
    for (const std::string more :
         {"builtin = 'ipv4'", "builtin = 'ipv6'", "builtin = 'date'", "builtin = 'dtg'", "builtin = 'email'",
          "builtin = 'url'", "builtin = 'mgrs'", "builtin = 'latlon'"}) {
        const auto set = rule_set(rule("g", "generalise", more));
        const auto apply = generaliser_of(set.rules.front());
        const Scanner scanner(set.rules);
        auto space = scanner.workspace();
        std::vector<Match> matches;
        int tried = 0;
        for (const auto& example : set.rules.front().builtin->examples) {
            for (auto found : split(example.found, '\n')) {
                while (found.starts_with('?') || found.starts_with('~')) found.remove_prefix(1);
                const auto once = apply(found);
                if (!once) continue;
                ++tried;
                scanner.scan(whole_window(*once), space, matches);
                INFO(more << ": " << *once);
                CHECK((matches.empty() || apply(*once) == once));
            }
        }
        CHECK(tried > 0);
    }
}

TEST_CASE("what cannot be generalised or shifted is a fault of the rules")
{
    const auto reason = [](const std::string& action, const std::string& more) {
        return test::failure([&] { (void)rule_set(rule("r", action, more)); });
    };
    CHECK(reason("generalise", "literals = ['x']") == "2:rules.value");
    CHECK(reason("generalise", "names = ['홍길동']") == "2:rules.value");
    CHECK(reason("generalise", "builtin = 'rrn-kr'") == "2:rules.value");
    CHECK(reason("generalise", "builtin = 'ipv4'\ngeneralise_to = '/25'") == "2:rules.value");
    CHECK(reason("generalise", "builtin = 'ipv4'\ngeneralise_to = 24") == "2:rules.value");
    CHECK(reason("generalise", "regex = '\\d+'") == "2:rules.value");
    CHECK(reason("generalise", "regex = '\\d+'\ngeneralise_to = 1") == "2:rules.value");
    CHECK(reason("token", "builtin = 'ipv4'\ngeneralise_to = '/16'") == "2:rules.key");
    CHECK(reason("token", "builtin = 'date'\nsubject = 'case'") == "2:rules.key");
    CHECK(reason("shift-date", "builtin = 'ipv4'") == "2:rules.value");
    CHECK(reason("shift-date", "regex = '\\d+'") == "2:rules.value");
    for (const std::string action : {"generalise", "shift-date", "keep"})
        CHECK(reason(action, "field = '/a'") == "2:rules.value");
    CHECK(reason("pseudonym", "field = '/a'").empty());
    CHECK(reason("pseudonym", "field = '/a'\nfield_part = 'key'") == "2:rules.value");
    CHECK(reason("generalise", "field = '/a'\ngeneralise_to = 10").empty());
}

TEST_CASE("a band matches its rule again and is no residue")
{
    const auto toml = rule("age", "generalise", "regex = '\\b\\d{1,3}\\b'\ngeneralise_to = 10");
    CHECK(redacted(toml, "34, 7 and 41") == "30-39, 0-9 and 40-49");
    // Beside something that is searched again since it was replaced.
    const auto more = toml + rule("x", "drop", "literals = ['x']");
    CHECK(redacted(more, "34 axb 7") == "30-39 ab 0-9");
}

TEST_CASE("what settling replaces keeps what operators wrote around it")
{
    // Dropping joins the halves of the word, which is then found.
    const auto toml = rule("age", "generalise", "regex = '\\b\\d{1,3}\\b'\ngeneralise_to = 10") +
                      rule("gone", "drop", "literals = ['-~-']") +
                      rule("word", "pseudonym", "literals = ['secret']");
    CHECK(redacted(toml, "34 sec-~-ret 7, 55") == "30-39 [REDACTED:word] 0-9, 50-59");
}

TEST_CASE("dates are read and written in their own spelling")
{
    using namespace std::chrono;
    const auto moved = [](std::string_view text, year_month_day to) {
        const auto written = WrittenDate::read(text);
        return written ? written->with(to).value_or("nothing") : "unread";
    };
    const auto to = 2027y / December / 31d;
    CHECK(moved("2026-03-04", to) == "2027-12-31");
    CHECK(moved("2026-03-04", 2026y / May / 9d) == "2026-05-09");
    CHECK(moved("2026. 3. 4", 2026y / May / 9d) == "2026. 5. 9");
    CHECK(moved("'26. 3. 4", to) == "'27. 12. 31");
    CHECK(moved("2026년 3월 4일 오후 3시 20분", to) == "2027년 12월 31일 오후 3시 20분");
    CHECK(moved("2026-03-04T05:06:07.123+09:00", to) == "2027-12-31T05:06:07.123+09:00");
    CHECK(moved("24/03/2026", to) == "31/12/2027");
    CHECK(moved("03/24/2026", to) == "12/31/2027");
    CHECK(moved("04/03/2026", to) == "unread");
    CHECK(moved("04/04/2026", to) == "unread");
    CHECK(moved("4 March 2026", to) == "31 December 2027");
    CHECK(moved("4th of March, 2026", 2026y / June / 22d) == "22nd of June, 2026");
    CHECK(moved("March 4, 2026", to) == "December 31, 2027");
    CHECK(moved("Sept. 3rd, 2026", 2026y / June / 11d) == "Jun. 11th, 2026");
    CHECK(moved("04/Mar/2026:05:06:07 +0900", to) == "31/Dec/2027:05:06:07 +0900");
    CHECK(moved("041530ZMAR26", to) == "311530ZDEC27");
    CHECK(moved("291200zfeb24", to) == "311200zdec27");
    CHECK(moved("041530Z MAR 26", 2100y / March / 4d) == "nothing");
}

TEST_CASE("each date that is found is shifted or not read at all, and is a date again")
{
    for (const std::string builtin : {"date", "dtg"}) {
        const auto set = rule_set(rule("d", "shift-date", "builtin = '" + builtin + "'"));
        const auto shift = shifter_of(set.rules.front(), key());
        for (const auto& example : set.rules.front().builtin->examples) {
            if (example.found.empty()) continue;
            const auto before = WrittenDate::read(example.found);
            INFO(example.found);
            if (example.found != "04/03/2026") REQUIRE(before);
            if (!before) continue;
            const auto after = shift(example.found);
            REQUIRE(after);
            const auto days = (std::chrono::sys_days(WrittenDate::read(*after)->date()) -
                               std::chrono::sys_days(before->date()))
                                  .count();
            CHECK(days != 0);
            CHECK(days % 7 == 0);
            CHECK(std::abs(days) <= 180);
        }
    }
}

TEST_CASE("all dates of a subject move alike, once")
{
    const auto toml = rule("d", "shift-date", "builtin = 'date'");
    const Scanner scanner(rule_set(toml).rules);
    const auto done = run(scanner, "2026-03-04, 5 March 2026, 04/03/2026");
    CHECK(done.counts.at("d") == 3);
    const auto first = WrittenDate::read(done.output.substr(0, 10));
    REQUIRE(first);
    const auto next =
        std::chrono::year_month_day(std::chrono::sys_days(first->date()) + std::chrono::days(1));
    CHECK(done.output.find(WrittenDate::read("5 March 2026")->with(next).value()) == 12);
    CHECK(done.output.ends_with(", [REDACTED:d]"));
    CHECK(redacted(toml + "subject = 'other'", "2026-03-04") != done.output.substr(0, 10));
    CHECK(redacted(toml, "2026-03-04", other_key()) != done.output.substr(0, 10));
}

TEST_CASE("what is kept is counted, stays, and does not protect from another rule")
{
    const auto toml =
        rule("k", "keep", "literals = ['Alpha', 'Bravo']") + rule("t", "token", "literals = ['Bravo']");
    const Scanner scanner(rule_set(toml).rules);
    const auto done = run(scanner, "Alpha Bravo Alpha");
    CHECK(done.output == "Alpha [REDACTED:t] Alpha");
    CHECK(done.counts == std::map<std::string, int>{{"k", 3}, {"t", 1}});
}

TEST_CASE(
    "what is encrypted opens for the originator, is the same for the same, and tells its length in blocks")
{
    const auto set = rule_set(rule("e", "encrypt", "literals = ['x']"));
    const auto encrypt = encrypter_of(set.rules.front(), key());
    const auto text = applied(encrypt, "홍길동");
    CHECK(text == applied(encrypt, "홍길동"));
    CHECK(text != applied(encrypt, "홍길순"));
    CHECK(text != applied(encrypter_of(set.rules.front(), other_key()), "홍길동"));
    CHECK(text.size() == applied(encrypt, "x").size());
    CHECK(text.size() < applied(encrypt, std::string(32, 'x')).size());
    CHECK(applied(encrypt, std::string(2048, 'x')).starts_with("[ENCRYPTED:"));
    CHECK(applied(encrypt, std::string(2049, 'x')) == "nothing"); // too long for a token
    CHECK(re2::RE2::FullMatch(text, R"(\[ENCRYPTED:e:[A-Z2-7]+\])"));

    // Nothing that is secret or once repeats between two values.
    const auto body = [](const std::string& token) { return token.substr(token.size() - 120); };
    CHECK(body(text) != body(applied(encrypt, "홍길순")));
}

TEST_CASE("a small age file opens with the identity of its recipient")
{
    format::AgeFileSecrets secrets;
    const std::string content = "synthetic\n";
    const auto file = format::write_small_age_file(secrets, originator().recipient, as_bytes(content));
    io::MemorySource in(file);
    const auto front = format::read_age_header(in);
    std::vector<format::AgeIdentity> identities;
    identities.push_back(format::AgeIdentity::from(crypto::X25519Secret::filled_by(
        [](MutableByteView out) { std::fill(out.begin(), out.end(), std::byte{42}); })));
    const auto file_key = format::open_age_header(front.header, identities);
    auto rest = front.rest;
    append(rest, io::read_all(in, 4096));
    REQUIRE(rest.size() == 16 + content.size() + crypto::aead_tag_size);
    format::AgePayloadNonce nonce{};
    std::copy_n(rest.begin(), nonce.size(), nonce.begin());
    crypto::Aead aead(format::age_payload_key(file_key, nonce).expose(), crypto::Volume::little);
    Bytes plain(content.size());
    REQUIRE(
        aead.open(format::age_chunk_nonce(0, format::ChunkPlace::final), ByteView(rest).subspan(16), plain));
    CHECK(as_text(plain) == content);
}

TEST_CASE("a second run changes no pseudonym")
{
    const auto toml = rule("person", "pseudonym", "names = ['홍길동|Hong Gil-dong']") +
                      rule("net.domain", "pseudonym", "builtin = 'domain'") +
                      rule("password", "pseudonym", "builtin = 'password'") +
                      rule("mail", "pseudonym", "builtin = 'email'") +
                      rule("v4", "pseudonym", "builtin = 'ipv4'");
    const std::string text =
        "홍길동 (kim@example.org, example.org) password=hunter2 token: 홍길동, 192.0.2.1 "
        "host example.net \\ud64d\\uae38\\ub3d9";
    const auto once = redacted(toml, text);
    CHECK(once.find("example") == std::string::npos);
    CHECK(once.find("hunter2") == std::string::npos);
    CHECK(redacted(toml, once) == once);
}

TEST_CASE("operators write the same whatever the block size and the number of threads")
{
    const auto toml = rule("p", "pseudonym", "names = ['홍길동|Hong Gil-dong']") +
                      rule("age", "generalise", "regex = '\\b\\d{1,3}\\b'\ngeneralise_to = 10") +
                      rule("d", "shift-date", "builtin = 'date'\npriority = 2") +
                      rule("e", "encrypt", "literals = ['Alpha site']") +
                      rule("k", "keep", "literals = ['keep', 'eep 7']") +
                      rule("t", "token", "literals = ['Alpha', 'dong x']") +
                      rule("gone", "drop", "literals = ['-~-', 'xx']");
    const Scanner scanner(rule_set(toml).rules);
    const std::vector<std::string> pieces = {"홍길동",
                                             "Hong Gil-dong",
                                             "Gil-dong",
                                             "\\ud64d길동",
                                             "34",
                                             " ",
                                             "2026-03-04",
                                             "2026-",
                                             "4 March 2026",
                                             "Alpha ",
                                             "site",
                                             "keep 7",
                                             "-~-",
                                             "x",
                                             "Al-~-pha",
                                             "\n",
                                             "ke-~-ep",
                                             "12",
                                             "%32026-03-04",
                                             "~-",
                                             "/"};
    std::uint32_t state = 1;
    const auto next = [&] { return (state = state * 1664525U + 1013904223U) >> 16U; };
    std::string text;
    for (int i = 0; i < 1500; ++i) text += pieces[next() % pieces.size()] + (next() % 3 == 0 ? "" : " ");
    const auto want = run(scanner, text);
    CHECK(want.output.find("[ENCRYPTED:e:") != std::string::npos);
    CHECK(want.output.find("[p:") != std::string::npos);
    for (const std::size_t block : {1U, 7U, 1000U, 4096U}) {
        for (const std::size_t threads : {1U, 2U}) {
            if (block == 1 && threads == 2) continue;
            INFO(block << " " << threads);
            const auto got = run(scanner, text, block, threads);
            CHECK(got.output == want.output);
            CHECK(got.counts == want.counts);
        }
    }
}
