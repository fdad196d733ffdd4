#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

/// The portion mark at the start of a paragraph: where it is, not what it means.
///
///     line  := blank* list-sign{0,4} emphasis? '(' inside ')' emphasis? (blank | end of line)
///
/// A list sign is a heading sign `#`, a bullet (`-`, `*`, `+`, `>`, U+2022 and the like), a number (`1`,
/// `1.`, `1.2.3`, `1)`, `(1)`, a circled digit), a letter or Hangul syllable (`a.`, `(a)`, `가.`), each with
/// a blank behind it. Emphasis is `*` and `_`, as Markdown has them.
namespace pouch::redact {

/// The bytes of a line that are looked at; a mark that does not fit is none.
inline constexpr std::size_t mark_reach = 512;

enum class MarkForm {
    regular,      ///< `(inside)` with a blank or the end of the line behind it
    attached,     ///< `(inside)` with text behind it at once
    unclosed,     ///< a bracket, capitals to the end of the line, no closing bracket
    wide_bracket, ///< full-width brackets
};

struct FoundMark {
    MarkForm form;
    std::string_view inside; ///< What is between the brackets.
};

/// The mark at the start of `line`, which ends before its line end or after mark_reach bytes.
[[nodiscard]] std::optional<FoundMark> find_mark(std::string_view line);

/// True if `line` holds nothing but EXERCISE, ONLY and their Korean counterparts.
[[nodiscard]] bool is_exercise_line(std::string_view line);

} // namespace pouch::redact
