#include "pouch/redact/stix/renaming.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/redact/stix/id.hpp"
#include "pouch/redact/stix/issued.hpp"
#include "pouch/redact/stix/mentions.hpp"
#include "pouch/redact/stix/uuid_search.hpp"

#include <algorithm>

namespace pouch::redact::stix {

namespace {

using json::Tree;

class Renaming {
  public:
    Renaming(const RenamingInput& input, std::vector<TextCut>& replacements)
        : in_(input), replacements_(replacements), is_renamed_(input.bundle.ids.size())
    {
    }

    bool run()
    {
        find_changed();
        if (renews()) {
            spread_to_mentions();
        } else {
            spread();
        }
        list();
        const bool is_by_desk = renews() && sign();
        if (!uuids_.empty()) {
            for (Tree::Id value = in_.bundle.list + 1; value < in_.tree.size(); ++value) {
                if (!in_.remains.is_gone(value)) rewrite(value);
            }
        }
        rename_bundle();
        return is_by_desk;
    }

  private:
    [[nodiscard]] bool renews() const { return in_.handling.ids == Ids::renew; }

    /// True for an object with versions: STIX gives observables none.
    [[nodiscard]] bool has_versions(std::uint32_t object) const
    {
        return in_.tree.member(in_.bundle.objects[object].node, "created") != Tree::none;
    }

    /// True if an object may get a new id for what is changed in it.
    [[nodiscard]] bool is_renewable(const Object& object) const
    {
        const auto uuid = uuid_of(object.id);
        if (is_of_name(uuid)) return true;
        if (!renews() || object.type == "extension-definition") return false;
        const auto is_of = [&](const std::optional<Issued>& issued) {
            return issued && uuid_of(issued->id) == uuid;
        };
        return !is_of(in_.handling.identity) && !is_of(in_.handling.statement) &&
               !tlp_of(fmt::format("marking-definition--{}", uuid));
    }

    [[nodiscard]] bool is_touched(std::uint32_t object)
    {
        const auto& node = in_.tree.at(in_.bundle.objects[object].node);
        const bool is_labelled = !in_.labelling.is_labelled.empty() && in_.labelling.is_labelled[object];
        return in_.remains.is_changed(object) || (is_labelled && renews() && has_versions(object)) ||
               in_.search.finds_in(node.begin, node.end);
    }

    void take(std::uint32_t object)
    {
        const auto& of = in_.bundle.objects[object];
        if (in_.remains.is_sunk(object) || is_renamed_[of.name] || !is_renewable(of)) return;
        is_renamed_[of.name] = true;
        renamed_.push_back(of.name);
    }

    void find_changed()
    {
        for (std::uint32_t object = 0; object < in_.bundle.objects.size(); ++object) {
            const auto& of = in_.bundle.objects[object];
            if (in_.remains.is_sunk(object) || is_renamed_[of.name] || !is_renewable(of)) continue;
            if (is_touched(object)) take(object);
        }
    }

    /// An id that is made of another id tells that one.
    void spread()
    {
        for (std::size_t i = 0; i < renamed_.size(); ++i) {
            in_.references.for_each_to(renamed_[i],
                                       [&](Tree::Id value) { take(in_.bundle.object_of(value)); });
        }
    }

    /// Of an object that holds an id which will be another, no byte-identical version is left.
    void spread_to_mentions()
    {
        Mentions mentions(in_.tree, in_.bundle, in_.remains);
        const auto take_holders = [&](std::uint32_t name) {
            for (const auto object : mentions.take(name)) take(object);
        };
        for (std::uint32_t name = 0; name < in_.bundle.ids.size(); ++name) {
            if (is_lost(name)) take_holders(name);
        }
        for (std::size_t i = 0; i < renamed_.size(); ++i) take_holders(renamed_[i]);
    }

    /// True if an id must be replaced in what speaks of it though no object has it any more.
    [[nodiscard]] bool is_lost(std::uint32_t name) const
    {
        return in_.remains.versions_of(name) == 0 && is_of_name(uuid_of(in_.bundle.ids[name].text));
    }

    /// Puts the identity of the desk in the place of the creator of what has a new id; false if there is nothing.
    [[nodiscard]] bool sign()
    {
        const auto by = json_quoted(in_.handling.identity->id);
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

    /// The key for ids, derived when the first is needed.
    const KeyScope::PurposeKey& key()
    {
        if (in_.key == nullptr)
            throw usage_error("rules.key-file", "ids made of what is removed need a key to be replaced")
                .with_hint("--key-file names the key of the scope");
        if (!key_) key_ = in_.key->key_for(KeyScope::Purpose::identifier);
        return *key_;
    }

    /// The UUIDs that must not be left, in order.
    void list()
    {
        for (std::uint32_t name = 0; name < in_.bundle.ids.size(); ++name) {
            const auto id = in_.bundle.ids[name].text;
            if (is_renamed_[name] || is_lost(name)) uuids_.emplace_back(uuid_of(id), id);
        }
        std::sort(uuids_.begin(), uuids_.end());
    }

    /// `text` with new UUIDs, or nothing if it has none.
    [[nodiscard]] std::optional<std::string> renewed(std::string_view text)
    {
        std::optional<std::string> result;
        for_each_uuid(text, [&](std::size_t place, std::string_view uuid) {
            const auto known =
                std::lower_bound(uuids_.begin(), uuids_.end(), std::pair(uuid, std::string_view()));
            if (known == uuids_.end() || known->first != uuid) return;
            if (!result) result = text;
            result->replace(place, uuid_size, minted_uuid(key(), known->second));
        });
        return result;
    }

    void rewrite(Tree::Id value)
    {
        const auto& node = in_.tree.at(value);
        if (node.key_end > 0) {
            if (const auto name = renewed(in_.tree.name_of(value)))
                replacements_.push_back({node.key_begin, node.key_end, json_quoted(*name)});
        }
        if (!in_.tree.is_string(value) || in_.remains.is_replaced(value)) return;
        if (in_.tree.text_of(value).size() < uuid_size) return;
        if (const auto text = renewed(in_.tree.string_of(value)))
            replacements_.push_back({node.begin, node.end, json_quoted(*text)});
    }

    void rename_bundle()
    {
        const auto id = in_.tree.string_of(in_.bundle.id);
        if (in_.key == nullptr && !is_of_name(uuid_of(id))) return;
        bool is_changed = in_.remains.has_changed() || !replacements_.empty();
        for (std::uint32_t object = 0; object < in_.bundle.objects.size() && !is_changed; ++object)
            is_changed = !in_.remains.is_sunk(object) && is_touched(object);
        if (!is_changed) return;
        const auto& node = in_.tree.at(in_.bundle.id);
        replacements_.push_back({node.begin, node.end, json_quoted("bundle--" + minted_uuid(key(), id))});
    }

    const RenamingInput& in_;
    std::vector<TextCut>& replacements_;
    std::optional<KeyScope::PurposeKey> key_;
    std::vector<bool> is_renamed_;                                     ///< By id of the bundle.
    std::vector<std::uint32_t> renamed_;                               ///< The same, as they were found.
    std::vector<std::pair<std::string_view, std::string_view>> uuids_; ///< To be replaced, each with its id.
};

} // namespace

bool rename(const RenamingInput& input, std::vector<TextCut>& replacements)
{
    return Renaming(input, replacements).run();
}

} // namespace pouch::redact::stix
