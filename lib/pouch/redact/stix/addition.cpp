#include "pouch/redact/stix/addition.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/stix/issued.hpp"

#include <algorithm>

namespace pouch::redact::stix {

namespace {

using json::Tree;

/// True if an object of that id is left.
bool is_left(const AdditionInput& input, std::string_view id)
{
    const auto name = input.bundle.find(id);
    return name != Bundle::nothing && input.remains.versions_of(name) > 0;
}

/// The sender's own object under the desk's id would speak for the desk.
void check_identity(const AdditionInput& input)
{
    const auto& identity = *input.target.stix.identity;
    for (const auto& object : input.bundle.objects) {
        if (object.id != identity.id || input.remains.is_gone(object.node)) continue;
        if (object.type != "identity" ||
            input.tree.string_of(input.tree.member(object.node, "name")) != identity.text)
            throw refused("stix.identity", "byte {}: the identity of the rules by another name",
                          input.tree.at(object.node).begin);
    }
}

} // namespace

void add_objects(const AdditionInput& input, const Labelling& labelling, bool is_by_desk,
                 std::vector<TextCut>& replacements)
{
    auto last = Tree::none;
    for (const auto& object : input.bundle.objects) {
        if (!input.remains.is_gone(object.node)) last = object.node;
    }
    if (last == Tree::none) return;
    const auto& handling = input.target.stix;
    std::string added;
    auto definitions = labelling.definitions;
    if (is_by_desk) check_identity(input);
    if (is_by_desk && !is_left(input, handling.identity->id)) {
        const auto markings = markings_of_identity(input.target);
        added += "," + identity_object(*handling.identity, markings);
        definitions.insert(definitions.end(), markings.begin(), markings.end());
    }
    std::sort(definitions.begin(), definitions.end());
    definitions.erase(std::unique(definitions.begin(), definitions.end()), definitions.end());
    for (const auto& id : definitions) {
        if (is_left(input, id)) continue;
        const auto tlp = tlp_of(id);
        added += "," + (tlp ? colour_definition(edition_of(input.target), *tlp)
                            : statement_definition(*handling.statement));
    }
    if (added.empty()) return;
    const auto end = input.tree.at(last).end;
    replacements.push_back({end, end, std::move(added)});
}

} // namespace pouch::redact::stix
