#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What is wrong with a label, told so that a person can mend it.
namespace pouch::label {

/// One thing that is wrong: a stable dotted reason and a sentence that names the value and the rule. The rest explains it.
struct Finding {
    std::string reason;
    std::string sentence;
    std::string value = {};  ///< What of the label or clearance is concerned, as `Releasable To=KOR`.
    std::string rule = {};   ///< What the policy or the standard says.
    std::size_t line = 0;    ///< Where the policy file says so; 0 if it does not say so itself.
    std::string remedy = {}; ///< What would make it pass.
    std::string policy = {}; ///< Identifier of the policy that judged; empty where there is only one.

    bool operator==(const Finding&) const = default;
};

/// The sentence, and where the policy file says so: `SENTENCE (line 41 of the policy)`.
[[nodiscard]] std::string placed(const Finding& finding);

/// `A, B, C`, cut short when there are many: `A, B, ... and 7 more`.
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

/// `'TAG SET=VALUE'`.
[[nodiscard]] std::string quoted_value(std::string_view tag_set, std::string_view value);

} // namespace pouch::label
