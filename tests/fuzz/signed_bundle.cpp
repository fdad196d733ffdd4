#include "fuzz/signed_bundle.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/bdo.hpp"
#include "pouch/format/head_builder.hpp"
#include "pouch/format/payload_frame.hpp"
#include "pouch/format/sshsig.hpp"
#include "pouch/format/stored_frame.hpp"
#include "support/bundle.hpp"
#include "unit/label_samples.hpp"

#include <algorithm>
#include <string>

namespace pouch::fuzz {

namespace {

constexpr auto algorithm = crypto::Algorithm::sha512;

void demand(bool holds, const char* what)
{
    if (!holds) throw bug("{}", what);
}

/// What a bundle is made of, in the order of its digests: each part but the last two stands in the head.
struct Parts {
    std::vector<std::pair<std::string, Bytes>> files; ///< Tag files, without the tag manifest.
    Bytes payload;                                    ///< The tar archive in the one payload frame.

    [[nodiscard]] std::size_t size() const { return files.size() + 3; }
    [[nodiscard]] std::size_t tag_manifest() const { return files.size(); }
    [[nodiscard]] std::size_t archive() const { return files.size() + 1; }
    [[nodiscard]] std::size_t frame() const { return files.size() + 2; }
};

Bytes frame_of(ByteView content)
{
    format::FrameCompressor compressor(format::default_level);
    const auto frame = compressor.compress(content);
    return Bytes(frame.begin(), frame.end());
}

Bytes label_for(std::string reference)
{
    auto bdo = format::read_bdo(
        io::read_small_file(POUCH_SOURCE_DIR "/tests/data/labels/originator.bdo", 1U << 16U));
    bdo.data_uri = std::move(reference);
    return format::write_bdo(bdo);
}

Parts good_parts()
{
    stage::PackOptions options;
    options.sender = "desk.example";
    options.recipients = {"KOR"};
    options.info = {{"Exercise", "ONLY"}};
    const auto bundle =
        test::pack_files({{"b/보고서.txt", to_bytes("EXERCISE ONLY\n")},
                          {"b/보고서.txt.bdo", label_for("./%EB%B3%B4%EA%B3%A0%EC%84%9C.txt")},
                          {"empty", {}},
                          {std::string(120, 'n'), test::noise(700)}},
                         options);
    io::MemorySource in(bundle);
    const format::Head head(format::read_stored_frame(in, bundle.size()));
    Parts parts;
    for (const auto& file : head.files()) {
        if (file.name != head.tag_manifest_name())
            parts.files.emplace_back(file.name, Bytes(file.content.begin(), file.content.end()));
        if (file.name == "bag-info.txt")
            parts.files.emplace_back("labels/bundle.bdo", label_for(std::string(format::bundle_reference)));
    }
    const auto entry = format::read_frame_table(as_text(head.frames()), algorithm).front();
    Bytes frame(entry.compressed_size);
    demand(in.read(frame) == frame.size(), "a short bundle");
    parts.payload.resize(entry.content_size);
    format::FrameDecompressor().decompress(frame, parts.payload);
    return parts;
}

const Parts& good()
{
    static const auto parts = good_parts();
    return parts;
}

/// What stands as part `part` in the good bundle.
Bytes good_content(std::size_t part)
{
    const auto& parts = good();
    if (part < parts.files.size()) return parts.files[part].second;
    if (part == parts.archive()) return parts.payload;
    if (part == parts.frame()) return frame_of(parts.payload);
    format::HeadBuilder builder("bundle", algorithm);
    for (const auto& [name, content] : parts.files) builder.add(name, content);
    builder.add_tag_manifest();
    return {builder.tag_manifest().begin(), builder.tag_manifest().end()};
}

/// The text of bag-info.txt for this manifest.
Bytes info_for(ByteView bag_info, ByteView manifest)
{
    auto info = format::read_bag_info(as_text(bag_info));
    info.content = "sha512:" + crypto::digest_of(algorithm, manifest).hex();
    return to_bytes(format::write_bag_info(info));
}

/// The bundle with `content` as part `part`.
Bytes bundle_with(std::size_t part, ByteView content)
{
    const auto& parts = good();
    const Bytes replaced(content.begin(), content.end());
    auto archive = part == parts.archive() ? replaced : parts.payload;
    archive.resize(std::max<std::size_t>(1, (archive.size() + 511) / 512) * 512);
    const auto frame = part == parts.frame() ? replaced : frame_of(archive);

    format::HeadBuilder builder("bundle", algorithm);
    for (std::size_t i = 0; i < parts.files.size(); ++i) {
        const auto& [name, honest] = parts.files[i];
        if (i == part) {
            builder.add(name, replaced);
        } else if (name == "bag-info.txt" && part < parts.files.size() &&
                   parts.files[part].first == "manifest-sha512.txt") {
            builder.add(name, info_for(honest, replaced));
        } else if (name == "frames-sha512.txt") {
            Bytes table;
            format::append_frame_line(table,
                                      {crypto::digest_of(algorithm, frame), frame.size(), archive.size()});
            builder.add(name, table);
        } else {
            builder.add(name, honest);
        }
    }
    Bytes tag_manifest = replaced;
    if (part == parts.tag_manifest()) {
        builder.add("tagmanifest-sha512.txt", replaced);
    } else {
        builder.add_tag_manifest();
        tag_manifest.assign(builder.tag_manifest().begin(), builder.tag_manifest().end());
    }
    static const auto key = test::test_key();
    const auto signature = format::sign_sshsig(key, format::namespace_of_role("release"), tag_manifest);
    builder.add_signature("release", format::key_id_of(crypto::public_key_of(key)), as_bytes(signature));

    Bytes bundle = format::stored_frame(builder.bytes());
    bundle.insert(bundle.end(), frame.begin(), frame.end());
    bundle.insert(bundle.end(), format::end_frame().begin(), format::end_frame().end());
    return bundle;
}

stage::VerifyOptions options()
{
    auto options = test::trusting();
    options.demand.labels.unlabelled = false;
    options.demand.labels.policies = {test::sample_policy("nato-sample.spif.xml"),
                                      test::sample_policy("rok-sample.spif.xml")};
    options.demand.labels.clearance = test::sample_clearance("rok-nato.clearance.xml");
    options.demand.recipient = "KOR";
    options.head_limit = 1U << 20U;
    return options;
}

} // namespace

void signed_bundle(ByteView bytes)
{
    if (bytes.empty()) return;
    const auto part = static_cast<std::size_t>(bytes.front()) % good().size();
    const auto content = bytes.subspan(1);
    const auto bundle = bundle_with(part, content);

    static const auto how = options();
    io::MemorySource in(bundle);
    io::MemorySink out;
    stage::Destination to;
    to.filter = &out;
    bool has_passed = false;
    try {
        stage::verify(in, to, how, [](const auto&) {});
        has_passed = true;
    } catch (const Error& error) {
        if (error.fault() == Fault::bug) throw;
    }
    demand(
        std::equal(out.bytes.begin(), out.bytes.end(), bundle.begin(),
                   bundle.begin() + static_cast<std::ptrdiff_t>(std::min(out.bytes.size(), bundle.size()))),
        "verify passed on what it did not read");
    demand(has_passed == (out.bytes.size() == bundle.size()), "passed in part, or refused whole");
    const bool is_good = std::ranges::equal(content, good_content(part));
    demand(has_passed || !is_good, "a good bundle was refused");
    demand(!has_passed || part != good().tag_manifest() || is_good,
           "a tag manifest passed that is not the one of the tag files");
    if (has_passed && part == good().archive()) {
        Bytes filled(content.begin(), content.end());
        filled.resize(good().payload.size()); // zeros at the end fill the last block
        demand(filled == good().payload && content.size() <= filled.size(),
               "a payload passed that is not the good one");
    }
}

std::vector<Bytes> signed_bundle_seeds()
{
    std::vector<Bytes> seeds;
    for (std::size_t part = 0; part < good().size(); ++part) {
        Bytes seed{static_cast<std::byte>(part)};
        const auto content = good_content(part);
        seed.insert(seed.end(), content.begin(), content.end());
        seeds.push_back(std::move(seed));
    }
    return seeds;
}

} // namespace pouch::fuzz
