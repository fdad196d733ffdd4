#include "pouch/redact/json/clipper.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/json/plain_run.hpp"

#include <array>
#include <optional>

namespace pouch::redact::json {

namespace {

/// True for what numbers, `true`, `false` and `null` are made of.
constexpr auto token_bytes = [] {
    std::array<bool, 256> all{};
    for (unsigned byte = 0; byte < all.size(); ++byte) {
        const char c = static_cast<char>(byte);
        all[byte] = is_digit(c) || is_letter(c) || c == '-' || c == '+' || c == '.';
    }
    return all;
}();

bool is_token(char c)
{
    return token_bytes[static_cast<unsigned char>(c)];
}

/// The place behind the token at `at`; nothing if `text` ends first and may go on.
std::optional<std::size_t> token_end(std::string_view text, std::size_t at, bool is_last)
{
    while (at < text.size() && is_token(text[at])) ++at;
    if (at == text.size() && !is_last) return std::nullopt;
    return at;
}

bool is_high_surrogate(std::string_view escape)
{
    const char first = at_or_nul(escape, 2);
    return at_or_nul(escape, 1) == 'u' && (first == 'd' || first == 'D') &&
           std::string_view("89abAB").find(at_or_nul(escape, 3)) != std::string_view::npos;
}

/// The place behind the escape at `at`, or behind the pair that it begins.
std::optional<std::size_t> escape_end(std::string_view text, std::size_t at, bool is_last)
{
    constexpr std::size_t unicode_size = 6; // \uXXXX
    const auto rest = text.substr(at);
    std::size_t size = at_or_nul(rest, 1) == 'u' ? unicode_size : 2;
    if (size <= rest.size() && is_high_surrogate(rest)) size += unicode_size;
    if (size <= rest.size()) return at + size;
    if (!is_last) return std::nullopt;
    return text.size();
}

} // namespace

std::size_t JsonClipper::seek(std::string_view text, std::size_t to)
{
    const auto part = text.substr(0, to);
    auto at = behind_quotes(part, 0, in_string_);
    while (at < to) {
        if (!in_string_) {
            if (!is_token(text[at])) {
                in_string_ = text[at] == '"';
                ++at;
                continue;
            }
            const auto end = token_end(text, at, false);
            if (!end || *end > to) break;
            at = *end;
            continue;
        }
        at = string_stop(part, at);
        if (at == to) break;
        if (text[at] == '"') {
            in_string_ = false;
            ++at;
            continue;
        }
        const auto end = escape_end(text, at, false);
        if (!end || *end > to) break;
        at = behind_quotes(part, *end, in_string_);
    }
    return at;
}

bool JsonClipper::clip(std::string_view text, std::size_t end, bool is_last, std::vector<Part>& parts) const
{
    if (end > text.size()) {
        if (!is_last) return false;
        end = text.size();
    }
    const auto part = text.substr(0, end);
    bool in_string = in_string_;
    std::size_t at = 0;
    while (at < end) {
        if (!in_string) {
            if (!is_token(text[at])) {
                in_string = text[at] == '"';
                ++at;
                continue;
            }
            const auto behind = token_end(text, at, is_last);
            if (!behind) return false;
            parts.push_back({at, *behind, "\"", "\"", "null"});
            at = *behind;
            continue;
        }
        const auto begin = at;
        while (at < end && text[at] != '"') {
            at = string_stop(part, at);
            if (at == end || text[at] == '"') break;
            const auto behind = escape_end(text, at, is_last);
            if (!behind) return false;
            at = *behind;
        }
        if (at > begin) parts.push_back({begin, at, {}, {}, {}});
        if (at >= end) break;
        in_string = false;
        ++at;
    }
    return true;
}

} // namespace pouch::redact::json
