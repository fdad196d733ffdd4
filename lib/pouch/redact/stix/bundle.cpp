#include "pouch/redact/stix/bundle.hpp"

#include "pouch/base/bytes.hpp"
#include "pouch/base/error.hpp"
#include "pouch/base/time.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/stix/dictionary.hpp"
#include "pouch/redact/stix/id.hpp"
#include "pouch/redact/view/fold.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace pouch::redact::stix {

namespace {

using json::Tree;

constexpr std::size_t seconds_size = 19; // 2026-01-31T23:59:59

/// A time without what may be written in several ways: two that are equal compare so.
std::string_view plain_time(std::string_view time)
{
    if (!time.empty()) time.remove_suffix(1); // Z
    if (time.size() > seconds_size) {
        while (time.back() == '0') time.remove_suffix(1);
        if (time.back() == '.') time.remove_suffix(1);
    }
    return time;
}

/// True if `text` begins with digits where `form` has zeros, and is as `form` elsewhere. Eight bytes at a time.
bool is_like(std::string_view text, std::string_view form)
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::size_t word = sizeof ones;
    std::uint64_t wrong = 0; // the highest bit of each byte
    for (std::size_t i = 0; i < form.size(); i += word) {
        const auto at = std::min(i, form.size() - word);
        const auto meant = read_le<std::uint64_t>(as_bytes(form.substr(at, word)));
        const auto other = read_le<std::uint64_t>(as_bytes(text.substr(at, word))) ^ meant;
        // Zeros have a low half byte of 0, and no other sign of a form has.
        const auto is_sign = ((meant & ones * 0x0F) + ones * 0x0F) >> 4U & ones;
        wrong |= other | (other + ones * (0x7F - 9) + is_sign * 9);
    }
    return (wrong & ones << 7U) == 0;
}

std::string_view time_of(const Tree& tree, Tree::Id value, std::string_view name)
{
    if (value == Tree::none) return {};
    const auto time = tree.string_of(value);
    if (!is_time(time))
        throw refused("stix.time", "byte {}: {} is no time of STIX", tree.at(value).begin, name);
    return time;
}

/// What all objects have.
struct Members {
    Tree::Id type = Tree::none;
    Tree::Id id = Tree::none;
    Tree::Id created = Tree::none;
    Tree::Id modified = Tree::none;
};

Members members_of(const Tree& tree, Tree::Id object)
{
    Members members;
    if (!tree.is_object(object)) return members;
    tree.for_each(object, [&](Tree::Id member) {
        switch (tree.at(member).key_last) { // most others are told by it
        case 'e':
            if (tree.name_of(member) == "type") members.type = member;
            break;
        case 'd': {
            const auto name = tree.name_of(member);
            if (name == "id") members.id = member;
            if (name == "created") members.created = member;
            if (name == "modified") members.modified = member;
            break;
        }
        default:
            break;
        }
    });
    return members;
}

/// Its id goes to `bundle.ids`, its observables to `bundle.dictionaries`.
Object read_object(const Tree& tree, Tree::Id node, const Members& members, Bundle& bundle)
{
    const auto place = tree.at(node).begin;
    if (!tree.is_object(node)) throw refused("stix.shape", "byte {}: no object of STIX", place);
    const auto id = parse_id(tree.string_of(members.id));
    Object object{node, tree.end_of(node), tree.string_of(members.type), {}};
    if (!id || type_of(id->text) != object.type)
        throw refused("stix.id", "byte {}: an object without a type, or whose id is not of it", place);
    object.id = id->text;
    bundle.ids.push_back(*id);
    if (object.type == "bundle") throw refused("stix.shape", "byte {}: a bundle in a bundle", place);
    if (object.type != "observed-data") return object;
    const auto observables = tree.member(node, "objects");
    if (observables == Tree::none) return object;
    if (tree.member(node, "object_refs") != Tree::none)
        throw refused("stix.version", "byte {}: observables in the form of STIX 2.0 and of 2.1", place);
    check_dictionary(tree, observables);
    bundle.dictionaries.push_back(observables);
    return object;
}

/// Puts the ids, one an object so far, in order, each once; objects are named by them.
void name_objects(Bundle& bundle)
{
    const auto read = std::exchange(bundle.ids, {});
    std::vector<std::uint32_t> order(read.size());
    std::iota(order.begin(), order.end(), 0U);
    if (!std::is_sorted(read.begin(), read.end()))
        std::sort(order.begin(), order.end(), [&](auto a, auto b) { return read[a] < read[b]; });
    bundle.ids.reserve(read.size());
    for (const auto index : order) {
        if (bundle.ids.empty() || bundle.ids.back() != read[index]) bundle.ids.push_back(read[index]);
        bundle.objects[index].name = static_cast<std::uint32_t>(bundle.ids.size() - 1);
    }
}

/// Throws for an object that is there twice in one version. `modifieds`: the time of each, in its plain form.
void check_versions(const Tree& tree, const Bundle& bundle, const std::vector<std::string_view>& modifieds)
{
    if (bundle.ids.size() == bundle.objects.size()) return;                     // one version each
    using Version = std::tuple<std::uint32_t, std::string_view, std::uint32_t>; // id, modified, object
    std::vector<Version> versions;
    for (std::uint32_t i = 0; i < modifieds.size(); ++i)
        versions.emplace_back(bundle.objects[i].name, modifieds[i], i);
    std::sort(versions.begin(), versions.end());
    for (std::size_t i = 1; i < versions.size(); ++i) {
        const auto& [name, modified, index] = versions[i];
        const auto& object = bundle.objects[index];
        const bool is_same = name == std::get<0>(versions[i - 1]);
        // Definitions of markings have no versions: which of two would count?
        if (is_same && (modified == std::get<1>(versions[i - 1]) || object.type == "marking-definition")) {
            throw refused("stix.duplicate", "byte {}: a version of an object for the second time",
                          tree.at(object.node).begin);
        }
    }
}

/// `text` in plain spelling, of which only letters, in small, and digits are left.
std::string plain_word(std::string_view text)
{
    auto plain = plain_spelling(text);
    std::erase_if(plain, [](char c) { return !is_alnum(c); });
    std::transform(plain.begin(), plain.end(), plain.begin(), to_lower);
    return plain;
}

/// True if a person would take `id` for one of STIX of that type: in any case, with any signs around and in the UUID.
/// What is none in truth is refused later.
bool looks_like_id(std::string_view id, std::string_view type)
{
    constexpr std::string_view urn = "urnuuid";
    constexpr std::size_t digits = 32;
    if (type.empty() || id.size() < digits) return false; // most texts
    const auto plain = plain_word(id);
    const auto word = plain_word(type);
    const bool has_dashes = plain_spelling(id).find("--") != std::string::npos;
    if (word.empty() || !plain.starts_with(word) || !has_dashes) return false;
    auto uuid = std::string_view(plain).substr(word.size());
    if (uuid.starts_with(urn)) uuid.remove_prefix(urn.size());
    return uuid.size() == digits && std::all_of(uuid.begin(), uuid.end(), is_hex);
}

} // namespace

bool is_time(std::string_view text)
{
    if (text.size() <= seconds_size || text.back() != 'Z') return false;
    if (!is_like(text, "0000-00-00T00:00:00")) return false;
    const auto two = [&](std::size_t i) { return (text[i] - '0') * 10 + (text[i + 1] - '0'); };
    if (!is_calendar_day(two(0) * 100 + two(2), two(5), two(8)) || two(11) > 23 || two(14) > 59 ||
        two(17) > 59)
        return false;
    const auto fraction = text.substr(seconds_size, text.size() - seconds_size - 1);
    return fraction.empty() ||
           (fraction.size() > 1 && fraction.front() == '.' &&
            std::all_of(fraction.begin() + 1, fraction.end(), [](char c) { return is_digit(c); }));
}

bool holds_objects(const Tree& tree)
{
    for (Tree::Id node = 0; node < tree.size(); ++node) {
        const auto value = tree.member(node, "id");
        if (!tree.is_string(value)) continue;
        const auto id = tree.string_of(value);
        if (looks_like_id(id, tree.string_of(tree.member(node, "type")))) return true;
    }
    return plain_word(tree.string_of(tree.member(Tree::root, "type"))) == "bundle";
}

bool has_stix_pattern(const Tree& tree, Tree::Id indicator)
{
    const auto type = tree.member(indicator, "pattern_type");
    return type == Tree::none || tree.string_of(type) == "stix";
}

std::uint32_t Bundle::find(const Id& name) const
{
    const auto at = std::lower_bound(ids.begin(), ids.end(), name);
    return at != ids.end() && *at == name ? static_cast<std::uint32_t>(at - ids.begin()) : nothing;
}

std::uint32_t Bundle::find(std::string_view name) const
{
    const auto parsed = parse_id(name);
    return parsed ? find(*parsed) : nothing;
}

std::uint32_t Bundle::object_of(json::Tree::Id value) const
{
    const auto behind =
        std::upper_bound(objects.begin(), objects.end(), value,
                         [](json::Tree::Id at, const Object& object) { return at < object.node; });
    if (behind == objects.begin() || value >= (behind - 1)->end) return nothing;
    return static_cast<std::uint32_t>(behind - 1 - objects.begin());
}

Bundle read_bundle(const Tree& tree)
{
    Bundle bundle{tree.member(Tree::root, "id"), tree.member(Tree::root, "objects"), {}, {}, {}};
    if (tree.string_of(tree.member(Tree::root, "type")) != "bundle" || !tree.is_array(bundle.list))
        throw refused("stix.shape", "no bundle of STIX with a list of objects");
    const auto id = tree.string_of(bundle.id);
    if (!is_id(id) || type_of(id) != "bundle") throw refused("stix.id", "a bundle without an id of one");
    for (const std::string_view name : {"object_marking_refs", "granular_markings"}) {
        const auto marking = tree.member(Tree::root, name);
        if (marking != Tree::none)
            throw refused("stix.marking", "byte {}: a bundle cannot be marked", tree.at(marking).begin);
    }
    std::vector<std::string_view> modifieds;
    std::size_t count = 0;
    tree.for_each(bundle.list, [&](Tree::Id) { ++count; });
    bundle.objects.reserve(count);
    bundle.ids.reserve(count);
    modifieds.reserve(count);
    tree.for_each(bundle.list, [&](Tree::Id node) {
        const auto members = members_of(tree, node);
        const auto object = read_object(tree, node, members, bundle);
        const auto created = time_of(tree, members.created, "created");
        const auto modified = time_of(tree, members.modified, "modified");
        if (!modified.empty() && plain_time(modified) < plain_time(created))
            throw refused("stix.time", "byte {}: modified before it was created", tree.at(node).begin);
        modifieds.push_back(plain_time(modified));
        bundle.objects.push_back(object);
    });
    name_objects(bundle);
    check_versions(tree, bundle, modifieds);
    return bundle;
}

} // namespace pouch::redact::stix
