#include "pouch/redact/stix/structure.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/encoding.hpp"
#include "pouch/redact/json/field_cuts.hpp"
#include "pouch/redact/json/kind.hpp"
#include "pouch/redact/stix/judge.hpp"

namespace pouch::redact::stix {

std::size_t BundleStructure::read(MutableByteView out)
{
    if (!text_) open();
    return text_->read(out);
}

void BundleStructure::open()
{
    if (options_.scanner == nullptr) throw bug("STIX without a scanner");
    auto whole = io::read_all(in_, options_.max_size);
    const auto text = as_text(whole);
    check_text(text, 0);
    const json::Tree tree(text);
    json::check_unmixed(FormatKind::stix, tree, options_.target);
    std::vector<json::Doubt> doubts;
    const auto cuts = json::field_cuts(FormatKind::stix, text, tree, options_, doubts);
    const auto report = [&](Reason reason, json::Tree::Id id) {
        if (!options_.report) return;
        const auto why = reason == Reason::marking ? CutReason::portion : CutReason::metadata;
        options_.report({why, 0, tree.begin_of(id)});
    };
    auto judgement =
        judge({tree, text, options_.target, cuts, *options_.scanner, options_.key, options_.judge}, report);
    json::settle_doubts(doubts, judgement.cuts);
    is_all_withheld_ = judgement.is_all_withheld;
    text_.emplace(std::move(whole), std::move(judgement.cuts), in_.name());
}

} // namespace pouch::redact::stix
