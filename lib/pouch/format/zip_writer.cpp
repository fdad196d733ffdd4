#include "pouch/format/zip_writer.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/zip_layout.hpp"
#include "pouch/format/zip_reader.hpp"

#include <new>
#include <zlib.h>

namespace pouch::format {

namespace {

using namespace zip;

constexpr int level = 6;
constexpr std::uint64_t size_limit = 0xFFFFFFFE;
constexpr std::uint16_t version = 20;
constexpr std::uint16_t first_day = 0x0021; ///< 1980-01-01.

Bytes deflate(ByteView content)
{
    z_stream stream{};
    if (::deflateInit2(&stream, level, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    Bytes out(::deflateBound(&stream, static_cast<uLong>(content.size())));
    stream.next_in = as_uchar(content);
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = as_uchar(MutableByteView(out));
    stream.avail_out = static_cast<uInt>(out.size());
    const auto status = ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    if (status != Z_STREAM_END) throw bug("zlib does not compress");
    return out;
}

} // namespace

void ZipWriter::add(std::string_view name, ByteView content)
{
    const auto packed = deflate(content);
    const bool is_deflated = packed.size() < content.size();
    const auto body = is_deflated ? ByteView(packed) : content;
    if (++count_ > zip_entries_limit || content.size() > size_limit / 2 ||
        written_ + body.size() + name.size() + local_size > size_limit)
        throw refused("zip.limit", "too much for a ZIP archive");

    Bytes facts; // what both headers say
    append_le<std::uint16_t>(facts, version);
    append_le<std::uint16_t>(facts, flag_utf8);
    append_le<std::uint16_t>(facts, is_deflated ? deflated : stored);
    append_le<std::uint16_t>(facts, 0);
    append_le<std::uint16_t>(facts, first_day);
    append_le(facts,
              static_cast<std::uint32_t>(::crc32(0, as_uchar(content), static_cast<uInt>(content.size()))));
    append_le(facts, static_cast<std::uint32_t>(body.size()));
    append_le(facts, static_cast<std::uint32_t>(content.size()));
    append_le(facts, static_cast<std::uint16_t>(name.size()));
    append_le<std::uint16_t>(facts, 0);

    append_le(directory_, central_signature);
    append_le<std::uint16_t>(directory_, version);
    append(directory_, facts);
    directory_.resize(directory_.size() + 10); // no comment, first volume, no attributes
    append_le(directory_, static_cast<std::uint32_t>(written_));
    append(directory_, name);

    Bytes header;
    append_le(header, local_signature);
    append(header, facts);
    append(header, name);
    out_.write(header);
    out_.write(body);
    written_ += header.size() + body.size();
}

void ZipWriter::finish()
{
    if (written_ + directory_.size() > size_limit) throw refused("zip.limit", "too much for a ZIP archive");
    Bytes end;
    append_le(end, end_signature);
    append_le<std::uint32_t>(end, 0); // the first and only volume
    append_le(end, static_cast<std::uint16_t>(count_));
    append_le(end, static_cast<std::uint16_t>(count_));
    append_le(end, static_cast<std::uint32_t>(directory_.size()));
    append_le(end, static_cast<std::uint32_t>(written_));
    append_le<std::uint16_t>(end, 0);
    out_.write(directory_);
    out_.write(end);
}

} // namespace pouch::format
