#include "pouch/format/age.hpp"
#include "pouch/redact/operator/base32.hpp"
#include "pouch/redact/operator/operator.hpp"

#include <algorithm>

namespace pouch::redact {

namespace {

constexpr std::size_t block = 32;           ///< Bytes; the length of what is encrypted is a multiple.
constexpr std::size_t longest_value = 2048; ///< Bytes. A token must be no longer than a match may be.

/// The value and one to 32 line feeds: what `age -d` prints is readable, and its length says little.
std::string padded(std::string_view value)
{
    std::string text(value);
    text.resize(text.size() / block * block + block, '\n');
    return text;
}

/// Every secret of a file comes from the key of the scope, from its recipient and from all of its content.
format::AgeFileSecrets secrets_of(const KeyScope& key, const std::string& recipient, std::string_view content)
{
    const auto fill = [&](std::string_view what, MutableByteView out) {
        std::string message(what);
        message.append(1, '\0').append(recipient).append(1, '\0').append(content);
        Wiped<crypto::Mac> mac;
        *mac = key.mac(KeyScope::Purpose::encrypt, message);
        std::copy_n(mac->begin(), out.size(), out.begin());
    };
    format::AgeFileSecrets secrets;
    fill("file key", secrets.file_key.writable());
    fill("ephemeral", secrets.ephemeral.writable());
    fill("nonce", secrets.nonce);
    return secrets;
}

} // namespace

Operator encrypter_of(const Rule& rule, const KeyScope& key)
{
    return [head = head_of(rule), recipient = format::parse_age_recipient(rule.originator),
            name = rule.originator, &key](std::string_view value) -> std::optional<std::string> {
        if (value.size() > longest_value) return std::nullopt;
        const auto content = padded(value);
        const auto file =
            format::write_small_age_file(secrets_of(key, name, content), recipient, as_bytes(content));
        return "[ENCRYPTED:" + head + base32(file) + "]";
    };
}

} // namespace pouch::redact
