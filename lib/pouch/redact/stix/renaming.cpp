#include "pouch/redact/stix/renaming.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/stix/id.hpp"

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

    void run()
    {
        find_changed();
        spread();
        list();
        if (!uuids_.empty()) {
            for (Tree::Id value = in_.bundle.list + 1; value < in_.tree.size(); ++value) {
                if (!in_.remains.is_gone(value)) rewrite(value);
            }
        }
        rename_bundle();
    }

  private:
    [[nodiscard]] bool is_touched(std::uint32_t object)
    {
        const auto& node = in_.tree.at(in_.bundle.objects[object].node);
        return in_.remains.is_changed(object) || in_.search.finds_in(node.begin, node.end);
    }

    void take(std::uint32_t object)
    {
        const auto& of = in_.bundle.objects[object];
        if (in_.remains.is_sunk(object) || is_renamed_[of.name] || !is_of_name(uuid_of(of.id))) return;
        is_renamed_[of.name] = true;
        renamed_.push_back(of.name);
    }

    void find_changed()
    {
        for (std::uint32_t object = 0; object < in_.bundle.objects.size(); ++object) {
            const auto& of = in_.bundle.objects[object];
            if (in_.remains.is_sunk(object) || is_renamed_[of.name] || !is_of_name(uuid_of(of.id))) continue;
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
            if (!is_of_name(uuid_of(id))) continue;
            if (is_renamed_[name] || in_.remains.versions_of(name) == 0) uuids_.emplace_back(uuid_of(id), id);
        }
        std::sort(uuids_.begin(), uuids_.end());
    }

    /// `text` with new UUIDs, or nothing if it has none.
    [[nodiscard]] std::optional<std::string> renewed(std::string_view text)
    {
        constexpr std::size_t first_dash = 8;
        std::optional<std::string> result;
        for (auto at = text.find('-'); at != std::string::npos; at = text.find('-', at + 1)) {
            if (at < first_dash) continue;
            std::string uuid(text.substr(at - first_dash, uuid_size));
            std::transform(uuid.begin(), uuid.end(), uuid.begin(), to_lower); // some write capitals
            if (!is_uuid(uuid)) continue;
            const auto known = std::lower_bound(uuids_.begin(), uuids_.end(),
                                                std::pair(std::string_view(uuid), std::string_view()));
            if (known == uuids_.end() || known->first != uuid) continue;
            if (!result) result = text;
            result->replace(at - first_dash, uuid_size, minted_uuid(key(), known->second));
        }
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

void rename(const RenamingInput& input, std::vector<TextCut>& replacements)
{
    Renaming(input, replacements).run();
}

} // namespace pouch::redact::stix
