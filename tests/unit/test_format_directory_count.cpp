#include "pouch/format/directory_count.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>

using namespace pouch;

TEST_CASE("directories are counted once each, of files in byte order")
{
    std::mt19937_64 random(20260314);
    const auto one_of = [&](std::size_t count) { return random() % count; };
    for (int round = 0; round < 500; ++round) {
        std::set<std::string> files;
        for (std::size_t i = one_of(30); i > 0; --i) {
            std::string path;
            for (std::size_t depth = one_of(5); depth > 0; --depth) {
                path += "ab-."[one_of(4)];
                if (one_of(2) == 0) path += "a!"[one_of(2)]; // beside '/', which is between them
                path += '/';
            }
            files.insert(path + "file" + std::to_string(one_of(3)));
        }
        format::DirectoryCount count;
        for (const auto& file : files) count.add(file);
        std::set<std::string> expected;
        for (const auto& file : files) {
            for (auto at = file.find('/'); at != std::string::npos; at = file.find('/', at + 1))
                expected.insert(file.substr(0, at));
        }
        CHECK(count.count() == expected.size());
    }
}

TEST_CASE("a path need not outlive its call")
{
    format::DirectoryCount count;
    for (const char name : std::string("abc"))
        count.add("a-directory-with-a-name-that-no-string-holds-within/" + std::string(1, name));
    CHECK(count.count() == 1);
}
