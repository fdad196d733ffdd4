#pragma once
#include "pouch/redact/key_scope.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Ids of STIX 2.1, `type--UUID` (section 2.9), with small letters.
namespace pouch::redact::stix {

inline constexpr std::size_t uuid_size = 36;

/// An id, and its UUID as a number: quick to compare.
struct Id {
    std::uint64_t high;
    std::uint64_t low;
    std::string_view text;
    auto operator<=>(const Id&) const = default;

    /// True if the UUID is made of a name (version 3 or 5): who guesses the name knows it.
    [[nodiscard]] bool is_of_name() const
    {
        const auto version = high >> 12U & 0xFU;
        return version == 3 || version == 5;
    }
};

/// The id that `text` is, which must outlive it.
[[nodiscard]] std::optional<Id> parse_id(std::string_view text);

[[nodiscard]] bool is_id(std::string_view text);

/// True for a UUID in small letters, of any version.
[[nodiscard]] bool is_uuid(std::string_view text);

/// The type in `id`, which is one; its UUID.
[[nodiscard]] std::string_view type_of(std::string_view id);
[[nodiscard]] std::string_view uuid_of(std::string_view id);

/// The same of a UUID as it is written.
[[nodiscard]] bool is_of_name(std::string_view uuid);

/// The UUID, in the form of version 4, that stands for that of `id` within the scope of a key: `key` is that for
/// KeyScope::Purpose::identifier.
[[nodiscard]] std::string minted_uuid(const KeyScope::PurposeKey& key, std::string_view id);

} // namespace pouch::redact::stix
