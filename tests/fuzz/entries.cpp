#include "fuzz/entries.hpp"

#include "fuzz/gate.hpp"
#include "fuzz/label_content.hpp"
#include "fuzz/policy.hpp"
#include "fuzz/redact.hpp"
#include "fuzz/signed_bundle.hpp"
#include "pouch/base/error.hpp"
#include "pouch/format/age_header.hpp"
#include "pouch/format/bag_info.hpp"
#include "pouch/format/bdo.hpp"
#include "pouch/format/bundle_watch.hpp"
#include "pouch/format/clearance.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/label_map.hpp"
#include "pouch/format/manifest.hpp"
#include "pouch/format/opc_label.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/plain_bag.hpp"
#include "pouch/format/signers.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/format/ssh_key.hpp"
#include "pouch/format/sshsig.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/format/tar.hpp"
#include "pouch/format/tar_stream.hpp"
#include "pouch/format/write_order.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/stage/verify.hpp"

#include <algorithm>

namespace pouch::fuzz {

namespace {

void tar_stream(ByteView bytes)
{
    io::MemorySource in(bytes);
    format::TarReader reader(in);
    Bytes buffer(4096);
    while (reader.next()) {
        while (reader.read(buffer) > 0) {
        }
    }
}

/// A head by its content: the checksum of its frame would stop nearly everything.
void head(ByteView bytes)
{
    const format::Head head(Bytes(bytes.begin(), bytes.end()));
    static_cast<void>(format::check_head(head));
}

void bundle(ByteView bytes)
{
    io::MemorySource in(bytes);
    stage::VerifyOptions options;
    options.demand.signatures.unsigned_allowed = true;
    options.demand.labels.unlabelled = true;
    options.demand.labels.ignored = true;
    options.demand.ignore_recipient = options.demand.ignore_channel = true;
    options.head_limit = 1U << 20U;
    stage::verify(in, {}, options, [](const auto&) {});
}

void stored_frame(ByteView bytes)
{
    io::MemorySource in(bytes);
    static_cast<void>(format::read_stored_frame(in, 1U << 20U));
}

void frame_walk(ByteView bytes)
{
    format::BundleWatch watch;
    watch.feed(bytes);
    watch.finish();
}

/// A reader of plain bags, by every version and encoding.
template <typename Read> void in_all_bags(ByteView bytes, Read read)
{
    using format::BagCharset;
    for (const unsigned version : {93U, 100U}) {
        for (const auto charset :
             {BagCharset::utf8, BagCharset::latin1, BagCharset::utf16, BagCharset::utf16le}) {
            try {
                format::BagWarnings warnings;
                const format::BagDeclaration bag{version, charset};
                read(format::decode_tag_file(as_text(bytes), bag, "f", warnings), bag, warnings);
                static_cast<void>(warnings.all());
            } catch (const Error& error) {
                if (error.fault() == Fault::bug) throw;
            }
        }
    }
}

void plain_bag(ByteView bytes)
{
    format::BagWarnings warnings;
    static_cast<void>(format::read_bag_declaration(as_text(bytes), warnings));
}

void plain_bag_manifest(ByteView bytes)
{
    in_all_bags(bytes, [](const auto& text, const auto& bag, auto& warnings) {
        for (const auto algorithm : crypto::any_algorithms) {
            try {
                static_cast<void>(format::read_bag_manifest(text, algorithm, bag, "m", warnings));
            } catch (const Error& error) {
                if (error.fault() == Fault::bug) throw;
            }
        }
    });
}

void plain_bag_fetch(ByteView bytes)
{
    in_all_bags(bytes, [](const auto& text, const auto& bag, auto& warnings) {
        static_cast<void>(format::read_bag_fetch(text, bag, warnings));
    });
}

void plain_bag_info(ByteView bytes)
{
    in_all_bags(bytes, [](const auto& text, const auto& bag, auto& warnings) {
        static_cast<void>(format::read_bag_oxum(text, bag, "i", warnings));
    });
}

/// Runs `read`; what is refused as no form of the two processes of verify -x is no fault of ours.
template <typename Read> void between_processes(Read read)
{
    try {
        read();
    } catch (const Error& error) {
        if (error.reason() != "writer.order" && error.reason() != "writer.answer") throw;
    }
}

/// What the two processes of verify -x say to each other has one form.
void write_order(ByteView bytes)
{
    const auto require_same = [&](const Bytes& again) {
        if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()))
            throw bug("two forms of one");
    };
    between_processes([&] { require_same(format::encode(format::read_write_order(bytes))); });
    between_processes([&] { require_same(format::encode(format::read_write_answer(bytes))); });
    between_processes([&] {
        std::vector<format::FilePiece> pieces;
        format::read_letter(bytes, pieces);
        Bytes again(bytes.size());
        format::LetterWriter writer(again);
        for (const auto& piece : pieces) {
            static_cast<void>(format::place_fault(piece.path));
            if (!writer.add(piece)) throw bug("a letter grows");
        }
        require_same(again);
    });
}

constexpr Entry table[] = {
    {"tar_stream", tar_stream},
    {"tar_header", [](ByteView b) { static_cast<void>(format::read_tar_header(b, "b/pax/data-1")); }},
    {"stored_frame", stored_frame},
    {"frame_walk", frame_walk},
    {"head", head},
    {"write_order", write_order},
    {"bundle", bundle},
    {"signed_bundle", signed_bundle},
    {"bag_info", [](ByteView b) { static_cast<void>(format::read_bag_info(as_text(b))); }},
    {"manifest",
     [](ByteView b) {
         static_cast<void>(format::read_manifest(as_text(b), crypto::Algorithm::sha256, "m"));
     }},
    {"frame_table",
     [](ByteView b) { static_cast<void>(format::read_frame_table(as_text(b), crypto::Algorithm::sha256)); }},
    {"plain_bag", plain_bag},
    {"plain_bag_manifest", plain_bag_manifest},
    {"plain_bag_fetch", plain_bag_fetch},
    {"plain_bag_info", plain_bag_info},
    {"path", [](ByteView b) { static_cast<void>(format::path_fault(as_text(b))); }},
    {"age_header",
     [](ByteView b) {
         io::MemorySource in(b);
         static_cast<void>(format::read_age_header(in));
     }},
    {"sshsig", [](ByteView b) { static_cast<void>(format::read_sshsig(b)); }},
    {"ssh_private_key", [](ByteView b) { static_cast<void>(format::read_private_key(b)); }},
    {"signers", [](ByteView b) { static_cast<void>(format::Signers::parse(as_text(b))); }},
    {"spif", [](ByteView b) { static_cast<void>(format::read_spif(b)); }},
    {"bdo", [](ByteView b) { static_cast<void>(format::read_bdo(b)); }},
    {"label", [](ByteView b) { static_cast<void>(format::read_label(b)); }},
    {"clearance", [](ByteView b) { static_cast<void>(format::read_clearance(b)); }},
    {"policy_tools", policy_tools},
    {"label_judged", label_judged},
    {"label_mended", label_mended},
    {"clearance_judged", clearance_judged},
    {"opc_label", [](ByteView b) { static_cast<void>(format::opc_label(b, 1U << 22U)); }},
    {"xmp", xmp},
    {"marks", marks},
    {"paragraphs", paragraphs},
    {"page_marking", page_marking},
    {"label_map", [](ByteView b) { static_cast<void>(format::read_label_map(as_text(b))); }},
    {"clearance_file", clearance_file},
    {"translate", translate},
    {"bdo_series", bdo_series},
    {"judge_bdo", judge_bdo},
    {"jpeg", redact_jpeg},
    {"png", redact_png},
    {"rules", redact_rules},
    {"views", redact_views},
    {"redact_engine", redact_engine},
    {"json", redact_json},
    {"misp", redact_misp},
    {"stix", redact_stix},
    {"stix_pattern", stix_pattern},
    {"xml", redact_xml},
    {"csv", redact_csv},
    {"zip", redact_zip},
    {"docx", redact_docx},
};

} // namespace

std::span<const Entry> entries()
{
    return table;
}

void run(const Entry& entry, ByteView bytes)
{
    try {
        entry.run(bytes);
    } catch (const Error& error) {
        if (error.fault() == Fault::bug) throw;
    }
}

} // namespace pouch::fuzz
