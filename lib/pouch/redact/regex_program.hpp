#pragma once
#include <cstddef>
#include <memory>
#include <string>

namespace re2 {
class RE2;
}

/// A regular expression as RE2 runs it.
///
/// RE2 writes a repeat out as often as it may come, and takes a millisecond for some hundred characters beyond ASCII. Of a
/// small text most rules want nothing: a pattern with long repeats is compiled when it is first run. What is wrong with it
/// is known before: RE2 has compiled it with short repeats, and the long ones make it no larger than is sure to fit.
namespace pouch::redact {

class RegexProgram {
  public:
    /// `copies`: RegexShape::copies. Fault::usage `rules.regex` if RE2 does not take it; `who` names the rule.
    RegexProgram(const std::string& pattern, bool ignore_case, std::size_t copies, const std::string& who);
    ~RegexProgram();
    RegexProgram(RegexProgram&&) noexcept;
    RegexProgram& operator=(RegexProgram&&) noexcept;

    /// For any thread.
    [[nodiscard]] const re2::RE2& get() const;
    /// False until a pattern with long repeats is run.
    [[nodiscard]] bool is_compiled() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace pouch::redact
