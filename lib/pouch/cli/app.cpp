#include "pouch/cli/app.hpp"

#include "pouch/base/error.hpp"
#include "pouch/cli/config.hpp"

#include <CLI/CLI.hpp>

namespace pouch::cli {

namespace {

/// --config, through CLI11: settings of a file count as if they stood on the command line.
class TomlConfig final : public CLI::Config {
  public:
    explicit TomlConfig(std::string table) : table_(std::move(table)) {}

    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override
    {
        std::vector<CLI::ConfigItem> settings;
        for (auto& [name, values] : read_config(input, table_)) {
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
    std::string table_;
};

/// `--clearance "$C"` with C unset must not be as if the option were not there.
void refuse_empty_values(const CLI::App& app)
{
    for (const auto* option : app.get_options()) {
        for (const auto& value : option->results()) {
            if (value.empty()) throw usage_error("usage.empty", "{}: an empty value", option->get_name());
        }
    }
    for (const auto* chosen : app.get_subcommands()) refuse_empty_values(*chosen);
}

/// Ends parsing: a question was asked.
struct Answer {
    std::string text;
};

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

Option* App::add_option(const std::string& names, std::string& into, const std::string& what)
{
    return keep(app_->add_option(names, into, what));
}

Option* App::add_option(const std::string& names, std::optional<std::string>& into, const std::string& what)
{
    return keep(app_->add_option(names, into, what));
}

Option* App::add_option(const std::string& names, std::uint64_t& into, const std::string& what)
{
    return keep(app_->add_option(names, into, what));
}

Option* App::add_option(const std::string& names, std::vector<std::string>& into, const std::string& what)
{
    return keep(app_->add_option(names, into, what));
}

Option* App::add_repeated(const std::string& names, std::vector<std::string>& into, const std::string& what)
{
    return keep(app_->add_option(names, into, what)->allow_extra_args(false)->take_all()->expected(1));
}

Option* App::add_flag(const std::string& names, bool& into, const std::string& what)
{
    return keep(app_->add_flag(names, into, what));
}

void App::add_command(const std::string& name, const std::string& what)
{
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
    app_->config_formatter(std::make_shared<TomlConfig>(name()));
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

std::optional<std::string> App::parse(int argc, const char* const* argv)
{
    try {
        app_->parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        const CLI::App* chosen = app_.get();
        while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
        return chosen->help();
    } catch (const Answer& answer) {
        return answer.text;
    } catch (const CLI::ParseError& error) {
        throw usage_error("usage", "{}", error.what()).with_hint(fmt::format("try '{} --help'", name()));
    }
    refuse_empty_values(*app_);
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
    return app_->count(name);
}

std::vector<std::string> App::given() const
{
    std::vector<std::string> names;
    const CLI::App& app = *app_;
    for (const auto* option : app.get_options()) {
        if (option->count() > 0) names.push_back(option->get_name());
    }
    return names;
}

} // namespace pouch::cli
