#include "pouch/base/text.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/io/file.hpp"
#include "pouch/redact/rules_reader.hpp"
#include "pouch/redact/xml/path.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t literals_limit = std::size_t{64} << 20U;
constexpr std::size_t longest_regex = 4096;
constexpr std::size_t longest_person = 256; ///< Bytes of the name of a person.

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

} // namespace

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

} // namespace pouch::redact
