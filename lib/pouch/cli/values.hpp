#pragma once
#include "pouch/base/time.hpp"
#include "pouch/crypto/digest.hpp"

#include <string>
#include <utility>

/// Values of options that several tools take. Each throws Fault::usage naming its option.
namespace pouch::cli {

/// `sha512` or `sha256`.
[[nodiscard]] crypto::Algorithm algorithm(const std::string& text);
/// `1` to `9`, or `store` (0).
[[nodiscard]] int level(const std::string& text);
/// An RFC 3339 time in UTC.
[[nodiscard]] Instant time(const char* option, const std::string& text);
/// `Name: value`.
[[nodiscard]] std::pair<std::string, std::string> info_field(const std::string& text);

/// Where temporary files with payload go: `given`, else the directory of `output`, else /var/tmp.
[[nodiscard]] std::string spool_directory(const std::string& given, const std::string& output);

/// A person who starts a filter without input would wait for ever.
void refuse_terminal_input();

} // namespace pouch::cli
