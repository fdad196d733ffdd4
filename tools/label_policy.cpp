// label policy: tools for those who write policies.
#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/cli/explanation.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/label/policy_diff.hpp"
#include "pouch/label/policy_show.hpp"
#include "tools/label_form.hpp"

namespace pouch::label_tool {

namespace {

void print(const Call& call, const std::string& text)
{
    const auto out = call.streams.open_output(cli::Streams::Content::text);
    out->write(as_bytes(text));
    out->commit();
}

/// Says what is wrong on standard output; a policy that does not load is refused with the reason why.
void lint_policy(const Call& call, const std::string& path)
{
    std::optional<label::Policy> policy;
    try {
        policy = read_policy(call, path);
    } catch (const Error& error) {
        if (error.reason() != "policy.malformed") throw;
        throw Error(Fault::refused, error.reason(), error.message());
    }
    const auto lint = label::lint(*policy, time_of(call.options));
    print(call, call.common.json ? cli::lint_json(lint, path) : cli::lint_text(lint, path));
    if (!lint.usable) throw refused("policy.unusable", "{}: no label can be given under this policy", path);
}

void add(std::string& text, const std::vector<std::string>& lines)
{
    for (const auto& line : lines) text += escaped(line) + "\n";
}

void diff_policies(const Call& call, const std::string& before, const std::string& after)
{
    const auto diff = label::diff(read_policy(call, before), read_policy(call, after));
    std::string text;
    add(text, diff.items);
    add(text, diff.labels);
    add(text, diff.readers);
    if (!text.empty() || !diff.is_complete) {
        text +=
            fmt::format("{} labels compared, of every classification with at most two values and what they "
                        "require{}\n",
                        diff.examined, diff.is_complete ? "" : "; not all of them: there are too many");
    }
    print(call, text);
}

} // namespace

void policy(const Call& call)
{
    const auto& words = call.words;
    const auto verb = words.empty() ? std::string() : words.front();
    const std::size_t files = verb == "diff" ? 2 : 1;
    if (verb != "lint" && verb != "show" && verb != "diff") {
        throw usage_error("usage", "label policy takes lint, show or diff, and the files of policies");
    }
    if (words.size() != files + 1) {
        throw usage_error("usage", "label policy {} takes {}", verb, files == 2 ? "two SPIFs" : "one SPIF");
    }
    if (!call.options.at.empty() && verb != "lint")
        throw usage_error("usage", "label policy {} takes no --at", verb);
    const std::vector<std::string> policies(words.begin() + 1, words.end());
    cli::refuse_overwriting({call.streams.output}, policies);
    call.lock(policies);
    if (verb == "lint") lint_policy(call, words[1]);
    if (verb == "show") print(call, label::text_of(read_policy(call, words[1])));
    if (verb == "diff") diff_policies(call, words[1], words[2]);
}

} // namespace pouch::label_tool
