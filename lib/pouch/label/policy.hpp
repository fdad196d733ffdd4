#pragma once
#include "pouch/label/label.hpp"
#include "pouch/label/user_input.hpp"

#include <cstddef>
#include <cstdint>

/// A security policy as values: what an Open XML SPIF says (format/spif.hpp reads one). Names are kept in the
/// spelling of the SPIF, lists in its order; every reference between parts is known to resolve. A `line` is that of
/// the SPIF on which the item begins; 0 for a policy that was not read from one.
namespace pouch::label {

/// Where a marking is shown. The names are those of the SPIF's `code` element; `pageTopBottom` is both pages.
enum class Location {
    page_top,
    page_bottom,
    document_start,
    document_end,
    first_line_of_text,
    last_line_of_text,
    subject,
    x_header,
    portion_marking,
    input_title,
    water_mark,
};

/// The location a SPIF calls `code`, as in `pageBottom`; nothing for another word.
[[nodiscard]] std::optional<Location> location_named(std::string_view code);

/// A phrase to show for an item in place of its name.
struct MarkingData {
    std::string language;              ///< xml:lang, or empty for every language.
    std::optional<std::string> phrase; ///< Nothing when the SPIF gives none.
    std::uint32_t locations = 0;       ///< One bit for each Location it covers.
    bool no_name_display = false;
    bool no_marking_display = false;
    bool suppress_class_name = false;
    bool replace_policy = false;

    [[nodiscard]] bool covers(Location where) const
    {
        return (locations >> static_cast<unsigned>(where) & 1U) != 0;
    }
};

/// Text before, after and between what an item shows.
struct Qualifiers {
    std::string language; ///< xml:lang, or empty for every language.
    bool portion = false; ///< For portion markings only.
    std::optional<std::string> prefix;
    std::optional<std::string> suffix;
    std::optional<std::string> separator;
};

struct Markings {
    std::vector<MarkingData> data;
    std::vector<Qualifiers> qualifiers; ///< At most one for each language and `portion`.
};

/// One or all values of one kind in a tag set, as rules name them.
struct CategoryGroup {
    std::string tag_set;
    TagKind kind = TagKind::restrictive;
    std::optional<bool> enumerated;  ///< Of an enumerated tag, or not; nothing: either.
    std::optional<std::string> lacv; ///< Nothing: any value of the set.
    std::size_t line = 0;
};

/// A demand for categories: `operation` counts the groups of which at least one value is present.
struct RequiredCategory {
    enum class Operation { only_one, one_or_more, all };
    Operation operation = Operation::one_or_more;
    std::vector<CategoryGroup> groups;
    std::size_t line = 0;
};

/// A classification at which a value must not stand.
struct ExcludedClass {
    std::string name;
    std::size_t line = 0;
};

/// Which way an equivalence may be used.
enum class Applied { encrypt, decrypt, both };

/// An item of another policy that means the same. Kept as data for translation.
struct Equivalent {
    std::string policy; ///< Name of an EquivalentPolicy.
    Applied applied = Applied::both;
    std::string lacv;
    std::string tag_set_id; ///< Categories only.
    std::optional<TagKind> kind;
    bool discard = false; ///< The category may vanish in translation.
    std::vector<RequiredCategory> required;
    std::size_t line = 0;
};

struct EquivalentPolicy {
    std::string name;
    std::string id;
    std::vector<RequiredCategory> required;
    std::size_t line = 0;
};

/// The policy that a domain assumes for data without a label. Shown to people; no tool ever assumes a label.
struct DefaultPolicy {
    std::string name;
    std::string id;
};

/// A classification.
struct Class {
    std::string name;
    std::string lacv; ///< A number without leading zeros, or a word: the item's identity inside the policy.
    std::int64_t hierarchy = 0; ///< Greater is more sensitive; unique.
    std::string color;
    bool obsolete = false;
    Markings markings;
    std::vector<RequiredCategory> required;
    std::vector<Equivalent> equivalents;
    std::size_t line = 0;
};

/// A value of a tag.
struct TagCategory {
    std::string name;
    std::string lacv;
    std::string required_class; ///< Or empty.
    bool obsolete = false;
    std::optional<Instant> not_before;
    std::optional<Instant> not_after;
    std::optional<UserInput>
        input; ///< The value is typed in, and this says what it may be; the name is not a value.
    std::vector<ExcludedClass> excluded_classes;
    std::vector<RequiredCategory> required;
    std::vector<CategoryGroup> excluded;
    Markings markings;
    std::vector<Equivalent> equivalents;
    std::size_t line = 0;
};

/// How the binary label of RFC 2634 would hold an informative tag. Nothing here depends on it.
enum class Tag7Encoding { bit_set_attributes, security_attributes };

/// Values of one kind that belong together: the unit of selection rules, of markings and of decisions.
struct Tag {
    std::string name;
    std::optional<TagKind> kind; ///< Nothing: `notApplicable`; such values cannot stand in a label.
    bool enumerated = false;     ///< tagType is `enumerated`: rules tell these tags from the others.
    std::optional<Tag7Encoding> tag7_encoding;
    std::optional<std::size_t> min_selection;
    std::optional<std::size_t> max_selection; ///< 1 for singleSelection.
    Markings markings;
    std::vector<TagCategory> categories;
    std::size_t line = 0;
};

struct TagSet {
    std::string name;
    std::string id;
    std::vector<Tag> tags;
    std::vector<Equivalent> equivalents;
    std::size_t line = 0;
};

/// A group and who is in it.
struct Membership {
    struct Member {
        std::string name;
        std::string lacv;
    };
    std::string name;
    std::vector<Member> members;
};

struct Policy {
    std::string name;
    std::string id;
    std::string version;
    std::string originator;         ///< Distinguished name of who issued the policy.
    std::optional<Instant> created; ///< When it was issued; nothing only in a SPIF that was mended.
    std::optional<DefaultPolicy> default_policy;
    std::string edition; ///< SHA-256 of its SPIF, 64 hex digits; empty for one that was not read from a file.
    std::optional<Instant> not_before;
    std::optional<Instant> not_after;
    std::vector<Class> classes;
    std::vector<TagSet> tag_sets;
    std::vector<std::string> privacy_marks;
    std::vector<EquivalentPolicy> equivalent_policies;
    std::vector<Membership> memberships; ///< Of the SPIF's extensions; used where they are asked for.
    Markings markings;
    std::vector<std::string> warnings; ///< What was odd about the SPIF but does not make it unusable.
    std::vector<std::string> mended;   ///< What was against the schema and passed on request (lenient).
    std::size_t line = 0;

    /// The classification of that name in any case; null if there is none.
    [[nodiscard]] const Class* find_class(std::string_view class_name) const;
    /// The tag set with that OID, or when `set_id` is empty, of that name; null if there is none.
    [[nodiscard]] const TagSet* find_tag_set(std::string_view set_id, std::string_view set_name) const;
};

/// A value in its place in the policy. The pointers live as long as the policy.
struct CategoryRef {
    const TagSet* set = nullptr;
    const Tag* tag = nullptr;
    const TagCategory* category = nullptr;
    std::string input = {}; ///< What was typed in; empty for a value that the policy names.

    /// The value as a label writes it.
    [[nodiscard]] const std::string& value() const { return input.empty() ? category->name : input; }

    bool operator==(const CategoryRef&) const = default;
};

/// The value of that kind and name (in any case) in a tag set: the first in the SPIF's order. Where no value has the
/// name, the one that is typed in and may be so; nothing if two may.
[[nodiscard]] std::optional<CategoryRef> find_category(const TagSet& set, TagKind kind,
                                                       std::string_view value);

/// True if `ref` is (one of) what `group` names.
[[nodiscard]] bool matches(const CategoryGroup& group, const CategoryRef& ref);

} // namespace pouch::label
