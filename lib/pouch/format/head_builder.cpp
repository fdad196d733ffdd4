#include "pouch/format/head_builder.hpp"

#include "pouch/base/checked.hpp"
#include "pouch/base/error.hpp"
#include "pouch/format/tar.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>

namespace pouch::format {

HeadBuilder::HeadBuilder(std::string id, crypto::Algorithm algorithm)
    : id_(std::move(id)), algorithm_(algorithm)
{
}

HeadBuilder::HeadBuilder(const Head& head)
    : id_(head.id()), algorithm_(head.algorithm()), count_(head.files().size())
{
    append_piece(head.unsigned_content());
}

Bytes HeadBuilder::next_header(std::string_view name, std::uint64_t size)
{
    ++count_;
    Bytes header;
    append_tar_header(header, fmt::format("{}/{}", id_, name), size, head_pax_name(id_, count_));
    return header;
}

/// What lies directly behind the last piece becomes a part of it.
void HeadBuilder::append_piece(ByteView bytes)
{
    size_ = checked_add<std::uint64_t>(size_, bytes.size());
    if (bytes.empty()) return;
    if (!pieces_.empty() && !pieces_.back().produce) {
        auto& last = pieces_.back().bytes;
        if (last.data() + last.size() == bytes.data()) {
            last = ByteView(last.data(), last.size() + bytes.size());
            return;
        }
    }
    pieces_.push_back({bytes, {}});
}

void HeadBuilder::list(std::string_view name, const crypto::Digest& digest)
{
    append_manifest_line(tag_manifest_, digest, name);
}

void HeadBuilder::pad(std::uint64_t size)
{
    constexpr std::array<std::byte, tar_block> zeros{};
    keep(ByteView(zeros).first(tar_padding(size)));
}

void HeadBuilder::add(std::string_view name, ByteView content)
{
    keep(next_header(name, content.size()));
    keep(content);
    pad(content.size());
    list(name, crypto::digest_of(algorithm_, content));
}

void HeadBuilder::lend(const TagFile& file)
{
    // The header tells the number of its member if the name needs an extended one.
    const auto header = next_header(file.name, file.content.size());
    const auto own =
        file.member.first(file.member.size() - file.content.size() - tar_padding(file.content.size()));
    if (std::equal(own.begin(), own.end(), header.begin(), header.end())) {
        append_piece(file.member);
    } else {
        keep(header);
        append_piece(file.member.subspan(own.size()));
    }
    list(file.name, crypto::digest_of(algorithm_, file.content));
}

void HeadBuilder::add_produced(std::string_view name, std::uint64_t size, Produce produce)
{
    keep(next_header(name, size));
    crypto::Hasher hasher(algorithm_);
    std::uint64_t produced = 0;
    produce([&](ByteView piece) {
        hasher.update(piece);
        produced += piece.size();
    });
    if (produced != size) throw bug("{}: {} bytes in place of {}", name, produced, size);
    list(name, hasher.finish());
    pieces_.push_back({{}, std::move(produce)});
    size_ = checked_add(size_, size);
    pad(size);
}

void HeadBuilder::add_tag_manifest()
{
    keep(next_header(fmt::format("tagmanifest-{}.txt", crypto::name_of(algorithm_)), tag_manifest_.size()));
    append_piece(tag_manifest_);
    pad(tag_manifest_.size());
}

void HeadBuilder::add_signature(std::string_view role, std::string_view key_id, ByteView signature)
{
    keep(next_header(signature_name(role, key_id), signature.size()));
    keep(signature);
    pad(signature.size());
}

void HeadBuilder::write(const Write& write) const
{
    for (const auto& piece : pieces_) piece.produce ? piece.produce(write) : write(piece.bytes);
}

Bytes HeadBuilder::bytes() const
{
    Bytes content;
    content.reserve(size_);
    write([&](ByteView piece) { append(content, piece); });
    return content;
}

} // namespace pouch::format
