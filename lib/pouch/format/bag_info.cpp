#include "pouch/format/bag_info.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/path.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>

namespace pouch::format {

namespace {

/// RFC 8493, section 2.2.2, and the old names of drafts that tools still honour.
constexpr std::array<std::string_view, 15> reserved_names = {"source-organization",
                                                             "organization-address",
                                                             "contact-name",
                                                             "contact-phone",
                                                             "contact-email",
                                                             "external-description",
                                                             "bagging-date",
                                                             "external-identifier",
                                                             "payload-oxum",
                                                             "bag-size",
                                                             "bag-group-identifier",
                                                             "bag-count",
                                                             "internal-sender-identifier",
                                                             "internal-sender-description",
                                                             "bag-software-agent"};

std::string lower(std::string_view text)
{
    std::string out(text);
    for (auto& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

/// Reads the lines of bag-info.txt one after the other.
class Lines {
  public:
    explicit Lines(std::string_view text) : rest_(text) { advance(); }

    [[nodiscard]] bool at_end() const { return name_.empty(); }
    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] std::string_view value() const { return value_; }

    void advance()
    {
        name_ = value_ = {};
        if (rest_.empty()) return;
        const auto end = rest_.find('\n');
        const auto line = rest_.substr(0, end);
        const auto colon = line.find(": ");
        if (end == std::string_view::npos || colon == std::string_view::npos || colon == 0) {
            throw refused("bag-info.malformed", "bag-info.txt: a line is not 'Name: value'");
        }
        name_ = line.substr(0, colon);
        value_ = line.substr(colon + 2);
        rest_.remove_prefix(end + 1);
        if (const auto fault = field_value_fault(value_); !fault.empty()) {
            throw refused("bag-info.malformed", "bag-info.txt: {}: {}", name_, fault);
        }
    }

    /// The value of the field `name` if it comes next.
    std::optional<std::string> take(std::string_view name)
    {
        if (name_ != name) return std::nullopt;
        std::string value(value_);
        advance();
        return value;
    }

    std::string require(std::string_view name)
    {
        if (auto value = take(name)) return *value;
        throw refused("bag-info.malformed", "bag-info.txt: {} is missing or out of order", name);
    }

  private:
    std::string_view rest_;
    std::string_view name_;
    std::string_view value_;
};

bool is_ordinal(std::string_view text)
{
    const auto number = parse_number(text);
    return number && *number > 0;
}

/// `<alg>:<digest>`, of either algorithm: the bag before may have had the other.
bool is_named_digest(std::string_view text)
{
    for (const auto algorithm : {crypto::Algorithm::sha256, crypto::Algorithm::sha512}) {
        const auto prefix = fmt::format("{}:", crypto::name_of(algorithm));
        if (text.starts_with(prefix))
            return crypto::digest_from_hex(algorithm, text.substr(prefix.size())).has_value();
    }
    return false;
}

void malformed_unless(bool good, std::string_view name)
{
    if (!good) throw refused("bag-info.malformed", "bag-info.txt: {} is malformed", name);
}

} // namespace

std::string field_value_fault(std::string_view value)
{
    if (value.empty()) return "an empty value";
    if (value.size() > 1000) return "a value of more than 1000 bytes";
    if (value.front() == ' ' || value.back() == ' ') return "a blank at an end of the value";
    auto printed = escaped(value);
    std::string doubled;
    for (const char c : value) doubled.append(c == '\\' ? 2 : 1, c);
    if (printed != doubled) return "the value holds a control or invisible character, or is not UTF-8";
    if (!is_nfc(value)) return "the value is not in NFC: who answers to it would write it in other bytes";
    return {};
}

std::string field_name_fault(std::string_view name)
{
    const auto good = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    if (name.empty() || name.size() > 64 || !std::all_of(name.begin(), name.end(), good) ||
        name.front() == '-') {
        return "a field name is letters, digits and -";
    }
    const auto folded = lower(name);
    if (folded.rfind("bundle-", 0) == 0) return "names that begin with Bundle- belong to the format";
    if (std::find(reserved_names.begin(), reserved_names.end(), folded) != reserved_names.end()) {
        return "a name that BagIt reserves";
    }
    return {};
}

std::string write_bag_info(const BagInfo& info)
{
    std::string text;
    const auto put = [&](std::string_view name, std::string_view value) {
        text += fmt::format("{}: {}\n", name, value);
    };
    const auto put_if = [&](std::string_view name, const std::optional<std::string>& value) {
        if (value) put(name, *value);
    };
    put("Bundle-Format", "1");
    put("Bundle-Id", info.id);
    put("Bundle-Content", info.content);
    put_if("Bundle-Sender", info.sender);
    for (const auto& recipient : info.recipients) put("Bundle-Recipient", recipient);
    put_if("Bundle-Channel", info.channel);
    put_if("Bundle-Epoch", info.epoch);
    put_if("Bundle-Sequence", info.sequence);
    put_if("Bundle-Previous", info.previous);
    put_if("Bundle-Void", info.void_sequence);
    if (info.not_after) put("Bundle-Not-After", format_rfc3339(*info.not_after));
    put("Payload-Oxum", fmt::format("{}.{}", info.payload_octets, info.payload_files));
    put("Bagging-Date", info.bagging_date);
    put("Bag-Software-Agent", info.agent);
    for (const auto& [name, value] : info.extra) put(name, value);
    return text;
}

BagInfo read_bag_info(std::string_view text)
{
    BagInfo info;
    Lines lines(text);
    malformed_unless(lines.require("Bundle-Format") == "1", "Bundle-Format");
    info.id = lines.require("Bundle-Id");
    malformed_unless(is_bundle_id(info.id), "Bundle-Id");
    info.content = lines.require("Bundle-Content");
    info.sender = lines.take("Bundle-Sender");
    while (auto recipient = lines.take("Bundle-Recipient")) {
        malformed_unless(info.recipients.empty() || info.recipients.back() < *recipient, "Bundle-Recipient");
        info.recipients.push_back(std::move(*recipient));
    }
    const auto take_if = [&](std::string_view name, bool (*is_good)(std::string_view)) {
        auto value = lines.take(name);
        malformed_unless(!value || is_good(*value), name);
        return value;
    };
    info.channel = take_if("Bundle-Channel", is_bundle_id);
    info.epoch = take_if("Bundle-Epoch", is_ordinal);
    info.sequence = take_if("Bundle-Sequence", is_ordinal);
    info.previous = take_if("Bundle-Previous", is_named_digest);
    info.void_sequence = take_if("Bundle-Void", is_ordinal);
    const bool has_part = info.epoch || info.sequence || info.previous || info.void_sequence;
    malformed_unless(info.channel || !has_part, "Bundle-Channel");
    if (const auto time = lines.take("Bundle-Not-After")) {
        info.not_after = parse_rfc3339(*time);
        malformed_unless(info.not_after.has_value(), "Bundle-Not-After");
    }
    const auto oxum = lines.require("Payload-Oxum");
    const auto dot = oxum.find('.');
    const auto octets = parse_number(std::string_view(oxum).substr(0, dot));
    const auto files =
        dot == std::string::npos ? std::nullopt : parse_number(std::string_view(oxum).substr(dot + 1));
    malformed_unless(octets && files && *files > 0, "Payload-Oxum");
    info.payload_octets = *octets;
    info.payload_files = *files;
    info.bagging_date = lines.require("Bagging-Date");
    malformed_unless(is_date(info.bagging_date), "Bagging-Date");
    info.agent = lines.require("Bag-Software-Agent");
    for (; !lines.at_end(); lines.advance()) {
        if (lower(lines.name()).rfind("bundle-", 0) == 0) {
            throw refused("bag-info.unknown", "bag-info.txt: {} is unknown, repeated or out of order",
                          lines.name());
        }
        if (const auto fault = field_name_fault(lines.name()); !fault.empty()) {
            throw refused("bag-info.malformed", "bag-info.txt: {}: {}", lines.name(), fault);
        }
        info.extra.emplace_back(lines.name(), lines.value());
    }
    return info;
}

} // namespace pouch::format
