#include "pouch/cli/config.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/toml.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/core.h>
#include <istream>

namespace pouch::cli {

namespace {

constexpr std::size_t config_limit = std::size_t{1} << 20U;

std::string scalar(const std::string& key, const toml::node& node)
{
    if (const auto text = node.value_exact<std::string>()) return *text;
    if (const auto number = node.value_exact<std::int64_t>()) return fmt::format("{}", *number);
    if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
    throw usage_error("config.malformed", "configuration: {}: not a string, an integer or a boolean", key);
}

toml::table parse(std::string_view text)
{
    try {
        return format::read_toml(text, "config.malformed");
    } catch (const Error& error) {
        throw error.in("configuration");
    }
}

} // namespace

std::vector<Setting> read_config(std::istream& input, const std::string& table)
{
    std::string text(config_limit + 1, '\0');
    input.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(input.gcount()));
    if (input.bad()) throw system_error(EIO, "read the configuration");
    if (text.size() > config_limit) throw usage_error("config.malformed", "configuration: larger than 1 MiB");

    const auto root = parse(text);
    for (const auto& [name, node] : root) {
        constexpr std::array<std::string_view, 6> tools = {"redact", "pack",    "label",
                                                           "sign",   "encrypt", "verify"};
        if (std::find(tools.begin(), tools.end(), name.str()) == tools.end() || !node.is_table()) {
            throw usage_error("config.malformed", "configuration: {}: not the table of a tool", name.str());
        }
    }
    std::vector<Setting> settings;
    const auto* ours = root[table].as_table();
    if (ours == nullptr) return settings;
    for (const auto& [name, node] : *ours) {
        Setting setting{std::string(name.str()), {}};
        if (const auto* array = node.as_array()) {
            for (const auto& element : *array) setting.values.push_back(scalar(setting.name, element));
        } else {
            setting.values.push_back(scalar(setting.name, node));
        }
        const auto& values = setting.values;
        if (values.empty() || std::find(values.begin(), values.end(), "") != values.end())
            throw usage_error("usage.empty", "configuration: {}: an empty value", setting.name);
        settings.push_back(std::move(setting));
    }
    return settings;
}

} // namespace pouch::cli
