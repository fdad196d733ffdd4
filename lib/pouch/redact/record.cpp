#include "pouch/redact/record.hpp"

#include "pouch/base/text.hpp"
#include "pouch/crypto/digest.hpp"

#include <fmt/core.h>

namespace pouch::redact {

std::string band_of(std::uint64_t count)
{
    if (count == 0) return "0";
    std::uint64_t low = 1;
    while (count / 10 >= low) low *= 10;
    return fmt::format("{}-{}", low, low * 9 + (low - 1));
}

std::string grounds_of(const RecordFacts& facts)
{
    std::string lines;
    for (const auto& rules : facts.rules) lines += fmt::format("{{\"rules\":\"sha256:{}\"}}\n", rules);
    for (const auto& list : facts.lists) lines += fmt::format("{{\"list\":\"sha256:{}\"}}\n", list);
    if (!facts.policy.empty()) {
        lines += fmt::format("{{\"policy\":\"sha256:{}\",\"clearance\":\"sha256:{}\"}}\n", facts.policy,
                             facts.clearance);
    }
    if (!facts.target.empty()) lines += fmt::format("{{\"target\":{}}}\n", json_quoted(facts.target));
    return lines;
}

std::string output_line(const RecordFacts& facts)
{
    return fmt::format("{{\"output\":\"sha256:{}\",\"kind\":\"{}\",\"{}\":{}}}\n", facts.output,
                       facts.is_tar ? "tar" : "document", facts.is_tar ? "members" : "bytes", facts.size);
}

std::string record_of(const RecordFacts& facts)
{
    std::string lines = fmt::format("{{\"record\":\"pouch-redaction\",\"version\":1,\"tool\":\"redact\","
                                    "\"tool_version\":{}}}\n",
                                    json_quoted(POUCH_VERSION));
    lines += grounds_of(facts);
    if (!facts.input.empty()) lines += fmt::format("{{\"input\":\"hmac-sha256:{}\"}}\n", facts.input);
    lines += output_line(facts);
    std::uint64_t total = 0;
    for (const auto& [category, count] : facts.removed) {
        total += count;
        lines +=
            fmt::format("{{\"category\":{},\"removed\":\"{}\"}}\n", json_quoted(category), band_of(count));
    }
    const auto chain = crypto::digest_of(crypto::Algorithm::sha256, as_bytes(lines)).hex();
    return lines + fmt::format("{{\"total\":\"{}\",\"chain\":\"sha256:{}\"}}\n", band_of(total), chain);
}

} // namespace pouch::redact
