// label: give bundles and documents confidentiality labels, show and check them. Manual: man/pouch-label.1
#include "pouch/base/error.hpp"
#include "pouch/cli/run.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/format/clearance.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/label/new_label.hpp"
#include "pouch/stage/show_label.hpp"

#include <algorithm>
#include <array>

namespace {

using namespace pouch;

struct Options {
    std::string policy;
    std::string classification;
    std::vector<std::string> categories;
    std::string originator;
    std::string review;
    std::string clearance;
    std::string at;
    std::string location;
    std::string language;
    bool downgrade = false;
    bool drop_signatures = false;
};

/// One form of the tool: `label`, `label bdo`, ... The options it takes besides those of every tool, and how
/// many of them, from the first, it needs.
struct Form {
    std::string_view name;
    std::size_t needs;
    std::array<std::string_view, 9> takes;

    [[nodiscard]] bool takes_option(std::string_view option) const
    {
        return std::find(takes.begin(), takes.end(), option) != takes.end();
    }
};

constexpr std::array<Form, 5> forms = {{
    {"label",
     2,
     {"--policy", "--classification", "--category", "--originator", "--review", "--downgrade",
      "--drop-signatures", "--output", "--force"}},
    {"bdo",
     2,
     {"--policy", "--classification", "--category", "--originator", "--review", "--output", "--force"}},
    {"show", 0, {"--policy", "--mark", "--lang", "--at", "--output", "--force"}},
    {"check", 1, {"--policy", "--clearance", "--at"}},
    {"strip", 0, {"--downgrade", "--drop-signatures", "--output", "--force"}},
}};

const Form& form_named(std::string_view name)
{
    for (const auto& form : forms) {
        if (form.name == name) return form;
    }
    throw bug("no form {}", name);
}

/// The parser cannot say "required, but not under a subcommand": so by hand, for every form.
void check_usage(const cli::App& app, const Form& form)
{
    const auto who = form.name == "label" ? std::string("label") : fmt::format("label {}", form.name);
    for (const auto& name : app.given()) {
        const bool is_ours = std::any_of(forms.begin(), forms.end(),
                                         [&](const Form& each) { return each.takes_option(name); });
        if (is_ours && !form.takes_option(name)) {
            throw usage_error("usage", "{} takes no {}", who, name);
        }
    }
    for (std::size_t i = 0; i < form.needs; ++i) {
        const auto name = std::string(form.takes[i]);
        if (app.count(name) == 0) throw usage_error("usage", "{} is required by {}", name, who);
    }
}

label::Policy read_policy(const Options& options, const cli::Common& common)
{
    const auto bytes = io::read_small_file(options.policy, format::spif_limit);
    try {
        auto policy = format::read_spif(bytes);
        for (const auto& warning : policy.warnings) common.step(options.policy + ": " + warning);
        return policy;
    } catch (const Error& error) {
        throw error.in(options.policy);
    }
}

std::optional<label::Clearance> read_clearance(const Options& options, const label::Policy& policy)
{
    if (options.clearance.empty()) return std::nullopt;
    const auto bytes = io::read_small_file(options.clearance, format::clearance_limit);
    try {
        auto clearance = format::read_clearance(bytes);
        label::check_clearance(policy, clearance);
        return clearance;
    } catch (const Error& error) {
        throw error.in(options.clearance);
    }
}

/// The label the command line asks for, valid under its policy.
label::Label wanted_label(const Options& options, const label::Policy& policy)
{
    label::WantedLabel wanted;
    wanted.classification = options.classification;
    for (const auto& text : options.categories) {
        wanted.categories.push_back(label::parse_wanted_category(text));
    }
    if (!options.originator.empty()) wanted.originator = label::parse_originator(options.originator);
    wanted.created = now();
    if (!options.review.empty()) wanted.review = cli::time("--review", options.review);
    return label::new_label(policy, wanted);
}

stage::Downgrade downgrade_rule(const Options& options)
{
    return options.downgrade ? stage::Downgrade::allowed : stage::Downgrade::refused;
}

Instant time_of(const Options& options)
{
    return options.at.empty() ? system_now() : cli::time("--at", options.at);
}

void run_label(const Options& options, const cli::Streams& streams, const cli::Common& common)
{
    const auto policy = read_policy(options, common);
    const auto made = wanted_label(options, policy);
    const auto in = streams.open_input();
    const auto out = streams.open_output(cli::Streams::Content::binary, in.get());
    stage::label_bundle(*in, *out, policy, made, downgrade_rule(options), options.drop_signatures);
    out->commit();
}

void run_strip(const Options& options, const cli::Streams& streams)
{
    const auto in = streams.open_input();
    const auto out = streams.open_output(cli::Streams::Content::binary, in.get());
    stage::strip_bundle(*in, *out, downgrade_rule(options), options.drop_signatures);
    out->commit();
}

void run_bdo(const Options& options, const cli::Streams& streams, const cli::Common& common)
{
    if (streams.input == "-") throw usage_error("usage", "label bdo needs the FILE it is to label");
    const auto policy = read_policy(options, common);
    const auto sidecar = stage::sidecar_of(wanted_label(options, policy), streams.input);
    const auto document = streams.open_input(); // a label for what is not there would be an orphan
    const auto out = streams.open_output(cli::Streams::Content::text, document.get());
    out->write(sidecar);
    out->commit();
}

void run_show(const Options& options, const cli::Streams& streams, const cli::Common& common)
{
    std::optional<label::Policy> policy;
    if (!options.policy.empty()) policy = read_policy(options, common);
    stage::ShowOptions show;
    show.policy = policy ? &*policy : nullptr;
    if (!options.location.empty()) show.location = options.location;
    show.language = options.language;
    show.at = time_of(options);
    const auto in = streams.open_input();
    const auto out = streams.open_output(cli::Streams::Content::text, in.get());
    out->write(as_bytes(stage::show(stage::read_label_document(*in), show)));
    out->commit();
}

void run_check(const Options& options, const cli::Streams& streams, const cli::Common& common)
{
    const auto policy = read_policy(options, common);
    const auto clearance = read_clearance(options, policy);
    const auto document = stage::read_label_document(*streams.open_input());
    stage::check_label_document(document, policy, clearance, time_of(options));
}

void declare_options(cli::App& app, Options& options)
{
    app.add_option("--policy", options.policy, "Security policy (Open XML SPIF)")->type_name("SPIF");
    app.add_option("--classification", options.classification, "Classification, as the policy calls it")
        ->type_name("NAME");
    app.add_repeated("--category", options.categories, "Values of a tag set (repeats)")
        ->type_name("'TAG SET=V1,V2'");
    app.add_option("--originator", options.originator, "Who gives the label")->type_name("TYPE:ID");
    app.add_option("--review", options.review, "When to look at it again (default: in ten years)")
        ->type_name("TIME");
    app.add_option("--clearance", options.clearance, "check: may this reader see it?")->type_name("FILE");
    app.add_option("--at", options.at, "check, show: at this time, not now")->type_name("TIME");
    app.add_option("--mark", options.location, "show: the marking at LOCATION alone")->type_name("LOCATION");
    app.add_option("--lang", options.language, "show: markings in this language")->type_name("TAG");
    cli::command_line_only(
        {app.add_flag("--downgrade", options.downgrade, "Allow a label that admits more readers, or none"),
         app.add_flag("--drop-signatures", options.drop_signatures, "Take the signatures off")});
}

} // namespace

int main(int argc, char** argv)
{
    Options options;
    cli::Common common;
    cli::Streams streams;

    cli::App app("Label a bundle or a document; show and check labels.", "label");
    common.declare(app, "STANAG 4774 A.1, 4778 A.1, Open XML SPIF 1.0 to 2.1, bundle format 1");
    declare_options(app, options);
    streams.declare(app);
    const std::vector<std::pair<const char*, const char*>> commands = {
        {"bdo", "Write a sidecar label for FILE"},
        {"show", "Show the label of a bundle, a BDO, a bare label or a clearance"},
        {"check", "Is the label valid, and may this clearance read it?"},
        {"strip", "Take the label off a bundle"}};
    for (const auto& [name, what] : commands) {
        app.add_command(name, what);
    }

    return cli::run(app, common, argc, argv, [&] {
        const auto name = app.command().empty() ? app.name() : app.command();
        check_usage(app, form_named(name));
        if (name == "label") run_label(options, streams, common);
        if (name == "bdo") run_bdo(options, streams, common);
        if (name == "show") run_show(options, streams, common);
        if (name == "check") run_check(options, streams, common);
        if (name == "strip") run_strip(options, streams);
    });
}
