#include "pouch/io/beneath.hpp"
#include "support/scratch.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;

namespace {

/// A directory with a file in a directory, and links out of it, inside it, and in the middle of a way.
struct Place {
    Place()
    {
        std::filesystem::create_directories(scratch / "root/in/deep");
        for (const auto* name : {"root/in/deep/file", "outside"})
            static_cast<void>(io::open_file(scratch / name, O_WRONLY | O_CREAT, 0600));
        std::filesystem::create_symlink("../outside", scratch / "root/out");
        std::filesystem::create_directory_symlink("in", scratch / "root/link");
        root = io::open_file(scratch / "root", O_PATH | O_DIRECTORY);
    }
    [[nodiscard]] std::string failure(const std::string& path, io::Walk walk, int flags = O_RDONLY) const
    {
        return test::failure([&] {
            static_cast<void>(io::open_beneath(root.get(), path, flags, {0600, io::Mounts::refused, walk}));
        });
    }
    test::Scratch scratch;
    io::Descriptor root;
};

constexpr std::array walks = {io::Walk::by_kernel, io::Walk::by_components};

} // namespace

TEST_CASE("a way that leaves the directory or follows a link is refused, with the call of the kernel and "
          "without it")
{
    const Place place;
    for (const auto walk : walks) {
        CHECK(place.failure("in/deep/file", walk).empty());
        CHECK(place.failure("in/deep", walk, O_RDONLY | O_DIRECTORY).empty());
        CHECK(place.failure("out", walk) == "3:io.link");
        CHECK(place.failure("link/deep/file", walk) == "3:io.link");
        CHECK(place.failure("link", walk, O_RDONLY | O_DIRECTORY) == "3:io.link");
        CHECK(place.failure("out", walk, O_WRONLY | O_CREAT) == "3:io.link");
        CHECK_FALSE(place.failure("../outside", walk).empty());
        CHECK_FALSE(place.failure("in/../../outside", walk).empty());
        CHECK_FALSE(place.failure(place.scratch / "outside", walk).empty());
        CHECK(place.failure("in/none", walk) == "3:io.missing");
        CHECK(place.failure("in/deep/file/more", walk) == "3:io.missing");
    }
}

TEST_CASE("a file that is there already is not made again, by either way")
{
    const Place place;
    constexpr int make = O_WRONLY | O_CREAT | O_EXCL;
    CHECK(place.failure("in/deep/file", io::Walk::by_kernel, make) == "3:io.exists");
    CHECK(place.failure("in/deep/file", io::Walk::by_components, make) == "3:io.exists");
    CHECK(place.failure("in/one", io::Walk::by_kernel, make).empty());
    CHECK(place.failure("in/two", io::Walk::by_components, make).empty());
}

TEST_CASE("only a component that is missing is told apart from an error")
{
    const Place place;
    for (const auto walk : walks) {
        const io::Beneath how{0, io::Mounts::refused, walk};
        CHECK_FALSE(io::open_beneath_if_there(place.root.get(), "in/none/file", O_RDONLY, how).is_open());
        CHECK(io::open_beneath_if_there(place.root.get(), "in/deep/file", O_RDONLY, how).is_open());
        CHECK(test::failure([&] {
                  static_cast<void>(io::open_beneath_if_there(place.root.get(), "out", O_RDONLY, how));
              }) == "3:io.link");
    }
}

TEST_CASE("a way into another file system is refused where that is asked")
{
    const auto root = io::open_file("/", O_PATH | O_DIRECTORY);
    for (const auto walk : walks) {
        const auto open = [&](io::Mounts mounts) {
            return test::failure([&] {
                static_cast<void>(io::open_beneath(root.get(), "proc/version", O_RDONLY, {0, mounts, walk}));
            });
        };
        CHECK(open(io::Mounts::crossed).empty());
        CHECK(open(io::Mounts::refused) == "3:io.failed");
    }
}
