#pragma once
#include "pouch/crypto/ed25519.hpp"
#include "pouch/io/stream.hpp"
#include "pouch/stage/label_judge.hpp"

#include <string>

/// sign: a bundle in, the same bundle with one signature more out.
namespace pouch::stage {

struct SignOptions {
    std::string role = "release"; ///< `[a-z][a-z0-9-]{0,31}`
    LabelDemand labels; ///< By which labels are judged before they are signed; without policies, their form.
    std::size_t threads = 1;
    std::string spool = "."; ///< Where output waits if it could be seen too early.
};

/// Signs the tag manifest (SSHSIG, namespace `pouch-<role>-v1`). Emits nothing before the whole bundle was
/// read, its head found consistent and every frame matched the frame table; the caller commits. Throws what
/// check_head, judge_labels and copy_checked throw; usage `usage.role`; policy `label.missing`, `signature.exists` when
/// this key has signed in this role, `signature.count`. Returns the remarks on labels.
std::vector<label::Finding> sign(io::Source& in, io::Sink& out, const crypto::SigningKey& key,
                                 const SignOptions& options);

} // namespace pouch::stage
