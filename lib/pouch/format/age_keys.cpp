#include "pouch/format/age_keys.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/bech32.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

constexpr std::string_view recipient_prefix = "age";
constexpr std::string_view identity_prefix = "AGE-SECRET-KEY-";
constexpr auto identity_text_size = bech32_size(identity_prefix, crypto::X25519Secret::size);

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> starts)
{
    return std::any_of(starts.begin(), starts.end(), [&](auto start) { return text.starts_with(start); });
}

/// Calls `entry(line)` for each line that is one, with errors made to name the line.
template <typename Entry> void for_each_entry(std::string_view text, Entry entry)
{
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line.front() == '#') continue;
        try {
            entry(line);
        } catch (const Error& error) {
            throw error.in(fmt::format("line {}", number));
        }
    }
}

/// A failure to read a key file: the operator acts.
Error key_error(std::string_view reason, std::string_view message)
{
    return {Fault::system, std::string(reason), std::string(message)};
}

AgeIdentity parse_identity(std::string_view line)
{
    if (begins_with_any(line, {"age1", "AGE1", "ssh-"})) {
        throw key_error("key.is-recipient", "a recipient, where an identity belongs");
    }
    if (begins_with_any(line, {"age-encryption.org/", "-----BEGIN AGE ENCRYPTED FILE"})) {
        throw key_error("key.unsupported", "an identity file that is itself encrypted is not supported");
    }
    if (begins_with_any(line, {"-----BEGIN ", "AGE-PLUGIN-", "AGE-SECRET-KEY-PQ-"})) {
        throw key_error("key.unsupported", "an identity of a type that is not supported");
    }
    bool is_good = false;
    auto secret = crypto::X25519Secret::filled_by(
        [&](MutableByteView out) { is_good = read_bech32(line, identity_prefix, out); });
    if (!is_good) throw key_error("key.malformed", "not an identity");
    return AgeIdentity::from(std::move(secret));
}

} // namespace

AgeIdentity AgeIdentity::from(crypto::X25519Secret secret)
{
    const auto point = crypto::x25519_public(secret);
    return {std::move(secret), {point}};
}

AgeIdentity AgeIdentity::generate()
{
    return from(crypto::X25519Secret::random());
}

std::string to_text(const AgeRecipient& recipient)
{
    std::string text(bech32_size(recipient_prefix, recipient.point.size()), '\0');
    write_bech32(recipient_prefix, recipient.point, text);
    return text;
}

AgeRecipient parse_age_recipient(std::string_view text)
{
    if (begins_with_any(text, {"AGE-SECRET-KEY-", "age-secret-key-", "AGE-PLUGIN-"})) {
        throw usage_error("recipient.is-identity", "a secret key, where a recipient belongs");
    }
    AgeRecipient recipient;
    if (read_bech32(text, recipient_prefix, recipient.point)) return recipient;
    if (begins_with_any(text, {"age1pq1"})) {
        throw usage_error("recipient.unsupported", "post-quantum recipients are not supported");
    }
    if (begins_with_any(text, {"ssh-", "ecdsa-", "sk-ssh-", "github:"})) {
        throw usage_error("recipient.unsupported", "ssh recipients are not supported");
    }
    if (text.starts_with("age1") && text.substr(4).find('1') != std::string_view::npos) {
        throw usage_error("recipient.unsupported", "recipients of plugins are not supported");
    }
    throw usage_error("recipient.malformed", "not an age recipient");
}

std::vector<AgeRecipient> parse_age_recipients(std::string_view text)
{
    std::vector<AgeRecipient> recipients;
    for_each_entry(text, [&](std::string_view line) { recipients.push_back(parse_age_recipient(line)); });
    if (recipients.empty()) throw usage_error("recipient.none", "no recipient in it");
    return recipients;
}

std::vector<AgeIdentity> parse_age_identities(ByteView text)
{
    std::vector<AgeIdentity> identities;
    for_each_entry(as_text(text), [&](std::string_view line) { identities.push_back(parse_identity(line)); });
    if (identities.empty()) throw key_error("key.none", "no identity in it");
    return identities;
}

SecretBytes age_identity_file(const AgeIdentity& identity, std::string_view created)
{
    const auto comments =
        fmt::format("# created: {}\n# public key: {}\n", created, to_text(identity.recipient));
    Bytes text(comments.size() + identity_text_size + 1); // at once: growing would leave a copy of the key
    std::copy_n(as_bytes(comments).begin(), comments.size(), text.begin());
    std::array<char, identity_text_size> line{};
    write_bech32(identity_prefix, identity.secret.expose(), line);
    std::copy_n(as_bytes({line.data(), line.size()}).begin(), line.size(),
                text.begin() + static_cast<std::ptrdiff_t>(comments.size()));
    sodium_memzero(line.data(), line.size());
    text.back() = std::byte{'\n'};
    return SecretBytes(std::move(text));
}

} // namespace pouch::format
