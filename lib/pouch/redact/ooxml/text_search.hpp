#pragma once
#include "pouch/redact/operator/operators.hpp"
#include "pouch/redact/scanner.hpp"

#include <functional>
#include <string>

/// Removes from the text of a part what rules match in it.
namespace pouch::redact::ooxml {

/// A removal, and the paragraph that it begins in, from 1.
struct TextRemoval {
    std::uint32_t rule;
    std::size_t paragraph;
};

/// `part`, which Cleaner has written, with all replaced that a rule of the scope docx matches in its text, until none
/// does: what one replacement joins is searched again. A match over the ends of paragraphs alone stays. What a rule
/// keeps is reported and stays; a date that would be shifted gets the fixed token, since it would be shifted again where
/// the output is checked. Throws Fault::policy `redact.residue` if that does not end, and what Scanner::scan does.
[[nodiscard]] std::string search_part(std::string part, const Scanner& scanner, const Operators& operators,
                                      Scanner::Workspace& workspace,
                                      const std::function<void(const TextRemoval&)>& report);

} // namespace pouch::redact::ooxml
