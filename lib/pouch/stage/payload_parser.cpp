#include "pouch/stage/payload_parser.hpp"

#include "pouch/base/checked.hpp"
#include "pouch/base/error.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::stage {

/// The header at the front of `bytes`; an error says which member it is of.
std::optional<format::TarHeader> PayloadParser::read_header(ByteView bytes) const
{
    try {
        return format::read_tar_header(bytes, format::data_pax_name(id_, next_ + 1));
    } catch (const Error& error) {
        throw error.in(fmt::format("payload member {}", next_ + 1));
    }
}

/// Takes one header that begins or goes on at the front of `rest`; returns how many bytes of `rest` it used.
std::size_t PayloadParser::take_header(ByteView rest)
{
    if (header_.empty()) {
        if (const auto header = read_header(rest)) {
            begin_file(*header);
            return header->header_size;
        }
        append(header_, rest);
        return rest.size();
    }
    // A header over two spans: block by block, since spans are whole blocks.
    std::size_t used = 0;
    while (used < rest.size()) {
        append(header_, rest.subspan(used, format::tar_block));
        used += format::tar_block;
        if (const auto header = read_header(header_)) {
            header_.clear();
            begin_file(*header);
            return used;
        }
    }
    return used;
}

void PayloadParser::begin_file(const format::TarHeader& header)
{
    const auto& manifest = head_.manifest;
    const auto prefix = id_ + "/";
    const auto path = header.path.substr(0, prefix.size()) == prefix
                          ? std::string_view(header.path).substr(prefix.size())
                          : std::string_view(header.path);
    if (next_ >= manifest.size() || path != manifest.path(next_) || path.size() == header.path.size()) {
        if (!manifest.find(path)) {
            throw refused("payload.unlisted", "{}: in the payload but not in its manifest", header.path);
        }
        throw refused("payload.order", "{}: out of order in the payload", header.path);
    }
    ++next_;
    in_file_ = true;
    size_ = left_ = header.size;
    padding_ = format::tar_padding(header.size);
    octets_ = checked_add(octets_, header.size);
    if (octets_ > head_.info.payload_octets) {
        throw refused("payload.oxum", "{}: the payload is larger than Payload-Oxum says", path);
    }
}

void PayloadParser::parse(ByteView span, std::vector<ContentPiece>& pieces)
{
    pieces.clear();
    for (std::size_t at = 0; at < span.size();) {
        if (in_file_) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, span.size() - at));
            const auto begin = size_ - left_;
            left_ -= count;
            pieces.push_back({next_ - 1, at, count, begin, size_, begin == 0, left_ == 0});
            in_file_ = left_ > 0;
            at += count;
        } else if (padding_ > 0) {
            const auto count = std::min(padding_, span.size() - at);
            const auto filler = span.subspan(at, count);
            if (std::any_of(filler.begin(), filler.end(), [](std::byte b) { return b != std::byte{0}; })) {
                throw refused("tar.padding", "{}: the padding is not zero", head_.manifest.path(next_ - 1));
            }
            padding_ -= count;
            at += count;
        } else {
            at += take_header(span.subspan(at));
            // An empty file has no byte to wait for.
            if (in_file_ && left_ == 0) {
                pieces.push_back({next_ - 1, at, 0, 0, 0, true, true});
                in_file_ = false;
            }
        }
    }
}

void PayloadParser::finish() const
{
    if (in_file_ || padding_ > 0 || !header_.empty()) {
        throw refused("payload.missing", "the payload ends inside a file");
    }
    if (next_ < head_.manifest.size()) {
        throw refused("payload.missing", "{}: in the manifest but not in the payload",
                      head_.manifest.path(next_));
    }
    if (octets_ != head_.info.payload_octets) {
        throw refused("payload.oxum", "the payload is smaller than Payload-Oxum says");
    }
}

} // namespace pouch::stage
