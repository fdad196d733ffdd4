#include "pouch/redact/rules.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/format/toml.hpp"
#include "pouch/io/file.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/operator/operator.hpp"
#include "pouch/redact/rules_reader.hpp"
#include "pouch/redact/xml/path.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace pouch::redact {

namespace {

constexpr std::size_t rules_limit = std::size_t{16} << 20U;
constexpr std::size_t literals_limit = std::size_t{64} << 20U;
constexpr std::size_t longest_regex = 4096;
constexpr std::size_t longest_person = 256; ///< Bytes of the name of a person.
constexpr std::size_t longest_side = 256;   ///< Bytes of a context word or an exempt value.

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

/// One literal or name a line, as it stands; a carriage return before the line end and empty lines do not count. The digest
/// of the file goes to `digests`.
std::vector<std::string> read_lines(const RulesReader& reader, std::string_view key, const std::string& path,
                                    const std::string& directory, std::vector<std::string>& digests)
{
    const auto parts = split(path, '/');
    if (path.empty() || path.front() == '/' || std::find(parts.begin(), parts.end(), "..") != parts.end()) {
        reader.fail("rules.path", "{} must lie in the directory of the rules file or below", key);
    }
    const auto bytes = io::read_small_file(directory + "/" + path, literals_limit);
    if (!is_utf8(as_text(bytes))) reader.fail("rules.encoding", "{} is not UTF-8", path);
    auto text = as_text(bytes);
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    std::vector<std::string> lines;
    for (auto line : split(text, '\n')) {
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (!line.empty()) lines.emplace_back(line);
    }
    if (lines.empty()) reader.fail("rules.empty", "{} names nothing", path);
    digests.push_back(crypto::digest_of(crypto::Algorithm::sha256, bytes).hex());
    return lines;
}

/// What stands under `key`, or in the file under `key`_file; nothing if neither is there.
std::vector<std::string> read_list(const RulesReader& reader, const toml::table& table,
                                   const std::string& key, const std::string& directory,
                                   std::vector<std::string>& digests)
{
    const auto file_key = key + "_file";
    if (const auto path = reader.text(table, file_key))
        return read_lines(reader, file_key, *path, directory, digests);
    auto list = reader.texts(table, key);
    if (table.contains(key) && list.empty()) reader.fail("rules.empty", "{} is empty", key);
    return list;
}

/// The variants of an entry, `홍길동|Hong Gil-dong`, without blanks at their ends.
void add_variants(const RulesReader& reader, std::string_view entry, Rule& rule)
{
    const auto person = rule.people.empty() ? 0 : rule.people.back() + 1;
    for (auto name : split(entry, '|')) {
        while (!name.empty() && (name.front() == ' ' || name.front() == '\t')) name.remove_prefix(1);
        while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.remove_suffix(1);
        if (name.empty()) reader.fail("rules.name", "a name with an empty variant");
        rule.names.emplace_back(name);
        rule.people.push_back(person);
    }
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

/// Throws unless `path` is a path of XML.
void check_path(const RulesReader& reader, std::string_view path)
{
    try {
        (void)xml::PathPattern(path);
    } catch (const Error& error) {
        reader.fail(error.reason(), "{}", error.message());
    }
}

/// The formats in which a field is a pointer.
constexpr FormatSet pointer_formats{FormatKind::json, FormatKind::jsonl, FormatKind::stix, FormatKind::misp};

/// A field is found by its place alone: keys that are about text have no meaning.
void read_field(const RulesReader& reader, const toml::table& table, Rule& rule)
{
    rule.field = reader.text(table, "field");
    if (!rule.field) {
        if (table.contains("field_part")) reader.fail("rules.key", "field_part has no meaning without field");
        return;
    }
    const bool is_path = rule.scope == FormatSet{FormatKind::xml};
    const bool is_column = rule.scope == FormatSet{FormatKind::csv};
    if (is_path) {
        check_path(reader, *rule.field);
        if (table.contains("field_part")) reader.fail("rules.key", "field_part has no meaning for a path");
    } else if (!is_column) {
        check_pointer(reader, *rule.field);
    }
    for (const std::string_view key : {"ignore_case", "context", "exempt", "test_match", "test_no_match"}) {
        if (table.contains(key)) reader.fail("rules.key", "{} has no meaning for a field", key);
    }
    if (!table.contains("scope")) rule.scope = pointer_formats;
    if (!is_path && !is_column && !pointer_formats.has_all(rule.scope)) {
        reader.fail("rules.scope",
                    "a field can only be in the scopes json, jsonl, stix and misp, or in xml or csv alone");
    }
    const auto part = reader.text(table, "field_part").value_or("value");
    if (part != "value" && part != "key" && part != "both")
        reader.fail("rules.value", "field_part is value, key or both");
    rule.field_part = part == "value" ? FieldPart::value : part == "key" ? FieldPart::key : FieldPart::both;
    if (rule.action == Action::drop && rule.field_part == FieldPart::key)
        reader.fail("rules.value", "a name cannot be dropped without its value");
}

void read_matcher(const RulesReader& reader, const toml::table& table, const std::string& directory,
                  Rule& rule, std::vector<std::string>& list_digests)
{
    int matchers = 0;
    for (const std::string_view key :
         {"literals", "literals_file", "names", "names_file", "regex", "builtin", "field"}) {
        if (table.contains(key)) ++matchers;
    }
    if (matchers != 1) {
        reader.fail(
            "rules.matcher",
            "needs exactly one of literals, literals_file, names, names_file, regex, builtin and field");
    }
    rule.regex = reader.text(table, "regex");
    if (rule.regex && rule.regex->find('\0') != std::string::npos) {
        reader.fail("rules.regex", "a regular expression holds a zero byte");
    }
    if (rule.regex && rule.regex->size() > longest_regex) {
        reader.fail("rules.regex", "a regular expression is longer than {} bytes", longest_regex);
    }
    if (const auto name = reader.text(table, "builtin")) {
        rule.builtin = recogniser_named(*name);
        if (rule.builtin == nullptr) reader.fail("rules.builtin", "unknown builtin {}", *name);
        if (table.contains("ignore_case"))
            reader.fail("rules.key", "ignore_case has no meaning for a builtin");
        return;
    }
    rule.literals = read_list(reader, table, "literals", directory, list_digests);
    for (const auto& entry : read_list(reader, table, "names", directory, list_digests)) {
        add_variants(reader, entry, rule);
    }
    for (const auto& name : rule.names) {
        if (name.size() > longest_person) {
            reader.fail("rules.name", "a name is longer than {} bytes", longest_person);
        }
        if (name.find('\0') != std::string::npos) reader.fail("rules.name", "a name holds a zero byte");
    }
    for (const auto& literal : rule.literals) {
        if (literal.size() > longest_match) {
            reader.fail("rules.literal", "a literal is longer than {} bytes", longest_match);
        }
        if (literal.find('\0') != std::string::npos)
            reader.fail("rules.literal", "a literal holds a zero byte");
    }
}

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

} // namespace

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

void read_rules(std::string_view text, const std::string& name, const std::string& directory, RuleSet& into,
                const OnFault& on_fault)
{
    const RulesReader reader(name);
    const auto attempt = [&](const auto& read) {
        try {
            read();
        } catch (const Error& error) {
            if (!on_fault) throw;
            on_fault(error);
        }
    };
    toml::table root;
    try {
        root = format::read_toml(text, "rules.malformed");
    } catch (const Error& error) {
        throw error.in(name);
    }
    attempt([&] { reader.check_keys(root, {"version", "name", "target", "rule"}); });
    attempt([&] {
        if (reader.number(root, "version", 0) != 1) reader.fail("rules.version", "version is not 1");
        (void)reader.text(root, "name");
    });

    if (const auto* target = root.get("target")) {
        attempt([&] {
            if (!target->is_table()) reader.fail("rules.value", "target is not a table");
            if (into.has_target) reader.fail("rules.target", "a second [target]; one rules file may have it");
            into.has_target = true;
            into.target = read_target(reader.in("target"), *target->as_table(), directory);
        });
    }
    const auto read_all = [&](const toml::array& tables) {
        std::unordered_set<std::string> ids;
        for (const auto& rule : into.rules) ids.insert(rule.id);
        for (const auto& table : tables) {
            attempt([&] {
                auto rule = read_rule(reader, *table.as_table(), directory, into.list_digests);
                if (!ids.insert(rule.id).second) reader.fail("rules.duplicate", "a second rule {}", rule.id);
                into.rules.push_back(std::move(rule));
            });
        }
    };
    if (const auto* rules = root.get("rule")) {
        attempt([&] {
            if (!rules->is_array_of_tables())
                reader.fail("rules.value", "rule is not an array of tables, [[rule]]");
            read_all(*rules->as_array());
        });
    }
    into.digests.push_back(crypto::digest_of(crypto::Algorithm::sha256, as_bytes(text)).hex());
}

RuleSet read_rule_files(const std::vector<std::string>& paths, const OnFault& on_fault)
{
    RuleSet set;
    for (const auto& path : paths) {
        try {
            const auto bytes = io::read_small_file(path, rules_limit);
            read_rules(as_text(bytes), path, io::directory_of(path), set, on_fault);
        } catch (const Error& error) {
            if (!on_fault) throw;
            on_fault(error);
        }
    }
    // The target may stand in any of the files.
    for (auto& rule : set.rules) {
        if (rule.action == Action::encrypt) {
            rule.originator = set.target.originator;
            const auto missing = usage_error(
                "rules.originator", "rule {}: the action encrypt needs originator in [target]", rule.id);
            if (rule.originator.empty() && !on_fault) throw missing;
            if (rule.originator.empty()) on_fault(missing);
        }
        if (!rule.field || !rule.scope.has(FormatKind::xml)) continue;
        try {
            (void)xml::PathPattern(*rule.field, &set.target.xml_namespaces);
        } catch (const Error& error) {
            if (!on_fault) throw error.in("rule " + rule.id);
            on_fault(error.in("rule " + rule.id));
        }
    }
    return set;
}

} // namespace pouch::redact
