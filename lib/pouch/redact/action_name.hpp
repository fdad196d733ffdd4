#pragma once
#include "pouch/redact/rules.hpp"

#include <string_view>

namespace pouch::redact {

/// The word for an action in rules files, explanations and ledgers.
[[nodiscard]] constexpr std::string_view name_of(Action action)
{
    switch (action) {
    case Action::drop:
        return "drop";
    case Action::mask:
        return "mask";
    case Action::token:
        break;
    }
    return "token";
}

} // namespace pouch::redact
