#include "pouch/base/error.hpp"
#include "pouch/redact/operator/operator.hpp"
#include "pouch/redact/operator/written_date.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>

/// The values that can be said less exactly, each by what its rule finds; all else is refused when rules are read.
namespace pouch::redact {

namespace {

using Text = std::optional<std::string>;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// `192.0.2.x`: the first `bytes` of an address.
Text network_of_ipv4(std::string_view value, std::size_t bytes)
{
    std::string text;
    for (const char c : value) {
        if (c != '[' && c != ']') text += c;
    }
    in_addr address{};
    if (::inet_pton(AF_INET, text.c_str(), &address) != 1) return std::nullopt;
    const auto parts = std::as_bytes(std::span(&address, 1));
    std::string out;
    for (std::size_t i = 0; i < 4; ++i) {
        if (i > 0) out += '.';
        out += i < bytes ? std::to_string(std::to_integer<unsigned>(parts[i])) : "x";
    }
    return out;
}

/// `2001:db8:1:x`: the first `groups` of an address; nothing for one that holds an address of IPv4: those that begin with
/// zeros or 64:ff9b (RFC 6052), 6to4 (RFC 3056) and Teredo (RFC 4380).
Text network_of_ipv6(std::string_view value, std::size_t groups)
{
    const std::string text(value.substr(0, value.find('%')));
    in6_addr address{};
    if (::inet_pton(AF_INET6, text.c_str(), &address) != 1) return std::nullopt;
    const auto parts = std::as_bytes(std::span(&address, 1));
    const auto group = [&](std::size_t i) {
        return std::to_integer<unsigned>(parts[2 * i]) << 8U | std::to_integer<unsigned>(parts[2 * i + 1]);
    };
    const bool holds_ipv4 = group(0) == 0 || group(0) == 0x2002 || (group(0) == 0x2001 && group(1) == 0) ||
                            (group(0) == 0x64 && group(1) == 0xff9b);
    if (holds_ipv4) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < groups; ++i) out += fmt::format("{:x}:", group(i));
    return out + "x";
}

/// The date in a value whose century is known: two digits of a year say none.
std::optional<WrittenDate> certain_date(std::string_view value)
{
    auto written = WrittenDate::read(value);
    if (written && written->has_short_year()) return std::nullopt;
    return written;
}

Text month_of(std::string_view value)
{
    const auto written = certain_date(value);
    if (!written) return std::nullopt;
    return fmt::format("{:04}-{:02}", static_cast<int>(written->date().year()),
                       static_cast<unsigned>(written->date().month()));
}

Text year_of(std::string_view value)
{
    const auto written = certain_date(value);
    if (!written) return std::nullopt;
    return fmt::format("{:04}", static_cast<int>(written->date().year()));
}

Text domain_of(std::string_view value)
{
    const auto at = value.rfind('@');
    if (at == std::string_view::npos) return std::nullopt;
    return "x@" + std::string(value.substr(at + 1));
}

/// Scheme and host of a URL, nothing but these; nothing for other schemes, and for a host that is no name: what stands
/// there could be anything.
Text host_of(std::string_view value)
{
    const auto sign = value.find("://");
    if (sign == std::string_view::npos) return std::nullopt;
    const auto rest = value.substr(sign + 3);
    const auto authority = rest.substr(0, rest.find_first_of("/?#\\"));
    if (authority.find('@') != std::string_view::npos) return std::nullopt;
    const auto host = authority.substr(0, authority.find(':'));
    const bool is_name = !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
    constexpr std::array<std::string_view, 8> schemes{"http", "https", "hxxp", "hxxps",
                                                      "ftp",  "ftps",  "ws",   "wss"};
    std::string scheme(value.substr(0, sign));
    for (auto& c : scheme) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!is_name || std::find(schemes.begin(), schemes.end(), scheme) == schemes.end()) return std::nullopt;
    return std::string(value.substr(0, sign + 3)) + std::string(host);
}

/// The square of 10 km: `52SCG23` for `52SCG2345678901`.
Text square_of_mgrs(std::string_view value)
{
    std::string text;
    std::copy_if(value.begin(), value.end(), std::back_inserter(text), [](char c) { return c != ' '; });
    const auto letter = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto head = static_cast<std::size_t>(letter - text.begin()) + 3;
    if (text.size() < head + 4 || (text.size() - head) % 2 != 0) return std::nullopt;
    const auto half = (text.size() - head) / 2;
    return text.substr(0, head) + text[head] + text[head + half];
}

/// Degrees with one digit behind the point, cut off; nothing for other forms than decimal degrees, as those with minutes in
/// the same number, which has more than three digits before the point.
Text tenths_of_degrees(std::string_view value)
{
    constexpr unsigned most_degrees = 180;
    std::string out;
    for (std::size_t i = 0; i < value.size();) {
        if (!is_digit(value[i])) {
            // What may stand between and beside two numbers; a minus of a range or of minutes does not.
            const bool is_sign = std::string_view("+-,NSEW /").find(value[i]) != std::string_view::npos;
            const bool is_degree = value.substr(i).starts_with("\u00B0");
            if (!is_sign && !is_degree) return std::nullopt;
            out += value.substr(i, is_degree ? 2 : 1);
            i += is_degree ? 2 : 1;
            continue;
        }
        const auto point =
            std::find_if_not(value.begin() + static_cast<std::ptrdiff_t>(i), value.end(), is_digit);
        const auto behind = static_cast<std::size_t>(point - value.begin()) + 1;
        if (behind >= value.size() || value[behind - 1] != '.' || !is_digit(value[behind]))
            return std::nullopt;
        unsigned whole = 0;
        const auto [end, fault] = std::from_chars(value.data() + i, &*point, whole);
        if (fault != std::errc() || behind - i > 4 || whole > most_degrees) return std::nullopt;
        out += value.substr(i, behind + 1 - i);
        i = behind;
        while (i < value.size() && is_digit(value[i])) ++i;
    }
    return out;
}

/// `30-39` of 34, in bands of 10.
Text band_of_number(std::string_view value, std::uint64_t width)
{
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (fault != std::errc() || end != value.data() + value.size() || number > UINT64_MAX - width)
        return std::nullopt;
    const auto low = number / width * width;
    return fmt::format("{}-{}", low, low + width - 1);
}

Operator by_number(const Rule& rule)
{
    std::uint64_t width = 0;
    const auto& to = rule.generalise_to;
    const auto [end, fault] = std::from_chars(to.data(), to.data() + to.size(), width);
    constexpr std::uint64_t most = 1'000'000'000;
    if (fault != std::errc() || end != to.data() + to.size() || width < 2 || width > most)
        throw usage_error("rules.value",
                          "generalise_to of a regex or a field is the width of a band, 2 to {}", most);
    return [width](std::string_view value) { return band_of_number(value, width); };
}

} // namespace

Operator generaliser_of(const Rule& rule)
{
    if (rule.regex || rule.field) return by_number(rule);
    const auto name = rule.builtin == nullptr ? std::string_view() : rule.builtin->name;
    const auto& to = rule.generalise_to;
    if (name == "ipv4") {
        for (const std::size_t bytes : {3U, 2U, 1U}) {
            if (to != fmt::format("/{}", 8 * bytes) && !(to.empty() && bytes == 3)) continue;
            return [bytes](std::string_view value) { return network_of_ipv4(value, bytes); };
        }
    } else if (name == "ipv6") {
        for (const std::size_t groups : {3U, 2U, 4U}) {
            if (to != fmt::format("/{}", 16 * groups) && !(to.empty() && groups == 3)) continue;
            return [groups](std::string_view value) { return network_of_ipv6(value, groups); };
        }
    } else if (name == "date" || name == "dtg") {
        if (to.empty() || to == "month") return month_of;
        if (to == "year") return year_of;
    } else if (to.empty()) {
        if (name == "email") return domain_of;
        if (name == "url") return host_of;
        if (name == "mgrs") return square_of_mgrs;
        if (name == "latlon") return tenths_of_degrees;
    }
    if (name.empty())
        throw usage_error("rules.value",
                          "generalise is for builtins, and for numbers that a regex or a field means");
    throw usage_error("rules.value", "the builtin {} cannot be generalised{}", name,
                      to.empty() ? "" : " to that");
}

} // namespace pouch::redact
