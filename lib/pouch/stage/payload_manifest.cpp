#include "pouch/stage/payload_manifest.hpp"

#include "pouch/format/path.hpp"

#include <algorithm>

namespace pouch::stage {

DigestList::DigestList(crypto::Algorithm algorithm, std::size_t count)
    : algorithm_(algorithm), size_(crypto::digest_size(algorithm)), bytes_(size_ * count)
{
}

void DigestList::set(std::size_t file, const crypto::Digest& digest)
{
    std::copy_n(digest.bytes.begin(), size_, bytes_.begin() + static_cast<std::ptrdiff_t>(file * size_));
}

crypto::Digest DigestList::operator[](std::size_t file) const
{
    crypto::Digest digest;
    digest.size = size_;
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(file * size_), size_, digest.bytes.begin());
    return digest;
}

std::uint64_t PayloadManifest::size() const
{
    Bytes line;
    format::append_manifest_line(line, DigestList(digests_.algorithm(), 1)[0], format::payload_prefix);
    std::uint64_t size = 0;
    for (const auto& file : files_) size += line.size() + file.path.size();
    return size;
}

crypto::Digest PayloadManifest::digest() const
{
    crypto::Hasher hasher(digests_.algorithm());
    write([&](ByteView piece) { hasher.update(piece); });
    return hasher.finish();
}

void PayloadManifest::write(const format::HeadBuilder::Write& write) const
{
    constexpr std::size_t piece_size = 65536;
    Bytes piece;
    std::string path(format::payload_prefix);
    for (std::size_t i = 0; i < files_.size(); ++i) {
        path.replace(format::payload_prefix.size(), std::string::npos, files_[i].path);
        format::append_manifest_line(piece, digests_[i], path);
        if (piece.size() < piece_size && i + 1 < files_.size()) continue;
        write(piece);
        piece.clear();
    }
}

} // namespace pouch::stage
