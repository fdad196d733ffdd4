#pragma once
#include <cstddef>
#include <string_view>

/// Top-level domains, and how telling each is of a domain.
///
/// Source: the root zone, all country codes and what is common of the rest; RFC 2606, 6761, 6762, 7686, 8375 for names
/// that are reserved or stay inside a network.
namespace pouch::redact::recognise {

enum class TopLevel {
    none,     ///< Not one, or not known.
    unlikely, ///< After one label a file (`setup.py`) or a field (`user.id`) in most cases.
    doubtful, ///< After one label a word behind a full stop, or a member in code (`done.it`, `page.link`).
    telling,
};

struct TopLevelLabel {
    TopLevel kind = TopLevel::none;
    std::size_t size = 0; ///< In bytes. Behind a name outside ASCII a Korean particle may follow.
};

/// The top-level domain that stands at `i`, in any case.
[[nodiscard]] TopLevelLabel top_level_at(std::string_view text, std::size_t i);

} // namespace pouch::redact::recognise
