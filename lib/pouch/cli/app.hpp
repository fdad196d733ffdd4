#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

/// The command line of a tool, in the words the tools need. Only app.cpp knows CLI11: including it would cost each tool
/// more to compile than all the rest of it.
namespace pouch::cli {

/// One option; lives as long as its App.
class Option {
  public:
    explicit Option(CLI::Option& option) : option_(option) {}

    /// The name of the value in the help; empty for none.
    Option* type_name(const std::string& name);
    Option* required();
    /// Not together with any of `others`.
    template <typename... Others> Option* excludes(Others*... others)
    {
        (exclude(*others), ...);
        return this;
    }
    /// Only together with `other`.
    Option* needs(Option* other);
    /// A number from `lowest` to `highest`.
    Option* range(std::uint64_t lowest, std::uint64_t highest);
    Option* one_of(const std::vector<std::string>& words);
    /// On the command line only, not in a configuration file.
    Option* command_line_only();
    /// Its value names a file that is written; it must not be the configuration file.
    Option* output();

    /// How many values were given.
    [[nodiscard]] std::size_t count() const;

  private:
    friend class App;
    void exclude(const Option& other);

    CLI::Option& option_;
    bool is_output_ = false;
};

/// Declares options, then parses. Variables given by reference must outlive the App; each is written by parse().
class App {
  public:
    App(const std::string& description, const std::string& name);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    Option* add_option(const std::string& names, std::string& into, const std::string& what);
    Option* add_option(const std::string& names, std::optional<std::string>& into, const std::string& what);
    /// A number in decimal digits, as parse_number reads it.
    Option* add_option(const std::string& names, std::uint64_t& into, const std::string& what);
    /// One value each time it is given: `-r A -r B`.
    Option* add_repeated(const std::string& names, std::vector<std::string>& into, const std::string& what);
    Option* add_flag(const std::string& names, bool& into, const std::string& what);

    /// What stands on the command line beside options: one word at most, or any number. Each is what it says, whatever
    /// it looks like.
    void add_operand(const std::string& name, std::string& into, const std::string& what);
    void add_operands(const std::string& name, std::vector<std::string>& into, const std::string& what);

    /// A form of the tool: a first word, at most one, after which the same options count.
    void add_command(const std::string& name, const std::string& what);

    /// Adds --help and --config.
    void add_common();

    /// Adds a flag that asks for a text to be printed in place of any work.
    void add_question(const std::string& name, const std::string& what, std::function<std::string()> answer);

    /// Parses, and returns the text to print in place of any work, where --help or another question asks for it. Throws
    /// Fault::usage, and whatever TomlConfig and answers throw.
    [[nodiscard]] std::optional<std::string> parse(int argc, const char* const* argv);

    [[nodiscard]] std::string name() const;
    /// The command that was given, or nothing.
    [[nodiscard]] std::string command() const;
    /// How often the option or operand `name` was given.
    [[nodiscard]] std::size_t count(const std::string& name) const;
    /// The names of the options and operands that were given.
    [[nodiscard]] std::vector<std::string> given() const;

  private:
    Option* keep(CLI::Option* option);

    void refuse_overwriting_configuration() const;

    std::unique_ptr<CLI::App> app_;
    std::deque<Option> options_;
    std::vector<std::string> commands_;
    std::string operand_;
    std::size_t operand_count_ = 0;
    std::function<void(std::vector<std::string>)> take_operands_;
};

/// Marks options that weaken a check: the command line may give them, a configuration file may not.
inline void command_line_only(std::initializer_list<Option*> options)
{
    for (auto* option : options) option->command_line_only();
}

} // namespace pouch::cli
