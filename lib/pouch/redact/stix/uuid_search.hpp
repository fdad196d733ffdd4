#pragma once
#include "pouch/redact/scanner.hpp"
#include "pouch/redact/stix/bundle.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// The UUIDs of a bundle in its texts, in every spelling that rules see through: with hyphens or without, in capitals, in
/// escapes, in base64 and so on.
namespace pouch::redact::stix {

/// Bytes of the shortest token that may hold one: 32 digits and two quotes.
inline constexpr std::size_t least_uuid_token = 34;

/// False only if `token`, a string of JSON with its quotes, holds no UUID in any spelling; for most that hold none.
[[nodiscard]] bool may_hold_uuid(std::string_view token);

class UuidSearch {
  public:
    /// `bundle` is kept by reference.
    UuidSearch(const Bundle& bundle, Packed packed) : bundle_(bundle), packed_(packed) {}

    struct Find {
        std::size_t begin;
        std::size_t end;
        std::uint32_t name;  ///< The id, or the first with that UUID if no type stands before.
        std::uint32_t token; ///< The index of the token.
    };

    /// Those in `tokens`, strings of JSON in `text` with their quotes, which are in order and apart. In order of begin; they
    /// may overlap. Throws what Scanner::scan does.
    [[nodiscard]] std::vector<Find> find_in(std::string_view text, std::span<const Span> tokens);

  private:
    [[nodiscard]] std::uint32_t named(std::string_view before, std::string_view written) const;
    void scan(std::string_view text, std::span<const Span> tokens, std::uint32_t first,
              std::vector<Find>& finds);

    const Bundle& bundle_;
    Packed packed_;
    std::optional<Scanner::Workspace> workspace_;
    std::string batch_;
    std::vector<std::size_t> begins_; ///< Of tokens in the batch.
    std::vector<Match> matches_;
};

} // namespace pouch::redact::stix
