#include "pouch/stage/sign.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/ssh_key.hpp"
#include "pouch/format/sshsig.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/spool.hpp"
#include "pouch/stage/frames.hpp"
#include "pouch/stage/judge_labels.hpp"

#include <algorithm>

namespace pouch::stage {

namespace {

/// Writes the head with one signature more, in its place.
void write_signed_head(const format::Head& head, const format::SignatureFile& added, format::FrameSink& out)
{
    auto all = head.signatures();
    all.push_back(added);
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.role + "." + a.key_id < b.role + "." + b.key_id; });
    format::HeadBuilder builder(head);
    for (const auto& file : all) builder.add_signature(file.role, file.key_id, file.content);
    write_head(builder, out);
}

/// Nobody signs a label that no judge could accept: each must be well formed and name what it stands beside, and be
/// valid where there is a policy.
std::vector<label::Finding> judge(const format::Head& head, LabelDemand demand)
{
    if (!head.label() && !demand.unlabelled) {
        throw not_allowed("label.missing", "the bundle has no label")
            .with_hint("label it first, or --unlabelled");
    }
    demand.ignored = demand.policies.empty();
    return judge_labels(head, demand);
}

} // namespace

std::vector<label::Finding> sign(io::Source& in, io::Sink& out, const crypto::SigningKey& key,
                                 const SignOptions& options)
{
    if (!format::is_role(options.role)) {
        throw usage_error("usage.role",
                          "--role: a role is a lower-case letter and up to 31 of a-z, 0-9 and '-'");
    }
    const format::Head head(format::read_stored_frame(in, format::default_head_limit));
    const auto checked = format::check_head(head);
    auto remarks = judge(head, options.labels);
    const auto key_id = format::key_id_of(crypto::public_key_of(key));
    for (const auto& file : head.signatures()) {
        if (file.role == options.role && file.key_id == key_id) {
            throw not_allowed("signature.exists", "this key has signed the bundle in the role {} already",
                              options.role);
        }
    }
    if (head.signatures().size() == format::signature_count_limit) {
        throw not_allowed("signature.count", "the bundle has {} signatures already",
                          format::signature_count_limit);
    }
    const auto signature =
        format::sign_sshsig(key, format::namespace_of_role(options.role), head.tag_manifest());

    io::HeldSink held(out, options.spool);
    format::FrameSink frames(held);
    write_signed_head(head, {options.role, key_id, as_bytes(signature)}, frames);
    copy_checked(in, frames, checked, head.algorithm(), options.threads);
    frames.finish();
    held.commit();
    return remarks;
}

} // namespace pouch::stage
