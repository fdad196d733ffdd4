#pragma once
#include "pouch/redact/scanner.hpp"
#include "pouch/redact/stix/bundle.hpp"

#include <optional>
#include <vector>

/// The UUIDs of a bundle in its texts, in every spelling that rules see through: with hyphens or without, in capitals, in
/// escapes, in base64 and so on.
namespace pouch::redact::stix {

class UuidSearch {
  public:
    /// `bundle` is kept by reference.
    UuidSearch(const Bundle& bundle, Packed packed) : bundle_(bundle), packed_(packed) {}

    static constexpr std::size_t least_token =
        34; ///< The bytes of any that may hold one: 32 digits and two quotes.

    struct Find {
        std::size_t begin;
        std::size_t end;
        std::uint32_t
            name; ///< The id of the bundle, if its type stands before; else the first with that UUID.
    };

    /// Those in `token`, a string of JSON with its quotes, in order of begin; they may overlap. Valid until the next call.
    /// Throws what Scanner::scan does.
    [[nodiscard]] const std::vector<Find>& find_in(std::string_view token);

  private:
    [[nodiscard]] std::uint32_t named(std::string_view before, std::string_view written) const;

    const Bundle& bundle_;
    Packed packed_;
    std::optional<Scanner::Workspace> workspace_;
    std::vector<Match> matches_;
    std::vector<Find> finds_;
};

} // namespace pouch::redact::stix
