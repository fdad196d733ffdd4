#include "pouch/base/interrupt.hpp"
#include "pouch/io/kernel_copy.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/io/spool.hpp"
#include "support/support.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <unistd.h>

using namespace pouch;

namespace {

io::Descriptor file_of(ByteView bytes)
{
    auto file = io::open_unnamed("/tmp");
    io::write_all(file.get(), bytes, "a file");
    ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

Bytes content_of(const io::Descriptor& file)
{
    Bytes bytes(static_cast<std::size_t>(io::status_of(file.get(), "a file").st_size));
    io::read_at(file.get(), bytes, 0, "a file");
    return bytes;
}

/// A file that is written as it comes.
class PlainSink final : public io::FileSink {
  public:
    explicit PlainSink(io::Descriptor file) : FileSink(std::move(file), "a file") {}
    void commit() override {}
    [[nodiscard]] bool is_atomic() const override { return false; }
    [[nodiscard]] Bytes content() const { return content_of(descriptor_); }
};

Bytes part(const Bytes& bytes, std::size_t begin, std::size_t size)
{
    const auto view = ByteView(bytes).subspan(begin, size);
    return {view.begin(), view.end()};
}

} // namespace

TEST_CASE("the kernel copies from a place or from the position of a file, to where the other one stands")
{
    const auto bytes = test::noise(100000);
    const auto from = file_of(bytes);
    const auto to = file_of(test::noise(10));
    ::lseek(to.get(), 10, SEEK_SET);
    CHECK(io::copy_in_kernel(from.get(), 333, to.get(), 5000) == 5000);
    CHECK(::lseek(from.get(), 0, SEEK_CUR) == 0);
    CHECK(io::copy_in_kernel(from.get(), std::nullopt, to.get(), 7000) == 7000);
    CHECK(::lseek(from.get(), 0, SEEK_CUR) == 7000);
    auto expected = test::noise(10);
    append(expected, ByteView(bytes).subspan(333, 5000));
    append(expected, ByteView(bytes).first(7000));
    CHECK(content_of(to) == expected);
    CHECK(io::copy_in_kernel(from.get(), 99000, to.get(), 5000) == 1000); // the file ends
}

TEST_CASE("the kernel copies into a pipe, and a reader who left ends the process as SIGPIPE does")
{
    ::signal(SIGPIPE, SIG_IGN); // as the tools do
    const auto bytes = test::noise(50000);
    const auto from = file_of(bytes);
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    auto reader = io::Descriptor(ends[0]);
    const auto writer = io::Descriptor(ends[1]);
    REQUIRE(io::copy_in_kernel(from.get(), 77, writer.get(), 9000) == 9000);
    Bytes got(9000);
    io::FileSource source(std::move(reader), "a pipe");
    CHECK(io::read_up_to(source, got).size() == got.size());
    CHECK(got == part(bytes, 77, 9000));
    source = io::FileSource(io::Descriptor(::dup(from.get())), "a file"); // closes the pipe
    CHECK_THROWS_AS(io::copy_in_kernel(from.get(), 0, writer.get(), 10), Interrupted);
}

TEST_CASE("what the kernel does not copy is left to read and write")
{
    const auto bytes = test::noise(200000);
    const auto from = file_of(bytes);
    const auto device = io::open_file("/dev/null", O_WRONLY);
    const auto target = file_of({});
    const auto appending =
        io::open_file("/proc/self/fd/" + std::to_string(target.get()), O_WRONLY | O_APPEND);
    const auto unwritable = io::open_file("/proc/self/fd/" + std::to_string(target.get()), O_RDONLY);
    for (const int to : {-1, device.get(), appending.get(), unwritable.get()}) {
        CHECK(io::copy_in_kernel(from.get(), 0, to, 100) == 0);
    }
    CHECK(io::copy_in_kernel(device.get(), std::nullopt, target.get(), 100) == 0);

    io::FileSource source(io::Descriptor(::dup(from.get())), "a file");
    io::MemorySink memory;
    CHECK(source.pass(memory, 150000) == 150000);
    CHECK(memory.bytes == part(bytes, 0, 150000));
    PlainSink file(file_of({}));
    CHECK(source.pass(file, 100000) == 50000); // the source ends
    CHECK(file.content() == part(bytes, 150000, 50000));
}

TEST_CASE("a spool is read from a place to a place")
{
    const auto bytes = test::noise(200000);
    const auto spool = file_of(bytes);
    io::SpoolSource in(spool, 1000, 151000);
    Bytes start(10);
    CHECK(io::read_up_to(in, start).size() == 10);
    CHECK(start == part(bytes, 1000, 10));
    PlainSink file(file_of({}));
    CHECK(in.pass(file, 100000) == 100000);
    CHECK(file.content() == part(bytes, 1010, 100000));
    io::MemorySink memory;
    CHECK(in.pass(memory, 100000) == 49990);
    CHECK(memory.bytes == part(bytes, 101010, 49990));
    CHECK(in.read(start) == 0);
}
