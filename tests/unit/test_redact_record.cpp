#include "pouch/crypto/digest.hpp"
#include "pouch/redact/encoding.hpp"
#include "pouch/redact/member_spool.hpp"
#include "pouch/redact/record.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace pouch;
using namespace pouch::redact;

TEST_CASE("bands hide counts within a factor of ten")
{
    for (const auto& [count, band] : {std::pair{0, "0"},
                                      {1, "1-9"},
                                      {9, "1-9"},
                                      {10, "10-99"},
                                      {99, "10-99"},
                                      {100, "100-999"},
                                      {999, "100-999"},
                                      {1000000, "1000000-9999999"}}) {
        CHECK(band_of(static_cast<std::uint64_t>(count)) == band);
    }
}

TEST_CASE("the record is JSON Lines, says counts in bands only and ends with the digest of what is before")
{
    RecordFacts facts;
    facts.rules = {"aa", "bb"};
    facts.lists = {"a1", "b1"};
    facts.policy = "cc";
    facts.clearance = "dd";
    facts.target = "KOR";
    facts.output = "ee";
    facts.size = 1234;
    facts.removed = {{"person.rrn", 3}, {"", 17}, {"사람\"", 100}};
    const auto record = record_of(facts);

    std::vector<nlohmann::json> lines;
    std::istringstream in(record);
    for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
    REQUIRE(lines.size() == 12);
    CHECK(lines[0]["record"] == "pouch-redaction");
    CHECK(lines[0]["version"] == 1);
    CHECK(lines[2]["rules"] == "sha256:bb");
    CHECK(lines[3] == nlohmann::json{{"list", "sha256:a1"}});
    CHECK(lines[4] == nlohmann::json{{"list", "sha256:b1"}});
    CHECK(lines[5]["policy"] == "sha256:cc");
    CHECK(lines[5]["clearance"] == "sha256:dd");
    CHECK(lines[6]["target"] == "KOR");
    CHECK(lines[7]["output"] == "sha256:ee");
    CHECK(lines[7]["kind"] == "document");
    CHECK(lines[7]["bytes"] == 1234);
    CHECK(lines[8] == nlohmann::json{{"category", ""}, {"removed", "10-99"}});
    CHECK(lines[9] == nlohmann::json{{"category", "person.rrn"}, {"removed", "1-9"}});
    CHECK(lines[10]["category"] == "사람\"");
    CHECK(lines[11]["total"] == "100-999");
    const auto body = record.substr(0, record.rfind('\n', record.size() - 2) + 1);
    CHECK(lines[11]["chain"] ==
          "sha256:" + crypto::digest_of(crypto::Algorithm::sha256, as_bytes(body)).hex());
    facts.is_tar = true;
    CHECK(record_of(facts).find("\"kind\":\"tar\",\"members\":1234") != std::string::npos);
}

TEST_CASE("an incomplete character at the end of a piece is told apart from a broken one")
{
    CHECK(incomplete_tail("") == 0);
    CHECK(incomplete_tail("ab") == 0);
    CHECK(incomplete_tail("한") == 0);
    CHECK(incomplete_tail("\xED\x95") == 2);
    CHECK(incomplete_tail("a\xED") == 1);
    CHECK(incomplete_tail("\xF0\x9F\x98") == 3);
    CHECK(incomplete_tail("\xF0\x9F\x98\x80") == 0);
    CHECK(incomplete_tail("\xC3") == 1);
    CHECK(incomplete_tail("\x80\x80\x80\x80") == 0);
}

TEST_CASE("a spool gives back what it took, in memory and beyond")
{
    const std::size_t limit = MemberSpool::memory_limit;
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, limit, limit + 1, 3 * limit + 5}) {
        MemberSpool spool("/tmp");
        for (int round = 0; round < 2; ++round) {
            const auto bytes = test::noise(size, size + 1);
            for (std::size_t i = 0; i < size; i += 100000)
                spool.write(ByteView(bytes).subspan(i, std::min<std::size_t>(100000, size - i)));
            REQUIRE(spool.size() == size);
            Bytes back;
            spool.for_each(0, size, [&](ByteView piece) { append(back, piece); });
            REQUIRE((back == bytes));
            if (size > 10) {
                Bytes part;
                spool.for_each(7, 3, [&](ByteView piece) { append(part, piece); });
                REQUIRE((part == Bytes(bytes.begin() + 7, bytes.begin() + 10)));
            }
            spool.clear();
        }
    }
}
