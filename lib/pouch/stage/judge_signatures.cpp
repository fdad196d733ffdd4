#include "pouch/stage/judge_signatures.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/ssh_key.hpp"
#include "pouch/format/sshsig.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <set>

namespace pouch::stage {

namespace {

/// The signature in `file`, cryptographically good and in its place.
crypto::PublicKey verified_key(const format::SignatureFile& file, const std::string& name,
                               const crypto::Digest& message)
{
    format::SshSignature signature;
    try {
        signature = format::read_sshsig(file.content);
    } catch (const Error& error) {
        throw error.in(name);
    }
    if (format::key_id_of(signature.key) != file.key_id) {
        throw refused("signature.name", "{}: made by another key than its name says", name);
    }
    if (signature.ns != format::namespace_of_role(file.role)) {
        throw refused("signature.namespace", "{}: made for the namespace {}", name, signature.ns);
    }
    if (!format::verify_digest(signature, message)) {
        throw refused("signature.bad", "{}: does not verify over the tag manifest", name);
    }
    return signature.key;
}

/// What stands against a good signature by a known key.
void require_trusted(const format::Judgement& judgement, const std::string& name)
{
    using enum format::Standing;
    switch (judgement.standing) {
    case trusted:
    case unknown_key:
        return;
    case wrong_namespace:
        throw not_allowed("signature.not-authorised", "{}: {} may not sign in this role", name,
                          judgement.principal);
    case not_yet_valid:
        throw not_allowed("signature.not-yet-valid", "{}: the key of {} is not valid yet", name,
                          judgement.principal);
    case expired:
        throw not_allowed("signature.expired", "{}: the key of {} is not valid any more", name,
                          judgement.principal);
    }
}

/// Seats to fill (one for each signature wanted) against principals: augmenting paths.
class Seating {
  public:
    void add_seat(std::vector<std::string> candidates) { seats_.push_back(std::move(candidates)); }

    [[nodiscard]] bool fill()
    {
        for (std::size_t seat = 0; seat < seats_.size(); ++seat) {
            std::set<std::string> tried;
            if (!place(seat, tried)) return false;
        }
        return true;
    }

  private:
    bool place(std::size_t seat, std::set<std::string>& tried)
    {
        for (const auto& principal : seats_[seat]) {
            if (!tried.insert(principal).second) continue;
            const auto taken = holder_.find(principal);
            if (taken == holder_.end() || place(taken->second, tried)) {
                holder_[principal] = seat;
                return true;
            }
        }
        return false;
    }

    std::vector<std::vector<std::string>> seats_;
    std::map<std::string, std::size_t> holder_;
};

} // namespace

bool can_satisfy(const std::vector<Requirement>& required, const std::vector<Approval>& approvals)
{
    Seating seating;
    for (const auto& [role, count] : required) {
        std::vector<std::string> candidates;
        for (const auto& approval : approvals) {
            if (approval.role == role) candidates.push_back(approval.principal);
        }
        if (count > candidates.size()) return false;
        for (std::size_t i = 0; i < count; ++i) seating.add_seat(candidates);
    }
    return seating.fill();
}

std::vector<Approval> judge_signatures(const format::Head& head, const SignatureDemand& demand)
{
    if (head.signatures().empty()) {
        if (demand.unsigned_allowed) return {};
        throw not_allowed("signature.missing", "the bundle is not signed");
    }
    const auto message = crypto::digest_of(crypto::Algorithm::sha512, head.tag_manifest());
    std::vector<Approval> approvals;
    std::vector<std::string> unknown;
    for (const auto& file : head.signatures()) {
        const auto name = format::signature_name(file.role, file.key_id);
        const auto key = verified_key(file, name, message);
        if (!demand.signers) continue; // --unsigned without a signers file: form and arithmetic only
        const auto judgement = demand.signers->judge(key, format::namespace_of_role(file.role), demand.at);
        require_trusted(judgement, name);
        if (judgement.standing == format::Standing::unknown_key) {
            unknown.push_back(name + ": by an unknown key, " + format::fingerprint_of(key));
        } else {
            approvals.push_back({file.role, judgement.principal, file.key_id});
        }
    }
    if (demand.signers && !demand.unsigned_allowed && approvals.empty()) {
        throw no_key("signature.unknown-key", "no signature is by a key of the signers file")
            .with_details(unknown);
    }
    return approvals;
}

void require_roles(const std::vector<Approval>& approvals, const SignatureDemand& demand)
{
    if (demand.unsigned_allowed) return;
    const auto required =
        demand.required.empty() ? std::vector<Requirement>{{"release", 1}} : demand.required;
    if (can_satisfy(required, approvals)) return;
    std::string wanted;
    for (const auto& [role, count] : required) wanted += fmt::format(" {}={}", role, count);
    throw not_allowed("signature.role", "the signatures do not meet the requirement{}", wanted);
}

} // namespace pouch::stage
