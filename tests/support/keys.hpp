#pragma once
#include "pouch/io/file.hpp"

#include <stdexcept>
#include <string>

/// The public test keys of tests/data/keys and what OpenSSH made with them.
namespace pouch::test {

/// The bytes of a file of the source tree, as text.
[[nodiscard]] inline std::string data_file(const std::string& path)
{
    return std::string(as_text(io::read_small_file(POUCH_SOURCE_DIR "/tests/data/" + path, 1U << 20U)));
}

/// `text` with the first `from` replaced by `to`; it must be there.
[[nodiscard]] inline std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + from);
    return text.replace(at, from.size(), to);
}

} // namespace pouch::test
