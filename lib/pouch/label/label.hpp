#pragma once
#include "pouch/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Confidentiality labels and clearances as values, in the words of STANAG 4774: a policy, a classification,
/// categories. What they mean is said by the policy (policy.hpp); how they are written, by format/.
namespace pouch::label {

/// What a category does in an access decision.
enum class TagKind {
    restrictive, ///< The reader needs every value.
    permissive,  ///< The reader needs any one value.
    informative, ///< Never decides.
};

/// `restrictive`, `permissive`, `informative`.
[[nodiscard]] std::string_view name_of(TagKind kind);

/// The values of one tag set and kind.
struct Category {
    std::string tag_set_id; ///< Dotted OID, or empty when only the name is known.
    std::string tag_name;   ///< Name of the tag set.
    TagKind kind = TagKind::restrictive;
    std::vector<std::string> values;

    bool operator==(const Category&) const = default;
};

/// Who gave the label: a type of the closed list of STANAG 4774 (`rfc822Name`, ...) and a name of that type.
struct OriginatorId {
    std::string type;
    std::string value;

    bool operator==(const OriginatorId&) const = default;
};

/// True for one of the eight identifier types of STANAG 4774.
[[nodiscard]] bool is_originator_type(std::string_view type);

struct Label {
    std::string policy_id; ///< Dotted OID, or empty.
    std::string policy_name;
    std::string classification;
    std::vector<Category> categories;
    std::optional<std::string> privacy_mark;
    std::optional<OriginatorId> originator;
    Instant created;
    std::optional<Instant> review;
    std::optional<Instant> succession; ///< When `successor` takes the place of this label.
    std::vector<Label> successor;      ///< One if `succession` is set, else none.
    std::string edition;               ///< Policy::edition of the policy it was given under, or empty.

    bool operator==(const Label&) const = default;
};

/// What a reader may see. Classifications are listed one by one: none implies a lower one.
struct Clearance {
    std::string policy_id; ///< Dotted OID, or empty.
    std::string policy_name;
    std::vector<std::string> classifications;
    std::vector<Category> categories;

    bool operator==(const Clearance&) const = default;
};

/// The label that holds at `at`: `label`, or the successor whose time has come. A passed review date changes
/// nothing: it asks a person to look.
[[nodiscard]] const Label& label_at(const Label& label, Instant at);

/// Equality of names in labels and policies: ASCII letters match in any case, all else exactly.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

} // namespace pouch::label
