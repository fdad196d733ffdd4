#include "pouch/format/age_keys.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/csv/reader.hpp"
#include "pouch/redact/json/pointer.hpp"
#include "pouch/redact/rules_reader.hpp"

#include <algorithm>
#include <array>

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

/// What `json` says of JSON.
void read_json(const RulesReader& reader, const toml::table& table, Target& target)
{
    const auto* node = table.get("json");
    if (node == nullptr) return;
    if (!node->is_table()) reader.fail("rules.value", "json is not a table");
    const auto& json = *node->as_table();
    reader.check_keys(json, {"label"});
    target.json_labels = reader.texts(json, "label");
    if (target.json_labels.empty()) reader.fail("rules.empty", "label is empty");
    for (const auto& pointer : target.json_labels) check_pointer(reader.in("label"), pointer);
    if (target.policy.empty()) reader.fail("rules.target", "labels of JSON need policy and clearance");
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

/// The colour under `tlp`.
std::optional<Tlp> read_tlp(const RulesReader& reader, const toml::table& table)
{
    const auto name = reader.text(table, "tlp");
    if (!name) return std::nullopt;
    const auto tlp = tlp_named(*name);
    if (!tlp) reader.fail("rules.value", "tlp is CLEAR, GREEN, AMBER, AMBER+STRICT or RED");
    return tlp;
}

/// What `misp` says of events of MISP.
void read_misp(const RulesReader& reader, const toml::table& table, Target& target)
{
    const auto* node = table.get("misp");
    if (node == nullptr) return;
    if (!node->is_table()) reader.fail("rules.value", "misp is not a table");
    const auto& misp = *node->as_table();
    reader.check_keys(misp, {"distribution"});
    const auto name = reader.text(misp, "distribution").value_or("connected");
    constexpr std::array<std::string_view, 4> levels{"organisation", "community", "connected", "all"};
    const auto* const level = std::find(levels.begin(), levels.end(), name);
    if (level == levels.end())
        reader.fail("rules.value", "distribution is all, connected, community or organisation");
    target.has_misp = true;
    target.misp_distribution = static_cast<misp::Distribution>(level - levels.begin());
}

/// What `csv` says of CSV.
void read_csv(const RulesReader& reader, const toml::table& table, Target& target)
{
    const auto* node = table.get("csv");
    if (node == nullptr) return;
    if (!node->is_table()) reader.fail("rules.value", "csv is not a table");
    const auto& csv = *node->as_table();
    reader.check_keys(csv, {"only", "label", "delimiter"});
    target.csv_only = reader.texts(csv, "only");
    if (csv.contains("only") && target.csv_only.empty()) reader.fail("rules.empty", "only is empty");
    target.csv_label = reader.text(csv, "label");
    const auto delimiter = reader.text(csv, "delimiter").value_or(",");
    if (delimiter.size() != 1 || csv::delimiters.find(delimiter) == std::string_view::npos)
        reader.fail("rules.value", "delimiter is a comma, a semicolon, a tab or a vertical bar");
    target.csv_delimiter = delimiter.front();
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
    reader.check_keys(table, {"name", "policy", "clearance", "unmarked", "nested", "gap", "packed", "images",
                              "originator", "only", "csv", "json", "xml", "tlp", "misp", "stix", "members"});
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
    const auto nested = reader.text(table, "nested").value_or("unmarked");
    if (nested != "unmarked" && nested != "inherit")
        reader.fail("rules.value", "nested is unmarked or inherit");
    target.nested = nested == "inherit" ? Nested::inherit : Nested::unmarked;
    const auto gap = reader.text(table, "gap").value_or("merge");
    if (gap != "merge" && gap != "token" && gap != "silent")
        reader.fail("rules.value", "gap is merge, token or silent");
    target.gap = gap == "merge" ? PortionGap::merge : gap == "token" ? PortionGap::token : PortionGap::silent;
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
    read_csv(reader.in("csv"), table, target);
    read_json(reader.in("json"), table, target);
    read_xml(reader.in("xml"), table, target);
    target.tlp = read_tlp(reader, table);
    read_misp(reader.in("misp"), table, target);
    read_stix(reader.in("stix"), table, target);
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
