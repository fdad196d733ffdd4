#include "pouch/format/label_map.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/toml.hpp"

#include <algorithm>
#include <initializer_list>

namespace pouch::format {

namespace {

std::size_t line_of(const toml::node& node)
{
    return node.source().begin.line;
}

template <typename... Args>
[[noreturn]] void fail(const toml::node& node, std::string_view reason, fmt::format_string<Args...> text,
                       Args&&... args)
{
    throw make_error(Fault::usage, reason, text, std::forward<Args>(args)...)
        .in(fmt::format("line {}", line_of(node)));
}

/// Runs `read` on what stands at `node`, and says where that is if it throws.
template <typename Read> auto at(const toml::node& node, Read read)
{
    try {
        return read();
    } catch (const Error& error) {
        throw error.in(fmt::format("line {}", line_of(node)));
    }
}

void check_keys(const toml::table& table, std::initializer_list<std::string_view> known)
{
    for (const auto& [key, node] : table) {
        if (std::find(known.begin(), known.end(), key.str()) == known.end())
            fail(node, "map.key", "unknown key {}", key.str());
    }
}

std::string text_of(const toml::node& node, std::string_view key)
{
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty()) fail(node, "map.value", "{} is not a string, or is empty", key);
    return *value;
}

/// Calls `take(text, node)` for each string of the array under `key`, if there is one.
template <typename Take> void for_each_text(const toml::table& table, std::string_view key, Take take)
{
    const auto* node = table.get(key);
    if (node == nullptr) return;
    const auto* array = node->as_array();
    if (array == nullptr) fail(*node, "map.value", "{} is not an array of strings", key);
    if (array->empty()) fail(*node, "map.empty", "{} is empty", key);
    for (const auto& element : *array) take(text_of(element, key), element);
}

LabelMapEntry read_entry(const toml::table& table, std::size_t& globs)
{
    check_keys(table, {"files", "except", "classification", "category", "originator", "review"});
    LabelMapEntry entry;
    entry.line = line_of(table);
    const auto read_globs = [&](std::string_view key, std::vector<PathGlob>& into) {
        for_each_text(table, key, [&](const std::string& text, const toml::node& node) {
            if (globs++ == label_map_globs) fail(node, "map.limit", "more than {} patterns", label_map_globs);
            into.push_back(at(node, [&] { return PathGlob(text); }));
        });
    };
    read_globs("files", entry.files);
    read_globs("except", entry.except);
    if (entry.files.empty()) fail(table, "map.value", "a label without files");
    const auto* classification = table.get("classification");
    if (classification == nullptr) fail(table, "map.value", "a label without a classification");
    entry.wanted.classification = text_of(*classification, "classification");
    for_each_text(table, "category", [&](const std::string& text, const toml::node& node) {
        entry.wanted.categories.push_back(at(node, [&] { return label::parse_wanted_category(text); }));
    });
    if (const auto* originator = table.get("originator")) {
        const auto text = text_of(*originator, "originator");
        entry.wanted.originator = at(*originator, [&] { return label::parse_originator(text); });
    }
    if (const auto* review = table.get("review")) {
        entry.wanted.review = parse_rfc3339(text_of(*review, "review"));
        if (!entry.wanted.review) fail(*review, "map.value", "review is not a time as 2030-01-01T00:00:00Z");
    }
    return entry;
}

} // namespace

std::vector<LabelMapEntry> read_label_map(std::string_view text)
{
    const auto root = read_toml(text, "map.malformed");
    check_keys(root, {"version", "label"});
    const auto* version = root.get("version");
    if (version == nullptr || version->value_exact<std::int64_t>() != 1)
        throw usage_error("map.version", "version is not 1");
    const auto* labels = root.get("label");
    if (labels == nullptr) throw usage_error("map.empty", "the map names no label");
    if (!labels->is_array_of_tables())
        fail(*labels, "map.value", "label is not an array of tables, [[label]]");
    std::size_t globs = 0;
    std::vector<LabelMapEntry> entries;
    for (const auto& table : *labels->as_array()) entries.push_back(read_entry(*table.as_table(), globs));
    return entries;
}

} // namespace pouch::format
