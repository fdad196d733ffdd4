#include "label_samples.hpp"
#include "pouch/format/bdo.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/io/file.hpp"
#include "pouch/stage/label_document.hpp"
#include "support/bundle.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

label::Label label_in(const label::Policy& policy, const std::string& classification)
{
    return test::make_label(policy, classification, {});
}

/// A bundle with this label, as relabel puts it in without judging.
Bytes bundle_with(const format::Bdo& bdo)
{
    const auto plain = test::pack_files({{"a", to_bytes("EXERCISE ONLY")}});
    io::MemorySource in(plain);
    io::MemorySink out;
    stage::RelabelOptions options;
    options.label = format::write_bdo(bdo);
    stage::relabel(in, out, options);
    return out.bytes;
}

std::string relabel_reason(const format::Bdo& old, const label::Policy& policy, const label::Label& label,
                           std::optional<Instant> at = {})
{
    const auto bundle = bundle_with(old);
    return test::failure([&] {
        io::MemorySource in(bundle);
        io::MemorySink out;
        stage::label_bundle(in, out, policy, label, at.value_or(label.created), stage::Downgrade::refused,
                            false);
    });
}

} // namespace

TEST_CASE("a laxer alternative does not let label replace the originator's label")
{
    const auto nato = test::sample_policy("nato-sample.spif.xml");
    const auto rok = test::sample_policy("rok-sample.spif.xml");
    format::Bdo old;
    old.data_uri = format::bundle_reference;
    old.originator = label_in(rok, rok.classes.back().name);
    old.alternatives = {label_in(nato, "UNCLASSIFIED")};
    CHECK(relabel_reason(old, nato, label_in(nato, "UNCLASSIFIED")) == "4:label.downgrade");
    CHECK(relabel_reason(old, nato, label_in(nato, "TOP SECRET")) == "4:label.downgrade"); // not comparable
    old.originator = label_in(nato, "RESTRICTED");
    old.alternatives.clear();
    CHECK(relabel_reason(old, nato, label_in(nato, "UNCLASSIFIED")) == "4:label.downgrade");
    CHECK(relabel_reason(old, nato, label_in(nato, "SECRET")).empty());
}

TEST_CASE("a stricter label that is to succeed the present one is not dropped in silence")
{
    const auto nato = test::sample_policy("nato-sample.spif.xml");
    format::Bdo old;
    old.data_uri = format::bundle_reference;
    old.originator = label_in(nato, "UNCLASSIFIED");
    old.originator.succession = parse_rfc3339("2027-01-01T00:00:00Z");
    auto later = label_in(nato, "TOP SECRET");
    later.review.reset();
    old.originator.successor = {later};
    CHECK(relabel_reason(old, nato, label_in(nato, "UNCLASSIFIED")) == "4:label.downgrade");
    CHECK(relabel_reason(old, nato, label_in(nato, "TOP SECRET")).empty());
}

TEST_CASE("asking about a later day does not let label drop what holds until then")
{
    const auto nato = test::sample_policy("nato-sample.spif.xml");
    const auto later = parse_rfc3339("2199-01-01T00:00:00Z");
    format::Bdo old;
    old.data_uri = format::bundle_reference;
    old.originator = label_in(nato, "SECRET");
    old.originator.succession = later;
    auto lax = label_in(nato, "UNCLASSIFIED");
    lax.review.reset();
    old.originator.successor = {lax};
    CHECK(relabel_reason(old, nato, label_in(nato, "UNCLASSIFIED"), later) == "4:label.downgrade");
    CHECK(relabel_reason(old, nato, label_in(nato, "SECRET"), later).empty());
}

TEST_CASE("an alternative label is not dropped in silence, and stays beside the same label")
{
    const auto nato = test::sample_policy("nato-sample.spif.xml");
    const auto rok = test::sample_policy("rok-sample.spif.xml");
    format::Bdo old;
    old.data_uri = format::bundle_reference;
    old.originator = label_in(nato, "RESTRICTED");
    old.alternatives = {label_in(rok, rok.classes.back().name)};
    CHECK(relabel_reason(old, nato, label_in(nato, "SECRET")) == "4:label.downgrade");

    const auto relabelled = [&](stage::Downgrade rule) {
        const auto bundle = bundle_with(old);
        io::MemorySource in(bundle);
        io::MemorySink out;
        const auto label = label_in(nato, "RESTRICTED");
        stage::label_bundle(in, out, nato, label, label.created, rule, false);
        io::MemorySource again(out.bytes);
        return format::read_bdo(*std::get<format::Head>(stage::read_label_document(again)).label());
    };
    CHECK(relabelled(stage::Downgrade::refused).alternatives == old.alternatives);
    CHECK(relabelled(stage::Downgrade::allowed).alternatives.empty());
}
