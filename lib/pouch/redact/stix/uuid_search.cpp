#include "pouch/redact/stix/uuid_search.hpp"

#include "pouch/redact/byte_set.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/encoded_bytes.hpp"

#include <algorithm>

namespace pouch::redact::stix {

namespace {

constexpr std::size_t digit_count = 32;

/// False only for a text without a UUID in any spelling. All take a byte a digit at least, and none holds a blank but where
/// one of `joining` stands too: they make lines, which base64 and mail go on over, or ascii85.
bool may_hold_uuid(std::string_view text)
{
    static const auto joining = bytes_in("\\%&=<");
    if (text.size() < digit_count) return false;
    for (std::size_t begin = 0; begin + digit_count <= text.size();) {
        const auto blank = text.substr(begin, digit_count).rfind(' ');
        if (blank == std::string_view::npos) return true;
        begin += blank + 1;
    }
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return joining[static_cast<unsigned char>(c)]; });
}

/// What finds them; compiled when the first text needs it.
const Scanner& scanner_of(Packed packed)
{
    const auto made = [](Packed how) {
        Rule rule;
        rule.id = "uuid";
        rule.action = Action::pseudonym; // the value is wanted
        rule.regex = "[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}";
        return Scanner({rule}, how, Scanner::SelfTest::skip);
    };
    if (packed == Packed::keep) {
        static const auto keeping = made(Packed::keep);
        return keeping;
    }
    static const auto refusing = made(Packed::refuse);
    return refusing;
}

} // namespace

/// The id with the UUID that `written` stands for, behind `before`; Bundle::nothing if it is no object's.
std::uint32_t UuidSearch::named(std::string_view before, std::string_view written) const
{
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    for (const char c : written) {
        if (!is_hex(c)) continue;
        high = high << 4U | low >> 60U;
        low = low << 4U | hex_value(c);
    }
    const auto& ids = bundle_.ids;
    const auto first = std::lower_bound(ids.begin(), ids.end(), Id{high, low, {}});
    const auto is_it = [&](const Id& id) { return id.high == high && id.low == low; };
    if (first == ids.end() || !is_it(*first)) return Bundle::nothing;
    auto best = first;
    std::size_t size = 0;
    for (auto at = first; at != ids.end() && is_it(*at); ++at) {
        const auto prefix = at->text.substr(0, at->text.size() - uuid_size);
        if (prefix.size() <= size || !before.ends_with(prefix)) continue;
        best = at;
        size = prefix.size();
    }
    return static_cast<std::uint32_t>(best - ids.begin());
}

const std::vector<UuidSearch::Find>& UuidSearch::find_in(std::string_view token)
{
    finds_.clear();
    if (!may_hold_uuid(token.substr(1, token.size() - 2))) return finds_;
    const auto& scanner = scanner_of(packed_);
    if (!workspace_) workspace_ = scanner.workspace();
    scanner.scan(whole_window(token), *workspace_, matches_);
    for (const auto& match : matches_) {
        const auto name = named(token.substr(0, match.begin), workspace_->values[match.value - 1]);
        if (name != Bundle::nothing) finds_.push_back({match.begin, match.end, name});
    }
    return finds_;
}

} // namespace pouch::redact::stix
