#include "pouch/stage/quotas.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/directory_count.hpp"

#include <algorithm>

namespace pouch::stage {

namespace {

void check(std::uint64_t count, std::uint64_t most, const char* reason, const char* what)
{
    if (count > most) throw refused(reason, "the bundle holds more than {} {}", most, what);
}

/// Without `data/`.
std::string_view payload_path(std::string_view listed)
{
    return listed.substr(listed.find('/') + 1);
}

void check_path(std::string_view path, const Quotas& quotas)
{
    if (path.size() > quotas.path) {
        throw refused("limit.path", "{}: a path of more than {} bytes", std::string(path), quotas.path);
    }
    const auto depth = 1 + static_cast<std::uint64_t>(std::count(path.begin(), path.end(), '/'));
    if (depth > quotas.depth) {
        throw refused("limit.depth", "{}: deeper than {}", std::string(path), quotas.depth);
    }
}

} // namespace

void check_quotas(const format::Head& head, const Quotas& quotas)
{
    check(head.signatures().size(), quotas.signatures, "limit.signatures", "signatures");
    check(head.file_labels().size() + (head.label() ? 1 : 0), quotas.labels, "limit.labels", "labels");
}

void check_quotas(const format::CheckedHead& checked, const Quotas& quotas)
{
    check(checked.info.payload_octets, quotas.bytes, "limit.bytes", "bytes of payload");
    check(checked.info.payload_files, quotas.files, "limit.files", "files");
    check(checked.frames.size(), quotas.frames, "limit.frames", "frames");
    if (quotas.path == Quotas::none && quotas.depth == Quotas::none && quotas.directories == Quotas::none)
        return;
    format::DirectoryCount directories;
    for (std::size_t i = 0; i < checked.manifest.size(); ++i) {
        const auto path = payload_path(checked.manifest.path(i));
        check_path(path, quotas);
        directories.add(path);
    }
    check(directories.count(), quotas.directories, "limit.directories", "directories");
}

} // namespace pouch::stage
