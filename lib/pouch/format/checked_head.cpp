#include "pouch/format/checked_head.hpp"

#include "pouch/base/checked.hpp"
#include "pouch/base/error.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/path_set.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::format {

namespace {

constexpr std::string_view payload_prefix = "data/";

std::string_view payload_path(const ManifestEntry& entry)
{
    return entry.path.substr(payload_prefix.size());
}

void check_paths(const std::vector<ManifestEntry>& manifest)
{
    std::string_view last;
    for (const auto& entry : manifest) {
        if (entry.path.substr(0, payload_prefix.size()) != payload_prefix) {
            throw refused("path.grammar", "{}: the payload manifest names a file outside data/", entry.path);
        }
        const auto path = payload_path(entry);
        require_path(path);
        if (is_reserved_path(path))
            throw refused("path.reserved", "{}: the name of a label or a record", path);
        if (entry.path == last) throw refused("path.duplicate", "{}: listed twice", path);
        if (entry.path < last)
            throw refused("manifest.order", "{}: out of order in the payload manifest", path);
        last = entry.path;
    }
}

void check_labels(const Head& head, const std::vector<ManifestEntry>& manifest)
{
    const auto before = [](const ManifestEntry& entry, std::string_view path) {
        return payload_path(entry) < path;
    };
    for (const auto& label : head.file_labels()) {
        const auto at =
            std::lower_bound(manifest.begin(), manifest.end(), std::string_view(label.path), before);
        if (at == manifest.end() || payload_path(*at) != label.path) {
            throw refused("label.orphan", "{}: a label without its file", label.path);
        }
    }
}

/// The payload and the labels beside it, as `verify -x --payload` makes them, can live in one tree. Both are in order.
void check_places(const Head& head, const std::vector<ManifestEntry>& manifest)
{
    SortedPaths places;
    auto label = head.file_labels().begin();
    const auto add_labels_until = [&](const std::string_view* path) {
        for (; label != head.file_labels().end(); ++label) {
            const auto place = label->path + ".bdo";
            if (path != nullptr && *path < place) return;
            places.add(place);
        }
    };
    for (const auto& entry : manifest) {
        const auto path = payload_path(entry);
        add_labels_until(&path);
        places.add(path);
    }
    add_labels_until(nullptr);
}

} // namespace

std::uint64_t CheckedHead::compressed_size() const
{
    std::uint64_t sum = 0;
    for (const auto& frame : frames) sum = checked_add(sum, frame.compressed_size);
    return sum;
}

CheckedHead check_head(const Head& head)
{
    head.check_tag_digests();
    CheckedHead checked;
    if (as_text(head.bagit()) != bagit_text)
        throw refused("bagit.version", "bagit.txt: not BagIt 1.0 in UTF-8");
    checked.info = read_bag_info(as_text(head.bag_info()));
    if (checked.info.id != head.id()) {
        throw refused("bag-info.malformed", "bag-info.txt: Bundle-Id is not the top directory");
    }
    const auto content = fmt::format("{}:{}", crypto::name_of(head.algorithm()),
                                     crypto::digest_of(head.algorithm(), head.manifest()).hex());
    if (checked.info.content != content) {
        throw refused("bag-info.malformed",
                      "bag-info.txt: Bundle-Content does not match the payload manifest");
    }
    checked.frames = read_frame_table(as_text(head.frames()), head.algorithm());
    checked.manifest = read_manifest(as_text(head.manifest()), head.algorithm(), head.manifest_name());
    check_paths(checked.manifest);
    if (checked.manifest.size() != checked.info.payload_files) {
        throw refused("manifest.count",
                      "the payload manifest and Payload-Oxum disagree on the number of files");
    }
    check_labels(head, checked.manifest);
    check_places(head, checked.manifest);
    return checked;
}

} // namespace pouch::format
