#include "pouch/format/clearance_file.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

/// The alphabet of base64url, and the full stop between the parts of a token.
bool is_of_token(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    });
}

Error whole_token(std::string_view what)
{
    return usage_error("clearance.token", "a whole {}, whose signature is not checked here", what)
        .with_hint("have it checked by who issues or accepts it, and give the value of its attribute aciClr");
}

std::optional<Bytes> from_base64url(std::string_view text)
{
    std::string plain(text);
    std::replace(plain.begin(), plain.end(), '-', '+');
    std::replace(plain.begin(), plain.end(), '_', '/');
    return from_base64(plain, Padding::none);
}

Bytes decoded(std::string_view text)
{
    auto bytes = from_base64url(text);
    if (!bytes) throw usage_error("clearance.malformed", "not base64url in its one form, without padding");
    return std::move(*bytes);
}

/// The one line of a claim, without its line feed.
std::string_view line_of(ByteView bytes)
{
    auto text = as_text(bytes);
    if (text.ends_with('\n')) text.remove_suffix(1);
    return text;
}

} // namespace

label::Clearance read_clearance_file(ByteView bytes)
{
    const auto text = line_of(bytes);
    if (text.starts_with('{')) throw whole_token("JSON document");
    if (text.empty() || !is_of_token(text)) {
        if (text.find("urn:oasis:names:tc:SAML:") != std::string_view::npos)
            throw whole_token("SAML assertion");
        return read_clearance(bytes);
    }
    if (text.find('.') != std::string_view::npos) throw whole_token("JSON Web Token");
    return read_clearance(decoded(text));
}

bool is_clearance_claim(ByteView bytes)
{
    const auto text = line_of(bytes);
    if (text.empty() || !is_of_token(text)) return false;
    if (text.find('.') != std::string_view::npos) return text.starts_with("eyJ"); // `{"` in base64
    const auto document = from_base64url(text);
    if (!document) return false;
    return as_text(*document).starts_with('<') || as_text(*document).starts_with("\xEF\xBB\xBF<");
}

} // namespace pouch::format
