#pragma once
#include "pouch/redact/structure.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Small work on the XML of a part.
namespace pouch::redact::ooxml {

/// `text` without what `cuts` name, which are in order and apart.
[[nodiscard]] std::string without(std::string_view text, const std::vector<TextCut>& cuts);

/// `text` as content of an element or value of an attribute, in the one form that is written.
[[nodiscard]] std::string escaped(std::string_view text);

} // namespace pouch::redact::ooxml
