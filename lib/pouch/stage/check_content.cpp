#include "pouch/stage/check_content.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/path.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/prefixed.hpp"
#include "pouch/stage/judge_labels.hpp"
#include "pouch/stage/label_document.hpp"
#include "pouch/stage/member_check.hpp"
#include "pouch/stage/payload_reader.hpp"

#include <map>

namespace pouch::stage {

namespace {

constexpr std::size_t piece_size = std::size_t{1} << 16U;

LabelDemand label_demand(const ContentDemand& demand)
{
    LabelDemand labels;
    labels.policies = {demand.policy};
    labels.clearance = demand.clearance;
    labels.at = demand.at;
    return labels;
}

/// The label in the policy, of a BDO that has been judged.
label::Label judged_label(ByteView bdo, const ContentDemand& demand)
{
    const auto read = format::read_bdo(bdo);
    const auto* label = label_under(demand.policy, read, demand.at);
    if (label == nullptr) throw bug("a label that was judged is not in the policy");
    return *label;
}

void check_bundle(io::Source& in, const CheckContext& context)
{
    const auto& demand = context.demand;
    const format::Head head(format::read_stored_frame(in, format::default_head_limit));
    const auto checked = format::check_head(head);
    judge_labels(head, label_demand(demand));

    const auto whole = judged_label(*head.label(), demand);
    std::map<std::string_view, ByteView> sidecars;
    for (const auto& label : head.file_labels()) sidecars.emplace(label.path, label.content);
    std::optional<MemberCheck> member;
    read_payload(in, head, checked, [&](const ContentPiece& piece, ByteView content) {
        if (piece.is_first) {
            const auto path = checked.manifest.path(piece.file).substr(format::payload_prefix.size());
            KnownLabels known{std::nullopt, whole};
            if (const auto own = sidecars.find(path); own != sidecars.end())
                known.own = judged_label(own->second, demand);
            member.emplace(context, std::string(path), std::move(known));
        }
        member->feed(content);
        if (piece.is_last) member->finish();
    });
}

void check_document(io::Source& in, const std::optional<Bytes>& sidecar, const CheckContext& context)
{
    KnownLabels known;
    if (sidecar) {
        judge_file_label(*sidecar, io::base_name_of(in.name()), label_demand(context.demand));
        known.own = judged_label(*sidecar, context.demand);
    }
    MemberCheck document(context, in.name(), std::move(known));
    Bytes buffer(piece_size);
    while (true) {
        const auto piece = io::read_up_to(in, buffer);
        if (piece.empty()) break;
        document.feed(piece);
    }
    document.finish();
}

} // namespace

void check_content(io::Source& in, const std::optional<Bytes>& sidecar, const ContentDemand& demand)
{
    redact::PolicyMarks marks(demand.policy, demand.at);
    ContentFindings findings;
    const CheckContext context{demand, marks, findings};
    Bytes start(format::stored_frame_start.size());
    start.resize(io::read_up_to(in, start).size());
    const bool is_bundle = std::equal(start.begin(), start.end(), format::stored_frame_start.begin(),
                                      format::stored_frame_start.end());
    io::PrefixedSource whole(std::move(start), in);
    if (is_bundle) {
        if (sidecar)
            throw refused("label.orphan", "a bundle has its labels inside, and one stands beside it");
        check_bundle(whole, context);
    } else {
        check_document(whole, sidecar, context);
    }
    findings.throw_if_any();
}

} // namespace pouch::stage
