#pragma once
#include "pouch/label/policy.hpp"

/// A policy in words, for people.
namespace pouch::label {

/// Everything a policy says, one fact a line, lines ended by line feeds, names escaped for a terminal: classifications
/// from the lowest, tag sets with their values and rules, markings, equivalences, what was odd about the file.
[[nodiscard]] std::string text_of(const Policy& policy);

/// The rules of a classification, each in a line's worth of words: `requires at least one of 'Releasable To=KOR'`.
[[nodiscard]] std::vector<std::string> rules_of(const Class& one, const Policy& policy);
/// The same of a value, with its window of time, its limits to classifications, and whether it is obsolete or typed in.
[[nodiscard]] std::vector<std::string> rules_of(const TagCategory& category, const Policy& policy);
/// The same of a tag: how many of its values a label may have.
[[nodiscard]] std::vector<std::string> rules_of(const Tag& tag);
/// How an item is shown: `pageTop pageBottom: "COSMIC"`, one for each entry.
[[nodiscard]] std::vector<std::string> markings_of(const Markings& markings);
/// `BRAVO: lacv 20 when sending`.
[[nodiscard]] std::string text_of(const Equivalent& equivalent);

} // namespace pouch::label
