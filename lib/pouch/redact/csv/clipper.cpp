#include "pouch/redact/csv/clipper.hpp"

#include "pouch/redact/characters.hpp"
#include "pouch/redact/csv/reader.hpp"

namespace pouch::redact::csv {

namespace {

/// True if `text` may go on as a byte order mark.
bool may_be_mark(std::string_view text)
{
    return !text.empty() && text.size() < byte_order_mark.size() && byte_order_mark.starts_with(text);
}

} // namespace

/// True for what stands between cells.
bool CsvClipper::is_border(char c) const
{
    return c == delimiter_ || c == '"' || c == '\n' || c == '\r';
}

std::size_t CsvClipper::seek(std::string_view text, std::size_t to)
{
    std::size_t at = 0;
    if (is_at_start_ && to > 0) {
        if (text.starts_with(byte_order_mark)) {
            if (to < byte_order_mark.size()) return 0;
            at = byte_order_mark.size();
        } else if (may_be_mark(text)) {
            return 0;
        }
    }
    while (at < to) {
        if (text[at] != '"') {
            ++at;
            continue;
        }
        if (in_quotes_) {
            if (at + 1 == text.size()) break; // closing, or the first of two
            if (text[at + 1] == '"') {
                if (at + 2 > to) break;
                at += 2;
                continue;
            }
        }
        in_quotes_ = !in_quotes_;
        ++at;
    }
    if (at > 0) is_at_start_ = false;
    return at;
}

bool CsvClipper::clip(std::string_view text, std::size_t end, bool is_last, std::vector<Part>& parts) const
{
    if (end > text.size()) {
        if (!is_last) return false;
        end = text.size();
    }
    std::size_t at = 0;
    if (is_at_start_) {
        if (text.starts_with(byte_order_mark)) at = byte_order_mark.size();
        if (may_be_mark(text) && !is_last) return false;
    }
    bool in_quotes = in_quotes_;
    while (at < end) {
        const auto begin = at;
        if (!in_quotes) {
            while (at < end && !is_border(text[at])) ++at;
            if (at > begin) parts.push_back({begin, at, {}, {}, {}, {&delimiter_, 1}});
            if (at >= end) break;
            in_quotes = text[at] == '"';
            ++at;
            continue;
        }
        while (at < end) {
            if (text[at] != '"') {
                ++at;
                continue;
            }
            if (at + 1 == text.size() && !is_last) return false;
            if (at_or_nul(text, at + 1) != '"') break;
            at += 2;
        }
        if (at > begin) parts.push_back({begin, at, {}, {}, {}});
        if (at >= end) break;
        in_quotes = false;
        ++at;
    }
    return true;
}

} // namespace pouch::redact::csv
