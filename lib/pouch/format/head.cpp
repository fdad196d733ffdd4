#include "pouch/format/head.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/sshsig.hpp"
#include "pouch/format/tar.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::format {

namespace {

/// Places in the order of a head.
namespace place {
enum : int { bagit, bag_info, bundle_label, file_label, record, frames, manifest, tag_manifest, signature };
}

constexpr std::string_view labels_prefix = "labels/data/";
constexpr std::string_view label_suffix = ".bdo";
constexpr std::string_view signatures_prefix = "signatures/";
constexpr std::string_view signature_suffix = ".sig";

bool begins(std::string_view text, std::string_view with)
{
    return text.substr(0, with.size()) == with;
}
bool ends(std::string_view text, std::string_view with)
{
    return text.size() >= with.size() && text.substr(text.size() - with.size()) == with;
}

std::string algorithm_name(std::string_view stem, crypto::Algorithm algorithm)
{
    return fmt::format("{}-{}.txt", stem, crypto::name_of(algorithm));
}

/// The algorithm in `<stem>-<alg>.txt`.
std::optional<crypto::Algorithm> algorithm_in(std::string_view name, std::string_view stem)
{
    if (!begins(name, stem) || name.size() < stem.size() + 5 || name[stem.size()] != '-' ||
        !ends(name, ".txt")) {
        return std::nullopt;
    }
    return crypto::algorithm_named(name.substr(stem.size() + 1, name.size() - stem.size() - 5));
}

bool is_key_id(std::string_view text)
{
    return text.size() == 16 && from_hex(text).has_value();
}

} // namespace

std::string head_pax_name(std::string_view id, std::size_t ordinal)
{
    return fmt::format("{}/pax/head-{}", id, ordinal);
}
std::string data_pax_name(std::string_view id, std::size_t ordinal)
{
    return fmt::format("{}/pax/data-{}", id, ordinal);
}

bool is_role(std::string_view text)
{
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !text.empty() && text.size() <= 32 && letter(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

std::string signature_name(std::string_view role, std::string_view key_id)
{
    return fmt::format("{}{}.{}{}", signatures_prefix, role, key_id, signature_suffix);
}

std::string namespace_of_role(std::string_view role)
{
    return fmt::format("pouch-{}-v1", role);
}

Head::Head(Bytes content) : content_(std::move(content))
{
    auto rest = ByteView(content_);
    for (std::size_t ordinal = 1; !rest.empty(); ++ordinal) {
        if (ordinal == 1) {
            // The first name tells the id, on which the names of extended headers depend.
            const auto first = as_text(rest.first(std::min<std::size_t>(rest.size(), 100)));
            id_ = std::string(first.substr(0, first.find('/')));
            if (!is_bundle_id(id_)) throw refused("head.name", "the head does not begin with <id>/bagit.txt");
        }
        const auto header = read_tar_header(rest, head_pax_name(id_, ordinal));
        if (!header) throw refused("tar.header", "the head ends inside a tar header");
        const auto member = rest;
        rest = rest.subspan(header->header_size);
        const auto padding = tar_padding(header->size);
        if (header->size > rest.size() || padding > rest.size() - header->size) {
            throw refused("tar.header", "{}: larger than the head", header->path);
        }
        const auto filler = rest.subspan(header->size, padding);
        if (std::any_of(filler.begin(), filler.end(), [](std::byte b) { return b != std::byte{0}; })) {
            throw refused("tar.padding", "{}: the padding is not zero", header->path);
        }
        if (!begins(header->path, id_) || header->path.size() <= id_.size() ||
            header->path[id_.size()] != '/') {
            throw refused("head.name", "{}: outside the directory {}", header->path, id_);
        }
        take(header->path.substr(id_.size() + 1), rest.first(header->size),
             member.first(header->header_size + header->size + padding));
        if (signatures_.empty()) {
            signatures_start_ = content_.size() - rest.size() + header->size + padding;
        }
        rest = rest.subspan(header->size + padding);
    }
    if (rank_ < place::tag_manifest) throw refused("head.order", "the head ends before its tag manifest");
}

void Head::take(std::string name, ByteView content, ByteView member)
{
    int rank = -1;
    SignatureFile signed_by;
    // Until the frame table has told the algorithm, either will do: the order is then wrong anyway.
    const auto is_own = [&](std::string_view text, std::string_view stem) {
        const auto algorithm = algorithm_in(text, stem);
        return algorithm && (rank_ < place::frames || *algorithm == algorithm_);
    };
    if (name == "bagit.txt") {
        rank = place::bagit;
    } else if (name == "bag-info.txt") {
        rank = place::bag_info;
    } else if (name == "labels/bundle.bdo") {
        rank = place::bundle_label;
    } else if (begins(name, labels_prefix) && ends(name, label_suffix) &&
               name.size() > labels_prefix.size() + label_suffix.size()) {
        rank = place::file_label;
    } else if (name == "redaction.jsonl") {
        rank = place::record;
    } else if (const auto algorithm = algorithm_in(name, "frames")) {
        rank = place::frames;
        algorithm_ = *algorithm;
    } else if (is_own(name, "manifest")) {
        rank = place::manifest;
    } else if (is_own(name, "tagmanifest")) {
        rank = place::tag_manifest;
    } else if (begins(name, signatures_prefix) && ends(name, signature_suffix)) {
        const auto middle = std::string_view(name).substr(
            signatures_prefix.size(), name.size() - signatures_prefix.size() - signature_suffix.size());
        const auto dot = middle.find('.');
        if (dot != std::string_view::npos && is_role(middle.substr(0, dot)) &&
            is_key_id(middle.substr(dot + 1))) {
            rank = place::signature;
            signed_by = {std::string(middle.substr(0, dot)), std::string(middle.substr(dot + 1)), content};
        }
    }
    if (rank < 0) throw refused("head.name", "{}: not a tag file of a bundle", name);

    const bool repeats = rank == place::file_label || rank == place::signature;
    const bool may_skip = [&] {
        for (int between = rank_ + 1; between < rank; ++between) {
            if (between != place::bundle_label && between != place::file_label && between != place::record)
                return false;
        }
        return true;
    }();
    if (rank < rank_ || (rank == rank_ && !repeats) || !may_skip) {
        throw refused("head.order", "{}: missing, repeated or out of order in the head", name);
    }
    rank_ = rank;

    if (rank == place::signature) {
        if (signatures_.size() == signature_count_limit) {
            throw refused("signature.count", "more than {} signatures", signature_count_limit);
        }
        if (content.size() > max_sshsig_size) throw refused("signature.malformed", "{}: too large", name);
        if (!signatures_.empty()) {
            const auto& last = signatures_.back();
            if (fmt::format("{}.{}", last.role, last.key_id) >=
                fmt::format("{}.{}", signed_by.role, signed_by.key_id)) {
                throw refused("head.order", "{}: repeated or out of order in the head", name);
            }
        }
        signatures_.push_back(std::move(signed_by));
        return;
    }
    if (rank == place::bundle_label) label_ = content;
    if (rank == place::record) record_ = content;
    if (rank == place::file_label) {
        auto path =
            name.substr(labels_prefix.size(), name.size() - labels_prefix.size() - label_suffix.size());
        require_path(path);
        if (!file_labels_.empty() && files_.back().name >= name) {
            throw refused("head.order", "{}: repeated or out of order in the head", name);
        }
        file_labels_.push_back({std::move(path), content});
    }
    files_.push_back({std::move(name), content, member});
}

std::string Head::manifest_name() const
{
    return algorithm_name("manifest", algorithm_);
}
std::string Head::tag_manifest_name() const
{
    return algorithm_name("tagmanifest", algorithm_);
}

crypto::Digest Head::identity() const
{
    return crypto::digest_of(algorithm_, tag_manifest());
}

void Head::check_tag_digests() const
{
    const auto entries = read_manifest(as_text(tag_manifest()), algorithm_, tag_manifest_name());
    const auto listed = files_.size() - 1;
    for (std::size_t i = 0; i < std::max(entries.size(), listed); ++i) {
        if (i >= entries.size() || i >= listed || entries[i].path != files_[i].name) {
            throw refused("tagmanifest.malformed", "the tag manifest does not list the tag files: line {}",
                          i + 1);
        }
        if (crypto::digest_of(algorithm_, files_[i].content) != entries[i].digest) {
            throw refused("tagmanifest.digest", "{}: does not match the tag manifest", files_[i].name);
        }
    }
}

} // namespace pouch::format
