#include "pouch/redact/written_mark.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/line_mark.hpp"
#include "pouch/redact/stray_mark.hpp"
#include "pouch/redact/view/unit.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace pouch::redact {

namespace {

constexpr int most_depth = 3;

/// Where a writing may begin, from `from` on.
std::size_t next_opener(std::string_view text, std::size_t from)
{
    static constexpr auto openers = [] {
        std::array<bool, 256> table{};
        for (const char c : std::string_view("&\\%=")) table[static_cast<unsigned char>(c)] = true;
        return table;
    }();
    while (from < text.size() && !openers[static_cast<unsigned char>(text[from])]) ++from;
    return from;
}

std::optional<Unit> decode_at(std::string_view text, std::size_t at, std::string& out)
{
    if (text[at] != '=') return decode_escape(text, at, at, out);
    try {
        return decode_mail(text, at, at, out);
    } catch (const Error&) {
        return std::nullopt; // what it refuses the rules refuse
    }
}

/// `text` with what is written in another way put in its place; nothing if there is none.
std::optional<std::string> decoded(std::string_view text)
{
    std::string out;
    std::size_t copied = 0;
    for (auto at = next_opener(text, 0); at < text.size(); at = next_opener(text, std::max(at + 1, copied))) {
        std::string unit_text;
        const auto unit = decode_at(text, at, unit_text);
        if (!unit || unit->end <= at) continue;
        out += text.substr(copied, at - copied);
        out += unit_text;
        copied = unit->end;
    }
    if (copied == 0) return std::nullopt;
    out += text.substr(copied);
    return out;
}

} // namespace

bool has_written_mark(std::string_view head, PortionJudge& judge)
{
    std::string text;
    for (int depth = 0; depth < most_depth; ++depth) {
        auto next = decoded(head);
        if (!next) return false;
        text = std::move(*next);
        head = text;
        const auto mark = read_line_mark(head, judge);
        if (mark && (!mark->fault.empty() || mark->verdict == PortionVerdict::withheld)) return true;
        if (has_stray_mark(head, judge)) return true;
    }
    return false;
}

} // namespace pouch::redact
