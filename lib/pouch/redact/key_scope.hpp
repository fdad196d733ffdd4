#pragma once
#include "pouch/base/secret.hpp"
#include "pouch/crypto/hkdf.hpp"

#include <array>
#include <string>
#include <string_view>

/// The key of one key scope: a bundle, a release target or a programme. All that redact writes in place of a value and
/// that must repeat within the scope, and be nothing to anybody outside, comes from it: pseudonyms, offsets of dates, ids.
/// Two partners who got different keys cannot join what they got.
namespace pouch::redact {

class KeyScope {
  public:
    /// What a key of the scope is for; each has a key of its own, derived by HKDF-SHA-256.
    enum class Purpose {
        pseudonym,  ///< Of values.
        shift_date, ///< Offsets of dates, by subject.
        encrypt,    ///< Ephemeral keys of values encrypted to the originator.
        identifier, ///< Ids of objects and bundles of STIX.
        input,      ///< The digest of the input in the releasable record.
        proof,      ///< The digests of what was withheld in the ledger.
    };

    using Key = Secret<struct KeyScopeTag, 32>;
    explicit KeyScope(Key key);

    /// The key for `purpose`. Deriving it costs as much as many messages do: for those that come in masses.
    using PurposeKey = Secret<struct KeyScopePurposeTag, 32>;
    [[nodiscard]] PurposeKey key_for(Purpose purpose) const;

    /// HMAC-SHA-256 of `message` under the key for `purpose`.
    [[nodiscard]] crypto::Mac mac(Purpose purpose, std::string_view message) const;

    /// 16 hexadecimal digits that tell this scope from others and say nothing of its key.
    [[nodiscard]] std::string id() const;

  private:
    Key key_;
    std::array<PurposeKey, 6>
        purposes_; ///< Derived once: memory for a secret costs more than all the rest of a mac.
};

/// Reads a key file: 64 lower-case hexadecimal digits and at most one line feed. Fault::system `key.mode` if group or
/// others can read it, `key.malformed`.
[[nodiscard]] KeyScope read_key_scope(const std::string& path);

} // namespace pouch::redact
