#include "pouch/format/age_keys.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/json/pointer.hpp"
#include "pouch/redact/rules_reader.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

std::string beside(const std::string& directory, const std::string& path)
{
    return path.empty() || path.front() == '/' ? path : directory + "/" + path;
}

/// The pointer patterns under `only`.
std::vector<std::string> read_only(const RulesReader& reader, const toml::table& table)
{
    auto only = reader.texts(table, "only");
    if (table.contains("only") && only.empty()) reader.fail("rules.empty", "only is empty");
    for (const auto& pointer : only) check_pointer(reader.in("only"), pointer);
    return only;
}

/// What `xml` says of XML.
void read_xml(const RulesReader& reader, const toml::table& table, Target& target)
{
    const auto* node = table.get("xml");
    if (node == nullptr) return;
    if (!node->is_table()) reader.fail("rules.value", "xml is not a table");
    const auto& xml = *node->as_table();
    reader.check_keys(xml, {"namespaces", "comments"});
    const auto comments = reader.text(xml, "comments").value_or("drop");
    if (comments != "drop" && comments != "keep") reader.fail("rules.value", "comments is drop or keep");
    target.keeps_comments = comments == "keep";
    const auto* namespaces = xml.get("namespaces");
    if (namespaces == nullptr) return;
    if (!namespaces->is_table()) reader.fail("rules.value", "namespaces is not a table");
    for (const auto& [key, value] : *namespaces->as_table()) {
        const auto space = value.value_exact<std::string>();
        if (!space || space->empty()) reader.fail("rules.value", "namespaces holds more than names");
        target.xml_namespaces.emplace(std::string(key.str()), *space);
    }
}

} // namespace

bool is_category(std::string_view text)
{
    return text.size() <= longest_rule_name && std::all_of(text.begin(), text.end(), [](char c) {
               return !is_ascii(c) || is_word(c) || c == '.' || c == '-';
           });
}

void check_pointer(const RulesReader& reader, std::string_view pointer)
{
    try {
        (void)json::PointerPattern(pointer);
    } catch (const Error& error) {
        reader.fail(error.reason(), "{}", error.message());
    }
}

Target read_target(const RulesReader& reader, const toml::table& table, const std::string& directory)
{
    reader.check_keys(table,
                      {"name", "policy", "clearance", "unmarked", "packed", "images", "originator", "only",
                       "xml", "members"},
                      {"tlp"});
    Target target;
    target.name = reader.text(table, "name").value_or("");
    if (!is_category(target.name)) {
        reader.fail("rules.value", "a name is letters, digits, '.', '_' and '-', at most {} bytes",
                    longest_rule_name);
    }
    target.policy = beside(directory, reader.text(table, "policy").value_or(""));
    target.clearance = beside(directory, reader.text(table, "clearance").value_or(""));
    if (target.policy.empty() != target.clearance.empty()) {
        reader.fail("rules.target", "policy and clearance go together");
    }
    const auto unmarked = reader.text(table, "unmarked").value_or("withhold");
    if (unmarked != "withhold" && unmarked != "keep")
        reader.fail("rules.value", "unmarked is withhold or keep");
    target.unmarked = unmarked == "keep" ? Unmarked::keep : Unmarked::withhold;
    const auto packed = reader.text(table, "packed").value_or("refuse");
    if (packed != "refuse" && packed != "keep") reader.fail("rules.value", "packed is refuse or keep");
    target.packed = packed == "keep" ? Packed::keep : Packed::refuse;
    const auto images = reader.text(table, "images").value_or("refuse");
    if (images != "refuse" && images != "strip") reader.fail("rules.value", "images is refuse or strip");
    target.images = images == "strip" ? Images::strip : Images::refuse;
    target.originator = reader.text(table, "originator").value_or("");
    try {
        if (table.contains("originator")) (void)format::parse_age_recipient(target.originator);
    } catch (const Error& error) {
        reader.fail("rules.originator", "originator: {}", error.message());
    }
    target.only = read_only(reader, table);
    read_xml(reader.in("xml"), table, target);
    if (const auto* members = table.get("members")) {
        if (!members->is_table()) reader.fail("rules.value", "members is not a table");
        const auto inner = reader.in("members");
        inner.check_keys(*members->as_table(), {"pass", "drop"});
        target.pass = inner.texts(*members->as_table(), "pass");
        target.drop = inner.texts(*members->as_table(), "drop");
    }
    return target;
}

} // namespace pouch::redact
