#include "pouch/redact/stix/dictionary.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>

namespace pouch::redact::stix {

using json::Tree;

bool is_reference(std::string_view name)
{
    return name.ends_with("_ref") || name.ends_with("_refs");
}

void check_dictionary(const Tree& tree, Tree::Id dictionary)
{
    const auto fail = [&](Tree::Id at) {
        return refused("stix.shape", "byte {}: no observables of STIX 2.0", tree.begin_of(at));
    };
    if (!tree.is_object(dictionary)) throw fail(dictionary);
    std::vector<std::string_view> keys;
    tree.for_each(dictionary, [&](Tree::Id entry) {
        if (!parse_number(tree.name_of(entry)) || !tree.is_string(tree.member(entry, "type")))
            throw fail(entry);
        keys.push_back(tree.name_of(entry));
    });
    if (keys.empty()) throw fail(dictionary);
    std::sort(keys.begin(), keys.end());
    for_each_key_in(tree, dictionary, [&](Tree::Id key) {
        if (!tree.is_string(key) || !std::binary_search(keys.begin(), keys.end(), tree.string_of(key)))
            throw refused("stix.id", "byte {}: a reference to no observable beside it", tree.at(key).begin);
    });
}

} // namespace pouch::redact::stix
