#pragma once
#include "pouch/redact/scanner.hpp"
#include "pouch/redact/stix/remains.hpp"

/// A bundle of STIX 2.1: what of it may leave.
namespace pouch::redact::stix {

/// What a judgement goes by.
struct JudgeInput {
    const json::Tree& tree;
    std::string_view text; ///< That of the tree.
    const Target& target;
    const std::vector<TextCut>&
        field_cuts; ///< What rules about fields take out of the text, in order and apart.
    const Scanner& scanner;
    const KeyScope* key; ///< Of the run; null if there is none.
    PortionJudge* judge; ///< Of statements; null if no policy says what they mean.
};

struct Judgement {
    std::vector<TextCut> cuts;    ///< All there are to make, those about fields too; in order and apart.
    bool is_all_withheld = false; ///< No object is left, and there was one.
};

/// Judges the bundle in a tree. `report(reason, id)` is called for each item that goes.
///
/// An object goes that is marked with a colour above the target's `tlp`, with a statement that is a marking of the policy which
/// the reader may not see, or with what nobody here knows; that is unmarked
/// where the target has a colour, unless it keeps what is unmarked. Of objects that stay, what granular markings mark so.
/// What then points at nothing is repaired or goes (references.hpp, type_rules.hpp), and ids that would tell what was
/// taken out are replaced (renaming.hpp). An indicator goes whose pattern of STIX rules would
/// leave none (pattern.hpp). Objects that stay get the markings of the target (labelling.hpp).
///
/// Throws Fault::refused `stix.*`, what Scanner::scan throws, Fault::usage `rules.key-file`.
[[nodiscard]] Judgement judge(const JudgeInput& input, const Report& report);

} // namespace pouch::redact::stix
