#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/operator/operator.hpp"
#include "pouch/redact/rules_reader.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t longest_side = 256; ///< Bytes of a context word, an exempt value or a subject.

bool is_id(std::string_view text)
{
    return !text.empty() && text.size() <= longest_rule_name &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

Action read_action(const RulesReader& reader, const toml::table& table)
{
    const auto name = reader.text(table, "action").value_or("token");
    for (const auto action : {Action::drop, Action::token, Action::mask, Action::pseudonym,
                              Action::generalise, Action::shift_date, Action::encrypt, Action::keep}) {
        if (name == name_of(action)) return action;
    }
    reader.fail("rules.value", "unknown action {}", name);
}

/// The formats under `scope`; all without it.
FormatSet read_scope(const RulesReader& reader, const toml::table& table)
{
    if (!table.contains("scope")) return FormatSet::all();
    FormatSet scope;
    const auto names = reader.texts(table, "scope");
    if (names.empty()) reader.fail("rules.empty", "scope is empty");
    for (const auto& name : names) {
        const auto kind = format_named(name);
        if (!kind) reader.fail("rules.value", "unknown scope {}", name);
        if (!is_supported(*kind))
            reader.fail("rules.unsupported", "the scope {} is not supported by this version", name);
        scope.add(*kind);
        if (*kind == FormatKind::json) { // so are these
            scope.add(FormatKind::stix);
            scope.add(FormatKind::misp);
        }
    }
    return scope;
}

/// What the action of a rule needs beside it.
void read_operator(const RulesReader& reader, const toml::table& table, Rule& rule)
{
    const auto only_for = [&](std::string_view key, Action action) {
        if (table.contains(key) && rule.action != action)
            reader.fail("rules.key", "{} has no meaning for the action {}", key, name_of(rule.action));
    };
    only_for("generalise_to", Action::generalise);
    only_for("subject", Action::shift_date);
    if (const auto* to = table.get("generalise_to"); to != nullptr && to->is_integer()) {
        rule.generalise_to = std::to_string(reader.number(table, "generalise_to", 0));
    } else {
        rule.generalise_to = reader.text(table, "generalise_to").value_or("");
    }
    rule.subject = reader.text(table, "subject").value_or("");
    if (rule.subject.size() > longest_side)
        reader.fail("rules.value", "subject is longer than {} bytes", longest_side);
    if (rule.field && (rule.action == Action::shift_date || rule.action == Action::keep))
        reader.fail("rules.value", "the action {} is not for a field", name_of(rule.action));
    if (takes_value(rule.action) && rule.field_part != FieldPart::value)
        reader.fail("rules.value", "the action {} is for values alone", name_of(rule.action));
    try {
        if (rule.action == Action::generalise) (void)generaliser_of(rule);
        if (rule.action == Action::shift_date) check_shift(rule);
    } catch (const Error& error) {
        reader.fail(error.reason(), "{}", error.message());
    }
}

} // namespace

Rule read_rule(const RulesReader& file, const toml::table& table, const std::string& directory,
               std::vector<std::string>& list_digests)
{
    Rule rule;
    rule.id = file.text(table, "id").value_or("");
    if (!is_id(rule.id)) file.fail("rules.id", "a rule without an id of letters, digits, '.', '_' and '-'");
    const auto reader = file.in("rule " + rule.id);
    reader.check_keys(table,
                      {"id",         "category",     "literals", "literals_file", "names",       "names_file",
                       "regex",      "builtin",      "field",    "field_part",    "ignore_case", "context",
                       "exempt",     "scope",        "action",   "generalise_to", "subject",     "priority",
                       "test_match", "test_no_match"},
                      {"marking", "validate"});
    rule.category = reader.text(table, "category").value_or("");
    if (!is_category(rule.category)) {
        reader.fail("rules.category", "a category is letters, digits, '.', '_' and '-', at most {} bytes",
                    longest_rule_name);
    }
    rule.scope = read_scope(reader, table);
    rule.action = read_action(reader, table);
    const auto priority = reader.number(table, "priority", 0);
    if (priority < -1000 || priority > 1000)
        reader.fail("rules.value", "priority is not within -1000 and 1000");
    rule.priority = static_cast<int>(priority);
    rule.ignore_case = reader.flag(table, "ignore_case");
    read_matcher(reader, table, directory, rule, list_digests);
    read_field(reader, table, rule);
    read_operator(reader, table, rule);
    rule.context = reader.texts(table, "context");
    rule.exempt = reader.texts(table, "exempt");
    rule.test_match = reader.texts(table, "test_match");
    rule.test_no_match = reader.texts(table, "test_no_match");
    if (!rule.context.empty() && rule.builtin != nullptr && !rule.builtin->has_weak) {
        reader.fail("rules.context", "context has no meaning for this builtin, whose matches are never weak");
    }
    for (const auto* side : {&rule.context, &rule.exempt}) {
        for (const auto& value : *side) {
            if (value.size() > longest_side) {
                reader.fail("rules.value", "a context word or exempt value is longer than {} bytes",
                            longest_side);
            }
        }
    }
    return rule;
}

std::string_view name_of(Action action)
{
    switch (action) {
    case Action::drop:
        return "drop";
    case Action::token:
        return "token";
    case Action::mask:
        return "mask";
    case Action::pseudonym:
        return "pseudonym";
    case Action::generalise:
        return "generalise";
    case Action::shift_date:
        return "shift-date";
    case Action::encrypt:
        return "encrypt";
    case Action::keep:
        return "keep";
    }
    throw bug("an action without a name");
}

std::string Rule::replacement() const
{
    if (action == Action::drop) return {};
    if (action == Action::mask) return std::string(8, '*');
    return category.empty() ? "[REDACTED]" : fmt::format("[REDACTED:{}]", category);
}

} // namespace pouch::redact
