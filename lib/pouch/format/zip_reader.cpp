#include "pouch/format/zip_reader.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/path_set.hpp"
#include "pouch/format/zip_layout.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <zlib.h>

namespace pouch::format {

namespace {

using namespace zip;

constexpr std::uint16_t newest_version = 45;

/// Extra fields that give an entry another size, name or reading.
constexpr std::array<std::uint16_t, 6> meaningful_extras{0x0001, 0x0014, 0x0017, 0x6375, 0x7075, 0x9901};

/// What both headers of an entry say.
struct Facts {
    std::uint16_t needed, flags, method, time, date;
    std::uint32_t crc, packed, size;
    std::uint16_t name_size, extra_size;
    bool operator==(const Facts&) const = default;
};

/// Reads the fields that begin at `fields`: 4 in a local header, 6 in a central one.
Facts facts_at(ByteView fields)
{
    const auto two = [&](std::size_t at) { return read_le<std::uint16_t>(fields.subspan(at)); };
    const auto four = [&](std::size_t at) { return read_le<std::uint32_t>(fields.subspan(at)); };
    return {two(0), two(2), two(4), two(6), two(8), four(10), four(14), four(18), two(22), two(24)};
}

class Archive {
  public:
    Archive(ByteView bytes, std::uint64_t limit) : bytes_(bytes), limit_(limit) {}

    std::vector<ZipEntry> read()
    {
        const auto end = end_record();
        for (std::uint16_t i = 0; i < count_; ++i) take_entry(end);
        if (at_ != end) throw refused("zip.syntax", "the directory does not end where it says");
        if (packed_end_ != directory_) throw refused("zip.syntax", "bytes that no entry names");
        return std::move(entries_);
    }

  private:
    [[nodiscard]] ByteView span(std::uint64_t begin, std::uint64_t size, std::uint64_t end) const
    {
        if (begin > end || size > end - begin)
            throw refused("zip.truncated", "a record reaches past its end");
        return bytes_.subspan(begin, size);
    }

    /// Reads the end record, which is last and has no comment; returns its place.
    std::uint64_t end_record()
    {
        if (bytes_.size() < end_size) throw refused("zip.truncated", "no end record");
        const auto place = bytes_.size() - end_size;
        const auto end = bytes_.subspan(place);
        const auto two = [&](std::size_t at) { return read_le<std::uint16_t>(end.subspan(at)); };
        if (read_le<std::uint32_t>(end) != end_signature || two(20) != 0)
            throw refused("zip.syntax", "no end record at the end: cut, a comment, or more behind it");
        count_ = two(10);
        const auto size = read_le<std::uint32_t>(end.subspan(12));
        directory_ = read_le<std::uint32_t>(end.subspan(16));
        if (two(4) != 0 || two(6) != 0 || two(8) != count_)
            throw refused("zip.unsupported", "more than one volume");
        if (count_ == 0xFFFF || size == 0xFFFFFFFF || directory_ == 0xFFFFFFFF)
            throw refused("zip.unsupported", "ZIP64");
        if (count_ > zip_entries_limit) throw refused("zip.limit", "more than {} entries", zip_entries_limit);
        if (std::uint64_t{directory_} + size != place)
            throw refused("zip.syntax", "the directory is not right before the end record");
        at_ = directory_;
        return place;
    }

    /// Takes the next central header, and the entry that it names.
    void take_entry(std::uint64_t end)
    {
        const auto header = span(at_, central_size, end);
        if (read_le<std::uint32_t>(header) != central_signature)
            throw refused("zip.syntax", "not a header of the directory");
        const auto facts = facts_at(header.subspan(6));
        if (read_le<std::uint16_t>(header.subspan(32)) != 0)
            throw refused("zip.unsupported", "an entry with a comment");
        if (read_le<std::uint16_t>(header.subspan(34)) != 0)
            throw refused("zip.unsupported", "more than one volume");
        const auto place = read_le<std::uint32_t>(header.subspan(42));
        check(facts);
        const auto name = span(at_ + central_size, facts.name_size, end);
        check_extra(span(at_ + central_size + facts.name_size, facts.extra_size, end));
        at_ += central_size + facts.name_size + facts.extra_size;
        if (place != packed_end_)
            throw refused("zip.syntax", "entries that overlap, are out of order, or have bytes in between");

        const std::string text(as_text(name));
        add_name(text);
        expanded_ += facts.size;
        if (expanded_ > limit_) throw refused("zip.limit", "it expands to more than {} bytes", limit_);
        const auto packed = take_content(facts, name);
        entries_.push_back({text, packed, facts.method == deflated, facts.crc, facts.size});
    }

    /// The faults are named, the name is not: it is content too.
    void add_name(const std::string& name)
    {
        if (const auto fault = path_fault(name); !fault.empty())
            throw refused("zip.name", "the name of an entry: {}", fault);
        try {
            names_.add(name);
        } catch (const Error&) {
            throw refused("zip.name", "two entries of one name, or of names that one folder cannot hold");
        }
    }

    static void check(const Facts& facts)
    {
        if (facts.needed > newest_version)
            throw refused("zip.unsupported", "an entry that needs a newer version");
        if ((facts.flags & ~(flag_levels | flag_descriptor | flag_utf8)) != 0)
            throw refused("zip.unsupported", "an entry that is encrypted, or flags that nobody knows");
        if (facts.method != stored && facts.method != deflated)
            throw refused("zip.unsupported", "a method other than stored and deflated");
        if (facts.method == stored && facts.packed != facts.size)
            throw refused("zip.syntax", "a stored entry of two sizes");
        if (facts.packed == 0xFFFFFFFF || facts.size == 0xFFFFFFFF) throw refused("zip.unsupported", "ZIP64");
    }

    static void check_extra(ByteView extra)
    {
        while (!extra.empty()) {
            if (extra.size() < 4) throw refused("zip.syntax", "an extra field that is cut");
            const auto id = read_le<std::uint16_t>(extra);
            const std::size_t size = 4U + read_le<std::uint16_t>(extra.subspan(2));
            if (size > extra.size()) throw refused("zip.syntax", "an extra field that is cut");
            if (std::find(meaningful_extras.begin(), meaningful_extras.end(), id) != meaningful_extras.end())
                throw refused("zip.unsupported", "an extra field with another size, name or encryption");
            extra = extra.subspan(size);
        }
    }

    /// Reads the local header at packed_end_, which must say the same, and what stands behind the content.
    ByteView take_content(const Facts& central, ByteView name)
    {
        const auto header = span(packed_end_, local_size, directory_);
        auto local = facts_at(header.subspan(4));
        const auto name_here = span(packed_end_ + local_size, local.name_size, directory_);
        const auto extra = span(packed_end_ + local_size + local.name_size, local.extra_size, directory_);
        check_extra(extra);
        const bool has_descriptor = (central.flags & flag_descriptor) != 0;
        if (has_descriptor && local.crc == 0 && local.packed == 0 && local.size == 0) {
            local.crc = central.crc;
            local.packed = central.packed;
            local.size = central.size;
        }
        local.extra_size = central.extra_size;
        if (read_le<std::uint32_t>(header) != local_signature || local != central ||
            as_text(name_here) != as_text(name))
            throw refused("zip.syntax", "the two headers of an entry differ");
        const auto begin = packed_end_ + local_size + central.name_size + extra.size();
        const auto packed = span(begin, central.packed, directory_);
        packed_end_ = begin + central.packed;
        if (has_descriptor) skip_descriptor(central);
        return packed;
    }

    void skip_descriptor(const Facts& facts)
    {
        if (read_le<std::uint32_t>(span(packed_end_, 4, directory_)) == descriptor_signature)
            packed_end_ += 4;
        const auto fields = span(packed_end_, 12, directory_);
        if (read_le<std::uint32_t>(fields) != facts.crc ||
            read_le<std::uint32_t>(fields.subspan(4)) != facts.packed ||
            read_le<std::uint32_t>(fields.subspan(8)) != facts.size)
            throw refused("zip.syntax", "the two headers of an entry differ");
        packed_end_ += fields.size();
    }

    ByteView bytes_;
    std::uint64_t limit_;
    std::uint16_t count_ = 0;
    std::uint32_t directory_ = 0;  ///< Place of the first central header.
    std::uint64_t at_ = 0;         ///< Place of the next one.
    std::uint64_t packed_end_ = 0; ///< Behind the last entry.
    std::uint64_t expanded_ = 0;
    PathSet names_;
    std::vector<ZipEntry> entries_;
};

/// Inflates all of `packed` into all of `out`.
void inflate_into(ByteView packed, MutableByteView out)
{
    const auto fail = [] { return refused("zip.data", "deflated content is malformed, or not of its size"); };
    struct Stream : z_stream {
        Stream() : z_stream{}
        {
            if (::inflateInit2(this, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
        }
        Stream(const Stream&) = delete;
        Stream& operator=(const Stream&) = delete;
        ~Stream() { ::inflateEnd(this); }
    } stream;
    std::byte beyond{}; // a buffer of no bytes would be an error of its own
    stream.next_in = as_uchar(packed);
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = out.empty() ? as_uchar(MutableByteView(&beyond, 1)) : as_uchar(out);
    stream.avail_out = out.empty() ? 1 : static_cast<uInt>(out.size());
    const auto status = ::inflate(&stream, Z_FINISH);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status != Z_STREAM_END || stream.avail_in != 0 || stream.total_out != out.size()) throw fail();
}

} // namespace

std::vector<ZipEntry> read_zip(ByteView archive, std::uint64_t limit)
{
    return Archive(archive, limit).read();
}

Bytes expand(const ZipEntry& entry)
{
    Bytes out(entry.size);
    if (entry.is_deflated) {
        inflate_into(entry.packed, out);
    } else {
        std::copy(entry.packed.begin(), entry.packed.end(), out.begin());
    }
    if (::crc32(0, as_uchar(ByteView(out)), static_cast<uInt>(out.size())) != entry.crc)
        throw refused("zip.data", "the CRC of an entry is wrong");
    return out;
}

} // namespace pouch::format
