#include "pouch/format/signers.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/ssh_key.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

constexpr std::string_view blanks = " \t";

template <typename... Args> Error malformed(fmt::format_string<Args...> format, Args&&... args)
{
    return make_error(Fault::usage, "signers.malformed", format, std::forward<Args>(args)...);
}

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// A name that means itself: no pattern, no list, no quoting, and what is printed is what is compared.
bool is_literal(std::string_view name)
{
    return !name.empty() && name.find_first_of("*?!,\" \t") == std::string_view::npos &&
           escaped(name) == name;
}

/// Takes the next field; blanks inside double quotes do not end it.
std::string_view take_field(std::string_view& rest)
{
    rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(blanks)));
    bool quoted = false;
    std::size_t end = 0;
    for (; end < rest.size(); ++end) {
        if (rest[end] == '"') quoted = !quoted;
        if (!quoted && blanks.find(rest[end]) != std::string_view::npos) break;
    }
    const auto field = rest.substr(0, end);
    rest.remove_prefix(end);
    return field;
}

/// Takes `name="value"` from the front of an option list, and the comma after it if one follows.
struct Option {
    std::string name;
    std::string_view value;
};
Option take_option(std::string_view& rest)
{
    const auto equals = rest.find_first_of("=,");
    const auto name = lower(rest.substr(0, equals));
    if (equals == std::string_view::npos || rest[equals] == ',') {
        throw malformed("option {} has no value or is not allowed here", name);
    }
    rest.remove_prefix(equals + 1);
    const auto close = rest.starts_with('"') ? rest.find('"', 1) : std::string_view::npos;
    if (close == std::string_view::npos) throw malformed("value of {} is not in double quotes", name);
    const auto value = rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
    if (!rest.empty()) {
        if (rest.front() != ',' || rest.size() == 1) throw malformed("bad text after option {}", name);
        rest.remove_prefix(1);
    }
    return {name, value};
}

Instant parse_time(std::string_view name, std::string_view text)
{
    const auto digits = text.substr(0, text.size() - (text.ends_with('Z') ? 1 : 0));
    const bool shaped = (digits.size() == 8 || digits.size() == 12 || digits.size() == 14) &&
                        digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (!shaped) throw malformed("{} is not YYYYMMDDZ, YYYYMMDDhhmmZ or YYYYMMDDhhmmssZ", name);
    if (digits.size() == text.size()) throw malformed("{} does not end in Z: a local time is refused", name);
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        for (const char c : digits.substr(std::min(at, digits.size()), length))
            value = value * 10 + (c - '0');
        return value;
    };
    const auto when =
        instant_of(number(0, 4), number(4, 2), number(6, 2), number(8, 2), number(10, 2), number(12, 2));
    if (!when) throw malformed("{} is a time that does not exist", name);
    return *when;
}

std::vector<std::string> parse_namespaces(std::string_view text)
{
    std::vector<std::string> names;
    for (const auto name : split(text, ',')) {
        if (!is_literal(name)) throw malformed("namespaces holds a name that is not literal");
        if (std::ranges::find(names, name) != names.end()) throw malformed("namespaces repeats {}", name);
        names.emplace_back(name);
    }
    return names;
}

void parse_options(std::string_view text, Signer& signer)
{
    while (!text.empty()) {
        const auto [name, value] = take_option(text);
        const auto once = [&name = name](bool seen) {
            if (seen) throw malformed("option {} is repeated", name);
        };
        if (name == "namespaces") {
            once(!signer.namespaces.empty());
            signer.namespaces = parse_namespaces(value);
        } else if (name == "valid-after") {
            once(signer.valid_after.has_value());
            signer.valid_after = parse_time(name, value);
        } else if (name == "valid-before") {
            once(signer.valid_before.has_value());
            signer.valid_before = parse_time(name, value);
        } else {
            throw malformed("option {} is not allowed here", name);
        }
    }
    if (signer.namespaces.empty()) throw malformed("no namespaces=");
    if (signer.valid_after && signer.valid_before && *signer.valid_before <= *signer.valid_after) {
        throw malformed("valid-before is not later than valid-after");
    }
}

Signer parse_line(std::string_view line)
{
    if (line.size() > max_signers_line_size) throw malformed("line too long");
    if (line.find_first_of(std::string_view("\r\0", 2)) != std::string_view::npos) {
        throw malformed("a carriage return or a NUL");
    }
    Signer signer;
    signer.principal = take_field(line);
    if (!is_literal(signer.principal)) throw malformed("the principal is not one literal name");
    const auto options = take_field(line);
    if (options.empty() || options == ed25519_key_type) throw malformed("no namespaces=");
    parse_options(options, signer);
    if (take_field(line) != ed25519_key_type) throw malformed("the key type is not {}", ed25519_key_type);
    const auto key = key_from_base64(take_field(line));
    if (!key) throw malformed("not a well-formed Ed25519 key");
    signer.key = *key;
    return signer;
}

} // namespace

void Signers::add(Signer signer)
{
    if (signers_.size() >= max_signers_count) throw malformed("more than {} signers", max_signers_count);
    for (const auto& other : signers_) {
        if (other.key != signer.key) continue;
        if (other.principal != signer.principal) {
            throw malformed("the key of {} (line {}) again, for {}", other.principal, other.line,
                            signer.principal);
        }
        for (const auto& ns : signer.namespaces) {
            if (std::ranges::find(other.namespaces, ns) != other.namespaces.end()) {
                throw malformed("the key of line {} again, for the same namespace {}", other.line, ns);
            }
        }
    }
    signers_.push_back(std::move(signer));
}

Signers Signers::parse(std::string_view text)
{
    if (text.size() > max_signers_size) throw malformed("larger than {} bytes", max_signers_size);
    Signers result;
    std::size_t number = 0;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        ++number;
        line.remove_prefix(std::min(line.size(), line.find_first_not_of(blanks)));
        if (line.empty() || line.starts_with('#')) continue;
        try {
            auto signer = parse_line(line);
            signer.line = number;
            result.add(std::move(signer));
        } catch (const Error& error) {
            throw error.in(fmt::format("line {}", number));
        }
    }
    if (result.signers_.empty()) throw malformed("no signer in it");
    return result;
}

Judgement Signers::judge(const crypto::PublicKey& key, std::string_view ns, Instant at) const
{
    Judgement result;
    for (const auto& signer : signers_) {
        if (signer.key != key) continue;
        result = {Standing::wrong_namespace, signer.principal};
        if (std::ranges::find(signer.namespaces, ns) == signer.namespaces.end()) continue;
        result.standing = Standing::trusted; // the only line for this key and namespace
        if (signer.valid_after && at < *signer.valid_after) result.standing = Standing::not_yet_valid;
        if (signer.valid_before && at > *signer.valid_before) result.standing = Standing::expired;
        return result;
    }
    return result;
}

} // namespace pouch::format
