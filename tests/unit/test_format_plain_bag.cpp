#include "pouch/base/text.hpp"
#include "pouch/format/plain_bag.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::format;
using crypto::AnyAlgorithm;

namespace {

const BagDeclaration strict{100, BagCharset::utf8};
const BagDeclaration old{97, BagCharset::utf8};
const std::string digest(32, '0');

std::string decoded(std::string_view bytes, BagCharset charset)
{
    BagWarnings warnings;
    return decode_tag_file(bytes, {97, charset}, "f", warnings);
}

std::string path_of(std::string_view spelt, const BagDeclaration& bag)
{
    BagWarnings warnings;
    return read_bag_path(spelt, bag, "m", warnings);
}

} // namespace

TEST_CASE("digests of any age are those of their standards")
{
    const std::vector<AnyAlgorithm> all(crypto::any_algorithms.begin(), crypto::any_algorithms.end());
    crypto::AnyHasher hasher(all);
    for (int round = 0; round < 2; ++round) {
        hasher.update(as_bytes("a"));
        hasher.update(as_bytes("bc"));
        const auto digests = hasher.finish();
        CHECK(digests[0].hex() == "900150983cd24fb0d6963f7d28e17f72");
        CHECK(digests[1].hex() == "a9993e364706816aba3e25717850c26c9cd0d89d");
        CHECK(digests[2] == crypto::digest_of(crypto::Algorithm::sha256, as_bytes("abc")));
        CHECK(digests[3] == crypto::digest_of(crypto::Algorithm::sha512, as_bytes("abc")));
        for (std::size_t i = 0; i < all.size(); ++i) CHECK(digests[i].size == digest_size(all[i]));
    }
    CHECK_FALSE(crypto::any_algorithm_named("MD5"));
    CHECK_FALSE(crypto::algorithm_named("md5")); // of a bundle
}

TEST_CASE("tag files of old bags are read in the encoding they declare, and in no other")
{
    CHECK(decoded("\xE9", BagCharset::latin1) == "é");
    CHECK(decoded(std::string_view("\0h", 2), BagCharset::utf16) == "h");
    CHECK(decoded(std::string_view("\xFF\xFEh\0", 4), BagCharset::utf16) == "h");
    CHECK(decoded(std::string_view("\x3D\xD8\x00\xDE", 4), BagCharset::utf16le) == "😀");
    for (const auto bytes :
         {std::string_view("\x3D\xD8", 2), std::string_view("\x00\xDE", 2), std::string_view("h"),
          std::string_view("\x3D\xD8h\0", 4), std::string_view("\0\0", 2)}) {
        CHECK(test::failure([&] { (void)decoded(bytes, BagCharset::utf16le); }) == "1:bag.charset");
    }
    CHECK(test::failure([&] { (void)decoded("\xE9", BagCharset::utf8); }) == "1:bag.charset");
}

TEST_CASE("paths of a manifest: what its version decodes, and what would leave the bag")
{
    CHECK(path_of("data/%0a%0D%25%41", strict) == "data/\n\r%%41");
    CHECK(path_of("data/%0a%0D%25", old) == "data/\n\r%25");
    CHECK(path_of("data/%2", strict) == "data/%2");
    CHECK(path_of("././data/a", strict) == "data/a");
    for (const auto* path : {"", "/a", "../a", "a/..", "a//b", "a/", "./", "a/./b", ".", "..", ".//a"}) {
        CHECK(test::failure([&] { (void)path_of(path, strict); }) == "1:bag.path");
    }
    CHECK(test::failure([&] { (void)path_of(std::string(4097, 'a'), old); }) == "1:bag.path");
    std::string spelt;
    for (int i = 0; i < 4096; ++i) spelt += "%0A";
    CHECK(test::failure([&] { (void)path_of(spelt, old); }).empty());
    CHECK(test::failure([&] { (void)path_of(spelt + "a", old); }) == "1:bag.path");
    CHECK(path_of(std::string(4096, 'a'), old).size() == 4096);
}

TEST_CASE("whatever is written as a manifest is read as it was, in any order")
{
    const auto noise = test::noise(3000, 7);
    std::vector<std::string> names;
    for (std::size_t at = 0; at + 6 <= noise.size(); at += 6) {
        std::string name = "data/" + std::to_string(at);
        for (std::size_t i = 0; i < 6; ++i)
            name += "\r\n% \tab*~Z"[std::to_integer<unsigned>(noise[at + i]) % 10];
        names.push_back(name + "x");
    }
    std::string text;
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        text += digest + "  ";
        for (const char c : *name) {
            if (c == '\r')
                text += "%0D";
            else if (c == '\n')
                text += "%0a";
            else if (c == '%')
                text += "%25";
            else
                text += c;
        }
        text += '\n';
    }
    BagWarnings warnings;
    const auto entries = read_bag_manifest(text, AnyAlgorithm::md5, strict, "m", warnings);
    std::sort(names.begin(), names.end());
    REQUIRE(entries.size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) CHECK(entries[i].path == names[i]);
    CHECK(warnings.all().empty());
}

TEST_CASE("a line of a manifest that is no digest and path is refused")
{
    for (const std::string& line :
         {digest, digest + " ", "0" + digest + " data/a", digest.substr(1) + " data/a",
          "g" + digest.substr(1) + " data/a", " " + digest + " data/a", std::string("\n")}) {
        BagWarnings warnings;
        CHECK(test::failure([&] {
                  (void)read_bag_manifest(line + "\n", AnyAlgorithm::md5, strict, "m", warnings);
              }) == "1:bag.manifest");
    }
}

TEST_CASE("warnings are kept up to a number and counted beyond it")
{
    BagWarnings warnings;
    for (int i = 0; i < 1000; ++i) warnings.add("a", "x");
    warnings.add("b", "y");
    const auto all = warnings.all();
    REQUIRE(all.size() == BagWarnings::kept_of_each + 2);
    CHECK(all.back().message == "and 990 more");
}
