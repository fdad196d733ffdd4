#pragma once
#include <string>
#include <string_view>

/// Names of what is not yet complete.
namespace pouch::io {

/// A name for the directory of `path`: `.NAME.RANDOM.tmp`, where NAME is the last component of `path`, cut to some 100 bytes
/// so that any name that a file may have leaves room.
[[nodiscard]] std::string hidden_name(const std::string& path, std::string_view random);

} // namespace pouch::io
