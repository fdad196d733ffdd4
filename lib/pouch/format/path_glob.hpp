#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Patterns for the paths of a payload, as a person writes them:
///
///     *     any characters of one component, or none
///     ?     one character of a component
///     **    as a component of its own: any components, or none
///
/// Every other character stands for itself; upper and lower case differ. A pattern without a slash is about the last
/// component of a path, one with a slash about all of it.
namespace pouch::format {

class PathGlob {
  public:
    /// Throws Fault::usage `glob.grammar` for a pattern that no path of a payload can match (path.hpp).
    explicit PathGlob(std::string_view text);

    [[nodiscard]] bool matches(std::string_view path) const;
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    std::string text_;
    std::vector<std::string> components_;
    bool is_of_name_; ///< Of the last component alone.
};

} // namespace pouch::format
