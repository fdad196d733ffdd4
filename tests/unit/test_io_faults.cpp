#include "pouch/base/error.hpp"
#include "pouch/io/companion.hpp"
#include "pouch/io/tree.hpp"
#include "pouch/io/uninterrupted.hpp"
#include "support/scratch.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <unistd.h>

using namespace pouch;
namespace fs = std::filesystem;

using test::Scratch;

TEST_CASE("an interrupted call is made again, a failed one is not")
{
    int calls = 0;
    const auto three_times_interrupted = [&] {
        errno = EINTR;
        return ++calls < 4 ? -1 : 7;
    };
    CHECK(io::uninterrupted(three_times_interrupted) == 7);
    CHECK(calls == 4);

    calls = 0;
    const auto failed = [&] {
        ++calls;
        errno = EIO;
        return -1;
    };
    CHECK(io::uninterrupted(failed) == -1);
    CHECK(calls == 1);
}

TEST_CASE("a call that a request to stop interrupts is not made again")
{
    int calls = 0;
    interrupt_signal = SIGTERM;
    const auto interrupted = [&] {
        ++calls;
        errno = EINTR;
        return -1;
    };
    CHECK_THROWS_AS(io::uninterrupted(interrupted), Interrupted);
    interrupt_signal = 0;
    CHECK(calls == 1);
}

TEST_CASE("a tree that is withdrawn after its commit leaves nothing")
{
    const Scratch scratch;
    {
        io::TreeWriter tree(scratch / "tree");
        io::write_all(tree.create("a/b").get(), as_bytes("EXERCISE ONLY"), "a/b");
        tree.commit();
        CHECK(fs::exists(scratch / "tree"));
        tree.withdraw();
        CHECK_FALSE(fs::exists(scratch / "tree"));
    }
    CHECK(fs::is_empty(scratch.path()));
}

TEST_CASE("a tree whose name another has by now is not taken back, and nothing of either is touched")
{
    const Scratch scratch;
    {
        io::TreeWriter tree(scratch / "tree");
        io::write_all(tree.create("a").get(), as_bytes("EXERCISE ONLY"), "a");
        tree.commit();
        fs::rename(scratch / "tree", scratch / "taken");
        fs::create_directory(scratch / "tree");
        CHECK_THROWS_AS(tree.withdraw(), Error);
    }
    CHECK(fs::exists(scratch / "taken/a"));
    CHECK(fs::is_empty(scratch / "tree"));
}

TEST_CASE("a companion that another has replaced by now is not withdrawn")
{
    const Scratch scratch;
    {
        io::Companion companion(scratch / "receipt", {});
        companion.publish(companion.sink());
        fs::rename(scratch / "receipt", scratch / "taken");
        fs::create_directory(scratch / "receipt");
    }
    CHECK(fs::exists(scratch / "taken"));
    CHECK(fs::exists(scratch / "receipt"));
    {
        io::Companion companion(scratch / "other", {});
        companion.publish(companion.sink());
    }
    CHECK_FALSE(fs::exists(scratch / "other"));
}

TEST_CASE("an output under a name that cannot be looked up is refused, not taken for new")
{
    const Scratch scratch;
    CHECK_THROWS_AS(io::open_sink(scratch / std::string(300, 'x')), Error);
    const auto in = io::open_source("/dev/null");
    CHECK_THROWS_AS(io::names_file_of(std::string(5000, 'x'), in->descriptor()), Error);
    CHECK_FALSE(io::names_file_of(scratch / "new", in->descriptor()));
}
