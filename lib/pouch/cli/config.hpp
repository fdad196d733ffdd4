#pragma once
#include <iosfwd>
#include <string>
#include <vector>

/// --config FILE: TOML, one table a tool, keys are the long options without their dashes. A value is a
/// string, an integer, a boolean (flags) or an array of strings (options that repeat). Unknown keys are
/// errors.
namespace pouch::cli {

struct Setting {
    std::string name;
    std::vector<std::string> values;
};

/// The settings in the table of the tool `table`, each with at least one value, none empty. Throws Fault::usage
/// `config.malformed`, `usage.empty`; Fault::temporary if it cannot be read to its end.
[[nodiscard]] std::vector<Setting> read_config(std::istream& input, const std::string& table);

} // namespace pouch::cli
