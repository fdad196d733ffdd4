#pragma once
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/stix/id.hpp"

/// Ids of STIX as they stand in the text of a tree.
namespace pouch::redact::stix {

/// True for a string that is an id or, rarely, something of the same look, and has no escapes: quick to tell.
[[nodiscard]] inline bool looks_like_id(const json::Tree& tree, json::Tree::Id value)
{
    const auto& node = tree.at(value);
    constexpr std::size_t behind = uuid_size + 1; // and the quote
    if (node.kind != json::TokenKind::string || node.has_escapes || node.end - node.begin < behind + 4)
        return false;
    const auto token = tree.text_of(value);
    return token[token.size() - behind - 1] == '-' && token[token.size() - behind - 2] == '-';
}

/// The name that tells whether a value is a reference: its own, or that of the list it is in.
[[nodiscard]] inline std::string_view reference_name(const json::Tree& tree, json::Tree::Id value)
{
    const auto& node = tree.at(value);
    return tree.name_of(node.key_end > 0 ? value : node.parent);
}

} // namespace pouch::redact::stix
