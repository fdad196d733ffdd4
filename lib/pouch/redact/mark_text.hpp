#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utf8proc.h>

/// The text of a line as a person sees it, for what is compared with the marks of a policy.
namespace pouch::redact {

struct CodePoint {
    utf8proc_int32_t value; ///< -1 for a byte that is not UTF-8.
    std::size_t size;
};

[[nodiscard]] CodePoint code_point_in(std::string_view text, std::size_t i);

/// `text` with what looks alike made equal: NFKC, no marks above or below letters, nothing invisible, Cyrillic
/// and Greek letters that look like Latin ones as those, one space for a run of blanks and none at the ends, `<` and `>` for
/// all that look like them, `«` and `»` for quotes of that form, round brackets for all others. The case stays. Bytes that are not UTF-8 become `?`.
[[nodiscard]] std::string folded(std::string_view text);

/// `text`, which is folded, with a blank for each character outside ASCII that is no letter, digit or mark of any script.
[[nodiscard]] std::string without_wide_signs(std::string_view text);

/// `text` with ASCII capitals for ASCII small letters.
[[nodiscard]] std::string upper(std::string text);

/// What stands before the first slash of `inside`, without blanks.
[[nodiscard]] std::string_view first_group(std::string_view inside);

/// The bytes of blank and invisible characters that `text` starts with.
[[nodiscard]] std::size_t blanks_before(std::string_view text);

} // namespace pouch::redact
