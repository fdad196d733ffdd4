#include "pouch/format/tar_stream.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/tar.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::format {

namespace {

constexpr std::uint64_t extended_limit = 1 << 20U; ///< Bytes of one extended header or long name.
constexpr std::uint64_t zeros_limit = 16 << 20U;   ///< Bytes behind the end: more than any record of a tape.

std::string_view field(ByteView header, std::size_t offset, std::size_t size)
{
    const auto text = as_text(header.subspan(offset, size));
    return text.substr(0, text.find('\0'));
}

/// Octal with blanks or NULs around it, or GNU base-256. Nothing if it is neither.
std::optional<std::uint64_t> number_in(ByteView header, std::size_t offset, std::size_t size)
{
    const auto bytes = header.subspan(offset, size);
    std::uint64_t value = 0;
    if ((bytes[0] & std::byte{0x80}) != std::byte{0}) {
        if (bytes[0] != std::byte{0x80}) return std::nullopt; // negative, or beyond any size
        for (std::size_t i = 1; i < size; ++i) {
            if (value >> 55U != 0) return std::nullopt;
            value = value << 8U | std::to_integer<std::uint64_t>(bytes[i]);
        }
        return value;
    }
    auto text = as_text(bytes);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
    if (text.empty()) return std::nullopt;
    for (const char c : text) {
        if (c < '0' || c > '7' || value >> 60U != 0) return std::nullopt;
        value = value * 8 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

bool checksum_is_right(ByteView header)
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < tar_block; ++i) {
        sum += i >= 148 && i < 156 ? ' ' : std::to_integer<unsigned>(header[i]);
    }
    return number_in(header, 148, 8) == sum;
}

bool has_magic(ByteView header)
{
    const auto magic = as_text(header.subspan(257, 8));
    return magic == std::string_view("ustar\00000", 8) || magic == std::string_view("ustar  \0", 8);
}

bool is_zero(ByteView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

std::string_view type_name(char type)
{
    switch (type) {
    case '1':
        return "a hard link";
    case '2':
        return "a symbolic link";
    case '3':
        return "a character device";
    case '4':
        return "a block device";
    case '6':
        return "a FIFO";
    case 'S':
        return "a sparse file";
    case 'M':
        return "a part of a multi-volume archive";
    default:
        return "a member of a type that is no regular file";
    }
}

} // namespace

/// What extended headers said of the next member.
struct TarReader::Extended {
    std::optional<std::string> path;
    std::optional<std::uint64_t> size;
    bool is_sparse = false;

    void take_pax(std::string_view records, bool is_global)
    {
        while (!records.empty()) {
            const auto blank = records.find(' ');
            const auto length = parse_number(records.substr(0, blank));
            if (blank == std::string_view::npos || !length || *length > records.size() ||
                *length < blank + 4) {
                throw refused("tar.header", "an extended header is malformed");
            }
            const auto record = records.substr(blank + 1, *length - blank - 1);
            records.remove_prefix(*length);
            const auto equals = record.find('=');
            if (equals == std::string_view::npos || equals == 0 || record.back() != '\n') {
                throw refused("tar.header", "an extended header is malformed");
            }
            take_record(record.substr(0, equals), record.substr(equals + 1, record.size() - equals - 2),
                        is_global);
        }
    }

  private:
    void take_record(std::string_view key, std::string_view value, bool is_global)
    {
        if (is_global && (key == "path" || key == "size" || key == "linkpath")) {
            throw refused("tar.header", "a global extended header sets {}", key);
        }
        if (key == "path") {
            if (path || value.find('\0') != std::string_view::npos) {
                throw refused("tar.header", "an extended header gives an ambiguous path");
            }
            path = std::string(value);
        } else if (key == "size") {
            const auto number = parse_number(value);
            if (size || !number) throw refused("tar.header", "an extended header gives an ambiguous size");
            size = number;
        } else if (key == "hdrcharset") {
            if (value != "ISO-IR 10646 2000 UTF-8") throw refused("tar.header", "names are not in UTF-8");
        } else if (key.substr(0, 10) == "GNU.sparse") {
            is_sparse = true;
        }
    }
};

Bytes TarReader::read_exactly(std::uint64_t count)
{
    if (count > extended_limit) throw refused("tar.header", "an extended header of {} bytes", count);
    Bytes bytes(count);
    if (io::read_up_to(in_, bytes).size() < bytes.size()) {
        throw refused("tar.truncated", "the tar stream ends inside a member");
    }
    return bytes;
}

void TarReader::skip(std::uint64_t count)
{
    Bytes buffer(std::min<std::uint64_t>(count, 65536));
    while (count > 0) {
        const auto piece = MutableByteView(buffer).first(std::min<std::uint64_t>(count, buffer.size()));
        const auto got = in_.read(piece);
        if (got == 0) throw refused("tar.truncated", "the tar stream ends inside a member");
        count -= got;
    }
}

void TarReader::read_to_end()
{
    const auto second = read_exactly(tar_block);
    if (!is_zero(second)) throw refused("tar.truncated", "the tar stream has a single zero block");
    Bytes buffer(65536);
    std::uint64_t zeros = 0;
    while (const auto got = in_.read(buffer)) {
        zeros += got;
        if (zeros > zeros_limit)
            throw refused("tar.trailing", "more than {} zeros follow the end of the tar stream", zeros_limit);
        if (!is_zero(ByteView(buffer).first(got))) {
            throw refused("tar.trailing", "data follows the end of the tar stream");
        }
    }
    ended_ = true;
}

std::optional<TarMember> TarReader::next()
{
    if (ended_) return std::nullopt;
    Extended extended;
    for (;;) {
        skip(left_ + padding_);
        left_ = padding_ = 0;
        Bytes header(tar_block);
        const auto got = io::read_up_to(in_, header);
        if (got.size() < tar_block) {
            throw refused("tar.truncated", "the tar stream ends without its two zero blocks");
        }
        if (is_zero(header)) {
            if (extended.path || extended.size)
                throw refused("tar.header", "an extended header without a member");
            read_to_end();
            return std::nullopt;
        }
        if (!has_magic(header)) throw refused("tar.header", "a header is not ustar, pax or GNU tar");
        if (!checksum_is_right(header)) throw refused("tar.header", "a header does not match its checksum");
        const auto own_size = number_in(header, 124, 12);
        if (!own_size) throw refused("tar.header", "a header has no readable size");
        const char type = as_text(header)[156];

        if (type == 'x' || type == 'g' || type == 'L' || type == 'K') {
            const auto content = read_exactly(*own_size);
            skip(tar_padding(*own_size));
            auto text = as_text(content);
            if (type == 'x' || type == 'g') {
                extended.take_pax(text, type == 'g');
            } else if (type == 'L') {
                if (extended.path) throw refused("tar.header", "a member has two long names");
                while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
                if (text.find('\0') != std::string_view::npos)
                    throw refused("tar.header", "a long name holds NUL");
                extended.path = std::string(text);
            }
            continue;
        }

        TarMember member;
        if (extended.path) {
            member.name = *extended.path;
        } else {
            const auto prefix = as_text(header)[263] == '0' ? field(header, 345, 155) : std::string_view();
            member.name =
                std::string(prefix) + (prefix.empty() ? "" : "/") + std::string(field(header, 0, 100));
        }
        member.size = extended.size.value_or(*own_size);
        while (member.name.rfind("./", 0) == 0) {
            member.name.erase(0, member.name.find_first_not_of('/', 1) == std::string::npos
                                     ? member.name.size()
                                     : member.name.find_first_not_of('/', 1));
        }
        if (type == '5') {
            if (member.size != 0) throw refused("tar.header", "{}: a directory with content", member.name);
            if (member.name.size() > 1 && member.name.back() == '/') member.name.pop_back();
            if (member.name == ".") member.name.clear();
            if (take_directory_) take_directory_(member.name);
            extended = {};
            continue;
        }
        if (extended.is_sparse) throw refused("tar.type", "{}: a sparse file", member.name);
        if (type != '0' && type != '\0') {
            const auto error = refused("tar.type", "{}: {}", member.name, type_name(type));
            throw type == '1' ? error.with_hint("tar --hard-dereference stores the file itself") : error;
        }
        if (member.name.empty() || member.name.back() == '/') {
            throw refused("tar.header", "{}: a regular file with the name of a directory", member.name);
        }
        if (member.size > std::uint64_t{1} << 62U)
            throw refused("tar.header", "{}: impossible size", member.name);
        left_ = member.size;
        padding_ = tar_padding(member.size);
        return member;
    }
}

std::size_t TarReader::read(MutableByteView out)
{
    const auto count = std::min<std::uint64_t>(out.size(), left_);
    if (count == 0) return 0;
    const auto got = in_.read(out.first(count));
    if (got == 0) throw refused("tar.truncated", "the tar stream ends inside a member");
    left_ -= got;
    return got;
}

bool looks_like_tar(ByteView start)
{
    return start.size() >= tar_block && has_magic(start) && checksum_is_right(start);
}

void TarWriter::end_member()
{
    if (left_ > 0) throw bug("a tar member is shorter than announced");
    if (padding_ > 0) out_.write(Bytes(padding_));
    padding_ = 0;
}

void TarWriter::begin(std::string_view name, std::uint64_t size)
{
    end_member();
    Bytes header;
    append_tar_header(header, name, size, fmt::format("pax/{}", ++count_));
    out_.write(header);
    left_ = size;
    padding_ = tar_padding(size);
}

void TarWriter::write(ByteView bytes)
{
    if (bytes.size() > left_) throw bug("a tar member is longer than announced");
    left_ -= bytes.size();
    out_.write(bytes);
}

void TarWriter::finish()
{
    end_member();
    out_.write(Bytes(2 * tar_block));
}

} // namespace pouch::format
