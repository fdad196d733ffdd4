#include "pouch/redact/misp/tags.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/spoken_marking.hpp"
#include "pouch/redact/view/fold.hpp"

#include <algorithm>

namespace pouch::redact::misp {

namespace {

using json::Tree;
using Id = Tree::Id;

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Takes the stricter of both.
void add(Marking& marking, const Marking& more)
{
    marking.is_unknown = marking.is_unknown || more.is_unknown;
    if (more.tlp && (!marking.tlp || *more.tlp > *marking.tlp)) marking.tlp = more.tlp;
}

/// `text` in small letters and plain spelling, from the first that is no blank.
std::string spelt(std::string_view text)
{
    auto tag = plain_spelling(text);
    tag.erase(tag.begin(), std::find_if_not(tag.begin(), tag.end(), is_blank));
    std::transform(tag.begin(), tag.end(), tag.begin(), to_lower);
    return tag;
}

/// What a tag of the taxonomy `tlp` says, however it is written: what is no colour of it is unknown. Nothing if it is none.
std::optional<Marking> colour_of(std::string_view text)
{
    constexpr std::string_view taxonomy = "tlp";
    const auto spaced = spelt(text);
    auto tag = spaced;
    std::erase_if(tag, is_blank);
    if (!tag.starts_with(taxonomy)) return std::nullopt;
    const auto is_name_in = [&](const std::string& whole) {
        return whole.starts_with(taxonomy) && !is_letter(at_or_nul(whole, taxonomy.size()));
    };
    const bool is_word = is_name_in(tag) || is_name_in(spaced); // T L P : RED, and TLP AMBR
    auto colour = std::string_view(tag).substr(taxonomy.size());
    if (colour.starts_with(':')) colour.remove_prefix(1);
    const auto tlp = tlp_named(colour);
    if (!tlp && !is_word) return std::nullopt;
    return Marking{tlp, !tlp};
}

} // namespace

bool permits(const Target& target, Tlp tlp)
{
    return target.tlp ? tlp <= *target.tlp : target.unmarked == Unmarked::keep;
}

bool is_yes(const Tree& tree, Id member)
{
    if (member == Tree::none) return false;
    const auto text = tree.text_of(member);
    return text != "false" && text != "0" && text != "\"0\"" && text != "null" && text != "\"\"";
}

bool is_local(const Tree& tree, Id object)
{
    if (tree.name_of(object) == "Orgc") return false; // an organisation of that server
    const auto exportable = tree.member(object, "exportable");
    const bool is_kept = exportable != Tree::none && tree.text_of(exportable) != "null" &&
                         (!is_yes(tree, exportable) || tree.text_of(exportable) == "\"false\"");
    return is_kept || is_yes(tree, tree.member(object, "local")) ||
           is_yes(tree, tree.member(object, "local_only"));
}

Marking Tags::marking_of(Id item, Marking inherited)
{
    Marking local;
    for (const std::string_view name : {"Tag", "EventTag", "AttributeTag", "GalaxyClusterRelationTag"}) {
        const auto tags = tree_.member(item, name);
        if (tags == Tree::none) continue;
        const auto end = tree_.end_of(tags);
        auto local_end = tags;
        for (auto id = tags; id < end; ++id) {
            if (tree_.is_object(id) && is_local(tree_, id)) local_end = std::max(local_end, tree_.end_of(id));
            if (tree_.is_string(id)) take(tree_.string_of(id), id < local_end ? local : inherited);
        }
    }
    if (local.is_unknown || (local.tlp && !permits(target_, *local.tlp))) inherited.is_unknown = true;
    return inherited;
}

void Tags::take(std::string_view text, Marking& marking)
{
    const auto [known, is_new] = meanings_.try_emplace(text);
    if (is_new) known->second = meaning_of(text);
    add(marking, known->second);
}

Marking Tags::meaning_of(std::string_view text) const
{
    auto marking = colour_of(text).value_or(Marking{});
    if (marking == Marking{}) {
        const auto spoken = spoken_tlp(text);
        marking = {spoken.strictest, spoken.is_unknown};
    }
    marking.is_unknown = marking.is_unknown || (judge_ != nullptr && is_withheld_marking(text, *judge_));
    return marking;
}

} // namespace pouch::redact::misp
