#pragma once
#include "pouch/label/label.hpp"

#include <cstddef>
#include <cstdint>

/// A security policy as values: what an Open XML SPIF says (format/spif.hpp reads one). Names are kept in the
/// spelling of the SPIF, lists in its order; every reference between parts is known to resolve.
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
};

/// A demand for categories: `operation` counts the groups of which at least one value is present.
struct RequiredCategory {
    enum class Operation { only_one, one_or_more, all };
    Operation operation = Operation::one_or_more;
    std::vector<CategoryGroup> groups;
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
};

struct EquivalentPolicy {
    std::string name;
    std::string id;
    std::vector<RequiredCategory> required;
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
};

/// A value of a tag.
struct TagCategory {
    std::string name;
    std::string lacv;
    std::string required_class; ///< Or empty.
    bool obsolete = false;
    std::optional<Instant> not_before;
    std::optional<Instant> not_after;
    std::vector<std::string> excluded_classes;
    std::vector<RequiredCategory> required;
    std::vector<CategoryGroup> excluded;
    Markings markings;
    std::vector<Equivalent> equivalents;
};

/// Values of one kind that belong together: the unit of selection rules, of markings and of decisions.
struct Tag {
    std::string name;
    std::optional<TagKind> kind; ///< Nothing: `notApplicable`; such values cannot stand in a label.
    bool enumerated = false;     ///< tagType is `enumerated`: rules tell these tags from the others.
    std::optional<std::size_t> min_selection;
    std::optional<std::size_t> max_selection; ///< 1 for singleSelection.
    Markings markings;
    std::vector<TagCategory> categories;
};

struct TagSet {
    std::string name;
    std::string id;
    std::vector<Tag> tags;
    std::vector<Equivalent> equivalents;
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

    bool operator==(const CategoryRef&) const = default;
};

/// The value of that kind and name (in any case) in a tag set: the first in the SPIF's order.
[[nodiscard]] std::optional<CategoryRef> find_category(const TagSet& set, TagKind kind,
                                                       std::string_view value);

/// True if `ref` is (one of) what `group` names.
[[nodiscard]] bool matches(const CategoryGroup& group, const CategoryRef& ref);

} // namespace pouch::label
