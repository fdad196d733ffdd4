#include "pouch/cli/app.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/cli/arguments.hpp"
#include "pouch/cli/config.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/io/file.hpp"

#include <CLI/CLI.hpp>

namespace pouch::cli {

namespace {

/// --config, through CLI11: settings of a file count as if they stood on the command line, but what may stand once only gives
/// way to it.
class TomlConfig final : public CLI::Config {
  public:
    explicit TomlConfig(CLI::App& app) : app_(app) {}

    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override
    {
        std::vector<CLI::ConfigItem> settings;
        for (auto& [name, values] : read_config(input, app_.get_name())) {
            auto* option = app_.get_option_no_throw("--" + name);
            if (option == nullptr)
                throw usage_error("config.malformed", "configuration: {}: no such option", name);
            const bool is_flag = option->get_items_expected_max() == 0;
            if (is_flag && option->get_configurable() && !is_set(name, values)) continue;
            const bool is_list = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
            if (is_list && option->get_configurable() && option->count() > 0) {
                option->add_result(std::move(values)); // CLI11 would pass over it
                continue;
            }
            CLI::ConfigItem item;
            item.name = std::move(name);
            item.inputs = std::move(values);
            settings.push_back(std::move(item));
        }
        return settings;
    }

    /// Not offered: nothing here writes configuration.
    std::string to_config(const CLI::App*, bool, bool, std::string) const override { return {}; }

  private:
    /// What a configuration says of a flag. CLI11 would take a number for how often it stands there.
    static bool is_set(const std::string& name, const std::vector<std::string>& values)
    {
        if (values == std::vector<std::string>{"true"}) return true;
        if (values == std::vector<std::string>{"false"}) return false;
        throw usage_error("config.malformed", "configuration: {}: neither true nor false", name);
    }

    CLI::App& app_;
};

/// Ends parsing: a question was asked.
struct Answer {
    std::string text;
};

Takes what_takes(const CLI::App& app, const std::string& name)
{
    const auto* option = app.get_option_no_throw(name);
    if (option == nullptr) return Takes::unknown;
    return option->get_items_expected_max() == 0 ? Takes::nothing : Takes::value;
}

/// What was read, in words that CLI11 can read in one way only. It wants the last word first.
std::vector<std::string> for_cli11(const Arguments& arguments)
{
    std::vector<std::string> words;
    if (!arguments.command.empty()) words.push_back(arguments.command);
    for (const auto& [name, value] : arguments.options) {
        const bool is_long = name.size() > 2;
        words.push_back(!value ? name : is_long ? name + '=' + *value : name + *value);
    }
    std::reverse(words.begin(), words.end());
    return words;
}

} // namespace

Option* Option::type_name(const std::string& name)
{
    option_.type_name(name);
    return this;
}

Option* Option::required()
{
    option_.required();
    return this;
}

void Option::exclude(const Option& other)
{
    option_.excludes(&other.option_);
}

Option* Option::needs(Option* other)
{
    option_.needs(&other->option_);
    return this;
}

Option* Option::range(std::uint64_t lowest, std::uint64_t highest)
{
    option_.check(CLI::Range(lowest, highest));
    return this;
}

Option* Option::one_of(const std::vector<std::string>& words)
{
    option_.check(CLI::IsMember(words));
    return this;
}

Option* Option::command_line_only()
{
    option_.configurable(false);
    return this;
}

Option* Option::output()
{
    is_output_ = true;
    return this;
}

std::size_t Option::count() const
{
    return option_.count();
}

App::App(const std::string& description, const std::string& name)
    : app_(std::make_unique<CLI::App>(description, name))
{
}

App::~App() = default;

Option* App::keep(CLI::Option* option)
{
    return &options_.emplace_back(*option);
}

// The values are taken as they are: CLI11's own conversions know lists, octal numbers and -1 as the largest.

Option* App::add_option(const std::string& names, std::string& into, const std::string& what)
{
    const auto take = [&into](const CLI::results_t& values) {
        into = values.back();
        return true;
    };
    return keep(app_->add_option(names, take, what));
}

Option* App::add_option(const std::string& names, std::optional<std::string>& into, const std::string& what)
{
    const auto take = [&into](const CLI::results_t& values) {
        into = values.back();
        return true;
    };
    return keep(app_->add_option(names, take, what));
}

Option* App::add_option(const std::string& names, std::uint64_t& into, const std::string& what)
{
    const auto take = [&into](const CLI::results_t& values) {
        into = parse_number(values.back()).value();
        return true;
    };
    const auto is_number = [](const std::string& text) {
        return parse_number(text) ? std::string() : "not a number, in decimal digits and below 2^64: " + text;
    };
    return keep(app_->add_option(names, take, what)->check(is_number));
}

Option* App::add_repeated(const std::string& names, std::vector<std::string>& into, const std::string& what)
{
    const auto take = [&into](const CLI::results_t& values) {
        into = values;
        return true;
    };
    return keep(app_->add_option(names, take, what)->take_all());
}

void App::add_operand(const std::string& name, std::string& into, const std::string& what)
{
    app_->add_option(name, CLI::callback_t(), what)->type_name("");
    operand_ = name;
    take_operands_ = [&into, name](std::vector<std::string> operands) {
        if (operands.size() > 1) throw usage_error("usage", "one {} at most, not {}", name, operands.size());
        if (!operands.empty()) into = std::move(operands.front());
    };
}

void App::add_operands(const std::string& name, std::vector<std::string>& into, const std::string& what)
{
    app_->add_option(name, CLI::callback_t(), what)->type_name("")->expected(1, -1);
    operand_ = name;
    take_operands_ = [&into](std::vector<std::string> operands) { into = std::move(operands); };
}

Option* App::add_flag(const std::string& names, bool& into, const std::string& what)
{
    return keep(app_->add_flag(names, into, what));
}

void App::add_command(const std::string& name, const std::string& what)
{
    commands_.push_back(name);
    auto* command = app_->add_subcommand(name, what);
    command->fallthrough();
    command->formatter_fn([app = app_.get()](const CLI::App*, std::string, CLI::AppFormatMode mode) {
        return app->get_formatter()->make_help(app, app->get_name(), mode);
    });
    app_->require_subcommand(0, 1);
}

void App::add_common()
{
    app_->set_help_flag("-h,--help", "Print this help and exit");
    app_->config_formatter(std::make_shared<TomlConfig>(*app_));
    app_->set_config("--config", "", "Read options from this tool's table of a TOML file");
    app_->allow_config_extras(false);
    app_->get_formatter()->column_width(30);
}

void App::add_question(const std::string& name, const std::string& what, std::function<std::string()> answer)
{
    app_->add_flag_callback(
            name, [answer = std::move(answer)] { throw Answer{answer()}; }, what)
        ->configurable(false);
}

void App::refuse_overwriting_configuration() const
{
    const auto* configuration = app_->get_config_ptr();
    if (configuration == nullptr || configuration->count() == 0) return;
    std::vector<std::string> outputs;
    for (const auto& option : options_) {
        const auto& values = option.option_.results();
        if (option.is_output_) outputs.insert(outputs.end(), values.begin(), values.end());
    }
    refuse_overwriting(outputs, configuration->results());
}

std::optional<std::string> App::parse(int argc, const char* const* argv)
{
    const auto hint = fmt::format("try '{} --help'", name());
    try {
        const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
        auto arguments = read_arguments(
            words, [&](const std::string& name) { return what_takes(*app_, name); }, commands_);
        app_->parse(for_cli11(arguments));
        refuse_overwriting_configuration();
        operand_count_ = arguments.operands.size();
        take_operands_(std::move(arguments.operands));
    } catch (const CLI::CallForHelp&) {
        const CLI::App* chosen = app_.get();
        while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
        return chosen->help();
    } catch (const Answer& answer) {
        return answer.text;
    } catch (const CLI::FileError& error) {
        (void)io::open_source(app_->get_config_ptr()->as<std::string>()); // says why
        throw usage_error("config.malformed", "configuration: {}", error.what());
    } catch (const CLI::ParseError& error) {
        throw usage_error("usage", "{}", error.what()).with_hint(hint);
    } catch (const Error& error) {
        throw error.reason() == "usage" ? error.with_hint(hint) : error;
    }
    return std::nullopt;
}

std::string App::name() const
{
    return app_->get_name();
}

std::string App::command() const
{
    const auto chosen = app_->get_subcommands();
    return chosen.empty() ? std::string() : chosen.front()->get_name();
}

std::size_t App::count(const std::string& name) const
{
    return name == operand_ ? operand_count_ : app_->count(name);
}

std::vector<std::string> App::given() const
{
    std::vector<std::string> names;
    const CLI::App& app = *app_;
    for (const auto* option : app.get_options()) {
        if (option->count() > 0) names.push_back(option->get_name());
    }
    if (operand_count_ > 0) names.push_back(operand_);
    return names;
}

} // namespace pouch::cli
