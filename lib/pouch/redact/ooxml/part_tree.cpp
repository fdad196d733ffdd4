#include "pouch/redact/ooxml/part_tree.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace pouch::redact::ooxml {

namespace {

[[noreturn]] void refuse(std::string_view what)
{
    throw refused("ooxml.part", "{}", what);
}

class Walk {
  public:
    Walk(const Package& package, Images images) : package_(package), images_(images) {}

    PartTree run()
    {
        for (const auto& one : package_.relationships_of({})) follow_root(one);
        if (tree_.parts.empty()) refuse("no document");
        // Only the document, its headers, footers and notes lead on; the list grows while it is walked.
        for (std::size_t i = 0; i < tree_.parts.size(); ++i) {
            for (const auto& one : package_.relationships_of(tree_.parts[i].entry->name)) follow(i, one);
        }
        remove();
        check_all_known();
        return std::move(tree_);
    }

  private:
    void follow_root(const Relationship& one)
    {
        const auto form = link_form(one.type);
        if (form.kind == LinkKind::removed) return leave_out({}, one);
        if (form.kind != LinkKind::part) refuse(form.what);
        const auto& entry = target_of({}, one);
        const auto kind = part_kind(one.type, package_.types().of(entry.name));
        if (kind != PartKind::document)
            refuse("a workbook, a presentation, a template, a document with macros, or of the strict kind");
        if (!tree_.parts.empty()) refuse("two documents");
        add(*kind, entry);
    }

    void follow(std::size_t owner, const Relationship& one)
    {
        const auto source = tree_.parts[owner].entry->name;
        const auto form = link_form(one.type);
        switch (form.kind) {
        case LinkKind::removed:
            return leave_out(source, one);
        case LinkKind::refused:
            refuse(form.what);
        case LinkKind::hyperlink:
            if (!one.is_external) refuse("a hyperlink to a part");
            if (!has_text(tree_.parts[owner].kind)) refuse("a hyperlink where no text is");
            tree_.parts[owner].links.push_back({one, no_part});
            return;
        case LinkKind::part:
            break;
        }
        const auto& entry = target_of(source, one);
        const auto kind = part_kind(one.type, package_.types().of(entry.name));
        if (!kind)
            refuse("a picture other than PNG and JPEG, or a part of another type than its relationship says");
        if (!may_lead(tree_.parts[owner].kind, *kind)) refuse("a part that leads to what it may not");
        if (is_image(*kind) && images_ != Images::strip) {
            throw refused("ooxml.image", "an image, which no rule reads")
                .with_hint("images = \"strip\" in [target] of the rules lets it stay without its metadata");
        }
        const auto part = add(*kind, entry); // the list may move
        tree_.parts[owner].links.push_back({one, part});
    }

    const format::ZipEntry& target_of(const std::string& source, const Relationship& one) const
    {
        if (one.is_external) refuse("a part that is not in the document");
        const auto name = resolved(source, one.target);
        const auto* entry = name ? package_.find(*name) : nullptr;
        if (entry == nullptr) refuse("a relationship to a part that is not there");
        return *entry;
    }

    /// The index of the part in that entry, which is new unless it is an image.
    std::size_t add(PartKind kind, const format::ZipEntry& entry)
    {
        const auto [known, is_new] = by_entry_.emplace(entry.name, tree_.parts.size());
        if (!is_new) {
            if (!is_image(kind) || tree_.parts[known->second].kind != kind)
                refuse("two relationships to one part");
            return known->second;
        }
        tree_.parts.push_back({kind, &entry, names_.next(kind), {}});
        return known->second;
    }

    void leave_out(const std::string& source, const Relationship& one)
    {
        if (one.is_external) {
            ++tree_.removed;
            return;
        }
        if (auto name = resolved(source, one.target); name && package_.find(*name) != nullptr)
            leaving_.push_back(std::move(*name));
    }

    /// Takes out what leaving_ names, and all that it alone leads to.
    void remove()
    {
        while (!leaving_.empty()) {
            const auto name = std::move(leaving_.back());
            leaving_.pop_back();
            if (by_entry_.find(name) != by_entry_.end() || !gone_.insert(name).second) continue;
            ++tree_.removed;
            for (const auto& one : package_.relationships_of(name)) {
                if (one.is_external) continue;
                if (auto next = resolved(name, one.target); next && package_.find(*next) != nullptr)
                    leaving_.push_back(std::move(*next));
            }
        }
    }

    /// Each entry is a part that stays or goes, or says something of one.
    void check_all_known() const
    {
        std::set<std::string> known{std::string(content_types_name), relationships_name({})};
        const auto add_part = [&](const std::string& name) {
            known.insert(name);
            known.insert(relationships_name(name));
        };
        for (const auto& [name, part] : by_entry_) add_part(name);
        for (const auto& name : gone_) add_part(name);
        for (const auto& entry : package_.entries()) {
            if (known.find(entry.name) == known.end()) refuse("a part that nothing leads to");
        }
    }

    const Package& package_;
    Images images_;
    PartTree tree_;
    std::map<std::string, std::size_t> by_entry_; ///< Parts that stay.
    PartNames names_;
    std::vector<std::string> leaving_;
    std::set<std::string> gone_;
};

} // namespace

std::string PartNames::next(PartKind kind)
{
    const auto& form = form_of(kind);
    const auto number = ++counts_[form.stem];
    if (is_single(kind) && number > 1) refuse("two parts of a kind of which there is one");
    const auto suffix = is_single(kind) ? std::string() : std::to_string(number);
    return fmt::format("word/{}{}.{}", form.stem, suffix, form.extension);
}

PartTree tree_of(const Package& package, Images images)
{
    return Walk(package, images).run();
}

} // namespace pouch::redact::ooxml
