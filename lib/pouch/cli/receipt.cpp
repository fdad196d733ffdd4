#include "pouch/cli/receipt.hpp"

#include "pouch/base/text.hpp"

#include <nlohmann/json.hpp>

namespace pouch::cli {

std::string receipt(const stage::Verified& verified, const std::vector<std::string>& expanded,
                    const std::vector<std::string>& skipped, Instant time, Instant at)
{
    // Not empty and made an object later: without memory that would end in an assertion of the library.
    auto json = nlohmann::ordered_json::object();
    json["receipt"] = 1;
    json["outcome"] = "verified";
    json["time"] = format_rfc3339(time);
    json["at"] = format_rfc3339(at);
    json["tool"] = "verify (pouch) " POUCH_VERSION;
    json["bundle"] = verified.info.id;
    json["identity"] = verified.identity;
    json["content"] = verified.info.content;
    if (verified.info.sender) json["sender"] = *verified.info.sender;
    json["recipients"] = verified.info.recipients;
    json["octets"] = verified.info.payload_octets;
    json["files"] = verified.info.payload_files;
    json["signatures"] = nlohmann::ordered_json::array();
    for (const auto& [role, principal, key_id] : verified.approvals) {
        json["signatures"].push_back({{"role", role}, {"principal", principal}, {"key", key_id}});
    }
    json["remarks"] = nlohmann::ordered_json::array();
    for (const auto& remark : verified.remarks) {
        json["remarks"].push_back({{"reason", remark.reason}, {"text", remark.sentence}});
    }
    if (!expanded.empty()) json["clearance-expanded"] = expanded;
    json["skipped"] = skipped;
    return json_printable(json.dump()) + "\n";
}

} // namespace pouch::cli
