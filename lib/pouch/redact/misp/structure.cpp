#include "pouch/redact/misp/structure.hpp"

#include "pouch/redact/encoding.hpp"
#include "pouch/redact/json/kind.hpp"
#include "pouch/redact/misp/event.hpp"

namespace pouch::redact::misp {

EventStructure::EventStructure(io::Source& in, const StructureOptions& options)
    : in_(in), options_(options), inner_options_(options)
{
    inner_options_.report = [this](const FieldCut& cut) {
        if (options_.report) options_.report({cut.reason, cut.rule, text_->origin_of(cut.offset)});
    };
}

std::size_t EventStructure::read(MutableByteView out)
{
    if (!json_) open();
    return json_->read(out);
}

std::uint64_t EventStructure::origin_of(std::uint64_t place)
{
    return text_->origin_of(json_->origin_of(place));
}

void EventStructure::open()
{
    auto whole = io::read_all(in_, options_.max_size);
    const auto text = as_text(whole);
    check_text(text, 0);
    const json::Tree tree(text);
    json::check_unmixed(FormatKind::misp, tree, options_.target);
    const auto report = [&](Reason reason, json::Tree::Id id) {
        if (!options_.report) return;
        const auto why = reason == Reason::marking ? CutReason::portion : CutReason::metadata;
        options_.report({why, 0, tree.begin_of(id)});
    };
    const auto judgement = judge(tree, options_.target, options_.judge, report);
    is_all_withheld_ = judgement.is_all_withheld;
    text_.emplace(std::move(whole), cuts_of(tree, judgement.is_dropped), in_.name());
    json_.emplace(FormatKind::misp, *text_, inner_options_);
}

} // namespace pouch::redact::misp
