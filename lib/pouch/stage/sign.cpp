#include "pouch/stage/sign.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/ssh_key.hpp"
#include "pouch/format/sshsig.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/spool.hpp"
#include "pouch/stage/frames.hpp"
#include "pouch/stage/judge_labels.hpp"

#include <map>

namespace pouch::stage {

namespace {

/// The head with one signature more, in its place.
Bytes signed_head(format::Head&& head, const std::string& role, const std::string& key_id,
                  std::string_view signature)
{
    std::map<std::string, std::pair<format::SignatureFile, std::string>>
        all; // by file name, so in byte order
    const auto add = [&](const format::SignatureFile& file, std::string text) {
        all[file.role + "." + file.key_id] = {{file.role, file.key_id, {}}, std::move(text)};
    };
    for (const auto& file : head.signatures()) add(file, std::string(as_text(file.content)));
    add({role, key_id, {}}, std::string(signature));

    format::HeadBuilder builder(std::move(head));
    for (const auto& [name, entry] : all) {
        builder.add_signature(entry.first.role, entry.first.key_id, as_bytes(entry.second));
    }
    return builder.take();
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
    format::Head head(format::read_stored_frame(in, format::default_head_limit));
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
    const auto algorithm = head.algorithm();
    const auto signature =
        format::sign_sshsig(key, format::namespace_of_role(options.role), head.tag_manifest());
    // The views of `checked` die with the old head; frames and totals are values and stay.
    const auto content = signed_head(std::move(head), options.role, key_id, signature);

    io::HeldSink held(out, options.spool);
    format::FrameSink frames(held);
    format::write_stored_frame(content, [&](ByteView piece) { frames.write(piece); });
    copy_checked(in, frames, checked, algorithm, options.threads);
    frames.finish();
    held.commit();
    return remarks;
}

} // namespace pouch::stage
