#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the rules say of bundles of STIX: the table `[target.stix]` of pouch-rules(5).
namespace pouch::redact::stix {

/// What happens to references to objects that were never in the bundle.
enum class ExternalRefs {
    opaque, ///< They go if the id is made of a name, which it tells to who guesses.
    keep,   ///< They stay.
    drop,   ///< They go.
};

/// What stands in place of a property that the object is nothing without.
struct Placeholder {
    std::string type;
    std::string property;
    std::string value;
};

/// What the ids of objects that are changed become.
enum class Ids {
    keep,  ///< They stay: what leaves is a copy with parts missing.
    renew, ///< New ones: what leaves is by another.
};

/// The editions of the Traffic Light Protocol: each has ids of its own for its colours.
enum class ColourEdition { first, second };

/// An object that the releasing desk adds.
struct Issued {
    std::string id;
    std::string created; ///< A time of STIX.
    std::string text;    ///< The name of an identity, the statement of a marking.
};

struct Handling {
    Ids ids = Ids::keep;
    std::optional<Issued> identity; ///< Of the desk, which changed objects are by; there if ids are renewed.
    std::optional<ColourEdition>
        colour; ///< In which objects without a colour get that of the target; none: they do not.
    std::optional<Issued> statement; ///< A marking that every object gets.
    ExternalRefs external_refs = ExternalRefs::opaque;
    std::vector<Placeholder> placeholders;

    /// The value for a property of an object of that type; null if there is none.
    [[nodiscard]] const std::string* placeholder_of(std::string_view type, std::string_view property) const;
};

/// True for a property that may have a placeholder: a text that STIX demands and that names no other object, no time and
/// no member of a closed list.
[[nodiscard]] bool may_have_placeholder(std::string_view type, std::string_view property);

/// What a placeholder must be besides a text, in words; empty if `value` is that.
[[nodiscard]] std::string_view demand_on_placeholder(std::string_view property, std::string_view value);

} // namespace pouch::redact::stix
