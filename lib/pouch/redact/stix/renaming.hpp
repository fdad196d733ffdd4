#pragma once
#include "pouch/redact/stix/labelling.hpp"
#include "pouch/redact/stix/references.hpp"
#include "pouch/redact/stix/text_search.hpp"

/// New ids: for objects whose old ones would tell what was taken out of them, and, if the rules say so, for all that are
/// not what they were: only its creator may issue a version of an object.
namespace pouch::redact::stix {

/// What renaming looks at.
struct RenamingInput {
    const json::Tree& tree;
    std::string_view text; ///< That of the tree.
    const Bundle& bundle;
    const Target& target;
    const Remains& remains;
    const References& references;
    const Labelling& labelling;
    TextSearch& search;
    const KeyScope* key; ///< Of the run; null if there is none.
};

/// The UUID of an object that is made of a name (version 3 or 5) is replaced, wherever it stands and however it is written, if
/// anything of the object goes, is replaced, or will be replaced by a rule, or if it refers to or speaks of an object of a
/// new id. So is that of every object of which no version is left. So is that of a bundle of which anything is changed, if there
/// is a key. Appends to `replacements`, and changes those of `selectors`, texts of selectors.
///
/// Where the target renews ids, the same holds for every object left that is changed, has got a marking (observables
/// aside: they have no versions), or speaks of an object of a new id, in whatever property. These are by the identity of the
/// desk then. Ids that the world knows stay: those of colours, of extensions and what the rules name.
/// True if an object is by that identity now and was not.
/// Throws Fault::usage `rules.key-file` if there is no key and one is needed, and what Scanner::scan does.
[[nodiscard]] bool rename(const RenamingInput& input, std::vector<TextCut>& selectors,
                          std::vector<TextCut>& replacements);

} // namespace pouch::redact::stix
