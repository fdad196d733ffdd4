#include "pouch/redact/recognise/uuid.hpp"

#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

constexpr std::string_view shape = "00000000-0000-0000-0000-000000000000";

/// True if neither a letter or digit nor a dash with one beyond it stands beside the UUID at `i`.
bool has_borders(std::string_view text, std::size_t i)
{
    const auto end = i + shape.size();
    const bool is_joined_before = i > 1 && text[i - 1] == '-' && is_alnum(text[i - 2]);
    const bool is_joined_after = at_or_nul(text, end) == '-' && is_alnum(at_or_nul(text, end + 1));
    return is_border_before(text, i) && is_border_after(text, end) && !is_joined_before && !is_joined_after;
}

bool is_uuid_at(std::string_view text, std::size_t i)
{
    const auto uuid = text.substr(i, shape.size());
    if (uuid.size() < shape.size()) return false;
    const auto is_of_shape = [](char c, char form) { return form == '-' ? c == '-' : is_hex(c); };
    if (!std::equal(uuid.begin(), uuid.end(), shape.begin(), is_of_shape)) return false;
    const bool has_version = uuid[14] >= '1' && uuid[14] <= '8';
    const bool has_variant = std::string_view("89abAB").find(uuid[19]) != std::string_view::npos;
    return has_version && has_variant && std::any_of(uuid.begin(), uuid.end(), is_letter) &&
           has_borders(text, i);
}

} // namespace

bool is_in_uuid(std::string_view text, std::size_t begin, std::size_t end)
{
    if (end - begin > shape.size()) return false;
    const auto first = end > shape.size() ? end - shape.size() : 0;
    for (auto i = first; i <= begin; ++i) {
        if (is_uuid_at(text, i)) return true;
    }
    return false;
}

} // namespace pouch::redact::recognise
