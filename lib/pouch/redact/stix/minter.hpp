#pragma once
#include "pouch/redact/key_scope.hpp"

#include <optional>
#include <string>
#include <string_view>

/// New UUIDs in the place of those that must not leave.
namespace pouch::redact::stix {

class Minter {
  public:
    /// Within the scope of `key`, null if there is none, and for the target of that name: under one key two targets that
    /// get different parts of one object get two objects. Both are kept by reference.
    Minter(const KeyScope* key, std::string_view target) : key_(key), target_(target) {}

    [[nodiscard]] bool has_key() const { return key_ != nullptr; }

    /// The UUID, in the form of version 4, that stands for another; the same whenever it is asked for. Throws
    /// Fault::usage `rules.key-file` if there is no key.
    [[nodiscard]] std::string in_place_of(std::string_view uuid);

  private:
    const KeyScope* key_;
    std::string_view target_;
    std::optional<KeyScope::PurposeKey> derived_; ///< The key for ids, when the first is needed.
};

} // namespace pouch::redact::stix
