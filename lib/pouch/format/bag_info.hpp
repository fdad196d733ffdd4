#pragma once
#include "pouch/base/time.hpp"
#include "pouch/crypto/digest.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// bag-info.txt and bagit.txt of a bundle: one spelling each (RFC 8493, design of bundle format 1).
namespace pouch::format {

/// The two lines of bagit.txt.
inline constexpr std::string_view bagit_text = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// The fields of bag-info.txt, in the order in which they stand there.
struct BagInfo {
    std::string id;      ///< Bundle-Id
    std::string content; ///< Bundle-Content: `<alg>:<hex digest of the payload manifest>`
    std::optional<std::string> sender;
    std::vector<std::string> recipients; ///< Sorted by bytes, unique.
    std::optional<std::string> channel;  ///< Of the channel fields only the form is judged.
    std::optional<std::string> epoch;
    std::optional<std::string> sequence;
    std::optional<std::string> previous;
    std::optional<std::string> void_sequence;
    std::optional<Instant> not_after;
    std::uint64_t payload_octets = 0;                       ///< Payload-Oxum, before the dot
    std::uint64_t payload_files = 0;                        ///< Payload-Oxum, behind the dot
    std::string bagging_date;                               ///< YYYY-MM-DD
    std::string agent;                                      ///< Bag-Software-Agent
    std::vector<std::pair<std::string, std::string>> extra; ///< The user's own fields, in order.
};

/// The exact text.
[[nodiscard]] std::string write_bag_info(const BagInfo& info);

/// Reads what write_bag_info writes and nothing else: known fields once, in order, one line each. Throws
/// Fault::refused `bag-info.malformed` naming the field, `bag-info.unknown` for an unknown Bundle- field.
[[nodiscard]] BagInfo read_bag_info(std::string_view text);

/// Why `value` cannot stand behind a field name, as a phrase; empty if it can: UTF-8, 1 to 1000 bytes, no
/// control, invisible or direction characters, no blank at either end.
[[nodiscard]] std::string field_value_fault(std::string_view value);

/// Why `name` cannot name a field of the user's, as a phrase; empty if it can: letters, digits and `-`,
/// neither `Bundle-...` nor a name RFC 8493 reserves, in any case.
[[nodiscard]] std::string field_name_fault(std::string_view name);

} // namespace pouch::format
