#pragma once
#include "pouch/redact/scanner.hpp"

#include <optional>

/// Tells where rules will find something in a text of STIX, as the engine will, before it does.
namespace pouch::redact::stix {

class TextSearch {
  public:
    /// Both are kept by reference.
    TextSearch(const Scanner& scanner, std::string_view text) : scanner_(scanner), text_(text) {}

    /// True if a rule that counts in STIX matches anything of [begin, end). Throws what Scanner::scan does.
    [[nodiscard]] bool finds_in(std::size_t begin, std::size_t end);

  private:
    const Scanner& scanner_;
    std::string_view text_;
    std::optional<Scanner::Workspace> workspace_;
    std::vector<Match> matches_;
};

} // namespace pouch::redact::stix
