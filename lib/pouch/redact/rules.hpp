#pragma once
#include "pouch/base/bytes.hpp"
#include "pouch/base/error.hpp"
#include "pouch/redact/format_kind.hpp"
#include "pouch/redact/misp/distribution.hpp"
#include "pouch/redact/recogniser.hpp"
#include "pouch/redact/stix/handling.hpp"
#include "pouch/redact/tlp.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The rules of redact as values: what a rules file says, checked for form but not yet compiled.
/// Format: man/pouch-rules.5.
namespace pouch::redact {

/// What happens to a span that a rule found.
enum class Action {
    drop,       ///< removed
    token,      ///< `[REDACTED:category]`, or `[REDACTED]` when the category is empty
    mask,       ///< eight asterisks, whatever the length was
    pseudonym,  ///< `[category:...]`, the same for the same value within a key scope
    generalise, ///< the value, less exactly
    shift_date, ///< a date, moved by the days of its subject
    encrypt,    ///< `[ENCRYPTED:category:...]`, which the originator can open
    keep,       ///< stays, and is counted
};

/// True if what is written depends on the value that was found.
[[nodiscard]] constexpr bool takes_value(Action action)
{
    return action == Action::pseudonym || action == Action::generalise || action == Action::shift_date ||
           action == Action::encrypt;
}

/// True if it depends on the key of the scope too.
[[nodiscard]] constexpr bool takes_key(Action action)
{
    return takes_value(action) && action != Action::generalise;
}

/// As rules files call it.
[[nodiscard]] std::string_view name_of(Action action);

/// The text that stands for a withheld portion, on a line of its own.
inline constexpr std::string_view portion_token = "[portion withheld]";

/// What of a field a rule removes.
enum class FieldPart { value, key, both };

struct Rule {
    std::string id;
    std::string category;
    Action action = Action::token;
    int priority = 0;
    bool ignore_case = false;
    FormatSet scope = FormatSet::all(); ///< Formats in which it counts.

    /// Exactly one of these five says what to find.
    std::vector<std::string> literals;
    std::vector<std::string> names;  ///< Of people, each variant by itself,
    std::vector<std::size_t> people; ///< and to which entry each of them belongs.
    std::optional<std::string> regex;
    const Recogniser* builtin = nullptr;
    std::optional<std::string>
        field; ///< A place in a document: a pointer pattern of json/pointer.hpp, or, if its
               ///< scope is XML alone, a path of xml/path.hpp, or, if it is CSV alone, a name of columns.
    FieldPart field_part = FieldPart::value;

    std::string generalise_to; ///< How exactly; empty for the default of the builtin.
    std::string subject;       ///< Whose dates are shifted together.
    std::string originator;    ///< Recipient of age that values are encrypted to.

    std::vector<std::string> context;
    std::vector<std::string> exempt;
    std::vector<std::string> test_match;
    std::vector<std::string> test_no_match;

    /// What is written in place of a span if not a value decides: empty for drop, else a fixed text.
    [[nodiscard]] std::string replacement() const;
};

/// What to do with content that carries no marking where markings are expected.
enum class Unmarked { withhold, keep };

/// What a portion without a mark is, if it is part of one that the reader may see.
enum class Nested {
    unmarked, ///< Content without a mark, as elsewhere.
    inherit,  ///< It has the mark of the other.
};

/// What stands in place of withheld portions.
enum class PortionGap {
    merge,  ///< One token for a run of them, so that their number does not show.
    token,  ///< A token for each.
    silent, ///< Nothing.
};

/// What to do with a run of base64 that begins as a compressed or packed file does.
enum class Packed {
    refuse, ///< No rule sees what is in it: the document is refused.
    keep,   ///< It stays, unread.
};

/// What to do with a JPEG or a PNG.
enum class Images {
    refuse, ///< No rule sees what is in it.
    strip,  ///< It is written anew without what is not needed to draw it; its pixels are not judged.
};

/// Who will read the output.
struct Target {
    std::string name;
    std::string policy;    ///< Path of a SPIF, empty if none.
    std::string clearance; ///< Path of a clearance, empty if none; both or neither.
    Unmarked unmarked = Unmarked::withhold;
    Nested nested = Nested::unmarked;
    PortionGap gap = PortionGap::merge;
    std::optional<Tlp> tlp;                                               ///< The highest that may leave.
    bool has_misp = false;                                                ///< They say something of MISP.
    misp::Distribution misp_distribution = misp::Distribution::connected; ///< The least open that may.
    bool has_stix = false;                                                ///< They say something of STIX.
    stix::Handling stix;
    Packed packed = Packed::refuse;
    Images images = Images::refuse;
    std::string originator;        ///< Recipient of age, `age1...`; empty if there is none.
    std::vector<std::string> only; ///< Pointer patterns: all else of JSON is left out. None: nothing is.
    std::vector<std::string> json_labels; ///< Pointer patterns of members that say who may see their object.
    std::map<std::string, std::string, std::less<>> xml_namespaces; ///< By the prefixes that paths use.
    bool keeps_comments = false; ///< Comments and processing instructions of XML stay, and are searched.
    std::vector<std::string> csv_only;    ///< Columns of CSV: all others are left out. None: nothing is.
    std::optional<std::string> csv_label; ///< The column of CSV that says who may see a row.
    char csv_delimiter = ',';             ///< Between the cells of CSV.
    std::vector<std::string>
        pass; ///< Globs of tar members of types redact does not understand that may pass.
    std::vector<std::string> drop; ///< Globs of tar members that are left out.

    /// True if the rules say who may see objects of STIX or events of MISP: what is one must not pass as something else.
    [[nodiscard]] bool judges_marks() const { return tlp || has_misp || has_stix || !policy.empty(); }
};

struct RuleSet {
    std::vector<Rule> rules;
    Target target;
    bool has_target = false;
    std::vector<std::string> digests;      ///< SHA-256 of each rules file, hexadecimal, in order.
    std::vector<std::string> list_digests; ///< The same of each list file that they name, as they name them.
};

/// Takes a fault of a rules file, whose rule or target is then left out. Without one, the first fault is thrown.
using OnFault = std::function<void(const Error&)>;

/// Reads rules files, in order, into one set. Fault::usage with reasons `rules.*` names the file and the
/// rule.
[[nodiscard]] RuleSet read_rule_files(const std::vector<std::string>& paths, const OnFault& on_fault = {});

/// As read_rule_files, of one file's text; `directory` is where relative paths start.
void read_rules(std::string_view text, const std::string& name, const std::string& directory, RuleSet& into,
                const OnFault& on_fault = {});

} // namespace pouch::redact
