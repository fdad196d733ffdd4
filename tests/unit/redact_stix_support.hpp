#pragma once
#include "pouch/redact/key_scope.hpp"
#include "unit/redact_json_support.hpp"

#include <nlohmann/json.hpp>

/// Bundles of STIX for tests.
namespace pouch::test::stix {

using Json = nlohmann::json;

inline const std::string at_amber = "[target]\nname = 'KOR'\ntlp = 'AMBER'\n";
inline const std::string at_open = at_amber + "unmarked = 'keep'\n";
inline const std::string green = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";
inline const std::string amber = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";
inline const std::string red = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
inline const std::string new_year = "2026-01-01T00:00:00.000Z";

/// An array, of one item too.
inline Json list(std::initializer_list<Json> items)
{
    Json all = Json::array();
    for (const auto& item : items) all.push_back(item);
    return all;
}

inline std::string id_of(const std::string& type, int n)
{
    return fmt::format("{}--00000000-0000-4000-8000-{:012x}", type, n);
}

/// One that is made of a name.
inline std::string name_id(const std::string& type, int n)
{
    return fmt::format("{}--00000000-0000-5000-8000-{:012x}", type, n);
}

inline Json object(const std::string& type, int n, const Json& more)
{
    Json made{{"type", type},
              {"spec_version", "2.1"},
              {"id", id_of(type, n)},
              {"created", new_year},
              {"modified", new_year}};
    made.update(more);
    return made;
}

/// An observable.
inline Json named_object(const std::string& type, int n, const Json& more)
{
    Json made{{"type", type}, {"spec_version", "2.1"}, {"id", name_id(type, n)}};
    made.update(more);
    return made;
}

inline Json with(Json made, const std::string& name, const Json& value)
{
    made[name] = value;
    return made;
}

inline Json bundle(const Json& objects)
{
    return {{"type", "bundle"}, {"id", id_of("bundle", 1)}, {"objects", objects}};
}

inline redact::KeyScope key_of(std::byte byte)
{
    return redact::KeyScope(redact::KeyScope::Key::filled_by(
        [&](MutableByteView out) { std::fill(out.begin(), out.end(), byte); }));
}

inline JsonRun run_text(const std::string& toml, const std::string& text,
                        const redact::KeyScope* key = nullptr)
{
    return run_json(JsonRules(toml), text, redact::FormatKind::stix, 1U << 18U, 1, nullptr, key);
}

inline Json run(const std::string& toml, const Json& whole, const redact::KeyScope* key = nullptr)
{
    return Json::parse(run_text(toml, whole.dump(), key).output);
}

} // namespace pouch::test::stix
