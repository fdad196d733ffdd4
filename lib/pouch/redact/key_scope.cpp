#include "pouch/redact/key_scope.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/io/file.hpp"

namespace pouch::redact {

namespace {

constexpr std::string_view info_of(KeyScope::Purpose purpose)
{
    switch (purpose) {
    case KeyScope::Purpose::pseudonym:
        return "pouch redact v1 pseudonym";
    case KeyScope::Purpose::shift_date:
        return "pouch redact v1 shift-date";
    case KeyScope::Purpose::encrypt:
        return "pouch redact v1 encrypt";
    case KeyScope::Purpose::identifier:
        return "pouch redact v1 identifier";
    case KeyScope::Purpose::input:
        return "pouch redact v1 input";
    case KeyScope::Purpose::proof:
        return "pouch redact v1 proof";
    }
    throw bug("a purpose of a key without a name");
}

} // namespace

KeyScope::KeyScope(Key key) : key_(std::move(key))
{
    for (std::size_t i = 0; i < purposes_.size(); ++i) purposes_[i] = key_for(static_cast<Purpose>(i));
}

KeyScope::PurposeKey KeyScope::key_for(Purpose purpose) const
{
    return crypto::derive<PurposeKey>(key_.expose(), {}, info_of(purpose));
}

crypto::Mac KeyScope::mac(Purpose purpose, std::string_view message) const
{
    return crypto::hmac_sha256(purposes_.at(static_cast<std::size_t>(purpose)).expose(), as_bytes(message));
}

std::string KeyScope::id() const
{
    const auto digest = crypto::derive<PurposeKey>(key_.expose(), {}, "pouch redact v1 id");
    return to_hex(ByteView(digest.expose()).first(8));
}

KeyScope read_key_scope(const std::string& path)
{
    constexpr std::size_t digits = 64;
    const auto file = io::read_secret_file(path, digits + 1);
    auto text = as_text(file.expose());
    if (text.size() == digits + 1 && text.back() == '\n') text.remove_suffix(1);
    auto bytes = text.size() == digits ? from_hex(text) : std::nullopt;
    if (!bytes) {
        throw Error(Fault::system, "key.malformed",
                    fmt::format("{}: not 64 lower-case hexadecimal digits", path),
                    "openssl rand -hex 32 makes a key");
    }
    const SecretBytes wiped(std::move(*bytes));
    return KeyScope(KeyScope::Key::filled_by(
        [&](MutableByteView out) { std::copy(wiped.expose().begin(), wiped.expose().end(), out.begin()); }));
}

} // namespace pouch::redact
