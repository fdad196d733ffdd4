#include "pouch/redact/stix/uuid_search.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/encoded_bytes.hpp"

#include <algorithm>
#include <array>

namespace pouch::redact::stix {

namespace {

constexpr std::size_t digit_count = least_uuid_token - 2;

/// Signs of which one stands where a blank may stand within a UUID: of line ends, over which base64 and mail go on, and of
/// ascii85.
constexpr auto joining = [] {
    std::array<bool, 256> signs{};
    for (const char c : {'\\', '%', '&', '=', '<'}) signs[static_cast<unsigned char>(c)] = true;
    return signs;
}();

constexpr std::size_t batch_size = std::size_t{1} << 18U;

/// Where its first hyphen lacks, a UUID begins where no letter or digit stands before it: in a hash it could be anywhere.
constexpr std::array spellings{
    "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}",
    "\\b[0-9A-Fa-f]{12}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}",
    "_[0-9A-Fa-f]{12}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}"};

/// The id of `uuid` with the longest type at the end of `before` that `find(id)` knows; null if there is none.
template <typename Find> const Id* typed_id(std::string_view before, const std::string& uuid, Find find)
{
    constexpr std::string_view sign = "--";
    constexpr std::size_t longest_type = 250; // as STIX has it
    if (!before.ends_with(sign)) return nullptr;
    auto begin = before.size() - sign.size();
    const auto least = begin - std::min(begin, longest_type);
    const auto is_of_type = [](char c) { return c == '-' || is_digit(c) || (c >= 'a' && c <= 'z'); };
    while (begin > least && is_of_type(before[begin - 1])) --begin;
    for (; begin < before.size() - sign.size(); begin = before.find('-', begin) + 1) {
        if (const auto* id = find(std::string(before.substr(begin)) + uuid)) return id;
    }
    return nullptr;
}

/// What finds them; compiled when the first text needs it.
const Scanner& scanner_of(Packed packed)
{
    const auto made = [](Packed how) {
        std::vector<Rule> rules;
        for (const auto* spelling : spellings) {
            auto& rule = rules.emplace_back();
            rule.id = "uuid";
            rule.action = Action::pseudonym; // the value is wanted
            rule.regex = spelling;
        }
        return Scanner(std::move(rules), how, Scanner::SelfTest::skip);
    };
    if (packed == Packed::keep) {
        static const auto keeping = made(Packed::keep);
        return keeping;
    }
    static const auto refusing = made(Packed::refuse);
    return refusing;
}

} // namespace

/// All spellings take a byte a digit at least, but those of base64 and ascii85, which hide the digits of one in more bytes
/// than it has.
bool may_hold_uuid(std::string_view token)
{
    if (token.size() < least_uuid_token) return false;
    const auto text = token.substr(1, token.size() - 2);
    for (std::size_t begin = 0; begin + digit_count <= text.size();) {
        const auto blank = text.substr(begin, digit_count).rfind(' ');
        if (blank == std::string_view::npos) return true;
        begin += blank + 1;
    }
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return joining[static_cast<unsigned char>(c)]; });
}

/// The id with the UUID that `written` stands for, behind `before`; Bundle::nothing if it is no object's.
std::uint32_t UuidSearch::named(std::string_view before, std::string_view written) const
{
    std::string uuid;
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    for (const char c : written) {
        if (!is_hex(c)) continue;
        if (uuid.size() == 8 || uuid.size() == 13 || uuid.size() == 18 || uuid.size() == 23) uuid += '-';
        uuid += to_lower(c);
        high = high << 4U | low >> 60U;
        low = low << 4U | hex_value(c);
    }
    const auto& ids = bundle_.ids;
    const auto at = [&](std::string_view text) {
        return std::lower_bound(ids.begin(), ids.end(), Id{high, low, text});
    };
    const auto first = at({});
    if (first == ids.end() || first->high != high || first->low != low) return Bundle::nothing;
    if (const auto typed = typed_id(before, uuid, [&](std::string_view id) {
            const auto known = at(id);
            return known != ids.end() && known->text == id ? &*known : nullptr;
        }))
        return static_cast<std::uint32_t>(typed - ids.data());
    return static_cast<std::uint32_t>(first - ids.begin());
}

/// All in one, a token a line, since a scan costs much to begin: as they stand in a text of JSON, which rules see whole.
void UuidSearch::scan(std::string_view text, std::span<const Span> tokens, std::uint32_t first,
                      std::vector<Find>& finds)
{
    batch_.clear();
    begins_.clear();
    for (const auto& token : tokens) {
        begins_.push_back(batch_.size());
        batch_ += text.substr(token.begin, token.size());
        batch_ += '\n';
    }
    const auto& scanner = scanner_of(packed_);
    if (!workspace_) workspace_ = scanner.workspace();
    const auto note = [&](const Match& match) {
        const auto behind = std::upper_bound(begins_.begin(), begins_.end(), match.begin);
        const auto index = static_cast<std::size_t>(behind - begins_.begin()) - 1;
        const auto& token = tokens[index];
        auto begin = token.begin + match.begin - begins_[index];
        const auto end = begin + match.end - match.begin;
        if (text[begin] == '_') ++begin;
        const auto name =
            named(text.substr(token.begin, begin - token.begin), workspace_->values[match.value - 1]);
        if (name == Bundle::nothing) return;
        if (end >= token.end) throw refused("stix.id", "byte {}: an id over the end of a text", begin);
        finds.push_back({begin, end, name, first + static_cast<std::uint32_t>(index)});
    };
    const auto margin = scanner.margin();
    const auto whole = std::string_view(batch_);
    const auto border = [&](std::size_t place) {
        return character_start(whole, std::min(place, whole.size()));
    };
    for (std::size_t zone = 0; zone < whole.size();) { // a token may be long
        const auto end = border(zone + batch_size);
        const auto from = border(zone - std::min(zone, margin));
        const auto to = border(end + margin);
        scanner.scan({whole.substr(from, to - from), zone - from, end - from}, *workspace_, matches_);
        for (const auto& match : matches_)
            note({match.begin + from, match.end + from, match.rule, match.value});
        zone = end;
    }
}

std::vector<UuidSearch::Find> UuidSearch::find_in(std::string_view text, std::span<const Span> tokens)
{
    std::vector<Find> finds;
    for (std::size_t first = 0; first < tokens.size();) {
        std::size_t size = 0;
        auto last = first;
        while (last < tokens.size() && (last == first || size + tokens[last].size() <= batch_size))
            size += tokens[last++].size();
        scan(text, tokens.subspan(first, last - first), static_cast<std::uint32_t>(first), finds);
        first = last;
    }
    return finds;
}

} // namespace pouch::redact::stix
