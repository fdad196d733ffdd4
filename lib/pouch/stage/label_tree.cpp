#include "pouch/stage/label_tree.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/path.hpp"
#include "pouch/io/file.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/same_label.hpp"
#include "pouch/stage/offenders.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>

namespace pouch::stage {

namespace {

/// A pattern and whether any file matched it.
struct TriedGlob {
    const format::PathGlob* glob;
    std::size_t line; ///< Of its entry.
    bool has_matched = false;

    bool matches(std::string_view path)
    {
        const bool matched = glob->matches(path);
        has_matched = has_matched || matched;
        return matched;
    }
};

/// An entry as it is tried on one file after the other.
class TriedEntry {
  public:
    explicit TriedEntry(const format::LabelMapEntry& entry)
    {
        for (const auto& glob : entry.files) files_.push_back({&glob, entry.line});
        for (const auto& glob : entry.except) except_.push_back({&glob, entry.line});
    }

    /// Tries all patterns, so that each is known to match something or nothing.
    bool names(std::string_view path)
    {
        if (!any(files_, path)) return false;
        return !any(except_, path);
    }

    void check_all_matched() const
    {
        for (const auto* globs : {&files_, &except_}) {
            for (const auto& tried : *globs) {
                if (tried.has_matched) continue;
                throw usage_error("map.unmatched", "line {}: '{}' matches no file {}", tried.line,
                                  tried.glob->text(), globs == &files_ ? "of the bundle" : "of its entry");
            }
        }
    }

  private:
    static bool any(std::vector<TriedGlob>& globs, std::string_view path)
    {
        bool matched = false;
        for (auto& glob : globs) matched = glob.matches(path) || matched;
        return matched;
    }

    std::vector<TriedGlob> files_;
    std::vector<TriedGlob> except_;
};

/// Which files get which label, of a bundle with that head.
class Plan {
  public:
    Plan(const format::Head& head, const format::CheckedHead& checked, const TreeOptions& options)
        : options_(options)
    {
        for (const auto& label : head.file_labels()) labels_.emplace(label.path, &label);
        std::vector<TriedEntry> entries;
        for (const auto& one : options.labels) entries.emplace_back(one.entry);
        Offenders conflicts(Fault::usage, "map.conflict", "files that two entries give different labels");
        for (std::size_t line = 0; line < checked.manifest.size(); ++line) {
            const auto path = checked.manifest.path(line).substr(format::payload_prefix.size());
            const TreeLabel* chosen = nullptr;
            for (std::size_t i = 0; i < entries.size(); ++i) {
                if (!entries[i].names(path)) continue;
                const auto& label = options.labels[i];
                if (chosen == nullptr) {
                    chosen = &label;
                } else if (!label::same_label(options.policy, chosen->label, label.label)) {
                    conflicts.add(path, fmt::format("the map gives it two labels, in lines {} and {}",
                                                    chosen->entry.line, label.entry.line));
                }
            }
            if (chosen != nullptr) chosen_.emplace_back(path, chosen);
        }
        conflicts.throw_if_any();
        for (const auto& entry : entries) entry.check_all_matched();
    }

    /// The files that have no label yet, in the order of a head. Throws unless all the others have the label of the map,
    /// and `whole` dominates those that are given.
    std::vector<AddedLabel> added(const label::Label& whole) const
    {
        std::vector<AddedLabel> added;
        Offenders other(Fault::policy, "label.conflict", "files that have another label than the map says");
        Offenders above(Fault::policy, "label.dominance", "files that the map labels above their bundle");
        std::vector<const TreeLabel*> dominated;
        for (const auto& [path, chosen] : chosen_) {
            if (const auto own = labels_.find(path); own != labels_.end()) {
                if (!has_label(*own->second, chosen->label))
                    other.add(path, fmt::format("has another label than line {} of the map says",
                                                chosen->entry.line));
                continue;
            }
            const bool is_known = std::find(dominated.begin(), dominated.end(), chosen) != dominated.end();
            if (!is_known && !label::dominates(options_.policy, whole, chosen->label)) {
                above.add(path,
                          fmt::format("the label of line {} admits fewer readers than that of the bundle",
                                      chosen->entry.line));
                continue;
            }
            if (!is_known) dominated.push_back(chosen);
            added.push_back({std::string(path), &chosen->label});
        }
        other.throw_if_any();
        above.throw_if_any();
        std::sort(added.begin(), added.end(), in_order_of_head);
        return added;
    }

  private:
    [[nodiscard]] bool has_label(const format::FileLabel& own, const label::Label& wanted) const
    {
        const auto bdo = format::read_bdo(own.content);
        const auto* label = label_under(options_.policy, bdo, options_.at);
        return label != nullptr && label::same_label(options_.policy, *label, wanted);
    }

    const TreeOptions& options_;
    std::vector<std::pair<std::string_view, const TreeLabel*>> chosen_;
    std::map<std::string_view, const format::FileLabel*> labels_; ///< That the bundle came with, by path.
};

/// The label that the bundle has and keeps.
label::Label kept_label(const format::Head& head, const TreeOptions& options)
{
    if (!head.label()) {
        throw not_allowed("label.missing", "the bundle has no label, which must dominate those of its files")
            .with_hint("--classification gives it one");
    }
    const auto bdo = format::read_bdo(*head.label());
    const auto* label = label_under(options.policy, bdo, options.at);
    if (label != nullptr) return *label;
    throw not_allowed("label.other-policy", "the label of the bundle is in policy '{}', not in '{}'",
                      bdo.originator.policy_name, options.policy.name);
}

} // namespace

std::vector<TreeLabel> tree_labels(std::vector<format::LabelMapEntry> map, const label::Policy& policy,
                                   const label::WantedLabel& otherwise)
{
    std::vector<TreeLabel> labels;
    for (auto& entry : map) {
        auto& wanted = entry.wanted;
        wanted.created = otherwise.created;
        wanted.at = otherwise.at;
        if (!wanted.originator) wanted.originator = otherwise.originator;
        if (!wanted.review) wanted.review = otherwise.review;
        try {
            auto label = label::new_label(policy, wanted);
            labels.push_back({std::move(entry), std::move(label)});
        } catch (const Error& error) {
            throw error.in(fmt::format("line {}", entry.line));
        }
    }
    return labels;
}

void label_tree(io::Source& in, io::Sink& out, const TreeOptions& options)
{
    RelabelOptions relabel_options;
    relabel_options.drop_signatures = options.drop_signatures;
    relabel_options.keeps_label = !options.whole;
    if (options.whole) {
        relabel_options.label_for = [&](const format::Head& head) {
            return judged_label(head, options.policy, *options.whole, options.at, options.downgrade);
        };
    }
    relabel_options.add = [&](const format::Head& head, const format::CheckedHead& checked) {
        const auto whole = options.whole ? *options.whole : kept_label(head, options);
        return Plan(head, checked, options).added(whole);
    };
    relabel(in, out, relabel_options);
}

} // namespace pouch::stage
