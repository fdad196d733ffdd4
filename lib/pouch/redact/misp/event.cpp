#include "pouch/redact/misp/event.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/misp/attachments.hpp"
#include "pouch/redact/misp/links.hpp"
#include "pouch/redact/misp/shape.hpp"
#include "pouch/redact/misp/tags.hpp"

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
constexpr std::array<std::string_view, 11> metadata{"Org",
                                                    "org_id",
                                                    "event_creator_email",
                                                    "user_id",
                                                    "User",
                                                    "authors",
                                                    "SharingGroup",
                                                    "sharing_group_id",
                                                    "ShadowAttribute",
                                                    "Sighting",
                                                    "CryptographicKey"};

/// Members in which many events hold the same: what goes with one of these does not go elsewhere.
constexpr std::array<std::string_view, 5> shared{"Org", "Orgc", "Galaxy", "GalaxyCluster", "SharingGroup"};

template <typename Names> bool is_one_of(const Names& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// One judgement.
class Judge {
  public:
    Judge(const Tree& tree, const Target& target, PortionJudge* judge,
          const std::function<void(Reason, Id)>& report)
        : tree_(tree), target_(target), report_(report), tags_(tree, target, judge), links_(tree),
          shape_(shape_of(tree)), attachments_(tree, shape_.events), is_gone_(tree.size()), markings_(1),
          marking_of_(tree.size())
    {
        result_.is_dropped.resize(tree.size());
    }

    Judgement run()
    {
        const auto& shape = shape_;
        if (shape.has_orphans) throw refused("misp.shape", "parts of events of MISP without their event");
        if (shape.events.empty()) {
            throw refused("misp.shape", "no event of MISP where one stands: in Event, a list or response");
        }
        for (const auto id : shape.others) drop(id, Reason::metadata);
        for (const auto event : shape.events) judge_event(event);
        lost_ = links_.referred(); // reports come in one order
        do {
            drop_copies();
        } while (drop_attachments() || drop_emptied() || drop_dangling());
        for (const auto event : shape.events) drop_count(event);
        result_.is_all_withheld =
            std::all_of(shape.events.begin(), shape.events.end(), [&](Id event) { return is_gone_[event]; });
        for (const auto event : shape.events) {
            if (is_gone_[event]) drop_holder(tree_.at(event).parent);
        }
        return std::move(result_);
    }

  private:
    void drop(Id id, Reason reason)
    {
        if (is_gone_[id]) return;
        result_.is_dropped[id] = true;
        const auto end = tree_.end_of(id);
        for (auto i = id; i < end; ++i) {
            if (!is_gone_[i] && Links::is_uuid(tree_, i)) lost_.push_back(Links::uuid_in(tree_, i));
            is_gone_[i] = true;
        }
        if (reason == Reason::marking) remember_uuids(id);
        if (Attachments::is_one(tree_, id)) attached_.push_back(id);
        note_loss(tree_.at(id).parent);
        if (report_) report_(reason, id);
    }

    /// One of what is in `list` has gone.
    void note_loss(Id list)
    {
        if (!tree_.is_array(list) || tree_.name_of(list) != "Attribute") return;
        const auto object = tree_.at(list).parent;
        if (!tree_.is_object(object) || !tree_.is_array(tree_.at(object).parent)) return;
        const auto [kept, is_new] = kept_.try_emplace(list, 0);
        if (is_new) {
            tree_.for_each(list, [&, &count = kept->second](Id item) { count += is_gone_[item] ? 0U : 1U; });
        } else {
            --kept->second;
        }
        if (kept->second == 0) emptied_.push_back(object);
    }

    /// The UUIDs of `item`, which is withheld, and of what is in it and in nothing else.
    void remember_uuids(Id item)
    {
        const auto end = tree_.end_of(item);
        for (auto id = item; id < end;) {
            if (id != item && is_one_of(shared, tree_.name_of(id))) {
                id = tree_.end_of(id);
                continue;
            }
            if (Links::is_uuid(tree_, id)) withheld_.push_back(Links::uuid_in(tree_, id));
            ++id;
        }
    }

    void judge_event(Id event)
    {
        const auto own = tags_.marking_of(event, {});
        if (!may_leave(event, own, true)) return drop(event, Reason::marking);
        remember(event, own);
        const auto end = tree_.end_of(event);
        for (auto id = event + 1; id < end; ++id) {
            if (is_gone_[id]) continue;
            const auto& inherited = markings_[marking_of_[tree_.at(id).parent]];
            marking_of_[id] = marking_of_[tree_.at(id).parent];
            if (tree_.at(id).key_end > 0 && is_metadata(tree_.name_of(id))) {
                drop(id, Reason::metadata);
                continue;
            }
            if (!tree_.is_object(id)) continue;
            if (is_local(tree_, id)) {
                drop(id, Reason::metadata);
                continue;
            }
            const auto marking = tags_.marking_of(id, inherited);
            if (may_leave(id, marking, false)) {
                remember(id, marking);
            } else {
                drop(id, Reason::marking);
            }
        }
    }

    static bool is_metadata(std::string_view name)
    {
        return is_one_of(metadata, name) || name.starts_with("Related");
    }

    void remember(Id id, const Marking& marking)
    {
        if (markings_[marking_of_[id]] == marking) return;
        marking_of_[id] = static_cast<std::uint32_t>(markings_.size());
        markings_.push_back(marking);
    }

    [[nodiscard]] bool may_leave(Id item, const Marking& marking, bool is_event) const
    {
        if (is_yes(tree_, tree_.member(item, "deleted")) || marking.is_unknown) return false;
        const bool keeps_unmarked = target_.unmarked == Unmarked::keep;
        if (marking.tlp && !permits(target_, *marking.tlp)) return false;
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

    /// What has the UUID of something that is withheld, as the copies in references do, until nothing changes.
    void drop_copies()
    {
        while (!withheld_.empty()) {
            const auto uuid = std::move(withheld_.back());
            withheld_.pop_back();
            if (!followed_.insert(uuid).second) continue;
            for (const auto item : links_.bearers_of(uuid)) drop(item, Reason::marking);
        }
    }

    /// Objects that had attributes and have none any more; false if there are none.
    bool drop_emptied()
    {
        auto emptied = std::exchange(emptied_, {});
        std::sort(emptied.begin(), emptied.end()); // reports come in one order
        for (const auto object : emptied) drop(object, Reason::marking);
        return !emptied.empty();
    }

    /// Tags and clusters that say what one says that has gone; false if there are none.
    bool drop_attachments()
    {
        const auto gone = std::exchange(attached_, {});
        for (const auto item : gone) {
            for (const auto other : attachments_.take_named_as(item)) drop(other, Reason::dangling);
        }
        return !attached_.empty();
    }

    /// True if something in the document bears `uuid`, copies aside. What has gone is passed over once.
    [[nodiscard]] bool is_known(const std::string& uuid)
    {
        const auto& bearers = links_.bearers_of(uuid);
        auto& left = first_left_[uuid];
        while (left < bearers.size() && (is_gone_[bearers[left]] || links_.is_copy(bearers[left]))) ++left;
        return left < bearers.size();
    }

    /// Items whose reference leads to nothing that is left; false if there are none.
    bool drop_dangling()
    {
        bool is_any = false;
        for (const auto& uuid : std::exchange(lost_, {})) {
            const auto& items = links_.referring_to(uuid);
            if (items.empty() || is_known(uuid) || !missed_.insert(uuid).second) continue;
            for (const auto item : items) {
                is_any = is_any || !is_gone_[item];
                drop(item, Reason::dangling);
            }
        }
        return is_any;
    }

    /// The number of attributes of an event of which something goes.
    void drop_count(Id event)
    {
        const auto count = tree_.member(event, "attribute_count");
        if (count == Tree::none) return;
        const auto end = is_gone_.begin() + tree_.end_of(event);
        if (std::find(is_gone_.begin() + event, end, true) != end) drop(count, Reason::metadata);
    }

    /// What held an event that goes, and lists in lists that hold nothing else: how many there were does not show.
    void drop_holder(Id holder)
    {
        const auto is_left = [&](Id id) {
            bool has_items = false;
            tree_.for_each(id, [&](Id item) { has_items = has_items || !is_gone_[item]; });
            return has_items;
        };
        while (holder != Tree::root) {
            result_.is_dropped[holder] = true;
            is_gone_[holder] = true;
            holder = tree_.at(holder).parent;
            if (holder == Tree::root || !tree_.is_array(tree_.at(holder).parent) || is_left(holder)) return;
        }
    }

    const Tree& tree_;
    const Target& target_;
    const std::function<void(Reason, Id)>& report_;
    Tags tags_;
    Links links_;
    Shape shape_;
    Attachments attachments_;
    Judgement result_;
    std::vector<bool> is_gone_; ///< By value: it goes, with what it is in or by itself.
    std::vector<Marking> markings_;
    std::vector<std::uint32_t> marking_of_;  ///< By value: index of markings_.
    std::vector<std::string> withheld_;      ///< UUIDs; what has one of them goes too.
    std::vector<std::string> lost_;          ///< UUIDs of which a bearer has gone, or never was.
    std::unordered_set<std::string> missed_; ///< Those of which what refers to them has gone.
    std::unordered_map<std::string, std::size_t>
        first_left_;                           ///< By UUID: the first bearer that may not have gone.
    std::vector<Id> attached_;                 ///< Tags and clusters that went by themselves.
    std::unordered_set<std::string> followed_; ///< Those of which that has been seen to.
    std::unordered_map<Id, std::size_t>
        kept_;                ///< By list of attributes of which some went: how many did not.
    std::vector<Id> emptied_; ///< Objects without any attribute that stays.
};

} // namespace

bool holds_events(const Tree& tree, bool is_loose)
{
    const auto shape = shape_of(tree);
    return !shape.events.empty() || shape.has_orphans || (is_loose && speaks_of_events(tree));
}

Judgement judge(const Tree& tree, const Target& target, PortionJudge* judge,
                const std::function<void(Reason, Id)>& report)
{
    return Judge(tree, target, judge, report).run();
}

} // namespace pouch::redact::misp
