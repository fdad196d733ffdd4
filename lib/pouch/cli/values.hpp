#pragma once
#include "pouch/base/error.hpp"
#include "pouch/base/time.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/io/file.hpp"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

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

/// The directories of outputs that will be published there, without those that are empty or `-`; and `spool`, if it is not
/// empty. Each once.
[[nodiscard]] std::vector<std::string> directories_of(std::initializer_list<std::string> outputs,
                                                      const std::string& spool = {});

/// Throws Fault::usage `usage.same-file` where one of `outputs` would replace one of `sources`, what options name to be read: a
/// key that is gone opens nothing more. Empty ones and `-` do not count.
void refuse_overwriting(const std::vector<std::string>& outputs, const std::vector<std::string>& sources);

/// A person who starts a filter without input would wait for ever.
void refuse_terminal_input();
/// The same, when `input` says standard input.
inline void refuse_terminal_input_of(const std::string& input)
{
    if (input == "-") refuse_terminal_input();
}

/// Runs `work` on the input `name`; a refusal of its data names it, unless it is standard input.
template <typename Work> auto naming(const std::string& input, Work work)
{
    try {
        return work();
    } catch (const Error& error) {
        const bool of_data = error.fault() == Fault::refused || error.fault() == Fault::policy ||
                             error.fault() == Fault::no_key;
        throw input == "-" || !of_data ? error : error.in(input);
    }
}

/// Reads a small file that the caller named, and what is in it by `read`; an error names the file.
template <typename Read> auto read_named(const std::string& path, std::size_t limit, Read read)
{
    const auto bytes = io::read_small_file(path, limit);
    try {
        return read(ByteView(bytes));
    } catch (const Error& error) {
        throw error.in(path);
    }
}

} // namespace pouch::cli
