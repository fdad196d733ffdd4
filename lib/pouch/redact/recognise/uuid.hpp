#pragma once
#include <cstddef>
#include <string_view>

/// UUIDs (RFC 9562), whose digits are no numbers of people or cards: every object of STIX and MISP has one.
namespace pouch::redact::recognise {

/// True if all of [begin, end) is inside a UUID: 8-4-4-4-12 hexadecimal digits with a version and a variant, a letter among
/// them, and borders. What is only like one hides nothing.
[[nodiscard]] bool is_in_uuid(std::string_view text, std::size_t begin, std::size_t end);

} // namespace pouch::redact::recognise
