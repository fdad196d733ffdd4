#include "pouch/stage/member_labels.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/bdo.hpp"
#include "pouch/format/path.hpp"
#include "pouch/stage/bound_labels.hpp"
#include "pouch/stage/document_label.hpp"

namespace pouch::stage {

using namespace pouch::redact;

namespace {

constexpr std::string_view label_suffix = ".bdo";

/// Adds what `label` says, one value a line, as a reader of the label sees it.
void add_values(const label::Label& label, std::string& out)
{
    const auto add = [&](std::string_view value) {
        out += value;
        out += '\n';
    };
    add(label.policy_name);
    add(label.classification);
    if (label.privacy_mark) add(*label.privacy_mark);
    if (label.originator) add(label.originator->value);
    for (const auto& category : label.categories) {
        add(category.tag_name);
        for (const auto& value : category.values) add(value);
    }
    for (const auto& successor : label.successor) add_values(successor, out);
}

} // namespace

std::string labelled_by(const std::string& name)
{
    const bool is_below = format::is_reserved_path(name.substr(0, reserved_directory.size()) + "x");
    if (name.size() <= label_suffix.size() || !format::is_reserved_path(name) || is_below) return {};
    return name.substr(0, name.size() - label_suffix.size());
}

MemberLabels::MemberLabels(const Rulebook& book, SmallSearch& search, const std::string& spool)
    : search_(search), demand_(demand_of(book)), spool_(spool)
{
}

void MemberLabels::keep(io::Source& in, const std::string& name, Fate fate)
{
    if (fate == Fate::dropped && demand_.policies.empty()) return; // nobody judges it
    const auto bytes = io::read_all(in, format::bdo_limit);
    if (fate == Fate::stays)
        (void)BoundLabels().read(bytes, labelled_by(name)); // a label, not a text by that name
    kept_.push_back({name, spool_.size(), bytes.size(), fate});
    spool_.write(bytes);
}

void MemberLabels::release(const std::unordered_set<std::string>& left_out, const Write& write)
{
    for (const auto& label : kept_) {
        const auto labelled = labelled_by(label.name);
        if (left_out.count(labelled) > 0) continue;
        Bytes bytes;
        spool_.for_each(label.begin, label.size, [&](ByteView piece) { append(bytes, piece); });
        judge(bytes, labelled);
        if (label.fate == Fate::dropped) continue;
        search(bytes, label.name);
        write(label.name, spool_, label.begin, label.size);
    }
}

/// What leaves must be labelled for the reader. A label that denies refuses the whole stream: no rule says
/// what its file would have to be labelled after redaction.
void MemberLabels::judge(ByteView bytes, const std::string& labelled) const
{
    if (!demand_.policies.empty()) judge_file_label(bytes, labelled, demand_);
}

/// A label stays byte for byte, so what a rule matches in it cannot be replaced.
void MemberLabels::search(ByteView bytes, const std::string& name)
{
    const auto bdo = format::read_bdo(bytes);
    std::string values = bdo.data_uri + "\n" + bdo.content_type + "\n" +
                         format::referenced_file(bdo.data_uri).value_or("") + "\n";
    add_values(bdo.originator, values);
    for (const auto& label : bdo.alternatives) add_values(label, values);
    for (const auto text : {as_text(bytes), std::string_view(values)}) {
        if (const auto* rule = search_.first_match(text, {FormatKind::text, FormatKind::xml})) {
            throw not_allowed("redact.residue", "{}: rule {} matches in this label, which stays unchanged",
                              name, rule->id)
                .with_hint("write the label anew, or name its file in members.drop of the rules");
        }
    }
}

} // namespace pouch::stage
