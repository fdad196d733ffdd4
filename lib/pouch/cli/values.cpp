#include "pouch/cli/values.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/io/companion.hpp"

#include <algorithm>
#include <unistd.h>

namespace pouch::cli {

crypto::Algorithm algorithm(const std::string& text)
{
    const auto algorithm = crypto::algorithm_named(text);
    if (!algorithm) throw usage_error("usage", "--digest: {}: neither sha512 nor sha256", text);
    return *algorithm;
}

int level(const std::string& text)
{
    if (text == "store") return 0;
    const auto number = parse_number(text);
    if (!number || *number < 1 || *number > 9)
        throw usage_error("usage", "--level: {}: neither 1 to 9 nor store", text);
    return static_cast<int>(*number);
}

Instant time(const char* option, const std::string& text)
{
    const auto when = parse_rfc3339(text);
    if (!when) throw usage_error("usage", "{}: {}: not a time like 2026-12-31T23:59:59Z", option, text);
    return *when;
}

std::pair<std::string, std::string> info_field(const std::string& text)
{
    const auto colon = text.find(": ");
    if (colon == std::string::npos) throw usage_error("usage.field", "--info: not 'Name: value'");
    return {text.substr(0, colon), text.substr(colon + 2)};
}

namespace {

/// True unless `output` is a stream or a device, which are written as they are.
bool is_published(const std::string& output)
{
    struct ::stat status {};
    return output != "-" && (::stat(output.c_str(), &status) != 0 || S_ISREG(status.st_mode));
}

} // namespace

std::string spool_directory(const std::string& given, const std::string& output)
{
    if (!given.empty()) return given;
    return is_published(output) ? io::directory_of(output) : "/var/tmp";
}

std::vector<std::string> directories_of(std::initializer_list<std::string> outputs, const std::string& spool)
{
    std::vector<std::string> directories;
    if (!spool.empty()) directories.push_back(spool);
    for (std::string output : outputs) {
        while (output.size() > 1 && output.back() == '/') output.pop_back();
        if (!output.empty() && is_published(output)) directories.push_back(io::directory_of(output));
    }
    std::sort(directories.begin(), directories.end());
    directories.erase(std::unique(directories.begin(), directories.end()), directories.end());
    return directories;
}

void refuse_overwriting(const std::vector<std::string>& outputs, const std::vector<std::string>& sources)
{
    for (const auto& output : outputs) {
        if (output.empty() || output == "-") continue;
        for (const auto& source : sources) {
            if (io::may_destroy(output, source))
                throw usage_error("usage.same-file", "{}: is read and would be written", output);
        }
    }
}

void refuse_terminal_input()
{
    if (::isatty(STDIN_FILENO) == 1) {
        throw usage_error("usage.terminal", "standard input is a terminal")
            .with_hint("give a file, or pipe data in");
    }
}

} // namespace pouch::cli
