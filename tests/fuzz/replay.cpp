// Gives every entry every file below the folders named, whole, cut and with bits flipped: a smoke test of the fuzz
// targets for every compiler and sanitizer. The flips are the same on every run.
#include "fuzz/entries.hpp"
#include "pouch/base/error.hpp"
#include "pouch/io/file.hpp"
#include "support/support.hpp"

#include <exception>
#include <filesystem>
#include <fmt/core.h>
#include <sodium.h>

namespace {

constexpr std::size_t flips = 24;

void replay(const std::filesystem::path& file, std::size_t& count)
{
    const auto bytes = pouch::io::read_small_file(file.string(), 1U << 20U);
    for (const auto& entry : pouch::fuzz::entries()) {
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
            fmt::print(stderr, "{}: {}: {}\n", entry.name, file.string(), error.what());
            throw;
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (sodium_init() < 0) return 70;
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& item : std::filesystem::recursive_directory_iterator(argv[i])) {
            if (item.is_regular_file()) replay(item.path(), count);
        }
    }
    fmt::print("{} inputs\n", count);
    return count > 1000 ? 0 : 1;
}
