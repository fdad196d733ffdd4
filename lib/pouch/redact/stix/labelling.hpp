#pragma once
#include "pouch/redact/rules.hpp"
#include "pouch/redact/stix/references.hpp"

/// The markings of the target itself (section 8, step 13), on objects that stay.
namespace pouch::redact::stix {

/// The markings that the rules give, as ids.
struct TargetMarkings {
    std::string_view colour;    ///< For objects that have none; empty if they get none.
    std::string_view statement; ///< For all; empty if there is none.
};
[[nodiscard]] TargetMarkings markings_of(const Target& target);

/// The edition in which colours are written: the second if the rules name none.
[[nodiscard]] ColourEdition edition_of(const Target& target);

/// The markings of an object that is added for the target: the highest colour that may leave, if there is one, and the statement.
[[nodiscard]] std::vector<std::string_view> markings_of_identity(const Target& target);

/// Where they were added.
struct Labelling {
    std::vector<bool> is_labelled;             ///< By object; empty if none is.
    std::vector<std::string_view> definitions; ///< Those that objects have now, as ids; each once.
};

/// Marks the objects left in `bundle`, but definitions of markings: with the colour those without one, which no marking
/// makes stricter or laxer than it was, and with the statement all. What is added goes to `replacements`.
/// Throws Fault::refused `stix.marking` if the bundle has a definition with the id of the statement that says something
/// else.
[[nodiscard]] Labelling label(const json::Tree& tree, const Bundle& bundle, const Target& target,
                              const Remains& remains, std::vector<TextCut>& replacements);

} // namespace pouch::redact::stix
