// Gives every entry every file below the folders named, whole, cut and with bits flipped: a smoke test of the fuzz
// targets for every compiler and sanitizer. The flips are the same on every run. With `--seeds FOLDER` it writes the
// seeds of signed_bundle there instead.
#include "fuzz/entries.hpp"
#include "fuzz/signed_bundle.hpp"
#include "pouch/base/error.hpp"
#include "pouch/io/file.hpp"
#include "support/support.hpp"

#include <exception>
#include <filesystem>
#include <fmt/core.h>
#include <sodium.h>

namespace {

constexpr std::size_t flips = 10;

void replay(const pouch::fuzz::Entry& entry, const pouch::Bytes& bytes, const std::string& name,
            std::size_t& count)
{
    try {
        pouch::fuzz::run(entry, bytes);
        pouch::fuzz::run(entry, pouch::ByteView(bytes).first(bytes.size() / 2));
        auto damaged = bytes;
        const auto places = pouch::test::noise(flips * 4, bytes.size());
        for (std::size_t i = 0; i < flips && !damaged.empty(); ++i) {
            const auto at =
                pouch::read_le<std::uint32_t>(pouch::ByteView(places).subspan(4 * i)) % damaged.size();
            damaged[at] ^= static_cast<std::byte>(1U << (i % 8));
            pouch::fuzz::run(entry, damaged);
        }
        count += flips + 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}: {}: {}\n", entry.name, name, error.what());
        throw;
    }
}

void write_seeds(const std::filesystem::path& folder)
{
    std::size_t number = 0;
    for (const auto& seed : pouch::fuzz::signed_bundle_seeds()) {
        const auto out = pouch::io::open_sink((folder / fmt::format("signed-{}", number++)).string());
        out->write(seed);
        out->commit();
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (sodium_init() < 0) return 70;
    if (argc == 3 && std::string_view(argv[1]) == "--seeds") {
        write_seeds(argv[2]);
        return 0;
    }
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& item : std::filesystem::recursive_directory_iterator(argv[i])) {
            if (!item.is_regular_file()) continue;
            const auto bytes = pouch::io::read_small_file(item.path().string(), 1U << 20U);
            for (const auto& entry : pouch::fuzz::entries())
                replay(entry, bytes, item.path().string(), count);
        }
    }
    const auto seeds = pouch::fuzz::signed_bundle_seeds();
    for (std::size_t i = 0; i < seeds.size(); ++i)
        replay({"signed_bundle", pouch::fuzz::signed_bundle}, seeds[i], fmt::format("seed {}", i), count);
    fmt::print("{} inputs\n", count);
    return count > 1000 ? 0 : 1;
}
