#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The words of a command line as POSIX and GNU read them. Only this reader takes words apart: CLI11 would read `[a,b]` as a
/// list, `--at=` as an option whose value is the next word, and `++` as the end of a command.
namespace pouch::cli {

/// What may stand behind an option: nothing is known of `unknown`.
enum class Takes { unknown, nothing, value };

struct Arguments {
    struct Option {
        std::string name;                 ///< With its dashes, `--at` or `-o`.
        std::optional<std::string> value; ///< Never empty.
    };

    std::string command; ///< Empty where there is none.
    std::vector<Option> options;
    std::vector<std::string> operands; ///< Never empty ones; each as it was given.
};

/// Takes `words` apart: `--name=value`, `--name value`, `-nvalue`, `-n value`, `-abc`; `--` ends the options. The first
/// operand before it is the command, if it is one of `commands`. `takes` is asked for each option, dashes and all. Throws
/// Fault::usage: `usage` for what no option takes, `usage.empty` for an empty value or operand.
[[nodiscard]] Arguments read_arguments(const std::vector<std::string>& words,
                                       const std::function<Takes(const std::string& name)>& takes,
                                       const std::vector<std::string>& commands);

} // namespace pouch::cli
