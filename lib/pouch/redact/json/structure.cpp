#include "pouch/redact/json/structure.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/encoding.hpp"
#include "pouch/redact/json/kind.hpp"

#include <algorithm>

namespace pouch::redact::json {

namespace {

constexpr std::size_t read_size = std::size_t{1} << 18U;

bool is_blank(std::string_view line)
{
    return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

} // namespace

bool EditedSource::edit(std::string_view text, std::uint64_t origin)
{
    check_text(text, origin);
    if (!editor_.edit(text, origin)) return false;
    settle_doubts(editor_.doubts(), editor_.cuts());
    std::size_t from = 0;
    for (const auto& cut : editor_.cuts()) {
        keep(text.substr(from, cut.begin - from), origin + from);
        append(out_, cut.replacement);
        from = cut.end;
    }
    keep(text.substr(from), origin + from);
    return true;
}

bool DocumentStructure::refill()
{
    if (is_read_) return false;
    is_read_ = true;
    const auto text = io::read_all(in_, limit_);
    const bool has_left = edit(as_text(text), 0);
    is_withheld_ = editor().is_withheld();
    if (!has_left) append(out_, std::string_view("\"[REDACTED]\"\n"));
    return true;
}

bool LinesStructure::refill()
{
    while (out_.empty() && !(is_ended_ && text_.empty())) {
        if (!is_ended_) {
            const auto old = text_.size();
            text_.resize(old + read_size);
            const auto got = io::read_up_to(in_, MutableByteView(text_).subspan(old)).size();
            text_.resize(old + got);
            is_ended_ = got < read_size;
        }
        std::size_t begin = 0;
        const auto text = as_text(text_);
        for (auto end = text.find('\n', searched_); end != std::string_view::npos;
             end = text.find('\n', begin)) {
            take(text.substr(begin, end + 1 - begin));
            begin = end + 1;
        }
        if (is_ended_ && begin < text.size()) {
            take(text.substr(begin));
            begin = text.size();
        }
        text_.erase(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(begin));
        searched_ = text_.size();
        if (searched_ > longest_line) {
            throw refused("limit.size", "a line at byte {} is longer than {} bytes", origin_, longest_line);
        }
    }
    return !out_.empty();
}

void LinesStructure::take(std::string_view line)
{
    const auto origin = origin_;
    origin_ += line.size();
    if (is_blank(line)) {
        has_blank_ = true;
        append(out_, line);
        return;
    }
    if (has_blank_) throw refused("json.blank-line", "byte {}: a blank line before a record", origin - 1);
    if (has_marks_ && kind_of(line, true) != FormatKind::json) {
        throw refused("json.marked", "byte {}: STIX or MISP in a line, whose marks nobody would judge",
                      origin)
            .with_hint("a document of its own is judged; it is called .json");
    }
    (edit(line, origin) ? has_kept_ : has_dropped_) = true;
}

} // namespace pouch::redact::json
