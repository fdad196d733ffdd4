#pragma once
#include "pouch/redact/scanner.hpp"

#include <optional>
#include <string>
#include <vector>

/// Tells where rules will find something in a text of STIX, as the engine will, before it does.
namespace pouch::redact::stix {

class TextSearch {
  public:
    /// Both are kept by reference.
    TextSearch(const Scanner& scanner, std::string_view text) : scanner_(scanner), text_(text) {}

    /// True if a rule that counts in STIX matches something in [begin, end) that can be replaced. The text there is whole
    /// values. Throws what Scanner::scan does.
    [[nodiscard]] bool finds_in(std::size_t begin, std::size_t end);

    /// What will be left of the string token at [begin, end), with its quotes; nothing if that is not known: a match goes
    /// over its ends, or what is left is matched again.
    [[nodiscard]] std::optional<std::string> left_of(std::size_t begin, std::size_t end);

  private:
    [[nodiscard]] const std::vector<Match>& matches_of(std::size_t block);
    [[nodiscard]] std::vector<Match> matches_in(std::size_t begin, std::size_t end);

    const Scanner& scanner_;
    std::string_view text_;
    std::optional<Scanner::Workspace> workspace_;
    /// By block of the text, once it has been searched: the matches that begin there.
    std::vector<std::optional<std::vector<Match>>> blocks_;
};

} // namespace pouch::redact::stix
