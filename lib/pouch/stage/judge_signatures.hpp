#pragma once
#include "pouch/format/head.hpp"
#include "pouch/format/signers.hpp"

#include <optional>
#include <string>
#include <vector>

/// Who signed a head, and is that enough?
namespace pouch::stage {

/// So many signatures in a role, by distinct keys of distinct principals.
struct Requirement {
    std::string role;
    std::size_t count = 1;
};

struct SignatureDemand {
    std::optional<format::Signers> signers;
    std::vector<Requirement> required; ///< Empty: release=1.
    Instant at;
    bool unsigned_allowed = false; ///< A bundle without any signature passes.
};

/// One signature that holds.
struct Approval {
    std::string role;
    std::string principal;
    std::string key_id;
};

/// Verifies every signature over the tag manifest. Nothing else of the head is looked at. Throws
/// refused `signature.malformed`, `signature.name` (file name and key differ), `signature.namespace` (role
/// and namespace differ), `signature.bad`; policy `signature.missing`, `signature.expired`,
/// `signature.not-yet-valid`, `signature.not-authorised` (known key, role not its own); no key `signature.unknown-key` when there are signatures but none by a known key.
[[nodiscard]] std::vector<Approval> judge_signatures(const format::Head& head, const SignatureDemand& demand);

/// Throws policy `signature.role` unless the approvals meet the requirement.
void require_roles(const std::vector<Approval>& approvals, const SignatureDemand& demand);

/// True if every requirement can be met at once, no principal serving two roles. Exact, not greedy.
[[nodiscard]] bool can_satisfy(const std::vector<Requirement>& required,
                               const std::vector<Approval>& approvals);

} // namespace pouch::stage
