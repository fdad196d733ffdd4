#include "pouch/redact/unseen_text.hpp"

#include "pouch/redact/characters.hpp"

namespace pouch::redact {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view call = "\x1B$";
constexpr char shift_out = '\x0E';
constexpr std::size_t tag_size = 4;
constexpr std::size_t most_tags = 6; ///< Of a flag, without the last.

bool is_among(char c, char first, char last)
{
    return c >= first && c <= last;
}

/// The bytes of pairs at `i`: two of ASCII each, no controls and blanks, the first of a row that sets have.
std::size_t pairs_size(std::string_view text, std::size_t i)
{
    const auto begin = i;
    while (is_among(at_or_nul(text, i), '!', 't') && is_among(at_or_nul(text, i + 1), '!', '~')) i += 2;
    return i - begin;
}

/// The letters that call a set in: `{bytes, whether its text follows at once}`; no bytes if no set is called so.
struct Call {
    std::size_t size;
    bool is_direct;
};

Call call_at(std::string_view text, std::size_t i)
{
    const char sign = at_or_nul(text, i + call.size());
    const char set = at_or_nul(text, i + call.size() + 1);
    if (is_among(sign, '@', 'B')) return {call.size() + 1, true};
    if (sign == '(' && is_among(set, '@', 'Q')) return {call.size() + 2, true};
    const bool is_later = (sign == ')' && is_among(set, 'A', 'G')) || (sign == '*' && set == 'H') ||
                          (sign == '+' && is_among(set, 'I', 'M'));
    return {is_later ? call.size() + 2 : 0, false};
}

template <typename Counts>
std::optional<std::size_t> call_that(std::string_view text, std::size_t from, Counts counts)
{
    for (auto at = text.find(call, from); at != npos; at = text.find(call, at + 1)) {
        const auto called = call_at(text, at);
        if (called.size > 0 && counts(called, at + called.size)) return at;
    }
    return std::nullopt;
}

/// True for a tag character at `i`.
bool is_tag(std::string_view text, std::size_t i)
{
    const auto third = static_cast<unsigned char>(at_or_nul(text, i + 2));
    return text.substr(i, 2) == "\xF3\xA0" && (third == 0x80 || third == 0x81);
}

/// True if the tag at `i` is a letter or digit, as regions have them.
bool is_region_tag(std::string_view text, std::size_t i)
{
    const auto last = static_cast<unsigned char>(at_or_nul(text, i + 3));
    return text[i + 2] == '\x80' ? last >= 0xB0 && last <= 0xB9 : last >= 0xA1 && last <= 0xBA;
}

/// The bytes of the flag that the tag at `begin`, the first in a row, is in, without what it is put on; 0 if it is in none.
std::size_t flag_size(std::string_view text, std::size_t begin, bool is_all)
{
    if (!text.substr(0, begin).ends_with("\xF0\x9F\x8F\xB4")) return 0;
    std::size_t count = 0;
    auto end = begin;
    for (; is_tag(text, end) && is_region_tag(text, end); end += tag_size) ++count;
    const bool is_cut = end + tag_size > text.size() && !is_all;
    if (count > most_tags || (count < 2 && !is_cut)) return 0;
    if (text.substr(end, tag_size) == "\xF3\xA0\x81\xBF") return end + tag_size - begin;
    return is_cut ? text.size() - begin : 0;
}

} // namespace

std::optional<std::size_t> wide_text(std::string_view text, std::size_t from)
{
    return call_that(text, from, [&](const Call& called, std::size_t behind) {
        return !called.is_direct || pairs_size(text, behind) > 0;
    });
}

std::optional<std::size_t> written_wide_text(std::string_view text, std::size_t from)
{
    return call_that(text, from, [&](const Call& called, std::size_t behind) {
        if (!called.is_direct)
            return text.find(shift_out, behind) != npos ||
                   text.find("=0E", behind) != npos; // as mail writes it
        const auto size = pairs_size(text, behind);
        return size > 2 || (size == 2 && at_or_nul(text, behind + size) == call.front());
    });
}

std::optional<std::size_t> hidden_tag(std::string_view text, std::size_t from, bool is_all)
{
    for (auto at = text.find("\xF3\xA0", from); at != npos; at = text.find("\xF3\xA0", at + 1)) {
        if (!is_tag(text, at)) continue;
        auto begin = at;
        for (std::size_t count = 0; count <= most_tags && begin >= tag_size && is_tag(text, begin - tag_size);
             ++count)
            begin -= tag_size;
        const auto size = flag_size(text, begin, is_all);
        if (begin + size <= at) return at;
        at = begin + size - 1;
    }
    return std::nullopt;
}

} // namespace pouch::redact
