#include "pouch/redact/rules.hpp"

#include "pouch/base/error.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/format/toml.hpp"
#include "pouch/io/file.hpp"
#include "pouch/redact/rules_reader.hpp"
#include "pouch/redact/xml/path.hpp"

#include <unordered_set>

namespace pouch::redact {

namespace {

constexpr std::size_t rules_limit = std::size_t{16} << 20U;

} // namespace

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
