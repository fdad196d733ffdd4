#include "pouch/redact/misp/event.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/fold.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace pouch::redact::misp {

namespace {

using json::Tree;
using Id = Tree::Id;

/// Members that go wherever they stand, besides `Related...`.
constexpr std::array<std::string_view, 10> metadata{
    "Org",          "org_id",           "event_creator_email", "user_id",  "User",
    "SharingGroup", "sharing_group_id", "ShadowAttribute",     "Sighting", "CryptographicKey"};

/// Members by which an item names another.
constexpr std::array<std::string_view, 3> references{"referenced_uuid", "related_object_uuid", "parent_uuid"};

template <typename Names> bool is_one_of(const Names& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What of a document is an event, and what is not.
struct Found {
    std::vector<Id> events; ///< Members `Event`.
    std::vector<Id> others;
    bool has_orphans = false; ///< Attributes or objects without their event.
};

/// Looks below `id`: an object with an event, one with a response, or an array of these. As deep as the reader goes.
/// `in_response`: parts of events may stand there without them, in a list or beside each other.
void find_events(const Tree& tree, Id id, Found& found, bool in_response = false)
{
    if (tree.is_array(id))
        return tree.for_each(id, [&](Id item) { find_events(tree, item, found, in_response); });
    const auto event = tree.member(id, "Event");
    const auto response = tree.member(id, "response");
    const auto is_inner = [&](Id inner) { return tree.is_object(inner) || tree.is_array(inner); };
    if (tree.is_object(event)) {
        tree.for_each(id,
                      [&](Id member) { (member == event ? found.events : found.others).push_back(member); });
    } else if (is_inner(response)) {
        tree.for_each(id, [&](Id member) {
            if (member != response) found.others.push_back(member);
        });
        find_events(tree, response, found, true);
    } else {
        for (const auto* name : {"Attribute", "Object"})
            found.has_orphans = found.has_orphans || (in_response && is_inner(tree.member(id, name)));
        found.others.push_back(id);
    }
}

/// What an object inherits to what is in it.
struct Marking {
    std::optional<Tlp> tlp;
    bool is_unknown = false; ///< A tag of the taxonomy that is no colour.
};

/// One judgement.
class Judge {
  public:
    Judge(const Tree& tree, const Target& target, const std::function<void(Reason, Id)>& report)
        : tree_(tree), target_(target), report_(report), is_gone_(tree.size()), markings_(1),
          marking_of_(tree.size())
    {
        result_.is_dropped.resize(tree.size());
    }

    Judgement run()
    {
        Found found;
        find_events(tree_, Tree::root, found);
        const auto& events = found.events;
        if (found.has_orphans) throw refused("misp.shape", "parts of events of MISP without their event");
        if (events.empty()) throw refused("misp.shape", "no event of MISP");
        for (const auto id : found.others) drop(id, Reason::metadata);
        result_.is_all_withheld = true;
        for (const auto event : events) {
            judge_event(event);
            result_.is_all_withheld = result_.is_all_withheld && result_.is_dropped[event];
        }
        drop_dangling();
        return std::move(result_);
    }

  private:
    void drop(Id id, Reason reason)
    {
        if (is_gone_[id]) return;
        result_.is_dropped[id] = true;
        const auto end = tree_.end_of(id);
        for (auto i = id; i < end; ++i) is_gone_[i] = true;
        if (report_) report_(reason, id);
    }

    void judge_event(Id event)
    {
        const auto own = marking_of(event, {});
        if (!may_leave(event, own, true)) return drop(event, Reason::marking);
        remember(event, own);
        const auto end = tree_.end_of(event);
        bool has_lost = false;
        for (auto id = event + 1; id < end; ++id) {
            if (is_gone_[id]) {
                has_lost = true;
                continue;
            }
            const auto& inherited = markings_[marking_of_[tree_.at(id).parent]];
            marking_of_[id] = marking_of_[tree_.at(id).parent];
            if (tree_.at(id).key_end > 0 && is_metadata(tree_.name_of(id))) {
                drop(id, Reason::metadata);
                continue;
            }
            if (!tree_.is_object(id)) continue;
            const auto marking = marking_of(id, inherited);
            if (may_leave(id, marking, false)) {
                remember(id, marking);
            } else {
                drop(id, Reason::marking);
                has_lost = true;
            }
        }
        drop_emptied(event, end);
        if (has_lost) drop_member(event, "attribute_count");
    }

    static bool is_metadata(std::string_view name)
    {
        return is_one_of(metadata, name) || name.starts_with("Related");
    }

    void drop_member(Id object, std::string_view name)
    {
        const auto id = tree_.member(object, name);
        if (id != Tree::none) drop(id, Reason::metadata);
    }

    void remember(Id id, const Marking& marking)
    {
        const auto& known = markings_[marking_of_[id]];
        if (known.tlp == marking.tlp && known.is_unknown == marking.is_unknown) return;
        marking_of_[id] = static_cast<std::uint32_t>(markings_.size());
        markings_.push_back(marking);
    }

    /// The colour of `item` with its tags, in something marked `inherited`. Whatever the form of the tags: each text in them
    /// that names a colour counts.
    [[nodiscard]] Marking marking_of(Id item, Marking inherited) const
    {
        for (const std::string_view name : {"Tag", "EventTag", "AttributeTag"}) {
            const auto tags = tree_.member(item, name);
            if (tags == Tree::none) continue;
            const auto end = tree_.end_of(tags);
            for (auto id = tags; id < end; ++id) {
                if (tree_.is_string(id)) take_tag(tree_.string_of(id), inherited);
            }
        }
        return inherited;
    }

    /// However it is written: what begins with the name of the taxonomy and is no colour of it is unknown.
    static void take_tag(std::string_view text, Marking& marking)
    {
        constexpr std::string_view taxonomy = "tlp";
        auto tag = plain_spelling(text);
        std::erase_if(tag, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
        std::transform(tag.begin(), tag.end(), tag.begin(), to_lower);
        if (!tag.starts_with(taxonomy) || is_letter(at_or_nul(tag, taxonomy.size()))) return;
        const bool is_colour = tag.substr(taxonomy.size(), 1) == ":";
        const auto tlp = is_colour ? tlp_named(tag.substr(taxonomy.size() + 1)) : std::nullopt;
        if (!tlp) marking.is_unknown = true;
        if (tlp && (!marking.tlp || *tlp > *marking.tlp)) marking.tlp = tlp;
    }

    [[nodiscard]] bool may_leave(Id item, const Marking& marking, bool is_event) const
    {
        if (is_deleted(item) || marking.is_unknown) return false;
        const bool keeps_unmarked = target_.unmarked == Unmarked::keep;
        if (marking.tlp && !(target_.tlp ? *marking.tlp <= *target_.tlp : keeps_unmarked)) return false;
        if (is_event && !marking.tlp && target_.tlp && !keeps_unmarked) return false;
        switch (distribution_of(item)) {
        case Distribution::inherit:
            return !is_event || keeps_unmarked;
        case Distribution::sharing_group:
            return false;
        default:
            return distribution_of(item) >= target_.misp_distribution;
        }
    }

    [[nodiscard]] bool is_deleted(Id item) const
    {
        const auto deleted = tree_.member(item, "deleted");
        if (deleted == Tree::none) return false;
        const auto text = tree_.text_of(deleted);
        return text != "false" && text != "0" && text != "\"0\"" && text != "null" && text != "\"\"";
    }

    /// Writers of MISP write numbers as strings, some as numbers.
    [[nodiscard]] Distribution distribution_of(Id item) const
    {
        const auto member = tree_.member(item, "distribution");
        if (member == Tree::none || tree_.text_of(member) == "null") return Distribution::inherit;
        const auto text = tree_.is_string(member) ? tree_.string_of(member) : tree_.text_of(member);
        if (text.size() != 1 || text.front() < '0' || text.front() > '5')
            throw refused("misp.value", "byte {}: no distribution of MISP", tree_.at(member).begin);
        return static_cast<Distribution>(text.front() - '0');
    }

    /// Objects that had attributes and have none any more.
    void drop_emptied(Id event, Id end)
    {
        for (auto id = event + 1; id < end; ++id) {
            if (is_gone_[id] || !tree_.is_object(id)) continue;
            const auto list = tree_.member(id, "Attribute");
            if (!tree_.is_array(list) || !tree_.is_array(tree_.at(id).parent)) continue;
            bool has_lost = false;
            bool has_kept = false;
            tree_.for_each(list, [&](Id attribute) { (is_gone_[attribute] ? has_lost : has_kept) = true; });
            if (has_lost && !has_kept) drop(id, Reason::marking);
        }
    }

    /// Items whose reference leads to nothing that is left, and what refers to these, until nothing changes.
    void drop_dangling()
    {
        std::unordered_set<std::string_view> known;
        std::unordered_map<std::string_view, std::vector<Id>> referring; // by what they refer to: items
        for (Id id = 1; id < tree_.size(); ++id) {
            if (is_gone_[id] || tree_.at(id).key_end == 0 || !tree_.is_string(id)) continue;
            const auto name = tree_.name_of(id);
            if (name == "uuid") {
                known.insert(tree_.string_of(id));
            } else if (is_one_of(references, name)) {
                referring[tree_.string_of(id)].push_back(tree_.at(id).parent);
            } else if (name == "extends_uuid" && !tree_.string_of(id).empty()) {
                referring[tree_.string_of(id)].push_back(id);
            }
        }
        std::vector<std::string_view> lost;
        for (const auto& [uuid, items] : referring) {
            if (known.count(uuid) == 0) lost.push_back(uuid);
        }
        std::sort(lost.begin(), lost.end()); // reports come in one order
        while (!lost.empty()) {
            const auto uuid = lost.back();
            lost.pop_back();
            const auto items = referring.find(uuid);
            if (items == referring.end()) continue;
            for (const auto item : std::exchange(items->second, {})) {
                if (is_gone_[item]) continue;
                drop(item, Reason::dangling);
                const auto end = tree_.end_of(item);
                for (auto id = item; id < end; ++id) {
                    if (tree_.is_string(id) && tree_.at(id).key_end > 0 && tree_.name_of(id) == "uuid")
                        lost.push_back(tree_.string_of(id));
                }
            }
        }
    }

    const Tree& tree_;
    const Target& target_;
    const std::function<void(Reason, Id)>& report_;
    Judgement result_;
    std::vector<bool> is_gone_; ///< By value: it goes, with what it is in or by itself.
    std::vector<Marking> markings_;
    std::vector<std::uint32_t> marking_of_; ///< By value: index of markings_.
};

} // namespace

bool holds_events(const Tree& tree)
{
    Found found;
    find_events(tree, Tree::root, found);
    return !found.events.empty() || found.has_orphans;
}

Judgement judge(const Tree& tree, const Target& target, const std::function<void(Reason, Id)>& report)
{
    return Judge(tree, target, report).run();
}

} // namespace pouch::redact::misp
