#include "pouch/label/finding.hpp"

#include <fmt/core.h>

namespace pouch::label {

std::string placed(const Finding& finding)
{
    return finding.line == 0 ? finding.sentence
                             : fmt::format("{} (line {} of the policy)", finding.sentence, finding.line);
}

std::string listed(const std::vector<std::string>& names)
{
    constexpr std::size_t most = 12;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > most ? fmt::format("{} and {} more", text, names.size() - most) : text;
}

std::string quoted_value(std::string_view tag_set, std::string_view value)
{
    return fmt::format("'{}={}'", tag_set, value);
}

} // namespace pouch::label
