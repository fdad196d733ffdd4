#include "label_samples.hpp"
#include "pouch/format/bdo_series.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/stage/translate_labels.hpp"
#include "support/bundle.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/core.h>

using namespace pouch;
using test::permissive;

namespace {

label::Label releasable(const label::Policy& nato, const std::string& classification,
                        std::int64_t created = 1767225600)
{
    auto label = test::make_label(
        nato, classification,
        {permissive("Context", {"NATO", "Releasable"}), permissive("Releasable To", {"NATO", "KOR"})});
    label.created = {created};
    return label;
}

Bytes sidecar(const label::Label& label, const std::string& path)
{
    format::Bdo bdo;
    bdo.originator = label;
    bdo.data_uri = format::reference_to(path);
    return format::write_bdo(bdo);
}

struct Fixture {
    label::Policy nato = test::sample_policy("nato-sample.spif.xml");
    label::Policy rok = test::sample_policy("rok-sample.spif.xml");
    stage::TranslateOptions options;

    Fixture()
    {
        options.from = &nato;
        options.to = &rok;
        options.originator = label::OriginatorId{"dNSName", "guard.example"};
        options.created = {1767312000};
        options.at = options.created;
    }
    Bytes translated(const Bytes& document) const
    {
        io::MemorySource in(document);
        io::MemorySink out;
        stage::translate_labels(in, out, options);
        return out.bytes;
    }
};

format::Head head_of(const Bytes& bundle)
{
    io::MemorySource in(bundle);
    return format::Head(format::read_stored_frame(in, format::default_head_limit));
}

} // namespace

TEST_CASE_METHOD(Fixture, "each label of a bundle is translated, however many texts there are")
{
    test::Files files;
    const std::size_t count = format::BdoSeries::form_limit + 40;
    for (std::size_t i = 0; i < count; ++i) {
        const auto name = fmt::format("{:03}.txt", i);
        files[name] = to_bytes("x");
        const auto created = 1767225600 + static_cast<std::int64_t>(i % 90);
        files[name + ".bdo"] = sidecar(releasable(nato, i % 2 == 0 ? "SECRET" : "RESTRICTED", created), name);
    }
    const auto bundle = translated(test::pack_files(files));
    const auto head = head_of(bundle);
    REQUIRE(head.file_labels().size() == count);
    for (const auto& file : head.file_labels()) {
        const auto before = format::read_bdo(files[file.path + ".bdo"]);
        const auto after = format::read_bdo(file.content);
        CHECK(after.originator == before.originator);
        CHECK(after.data_uri == before.data_uri);
        REQUIRE(after.alternatives.size() == 1);
        CHECK(after.alternatives[0].policy_id == rok.id);
        CHECK(after.alternatives[0].created == options.created);
        CHECK(after.alternatives[0].review == before.originator.review);
        CHECK(after.alternatives[0].originator == options.originator);
        const auto own = before.originator.classification;
        CHECK(after.alternatives[0].classification == (own == "SECRET" ? "군사 II급 비밀" : "대외비"));
    }
    CHECK(translated(bundle) == bundle); // it is there
}

TEST_CASE_METHOD(
    Fixture,
    "the label of the bundle dominates those of its files in the other policy too, or nothing is written")
{
    for (auto& own : nato.classes) {
        if (own.name == "UNCLASSIFIED")
            own.equivalents.front().lacv = "5"; // a policy that turns the order round
    }
    test::Files files;
    files["a"] = to_bytes("x");
    files["a.bdo"] = sidecar(releasable(nato, "UNCLASSIFIED"), "a");
    const auto packed = test::pack_files(files);
    io::MemorySource in(packed);
    io::MemorySink labelled;
    stage::label_bundle(in, labelled, nato, releasable(nato, "RESTRICTED"), {1767312000},
                        stage::Downgrade::refused, false);
    CHECK(test::failure([&] { translated(labelled.bytes); }) == "4:label.dominance");
}

TEST_CASE_METHOD(Fixture, "what is inserted is what a writer would write")
{
    const auto document = sidecar(releasable(nato, "SECRET"), "a");
    const auto both = translated(document);
    CHECK(format::write_bdo(format::read_bdo(both)) == both);
}

TEST_CASE_METHOD(Fixture, "of very many findings the first are told, and the rest counted")
{
    auto label = releasable(nato, "SECRET");
    std::vector<std::string> unknown;
    for (int i = 0; i < 200; ++i) unknown.push_back(fmt::format("X{}", i));
    label.categories.back().values = unknown;
    const auto details = [&](const Bytes& document) {
        try {
            static_cast<void>(translated(document));
        } catch (const Error& error) {
            CHECK(error.fault() == Fault::policy);
            return error.details();
        }
        FAIL("translated");
        return std::vector<std::string>();
    };
    const auto of_one = details(sidecar(label, "a"));
    REQUIRE(of_one.size() == 51);
    CHECK(of_one.back() == "and 150 more findings (label.invalid)");

    test::Files files; // about 1 MiB of sentences, of 3 MiB
    for (int i = 0; i < 400; ++i) {
        const auto name = fmt::format("{:03}", i) + std::string(100, 'n');
        files[name] = to_bytes("x");
        files[name + ".bdo"] = sidecar(label, name);
    }
    const auto of_bundle = details(test::pack_files(files));
    CHECK(of_bundle.size() > 1000);
    CHECK(of_bundle.size() < 400 * 50);
    CHECK(of_bundle.back().ends_with("more findings (label.invalid)"));
}
