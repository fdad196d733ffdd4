#include "pouch/redact/stix/renaming.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/redact/stix/id.hpp"
#include "pouch/redact/stix/issued.hpp"
#include "pouch/redact/stix/mentions.hpp"
#include "pouch/redact/stix/minter.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>
#include <unordered_map>

namespace pouch::redact::stix {

namespace {

using json::Tree;

class Renaming {
  public:
    Renaming(const RenamingInput& input, std::vector<TextCut>& replacements)
        : in_(input), handling_(input.target.stix), replacements_(replacements),
          minter_(input.key, input.target.name), uuids_(input.bundle, input.target.packed),
          first_(input.bundle.ids.size()), is_renamed_(input.bundle.ids.size())
    {
        auto known = colour_ids();
        known.push_back(tlp_2_extension);
        if (handling_.identity) known.emplace_back(handling_.identity->id);
        if (handling_.statement) known.emplace_back(handling_.statement->id);
        for (const auto id : known) known_to_world_.push_back(parse_id(id).value());
        const auto& ids = input.bundle.ids;
        for (std::uint32_t name = 1; name < ids.size(); ++name) {
            const bool is_same = ids[name].high == ids[name - 1].high && ids[name].low == ids[name - 1].low;
            first_[name] = is_same ? first_[name - 1] : name;
        }
    }

    bool run(std::vector<TextCut>& selectors)
    {
        find_lost();
        find_changed();
        bool is_by_desk = false;
        if (!renamed_.empty()) {
            Mentions mentions(in_.tree, in_.text, in_.bundle, in_.remains, uuids_);
            spread(mentions);
            is_by_desk = renews() && sign(); // before the creator gets another id
            rewrite_ids();
            rewrite(mentions);
            for (auto& selector : selectors) rewrite(selector);
        }
        rename_bundle();
        return is_by_desk;
    }

  private:
    [[nodiscard]] bool renews() const { return handling_.ids == Ids::renew; }

    /// True for an object with versions: STIX gives observables none.
    [[nodiscard]] bool has_versions(std::uint32_t object) const
    {
        return in_.tree.member(in_.bundle.objects[object].node, "created") != Tree::none;
    }

    /// True for the id of what is the same for everybody.
    [[nodiscard]] bool is_known_to_world(const Id& id) const
    {
        const auto is_same = [&](const Id& known) { return known.high == id.high && known.low == id.low; };
        return type_of(id.text) == "extension-definition" ||
               std::any_of(known_to_world_.begin(), known_to_world_.end(), is_same);
    }

    /// True if an object may get a new id for what is changed in it.
    [[nodiscard]] bool is_renewable(const Object& object) const
    {
        return in_.bundle.ids[object.name].is_of_name() ||
               (renews() && !is_known_to_world(in_.bundle.ids[object.name]));
    }

    [[nodiscard]] bool is_touched(std::uint32_t object)
    {
        const auto& node = in_.tree.at(in_.bundle.objects[object].node);
        const bool is_labelled = !in_.labelling.is_labelled.empty() && in_.labelling.is_labelled[object];
        return in_.remains.is_changed(object) || (is_labelled && renews() && has_versions(object)) ||
               in_.search.finds_in(node.begin, node.end);
    }

    void take_name(std::uint32_t name)
    {
        if (is_renamed_[name]) return;
        is_renamed_[name] = true;
        renamed_.push_back(name);
    }

    /// Other ids with the same UUID, too, would tell it.
    void take_uuid(std::uint32_t name)
    {
        const auto first = first_[name];
        for (name = first; name < first_.size() && first_[name] == first; ++name) take_name(name);
    }

    void take(std::uint32_t object)
    {
        const auto& of = in_.bundle.objects[object];
        if (!in_.remains.is_sunk(object) && !is_renamed_[of.name] && is_renewable(of)) take_uuid(of.name);
    }

    /// Ids that no object has any more, and that must not be left in what speaks of them.
    void find_lost()
    {
        for (std::uint32_t name = 0; name < in_.bundle.ids.size(); ++name) {
            if (in_.remains.versions_of(name) > 0 || is_renamed_[name]) continue;
            const auto& id = in_.bundle.ids[name];
            if (id.is_of_name()) {
                take_uuid(name);
            } else if (!is_known_to_world(id)) {
                take_name(name);
            }
        }
    }

    void find_changed()
    {
        for (std::uint32_t object = 0; object < in_.bundle.objects.size(); ++object) {
            const auto& of = in_.bundle.objects[object];
            if (in_.remains.is_sunk(object) || is_renamed_[of.name] || !is_renewable(of)) continue;
            if (is_touched(object)) take(object);
        }
    }

    /// An id that is made of another id tells that one; and of an object that holds an id which will be another, no
    /// byte-identical version is left.
    void spread(Mentions& mentions)
    {
        for (std::size_t i = 0; i < renamed_.size(); ++i) {
            in_.references.for_each_to(renamed_[i],
                                       [&](Tree::Id value) { take(in_.bundle.object_of(value)); });
            for (const auto object : mentions.take(renamed_[i])) take(object);
        }
    }

    [[nodiscard]] const std::string& new_uuid(std::uint32_t name)
    {
        auto& made = minted_[first_[name]];
        if (made.empty()) made = minter_.in_place_of(uuid_of(in_.bundle.ids[name].text));
        return made;
    }

    void rewrite_ids()
    {
        for (std::uint32_t index = 0; index < in_.bundle.objects.size(); ++index) {
            const auto& object = in_.bundle.objects[index];
            if (!in_.remains.is_sunk(index) && is_renamed_[object.name])
                replace_id(in_.tree.member(object.node, "id"), object.name);
        }
        for (const auto name : renamed_)
            in_.references.for_each_to(name, [&](Tree::Id value) { replace_id(value, name); });
    }

    void replace_id(Tree::Id value, std::uint32_t name)
    {
        const auto& node = in_.tree.at(value);
        const auto type = type_of(in_.tree.string_of(value));
        replacements_.push_back(
            {node.begin, node.end, json_quoted(fmt::format("{}--{}", type, new_uuid(name)))});
    }

    /// Those that overlap are one: a run of base64 may hold several.
    void rewrite(const Mentions& mentions)
    {
        std::size_t end = 0;
        for (const auto& place : mentions.places()) {
            if (!is_renamed_[place.name]) continue;
            if (place.begin < end) {
                end = std::max(end, place.end);
                replacements_.back().end = end;
                continue;
            }
            end = place.end;
            replacements_.push_back({place.begin, place.end, new_uuid(place.name)});
        }
    }

    /// The same in a text that stands for another already.
    void rewrite(TextCut& selector)
    {
        if (!may_hold_uuid(selector.replacement)) return;
        std::string renewed;
        std::size_t end = 0;
        const std::array whole{Span{0, selector.replacement.size()}};
        for (const auto& find : uuids_.find_in(selector.replacement, whole)) {
            if (!is_renamed_[find.name]) continue;
            if (find.begin >= end) {
                renewed.append(selector.replacement, end, find.begin - end);
                renewed += new_uuid(find.name);
            }
            end = std::max(end, find.end);
        }
        renewed.append(selector.replacement, end);
        selector.replacement = std::move(renewed);
    }

    /// Puts the identity of the desk in the place of the creator of what has a new id; false if there is nothing.
    [[nodiscard]] bool sign()
    {
        const auto by = json_quoted(handling_.identity->id);
        bool is_by_desk = false;
        for (std::uint32_t index = 0; index < in_.bundle.objects.size(); ++index) {
            const auto& object = in_.bundle.objects[index];
            if (in_.remains.is_sunk(index) || !is_renamed_[object.name] || !has_versions(index)) continue;
            is_by_desk = true;
            const auto creator = in_.tree.member(object.node, "created_by_ref");
            const bool is_kept = creator != Tree::none && !in_.remains.is_gone(creator);
            const auto& place = in_.tree.at(is_kept ? creator : in_.tree.member(object.node, "id"));
            if (is_kept) {
                replacements_.push_back({place.begin, place.end, by});
            } else {
                replacements_.push_back({place.end, place.end, R"(,"created_by_ref":)" + by});
            }
        }
        return is_by_desk;
    }

    void rename_bundle()
    {
        const auto id = in_.tree.string_of(in_.bundle.id);
        if (!minter_.has_key() && !is_of_name(uuid_of(id))) return;
        bool is_changed = in_.remains.has_changed() || !replacements_.empty();
        for (std::uint32_t object = 0; object < in_.bundle.objects.size() && !is_changed; ++object)
            is_changed = !in_.remains.is_sunk(object) && is_touched(object);
        if (!is_changed) return;
        const auto& node = in_.tree.at(in_.bundle.id);
        replacements_.push_back(
            {node.begin, node.end, json_quoted("bundle--" + minter_.in_place_of(uuid_of(id)))});
    }

    const RenamingInput& in_;
    const Handling& handling_;
    std::vector<TextCut>& replacements_;
    Minter minter_;
    UuidSearch uuids_;
    std::vector<std::uint32_t>
        first_; ///< By id of the bundle: the first with the same UUID, which stands for it.
    std::vector<Id> known_to_world_;     ///< Their UUIDs count.
    std::vector<bool> is_renamed_;       ///< By id of the bundle.
    std::vector<std::uint32_t> renamed_; ///< The same, as they were found.
    std::unordered_map<std::uint32_t, std::string> minted_;
};

} // namespace

bool rename(const RenamingInput& input, std::vector<TextCut>& selectors, std::vector<TextCut>& replacements)
{
    return Renaming(input, replacements).run(selectors);
}

} // namespace pouch::redact::stix
