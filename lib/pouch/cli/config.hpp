#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

/// --config FILE: TOML, one table a tool, keys are the long options without their dashes. A value is a
/// string, an integer, a boolean (flags) or an array of strings (options that repeat). Unknown keys are
/// errors.
namespace pouch::cli {

class TomlConfig final : public CLI::Config {
  public:
    explicit TomlConfig(std::string table) : table_(std::move(table)) {}

    /// The settings of this tool's table. Throws Fault::usage `config.malformed`.
    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override;
    /// Not offered: nothing here writes configuration.
    std::string to_config(const CLI::App*, bool, bool, std::string) const override { return {}; }

  private:
    std::string table_;
};

} // namespace pouch::cli
