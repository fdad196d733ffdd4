#include "pouch/format/checked_head.hpp"

#include "pouch/base/checked.hpp"
#include "pouch/base/error.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/path_set.hpp"

#include <fmt/core.h>

namespace pouch::format {

namespace {

std::string_view payload_path(const Manifest& manifest, std::size_t line)
{
    return manifest.path(line).substr(payload_prefix.size());
}

void check_paths(const Manifest& manifest)
{
    std::string_view last;
    for (std::size_t i = 0; i < manifest.size(); ++i) {
        const auto listed = manifest.path(i);
        if (!listed.starts_with(payload_prefix)) {
            throw refused("path.grammar", "{}: the payload manifest names a file outside data/", listed);
        }
        const auto path = payload_path(manifest, i);
        require_path(path);
        if (is_reserved_path(path))
            throw refused("path.reserved", "{}: the name of a label or a record", path);
        if (listed == last) throw refused("path.duplicate", "{}: listed twice", path);
        if (listed < last) throw refused("manifest.order", "{}: out of order in the payload manifest", path);
        last = listed;
    }
}

void check_labels(const Head& head, const Manifest& manifest)
{
    for (const auto& label : head.file_labels()) {
        if (!manifest.find(fmt::format("{}{}", payload_prefix, label.path))) {
            throw refused("label.orphan", "{}: a label without its file", label.path);
        }
    }
}

/// The payload and the labels beside it, as `verify -x --payload` makes them, can live in one tree. Both are in order.
void check_places(const Head& head, const Manifest& manifest)
{
    check_sorted_paths([&](const TakePath& take) {
        auto label = head.file_labels().begin();
        const auto take_labels_until = [&](const std::string_view* path) {
            for (; label != head.file_labels().end(); ++label) {
                const auto place = label->path + ".bdo";
                if (path != nullptr && *path < place) return;
                take(place);
            }
        };
        for (std::size_t i = 0; i < manifest.size(); ++i) {
            const auto path = payload_path(manifest, i);
            take_labels_until(&path);
            take(path);
        }
        take_labels_until(nullptr);
    });
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
