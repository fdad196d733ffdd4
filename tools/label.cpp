// label: give bundles and documents confidentiality labels, show and check them. Manual: man/pouch-label.1
#include "pouch/base/error.hpp"
#include "tools/label_form.hpp"

#include <algorithm>

namespace {

using namespace pouch;
using label_tool::Call;
using label_tool::Form;
using label_tool::Options;

constexpr std::array<Form, 7> forms = {{
    {"label",
     "",
     label_tool::label_bundle,
     1,
     {"--policy", "--classification", "--category", "--originator", "--review", "--map", "--at",
      "--downgrade", "--drop-signatures", "--lenient", "--output", "--force"}},
    {"bdo",
     "Write a sidecar label for FILE",
     label_tool::write_bdo,
     2,
     {"--policy", "--classification", "--category", "--originator", "--review", "--lenient", "--output",
      "--force"}},
    {"show",
     "Show the label of a bundle, a BDO, a bare label or a clearance",
     label_tool::show,
     0,
     {"--policy", "--mark", "--lang", "--at", "--lenient", "--output", "--force"}},
    {"check",
     "Is the label valid, and may this clearance read it?",
     label_tool::check,
     1,
     {"--policy", "--clearance", "--expand-memberships", "--at", "--explain", "--lenient", "--content"}},
    {"policy",
     "lint SPIF, show SPIF, diff SPIF SPIF: examine policies",
     label_tool::policy,
     0,
     {"--at", "--lenient", "--output", "--force"}},
    {"translate",
     "Add the label in a partner's policy to a bundle or a BDO",
     label_tool::translate,
     2,
     {"--policy", "--to", "--received", "--originator", "--at", "--downgrade", "--drop-signatures",
      "--lenient", "--output", "--force"}},
    {"strip",
     "Take the label off a bundle",
     label_tool::strip_bundle,
     0,
     {"--downgrade", "--drop-signatures", "--output", "--force"}},
}};

bool takes_option(const Form& form, std::string_view option)
{
    return std::find(form.takes.begin(), form.takes.end(), option) != form.takes.end();
}

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
                                         [&](const Form& each) { return takes_option(each, name); });
        if (is_ours && !takes_option(form, name)) throw usage_error("usage", "{} takes no {}", who, name);
    }
    if (form.run != label_tool::check && app.count("--policy") > 1)
        throw usage_error("usage", "{} takes one --policy", who);
    for (std::size_t i = 0; i < form.needs; ++i) {
        const auto name = std::string(form.takes[i]);
        if (app.count(name) == 0) throw usage_error("usage", "{} is required by {}", name, who);
    }
}

/// The one FILE that all forms but `label policy` take.
void take_input(Call& call)
{
    if (call.words.size() > 1) throw usage_error("usage", "one FILE at most, not {}", call.words.size());
    if (!call.words.empty()) call.streams.input = call.words.front();
}

void declare_options(cli::App& app, Options& options)
{
    app.add_repeated("--policy", options.labels.policies, "Security policy (Open XML SPIF; check: repeats)")
        ->type_name("SPIF");
    app.add_option("--classification", options.classification, "Classification, as the policy calls it")
        ->type_name("NAME");
    app.add_repeated("--category", options.categories, "Values of a tag set (repeats)")
        ->type_name("'TAG SET=V1,V2'");
    app.add_option("--originator", options.originator, "Who gives the label")->type_name("TYPE:ID");
    app.add_option("--review", options.review, "When to look at it again (default: in ten years)")
        ->type_name("TIME");
    app.add_option("--map", options.map, "Labels for files of the bundle (TOML)")->type_name("FILE");
    app.add_option("--clearance", options.labels.clearance, "check: may this reader see it?")
        ->type_name("FILE");
    app.add_flag("--content", options.content, "check: do marks and labels inside documents agree?");
    app.add_flag("--explain", options.labels.explain,
                 "check: tell the rule behind each finding, and a remedy");
    app.add_option("--to", options.to, "translate: the policy to translate into")->type_name("SPIF");
    app.add_flag("--received", options.received, "translate: as who received the data, not as who sends it");
    app.add_option("--mark", options.location, "show: the marking at LOCATION alone")->type_name("LOCATION");
    app.add_option("--lang", options.language, "show: markings in this language")->type_name("TAG");
    cli::command_line_only(
        {app.add_option("--at", options.at, "Judge as of this time (default: now)")->type_name("TIME"),
         app.add_flag("--lenient", options.labels.lenient, "Mend what is only untidy, with a warning each"),
         app.add_flag("--expand-memberships", options.labels.expands_memberships,
                      "check: the reader is in the groups that the policy lists"),
         app.add_flag("--downgrade", options.downgrade, "Allow a label that admits more readers, or none"),
         app.add_flag("--drop-signatures", options.drop_signatures, "Take the signatures off")});
}

} // namespace

int main(int argc, char** argv)
{
    Call call;
    cli::App app("Label a bundle or a document; show and check labels.", "label");
    call.common.declare(app, "STANAG 4774 A.1, 4778 A.1, Open XML SPIF 1.0 to 2.1, bundle format 1");
    declare_options(app, call.options);
    call.streams.declare_output(app);
    app.add_operands("FILE", call.words, "Input; standard input by default");
    for (const auto& form : forms) {
        if (form.name != app.name()) app.add_command(std::string(form.name), form.what);
    }

    return cli::run(app, call.common, argc, argv, [&] {
        const auto& form = form_named(app.command().empty() ? app.name() : app.command());
        check_usage(app, form);
        auto sources = call.options.labels.files();
        sources.insert(sources.end(), {call.options.map, call.options.to});
        cli::refuse_overwriting({call.streams.output}, sources);
        if (form.run != label_tool::policy) take_input(call);
        form.run(call);
    });
}
