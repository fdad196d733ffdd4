#include "label_samples.hpp"
#include "pouch/base/time.hpp"
#include "pouch/format/checked_head.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/stage/relabel.hpp"
#include "support/bundle.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using test::Files;

namespace {

Files sample()
{
    return {{"a.txt", to_bytes("EXERCISE ONLY\n")},
            {"보고서/사이버.txt", test::noise(3000)},
            {"empty", {}},
            {"dir/sub/file.bin", test::noise(513, 7)}};
}

Bytes signed_sample()
{
    return test::sign_bundle(test::pack_files(sample()), test::test_key());
}

} // namespace

TEST_CASE("a bundle passes verify unchanged")
{
    stage::PackOptions options;
    options.algorithm = GENERATE(crypto::Algorithm::sha512, crypto::Algorithm::sha256);
    options.level = GENERATE(0, 1, 3, 9);
    const auto bundle = test::sign_bundle(test::pack_files(sample(), options), test::test_key());
    CHECK(test::verify_bundle(bundle) == bundle);
}

TEST_CASE("pack gives the same bytes whatever the order of the input and the number of threads")
{
    std::vector<std::pair<std::string, Bytes>> files;
    for (unsigned i = 0; i < 40; ++i)
        files.emplace_back("f" + std::to_string(i), test::noise(400'000, i + 1));
    files.emplace_back("big", test::noise(9'000'000));
    stage::PackOptions options;
    const auto expected = test::pack_tar(test::tar_of(files), options);
    std::reverse(files.begin(), files.end());
    for (const std::size_t threads : {std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
        options.threads = threads;
        CHECK(test::pack_tar(test::tar_of(files), options) == expected);
    }
    const auto bundle = test::sign_bundle(expected, test::test_key());
    auto verifying = test::trusting();
    for (const std::size_t threads : {std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
        verifying.threads = threads;
        CHECK(test::verify_bundle(bundle, verifying) == bundle);
    }
}

TEST_CASE("payload spans may end anywhere in headers, content and padding")
{
    // Long names make headers of three blocks, so that some straddle the 4 MiB border.
    const auto filler = GENERATE(0U, 1U, 511U, 512U, 513U, 1024U, 1536U, 2048U);
    const Files files = {{"a", test::noise(format::frame_content_size - 2048 - 512 + filler)},
                         {std::string(200, 'b'), test::noise(700, 2)},
                         {"c", {}}};
    const auto bundle = test::sign_bundle(test::pack_files(files), test::test_key());
    CHECK(test::verify_bundle(bundle) == bundle);
}

TEST_CASE("sign and relabel refuse a bundle that is cut or longer")
{
    const auto bundle = test::pack_files(sample());
    const auto reason_of_sign = [](const Bytes& bytes) {
        return test::failure([&] { test::sign_bundle(bytes, test::test_key()); });
    };
    const auto reason_of_relabel = [](const Bytes& bytes) {
        io::MemorySource in(bytes);
        io::MemorySink out;
        return test::failure([&] { stage::relabel(in, out, {}); });
    };
    for (std::size_t cut = 1; cut < bundle.size(); cut += 97) {
        const Bytes shorter(bundle.begin(), bundle.end() - static_cast<std::ptrdiff_t>(cut));
        CHECK(reason_of_sign(shorter) == "1:bundle.truncated");
        CHECK(reason_of_relabel(shorter) == "1:bundle.truncated");
    }
    auto longer = bundle;
    longer.push_back({});
    CHECK(reason_of_sign(longer) == "1:bundle.trailing");
    CHECK(reason_of_relabel(longer) == "1:bundle.trailing");
    auto damaged = bundle;
    damaged[bundle.size() - format::end_frame().size() - 10] ^= std::byte{1};
    CHECK(reason_of_sign(damaged) == "1:frame.digest");
    damaged = bundle;
    damaged.back() ^= std::byte{1};
    CHECK(reason_of_relabel(damaged) == "1:bundle.end");
}

TEST_CASE("sign finds a damaged frame wherever it stands, alone or among those that are digested with it")
{
    Bytes content(5 * format::frame_content_size + 1000);
    const auto noise = test::noise(5000);
    for (std::size_t i = 0; i < content.size(); ++i) content[i] = noise[i % noise.size()];
    const auto bundle = test::pack_files({{"a", content}});
    test::sign_bundle(bundle, test::test_key());

    io::MemorySource in(bundle);
    const format::Head head(format::read_stored_frame(in, format::default_head_limit));
    const auto frames = format::check_head(head).frames;
    REQUIRE(frames.size() == 6);
    auto begin = bundle.size() - format::end_frame().size();
    for (const auto& frame : frames) begin -= frame.compressed_size;
    for (const auto& frame : frames) {
        for (const auto place : {begin, begin + frame.compressed_size - 1}) {
            auto damaged = bundle;
            damaged[place] ^= std::byte{1};
            CHECK(test::failure([&] { test::sign_bundle(damaged, test::test_key()); }) == "1:frame.digest");
        }
        begin += frame.compressed_size;
    }
}

TEST_CASE("relabel puts a label in and takes it out again")
{
    const auto bundle = test::pack_files(sample());
    const auto relabelled = [](const Bytes& bytes, std::optional<Bytes> label, bool drop = false) {
        io::MemorySource in(bytes);
        io::MemorySink out;
        stage::RelabelOptions options;
        options.label = std::move(label);
        options.drop_signatures = drop;
        stage::relabel(in, out, options);
        return out.bytes;
    };
    const auto malformed = relabelled(bundle, to_bytes("<label/>"));
    CHECK(malformed != bundle);
    CHECK(relabelled(malformed, std::nullopt) == bundle);
    CHECK(test::failure([&] { test::sign_bundle(malformed, test::test_key()); }) == "1:label.malformed");
    const auto of_file = to_bytes(test::alfa_bdo);
    CHECK(test::failure([&] { test::sign_bundle(relabelled(bundle, of_file), test::test_key()); }) ==
          "1:label.reference");
    const auto labelled = relabelled(bundle, to_bytes(test::with(test::alfa_bdo, "./report.pdf", "./data/")));
    const auto with_signature = test::sign_bundle(labelled, test::test_key());
    CHECK(test::failure([&] { relabelled(with_signature, std::nullopt); }) == "4:signature.present");
    CHECK(relabelled(with_signature, std::nullopt, true) == bundle);
}

TEST_CASE("several signers in several roles; each signature is in its place")
{
    const auto a = test::test_key(1);
    const auto b = test::test_key(2);
    const auto bundle = test::pack_files(sample());
    const auto one = test::sign_bundle(test::sign_bundle(bundle, a, "release"), b, "author");
    const auto other = test::sign_bundle(test::sign_bundle(bundle, b, "author"), a, "release");
    CHECK(one == other);
    CHECK(test::failure([&] { test::sign_bundle(one, a, "release"); }) == "4:signature.exists");
    CHECK(test::failure([&] { test::sign_bundle(one, a, "Release"); }) == "2:usage.role");
}

TEST_CASE("what the head demands and the caller does not answer is refused")
{
    stage::PackOptions packing;
    packing.recipients = {"KOR", "JPN", "KOR"};
    packing.not_after = parse_rfc3339("2026-12-01T00:00:00Z");
    const auto bundle = test::sign_bundle(test::pack_files(sample(), packing), test::test_key());
    auto options = test::trusting();
    const auto reason = [&] { return test::failure([&] { test::verify_bundle(bundle, options); }); };

    CHECK(reason() == "4:recipient.unanswered");
    options.demand.recipient = "AUS";
    CHECK(reason() == "4:recipient.other");
    options.demand.recipient = "KOR";
    CHECK(reason().empty());
    options.demand.at = *parse_rfc3339("2026-12-01T00:00:01Z");
    CHECK(reason() == "4:bundle.expired");
    options.demand.at = *parse_rfc3339("2026-12-01T00:00:00Z");
    CHECK(reason().empty());
    options.demand.labels.unlabelled = false;
    CHECK(reason() == "4:label.missing");
    options.demand.labels.unlabelled = true;
    options.demand.quotas.files = 3;
    CHECK(reason() == "1:limit.files");
    options.demand.quotas.files = 4;
    options.demand.quotas.bytes = 10;
    CHECK(reason() == "1:limit.bytes");
    options.demand.quotas.bytes = 10'000;
    options.head_limit = 1000;
    CHECK(reason() == "1:head.size");

    const auto open = signed_sample();
    auto named = test::trusting();
    named.demand.recipient = "KOR";
    CHECK(test::failure([&] { test::verify_bundle(open, named); }) == "4:recipient.missing");
}

TEST_CASE("signatures are judged before anything else of the head, and fail closed")
{
    const auto key = test::test_key(1);
    const auto other = test::test_key(2);
    const auto bundle = signed_sample();
    const auto reason = [&](const Bytes& bytes, const std::string& signers) {
        return test::failure([&] { test::verify_bundle(bytes, test::trusting(signers)); });
    };
    CHECK(reason(test::pack_files(sample()), test::signer_line("desk", key)) == "4:signature.missing");
    CHECK(reason(bundle, test::signer_line("desk", other)) == "5:signature.unknown-key");
    CHECK(reason(bundle, test::signer_line("desk", key, "author")) == "4:signature.not-authorised");
    CHECK(reason(bundle, test::signer_line("desk", key, "release", ",valid-before=\"20261120Z\"")) ==
          "4:signature.expired");
    CHECK(reason(bundle, test::signer_line("desk", key, "release", ",valid-after=\"20261122Z\"")) ==
          "4:signature.not-yet-valid");
    CHECK(reason(bundle, test::signer_line("desk", key)).empty());

    // A required role that nobody of the signers filled.
    auto options = test::trusting();
    options.demand.signatures.required = {{"release", 2}};
    CHECK(test::failure([&] { test::verify_bundle(bundle, options); }) == "4:signature.role");
    options.demand.signatures.required = {{"author", 1}};
    CHECK(test::failure([&] { test::verify_bundle(bundle, options); }) == "4:signature.role");
}

TEST_CASE("no principal serves two required roles, and seats are filled exactly")
{
    using stage::Approval;
    const std::vector<Approval> one_hand = {{"author", "kim", "1"}, {"release", "kim", "2"}};
    CHECK(stage::can_satisfy({{"author", 1}}, one_hand));
    CHECK_FALSE(stage::can_satisfy({{"author", 1}, {"release", 1}}, one_hand));
    // kim must take author, since only lee can release twice: a greedy choice would fail.
    const std::vector<Approval> hands = {
        {"release", "kim", "1"}, {"author", "kim", "2"}, {"release", "lee", "3"}};
    CHECK(stage::can_satisfy({{"release", 1}, {"author", 1}}, hands));
    CHECK_FALSE(stage::can_satisfy({{"release", 2}, {"author", 1}}, hands));
    // Two keys of one person count once.
    CHECK_FALSE(stage::can_satisfy({{"release", 2}}, {{"release", "kim", "1"}, {"release", "kim", "2"}}));

    // Against every assignment, on all small cases.
    const std::vector<std::string> roles = {"a", "b"};
    const std::vector<std::string> people = {"x", "y", "z"};
    for (unsigned mask = 0; mask < 64; ++mask) {
        std::vector<Approval> approvals;
        for (unsigned i = 0; i < 6; ++i) {
            if ((mask >> i & 1U) != 0) approvals.push_back({roles[i / 3], people[i % 3], ""});
        }
        for (std::size_t a = 0; a <= 2; ++a) {
            for (std::size_t b = 0; b <= 2; ++b) {
                bool possible = false;
                for (unsigned choice = 0; choice < 27; ++choice) { // each person: no role, a, b
                    std::size_t in_a = 0;
                    std::size_t in_b = 0;
                    unsigned rest = choice;
                    for (unsigned person = 0; person < 3; ++person, rest /= 3) {
                        if (rest % 3 == 1 && (mask >> person & 1U) != 0) ++in_a;
                        if (rest % 3 == 2 && (mask >> (person + 3) & 1U) != 0) ++in_b;
                    }
                    possible = possible || (in_a >= a && in_b >= b);
                }
                CHECK(stage::can_satisfy({{"a", a}, {"b", b}}, approvals) == possible);
            }
        }
    }
}

TEST_CASE("pack refuses what no bundle may hold, by name")
{
    const auto reason = [](const std::vector<std::pair<std::string, Bytes>>& files) {
        return test::failure([&] { test::pack_tar(test::tar_of(files)); });
    };
    const auto x = to_bytes("x");
    CHECK(reason({}) == "1:input.empty");
    CHECK(reason({{"a", x}, {"a", x}}) == "1:path.duplicate");
    CHECK(reason({{"a", x}, {"A", x}}) == "1:path.collision");
    CHECK(reason({{"dir/a", x}, {"Dir/b", x}}) == "1:path.collision");
    CHECK(reason({{"a", x}, {"a/b", x}}) == "1:path.collision");
    CHECK(reason({{"strasse", x}, {"straße", x}}) == "1:path.collision");
    CHECK(reason({{"../a", x}}) == "1:path.grammar");
    CHECK(reason({{"/a", x}}) == "1:path.grammar");
    CHECK(reason({{"a.bdo", x}}) == "1:label.orphan");
    CHECK(reason({{"a", x}, {"a.bdo", x}}) == "1:label.malformed");
    CHECK(reason({{"a", x}, {"a.bdo", x}, {"a.bdo.bdo", x}}) == "1:label.orphan");
    CHECK(reason({{"a", x}, {".pouch/other", x}}) == "1:input.reserved");
    CHECK(reason({{"a", x}, {".pouch/redaction.jsonl", to_bytes("{}\n")}}).empty());
}

TEST_CASE("pack refuses options that no head can hold")
{
    const auto reason = [](const stage::PackOptions& options) {
        return test::failure([&] { test::pack_files(sample(), options); });
    };
    stage::PackOptions options;
    options.id = ".hidden";
    CHECK(reason(options) == "2:usage.id");
    options = {};
    options.sender = "two\nlines";
    CHECK(reason(options) == "2:usage.field");
    options = {};
    options.info = {{"Bundle-Id", "x"}};
    CHECK(reason(options) == "2:usage.field");
    options.info = {{"contact-NAME", "x"}};
    CHECK(reason(options) == "2:usage.field");
    options.info = {{"Case-Number", "2026-11"}};
    CHECK(reason(options).empty());
    options.require_label = true;
    CHECK(reason(options) == "4:label.missing");
}
