#pragma once
#include "pouch/base/error.hpp"
#include "pouch/redact/rules.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

/// What the parts of a rules file are read with.
namespace pouch::redact {

inline constexpr std::size_t longest_rule_name = 64; ///< Bytes of an id, a category, the name of a target.

/// Throws Fault::usage with the place of the fault before it.
class RulesReader {
  public:
    explicit RulesReader(std::string where) : where_(std::move(where)) {}

    [[nodiscard]] RulesReader in(std::string_view part) const
    {
        return RulesReader(fmt::format("{}: {}", where_, part));
    }

    template <typename... Args>
    [[noreturn]] void fail(std::string_view reason, fmt::format_string<Args...> format, Args&&... args) const
    {
        throw make_error(Fault::usage, reason, format, std::forward<Args>(args)...).in(where_);
    }

    /// Only these keys may stand in `table`; those of `later` exist but are not offered by this version.
    void check_keys(const toml::table& table, std::initializer_list<std::string_view> known,
                    std::initializer_list<std::string_view> later = {}) const
    {
        for (const auto& [key, node] : table) {
            const std::string_view name = key.str();
            if (std::find(later.begin(), later.end(), name) != later.end()) {
                fail("rules.unsupported", "{} is not supported by this version", name);
            }
            if (std::find(known.begin(), known.end(), name) == known.end())
                fail("rules.key", "unknown key {}", name);
        }
    }

    [[nodiscard]] std::optional<std::string> text(const toml::table& table, std::string_view key) const
    {
        const auto* node = table.get(key);
        if (node == nullptr) return std::nullopt;
        const auto value = node->value_exact<std::string>();
        if (!value) fail("rules.value", "{} is not a string", key);
        return *value;
    }

    [[nodiscard]] std::vector<std::string> texts(const toml::table& table, std::string_view key) const
    {
        std::vector<std::string> values;
        const auto* node = table.get(key);
        if (node == nullptr) return values;
        if (!node->is_array()) fail("rules.value", "{} is not an array of strings", key);
        for (const auto& element : *node->as_array()) {
            const auto value = element.value_exact<std::string>();
            if (!value) fail("rules.value", "{} is not an array of strings", key);
            if (value->empty()) fail("rules.empty", "an empty string in {}", key);
            values.push_back(*value);
        }
        return values;
    }

    [[nodiscard]] bool flag(const toml::table& table, std::string_view key) const
    {
        const auto* node = table.get(key);
        if (node == nullptr) return false;
        const auto value = node->value_exact<bool>();
        if (!value) fail("rules.value", "{} is neither true nor false", key);
        return *value;
    }

    [[nodiscard]] std::int64_t number(const toml::table& table, std::string_view key,
                                      std::int64_t otherwise) const
    {
        const auto* node = table.get(key);
        if (node == nullptr) return otherwise;
        const auto value = node->value_exact<std::int64_t>();
        if (!value) fail("rules.value", "{} is not a whole number", key);
        return *value;
    }

  private:
    std::string where_;
};

/// Categories stand in output: no brackets, no controls, no line ends; at most 64 bytes.
[[nodiscard]] bool is_category(std::string_view text);

/// Throws unless `pointer` is a pointer pattern.
void check_pointer(const RulesReader& reader, std::string_view pointer);

/// What a rule finds, but for a field: literals, names, a regular expression or a builtin. Lists in files are relative to
/// `directory`; the digest of each goes to `list_digests`.
void read_matcher(const RulesReader& reader, const toml::table& table, const std::string& directory,
                  Rule& rule, std::vector<std::string>& list_digests);

/// The field that a rule finds, in the scope of `rule`. It is found by its place alone: keys that are about text have no
/// meaning.
void read_field(const RulesReader& reader, const toml::table& table, Rule& rule);

/// A table `rule` of the file that `file` reads; the rest as of read_matcher.
[[nodiscard]] Rule read_rule(const RulesReader& file, const toml::table& table, const std::string& directory,
                             std::vector<std::string>& list_digests);

/// What the table `stix` in `table` says of bundles of STIX goes to `target`.
void read_stix(const RulesReader& reader, const toml::table& table, Target& target);

/// The table `target`; paths in it are relative to `directory`.
[[nodiscard]] Target read_target(const RulesReader& reader, const toml::table& table,
                                 const std::string& directory);

} // namespace pouch::redact
