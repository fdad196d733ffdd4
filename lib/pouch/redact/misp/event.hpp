#pragma once
#include "pouch/redact/json/tree.hpp"
#include "pouch/redact/portion_judge.hpp"
#include "pouch/redact/rules.hpp"

/// Events of MISP: what of them may leave. (reference: the MISP core format, draft-dulaunoy-misp-core; taxonomy `tlp`)
namespace pouch::redact::misp {

/// True if `tree` holds events: `{"Event": {}}`, or an array of such objects, by itself or under `response`.
/// `is_loose`: also in a form in which judge() refuses them: rules that speak of them are not passed by by another wrapping.
[[nodiscard]] bool holds_events(const json::Tree& tree, bool is_loose);

/// Why an item goes.
enum class Reason {
    marking,  ///< Its distribution, its colour, or it is deleted.
    metadata, ///< It tells of people, groups or other events.
    dangling, ///< It points at what goes, or at nothing here.
};

struct Judgement {
    std::vector<bool> is_dropped; ///< By value of the tree; what goes with what it is in is not set.
    bool is_all_withheld = false; ///< No event is left.
};

/// Judges the events in `tree`. `report(reason, id)` is called once for each item that goes.
///
/// Every object in an event that has `distribution`, `deleted` or tags is judged by itself, and goes with what it is in:
/// where its distribution is less open than the target's `misp_distribution`, or is that of a sharing group; where a
/// tag `tlp:...` of it or of what it is in is above the target's `tlp`, or is no known colour; where one is a marking of the
/// policy that the reader may not see, or names a classification; where it is deleted. An
/// event without a distribution, or without a colour where the target has one, is unmarked.
///
/// `Org`, `org_id`, `event_creator_email`, `user_id`, `User`, `authors`, `SharingGroup`, `sharing_group_id`, `ShadowAttribute`,
/// `Sighting`, `CryptographicKey` and `Related...` go wherever they stand, tags that are local or not to be exported, and what
/// stands beside an event. So do an object that has lost all its attributes, whatever has the UUID of something that is
/// withheld, references to what is not in the document any more, `attribute_count` if anything goes, and what held an
/// event that goes; tags and clusters of an event that say what one says that goes (attachments.hpp), and texts that name the
/// UUID of something that goes. `judge` reads tags that are markings of a policy; null if no policy does.
///
/// Throws Fault::refused `misp.shape` if there is no event, or parts of events without theirs, `misp.value` for a distribution
/// that is none.
[[nodiscard]] Judgement judge(const json::Tree& tree, const Target& target, PortionJudge* judge,
                              const std::function<void(Reason, json::Tree::Id)>& report);

} // namespace pouch::redact::misp
