#include "pouch/format/tar.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace pouch::format {

namespace {

struct Field {
    std::size_t offset;
    std::size_t size;
    const char* name;
};

/// Every byte of a header belongs to one field. The checksum comes last: a difference elsewhere is the cause.
constexpr std::array<Field, 16> fields = {{{0, 100, "name"},
                                           {100, 8, "mode"},
                                           {108, 8, "uid"},
                                           {116, 8, "gid"},
                                           {124, 12, "size"},
                                           {136, 12, "mtime"},
                                           {156, 1, "type"},
                                           {157, 100, "link name"},
                                           {257, 6, "magic"},
                                           {263, 2, "version"},
                                           {265, 32, "user name"},
                                           {297, 32, "group name"},
                                           {329, 16, "device numbers"},
                                           {345, 155, "prefix"},
                                           {500, 12, "padding"},
                                           {148, 8, "checksum"}}};

bool fits_name_field(std::string_view path)
{
    return path.size() <= 100 && std::all_of(path.begin(), path.end(), [](char c) { return c > 0; });
}

void append_ustar(Bytes& out, std::string_view name, std::uint64_t size, char type)
{
    std::array<char, tar_block> header{};
    const auto put = [&](std::size_t offset, std::string_view text) {
        std::memcpy(header.data() + offset, text.data(), text.size());
    };
    if (name.size() > 100) throw bug("a tar name of {} bytes in the name field", name.size());
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, fmt::format("{:011o}", size));
    put(136, "00000000000");
    put(148, "        ");
    header[156] = type;
    put(257, std::string_view("ustar\00000", 8));
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(148, fmt::format("{:06o}", sum));
    header[154] = '\0';
    append(out, as_bytes({header.data(), header.size()}));
}

/// A pax record counts its own length, digits included.
std::string pax_record(std::string_view key, std::string_view value)
{
    const auto rest = key.size() + value.size() + 3; // blank, equals sign, line feed
    auto length = rest + 1;
    while (fmt::formatted_size("{}", length) + rest != length) ++length;
    return fmt::format("{} {}={}\n", length, key, value);
}

std::string pax_records(std::string_view path, std::uint64_t size)
{
    std::string records;
    if (!fits_name_field(path)) records += pax_record("path", path);
    if (size >= tar_octal_limit) records += pax_record("size", fmt::format("{}", size));
    return records;
}

std::string_view name_in(ByteView header)
{
    const auto field = as_text(header.first(100));
    return field.substr(0, field.find('\0'));
}

std::uint64_t size_in(ByteView header)
{
    std::uint64_t size = 0;
    for (const char c : as_text(header.subspan(124, 11))) {
        if (c < '0' || c > '7') throw refused("tar.header", "field size is not canonical");
        size = size * 8 + static_cast<std::uint64_t>(c - '0');
    }
    return size;
}

/// Takes `<length> <key>=` from the front of `records` and returns the value; nothing if it is another
/// record.
std::optional<std::string> take_record(std::string_view& records, std::string_view key)
{
    const auto blank = records.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const auto length = parse_number(records.substr(0, blank));
    const auto start = blank + 1 + key.size() + 1;
    if (!length || *length > records.size() || *length < start + 1) return std::nullopt;
    if (records.substr(blank + 1, key.size()) != key || records[start - 1] != '=') return std::nullopt;
    std::string value(records.substr(start, *length - start - 1));
    records.remove_prefix(*length);
    return value;
}

/// Refuses with the name of the first field in which two headers differ.
void compare(ByteView got, ByteView wanted)
{
    for (std::size_t block = 0; block < wanted.size(); block += tar_block) {
        for (const auto& field : fields) {
            const auto a = got.subspan(block + field.offset, field.size);
            const auto b = wanted.subspan(block + field.offset, field.size);
            if (!std::equal(a.begin(), a.end(), b.begin())) {
                throw refused("tar.header", "field {} is not canonical", field.name);
            }
        }
    }
}

} // namespace

void append_tar_header(Bytes& out, std::string_view path, std::uint64_t size, std::string_view pax_name)
{
    const auto records = pax_records(path, size);
    if (!records.empty()) {
        append_ustar(out, pax_name, records.size(), 'x');
        append(out, records);
        out.resize(out.size() + tar_padding(records.size()));
    }
    append_ustar(out, fits_name_field(path) ? path : pax_name, size >= tar_octal_limit ? 0 : size, '0');
}

std::optional<TarHeader> read_tar_header(ByteView bytes, std::string_view pax_name)
{
    if (bytes.size() < tar_block) return std::nullopt;
    TarHeader header;
    auto last = bytes.first(tar_block);
    std::string_view records;
    const char type = as_text(last)[156];
    if (type == 'x') {
        const auto size = size_in(last);
        if (size == 0 || size > tar_header_limit - 3 * tar_block) {
            throw refused("tar.header", "an extended header of {} bytes", size);
        }
        header.header_size = tar_block + size + tar_padding(size);
        if (bytes.size() < header.header_size + tar_block) return std::nullopt;
        records = as_text(bytes.subspan(tar_block, size));
        last = bytes.subspan(header.header_size, tar_block);
    }
    header.header_size += tar_block;
    const char last_type = as_text(last)[156];
    if (last_type != '0') {
        throw refused("tar.type", "a member of type {} where only regular files may be",
                      last_type == '\0' ? std::string("NUL") : std::string(1, last_type));
    }
    header.path = std::string(name_in(last));
    header.size = size_in(last);
    if (auto path = take_record(records, "path")) header.path = std::move(*path);
    if (const auto size = take_record(records, "size")) {
        const auto number = parse_number(*size);
        if (!number || *number < tar_octal_limit) throw refused("tar.header", "record size is not canonical");
        header.size = *number;
    }
    if (!records.empty())
        throw refused("tar.header", "an extended header holds a record other than path and size");

    Bytes wanted;
    append_tar_header(wanted, header.path, header.size, pax_name);
    if (wanted.size() != header.header_size)
        throw refused("tar.header", "an extended header is not canonical");
    if (type == 'x') {
        const auto middle = header.header_size - 2 * tar_block;
        compare(bytes.first(tar_block), ByteView(wanted).first(tar_block));
        compare(last, ByteView(wanted).last(tar_block));
        const auto a = bytes.subspan(tar_block, middle);
        const auto b = ByteView(wanted).subspan(tar_block, middle);
        if (!std::equal(a.begin(), a.end(), b.begin())) {
            throw refused("tar.header", "the records of an extended header are not canonical");
        }
    } else {
        compare(last, wanted);
    }
    return header;
}

} // namespace pouch::format
