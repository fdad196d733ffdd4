#include "pouch/format/tar.hpp"
#include "pouch/format/tar_stream.hpp"
#include "pouch/io/memory.hpp"
#include "support/bundle.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

constexpr const char* pax = "b/pax/data-1";

Bytes header_of(std::string_view path, std::uint64_t size)
{
    Bytes header;
    format::append_tar_header(header, path, size, pax);
    return header;
}

std::string reason_of(const Bytes& header)
{
    bool complete = true;
    const auto reason = test::failure([&] { complete = format::read_tar_header(header, pax).has_value(); });
    return complete ? reason : "more";
}

/// The names and contents of a foreign tar stream.
std::vector<std::pair<std::string, Bytes>> members_of(const Bytes& stream, std::size_t step = 4096)
{
    io::MemorySource in(stream, step);
    format::TarReader reader(in);
    std::vector<std::pair<std::string, Bytes>> members;
    while (auto member = reader.next()) {
        Bytes content(member->size);
        for (std::size_t at = 0; at < content.size();)
            at += reader.read(MutableByteView(content).subspan(at));
        members.emplace_back(member->name, content);
    }
    return members;
}

std::string stream_reason(const Bytes& stream)
{
    return test::failure([&] { static_cast<void>(members_of(stream)); });
}

/// A header with one field overwritten and its checksum made right again.
Bytes patched(Bytes header, std::size_t offset, std::string_view text)
{
    const auto bytes = as_bytes(text);
    std::copy(bytes.begin(), bytes.end(), header.begin() + static_cast<std::ptrdiff_t>(offset));
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i)
        sum += i >= 148 && i < 156 ? 32U : std::to_integer<unsigned>(header[i]);
    const auto digits = fmt::format("{:06o}", sum);
    std::copy_n(as_bytes(digits).begin(), 6, header.begin() + 148);
    header[154] = std::byte{0};
    header[155] = std::byte{' '};
    return header;
}

Bytes joined(const Bytes& a, const Bytes& b)
{
    Bytes all = a;
    append(all, ByteView(b));
    return all;
}

} // namespace

TEST_CASE("tar headers are read back as they were written")
{
    const auto path = GENERATE(std::string("b/data/a"), std::string(100, 'x'), std::string(101, 'x'),
                               std::string("b/data/보고서.txt"), std::string(1000, 'y'));
    const auto size = GENERATE(std::uint64_t{0}, std::uint64_t{511}, (std::uint64_t{1} << 33U) - 1,
                               std::uint64_t{1} << 33U, std::uint64_t{1} << 50U);
    const auto bytes = header_of(path, size);
    const auto header = format::read_tar_header(bytes, pax);
    REQUIRE(header);
    CHECK(header->path == path);
    CHECK(header->size == size);
    CHECK(header->header_size == bytes.size());
    for (std::size_t cut = 0; cut < bytes.size(); cut += 100) {
        CHECK_FALSE(format::read_tar_header(ByteView(bytes).first(cut), pax));
    }
}

TEST_CASE("every bit of a tar header counts")
{
    const auto path = GENERATE(std::string("b/data/a"), std::string("b/data/한글"));
    auto header = header_of(path, 1234);
    for (std::size_t bit = 0; bit < header.size() * 8; ++bit) {
        header[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
        // Two honest outcomes but a refusal: an extended header that claims more records than there are leaves
        // the reader waiting; and the path in it, which no checksum covers, is another path.
        const auto reason = reason_of(header);
        const bool is_other_path = reason.empty() && format::read_tar_header(header, pax)->path != path;
        if (reason != "1:tar.header" && reason != "1:tar.type" && reason != "more" && !is_other_path) {
            FAIL("bit " << bit << ": " << reason);
        }
        header[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
    }
}

TEST_CASE("a header with a right checksum but another spelling is refused")
{
    const auto good = header_of("b/data/a", 5);
    CHECK(reason_of(good).empty());
    CHECK(reason_of(patched(good, 100, "0000755")) == "1:tar.header");     // mode
    CHECK(reason_of(patched(good, 108, "0000001")) == "1:tar.header");     // uid
    CHECK(reason_of(patched(good, 124, "      5    ")) == "1:tar.header"); // size with blanks
    CHECK(reason_of(patched(good, 136, "00000000001")) == "1:tar.header"); // mtime
    CHECK(reason_of(patched(good, 257, "ustar  ")) == "1:tar.header");     // GNU magic
    CHECK(reason_of(patched(good, 265, "root")) == "1:tar.header");        // user name
    CHECK(reason_of(patched(good, 345, "prefix")) == "1:tar.header");      // prefix
    CHECK(reason_of(patched(good, 157, "target")) == "1:tar.header");      // link name
    for (const auto* type : {"1", "2", "3", "4", "5", "6", "7", "g", "L", "S"}) {
        CHECK(reason_of(patched(good, 156, type)) == "1:tar.type");
    }
    CHECK(reason_of(patched(good, 10, "z")) == "1:tar.header"); // bytes behind the end of the name
}

TEST_CASE("TarReader reads what TarWriter writes, at every read size")
{
    const std::vector<std::pair<std::string, Bytes>> files = {{"a", {}},
                                                              {"b/c", test::noise(1)},
                                                              {std::string(150, 'n'), test::noise(512)},
                                                              {"한글/파일", test::noise(513)}};
    const auto stream = test::tar_of(files);
    for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{512}, std::size_t{100000}}) {
        CHECK(members_of(stream, step) == files);
    }
}

TEST_CASE("a tar stream without its two zero blocks is refused, cut anywhere")
{
    const auto stream = test::tar_of({{"a", test::noise(700)}});
    for (std::size_t size = 0; size < stream.size(); ++size) {
        const Bytes cut(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(size));
        if (stream_reason(cut) != "1:tar.truncated") FAIL("size " << size << ": " << stream_reason(cut));
    }
    auto padded = stream;
    padded.resize(stream.size() + 9000);
    CHECK(stream_reason(padded).empty());
    padded.back() = std::byte{1};
    CHECK(stream_reason(padded) == "1:tar.trailing");
    CHECK(stream_reason(joined(stream, stream)) == "1:tar.trailing");
    padded = stream;
    padded.resize(stream.size() + (16U << 20U));
    CHECK(stream_reason(padded).empty());
    padded.resize(padded.size() + 1);
    CHECK(stream_reason(padded) == "1:tar.trailing");
}

TEST_CASE("TarReader refuses what would lose its meaning")
{
    const Bytes end(1024);
    const auto member = [&](std::string_view type) {
        return joined(patched(header_of("link", 0), 156, type), end);
    };
    for (const auto* type : {"1", "2", "3", "4", "6", "7", "S", "M", "V", "D", "Z"}) {
        CHECK(stream_reason(member(type)) == "1:tar.type");
    }
    CHECK(stream_reason(member("5")).empty()); // a directory is implied by its files
    CHECK(stream_reason(member("0")).empty());

    const auto with_pax = [&](const std::string& records, const char* type = "x") {
        Bytes header = patched(header_of("x", records.size()), 156, type);
        append(header, records);
        header.resize(header.size() + format::tar_padding(records.size()));
        return joined(joined(header, header_of("name", 0)), end);
    };
    CHECK(members_of(with_pax("12 path=new\n")).front().first == "new");
    CHECK(members_of(with_pax("19 mtime=123456.7\n8 gid=1\n").size() > 0 ? with_pax("8 gid=1\n") : Bytes())
              .front()
              .first == "name");
    CHECK(stream_reason(with_pax("12 path=new\n12 path=old\n")) == "1:tar.header");
    CHECK(stream_reason(with_pax("13 path=n\0ew\n")) == "1:tar.header");
    CHECK(stream_reason(with_pax("12 path=new\n", "g")) == "1:tar.header");
    CHECK(stream_reason(with_pax("99 path=new\n")) == "1:tar.header");
    CHECK(stream_reason(with_pax("garbage")) == "1:tar.header");
    CHECK(stream_reason(with_pax("22 GNU.sparse.major=1\n")) == "1:tar.type");
    CHECK(stream_reason(with_pax("21 hdrcharset=BINARY\n")) == "1:tar.header");

    auto damaged = joined(header_of("a", 0), end);
    damaged[3] ^= std::byte{1};
    CHECK(stream_reason(damaged) == "1:tar.header");
}
