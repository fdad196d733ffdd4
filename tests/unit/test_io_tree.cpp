#include "pouch/io/tree.hpp"
#include "support/scratch.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace pouch;

namespace {

void put(const io::TreeWriter& tree, const std::string& path, const std::string& text)
{
    io::write_all(tree.create(path).get(), as_bytes(text), path);
}

} // namespace

TEST_CASE("a tree appears whole, with its directories, by either way to open")
{
    for (const auto walk : {io::Walk::by_kernel, io::Walk::by_components}) {
        const test::Scratch scratch;
        io::TreeWriter tree(scratch / "tree/", walk);
        put(tree, "a", "1");
        put(tree, "b/c/d/e", "2");
        put(tree, "b/c/f", "3");
        CHECK_FALSE(std::filesystem::exists(scratch / "tree"));
        tree.commit();
        CHECK(test::text_of(scratch / "tree/b/c/d/e") == "2");
        CHECK(test::text_of(scratch / "tree/b/c/f") == "3");
        CHECK(scratch.count() == 1);
    }
}

TEST_CASE("a tree that is not committed leaves nothing, however deep it is")
{
    const test::Scratch scratch;
    {
        const io::TreeWriter tree(scratch / "tree");
        for (int i = 0; i < 300; ++i) put(tree, "d/" + std::to_string(i % 7) + "/" + std::to_string(i), "x");
        std::string deep = "x";
        for (int i = 0; i < 33; ++i) deep += "/x";
        put(tree, deep, "x");
        CHECK(scratch.count() == 1);
    }
    CHECK(scratch.count() == 0);
}

TEST_CASE("no name is used twice, for a file, a directory or the tree")
{
    const test::Scratch scratch;
    io::TreeWriter tree(scratch / "tree");
    put(tree, "a/b", "1");
    CHECK(test::failure([&] { put(tree, "a/b", "2"); }) == "3:io.exists");
    CHECK(test::failure([&] { put(tree, "a", "2"); }) == "3:io.exists");
    CHECK(test::failure([&] { put(tree, "a/b/c", "2"); }) == "3:io.missing");
    std::filesystem::create_directory(scratch / "tree");
    CHECK(test::failure([&] { io::TreeWriter second(scratch / "tree"); }) == "3:io.exists");
    CHECK(test::failure([&] { tree.commit(); }) == "3:io.exists");
}

TEST_CASE("what the file system has not room for is refused with both numbers")
{
    const test::Scratch scratch;
    const io::TreeWriter tree(scratch / "tree");
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    CHECK(test::failure([&] { tree.require_space(0, 0, 0); }).empty());
    CHECK(test::failure([&] { tree.require_space(0, 0, most); }) == "75:space.bytes");
    const auto files = test::failure([&] { tree.require_space(most, 0, 0); });
    CHECK((files == "75:space.files" || files.empty())); // some file systems count none
    CHECK(test::failure([&] { tree.require_space(0, most, 0); }) == files);
    CHECK(test::failure([&] { tree.require_space(most, most, 0); }) == files);
    try {
        tree.require_space(0, 0, most);
    } catch (const Error& error) {
        CHECK(error.message().find("18446744073709551615 bytes needed, ") != std::string::npos);
    }
}
