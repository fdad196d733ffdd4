#include "pouch/redact/recognise/recognisers.hpp"

#include "pouch/redact/recognise/tokens.hpp"

#include <algorithm>

namespace pouch::redact::recognise {

namespace {

constexpr std::string_view opening = "-----BEGIN ";
constexpr std::string_view closing = "-----END ";
constexpr std::string_view dashes = "-----";
/// A block without its end is followed no further.
constexpr std::size_t longest_walk = 16384;

/// The first dash of `-----BEGIN`.
MaskGraph::Id places(MaskGraph& graph)
{
    const auto dash = graph.run(graph.bytes(bytes_in("-")), 5);
    return graph.both(dash, graph.ahead(graph.bytes(bytes_in("B")), 5));
}

/// The end of the line that begins at `i` with `start`, a label and five dashes; npos if there is none.
std::size_t mark_end(std::string_view text, std::size_t i, std::string_view start)
{
    constexpr std::size_t longest_label = 64;
    if (text.substr(std::min(i, text.size()), start.size()) != start) return std::string_view::npos;
    const auto label = i + start.size();
    const auto size = run_size(text, label, longest_label, [](char c) {
        return is_capital_or_digit(c) || c == ' ' || c == '_' || c == '.';
    });
    if (size == 0 || text.substr(label + size, dashes.size()) != dashes) return std::string_view::npos;
    return label + size + dashes.size();
}

/// What is left of `line` without the signs that quote, indent or comment it.
std::string_view bare(std::string_view line)
{
    constexpr std::string_view around = " \t\r>|#*\"'+,;";
    const auto begin = std::min(line.find_first_not_of(around), line.size());
    line.remove_prefix(begin);
    while (!line.empty() && (around.find(line.back()) != std::string_view::npos || line.ends_with("\\n"))) {
        line.remove_suffix(line.ends_with("\\n") ? 2 : 1);
    }
    return line;
}

/// True for base64 with its padding, or the checksum of an OpenPGP block (`=njUN`).
bool is_body(std::string_view line)
{
    return !line.empty() &&
           std::all_of(line.begin(), line.end(), [](char c) { return is_base64(c) || c == '='; });
}

/// True for a header inside a block: `Proc-Type: 4,ENCRYPTED`.
bool is_header(std::string_view line)
{
    const auto colon = line.find(": ");
    return colon != std::string_view::npos && colon > 0 && colon < 32 &&
           std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon), is_base64url);
}

/// How far a block goes that has no end near by: over its headers and lines of base64 behind `i`.
std::size_t cut_end(std::string_view text, std::size_t i)
{
    text = text.substr(0, i + longest_walk);
    std::size_t end = i;
    bool in_head = true;
    for (std::size_t line = i; line < text.size();) {
        const auto newline = std::min(text.find('\n', line), text.size());
        const auto whole = text.substr(line, newline - line);
        const auto content = bare(whole);
        if (const auto mark = whole.find(closing); mark != std::string_view::npos) {
            const auto mark_stop = mark_end(text, line + mark, closing);
            return mark_stop == std::string_view::npos ? line + mark : mark_stop;
        }
        if (is_body(content)) {
            in_head = in_head && line == i;
            end = static_cast<std::size_t>(content.data() - text.data()) + content.size();
        } else if (in_head && is_header(content)) {
            end = static_cast<std::size_t>(content.data() - text.data()) + content.size();
        } else if (!in_head || !content.empty()) {
            // Several pieces of base64 on one line, as when line ends were made blanks.
            const auto size = run_size(text, line, newline - line,
                                       [](char c) { return is_base64(c) || c == '=' || c == ' '; });
            const auto last = text.substr(line, size).find_last_not_of(' ');
            if (size >= 40 && last != std::string_view::npos) end = line + last + 1;
            break;
        }
        line = newline + 1;
    }
    return end;
}

/// To the end mark if that stands where a match may still end and no other block begins before it; else as far as the
/// lines of the block go. The second may be longer than a match may be: then it is refused, not missed.
std::optional<Hit> judge(std::string_view text, std::size_t at)
{
    const auto body = mark_end(text, at, opening);
    if (body == std::string_view::npos) return std::nullopt;
    const auto near = text.substr(body, longest_match + look_around - (body - at));
    const auto next = near.find(opening);
    const auto own = text.substr(0, next == std::string_view::npos ? next : body + next);
    if (const auto mark = near.substr(0, next).find(closing); mark != std::string_view::npos) {
        if (const auto end = mark_end(text, body + mark, closing); end != std::string_view::npos) {
            return Hit{at, end};
        }
    }
    return Hit{at, cut_end(own, body)};
}

constexpr Example examples[] = {
    {"-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----\n끝",
     "-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----"},
    {"키:-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMC4C\n-----END EC PRIVATE KEY-----이다",
     "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMC4C\n-----END EC PRIVATE KEY-----"},
    {"-----BEGIN PGP MESSAGE-----\n\nhQEM\n=njUN\n-----END PGP MESSAGE-----\n",
     "-----BEGIN PGP MESSAGE-----\n\nhQEM\n=njUN\n-----END PGP MESSAGE-----"},
    {"\"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n\"",
     "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----"},
    {"> -----BEGIN X-----\n> MIIB\n> -----END X-----", "-----BEGIN X-----\n> MIIB\n> -----END X-----"},
    {"-----BEGIN X-----\nMIIB\nAAECAw==\nthe rest, lost", "-----BEGIN X-----\nMIIB\nAAECAw=="},
    {"-----BEGIN X-----\n> MIIB\n> AAEC\n- item", "-----BEGIN X-----\n> MIIB\n> AAEC"},
    {"-----BEGIN X-----\n\"MIIB\\n\" +\n\"AAEC\\n\"\n- item", "-----BEGIN X-----\n\"MIIB\\n\" +\n\"AAEC"},
    {"-----BEGIN X-----\nMIIB\n-----BEGIN Y-----\nMIIC\n-----END Y-----",
     "-----BEGIN X-----\nMIIB"
     "\n"
     "-----BEGIN Y-----\nMIIC\n-----END Y-----"},
    {"-----BEGIN X-----", "-----BEGIN X-----"},
    {"-----BEGIN -----\nMIIB", ""},
    {"-----BEGIN here-----\nMIIB", ""},
    {"----BEGIN X-----\nMIIB", ""},
    {"-----END X-----", ""},
    {"----------", ""},
};

} // namespace

const Recogniser pem{
    .name = "pem",
    .longest = longest_match,
    .places = places,
    .judge = judge,
    .examples = examples,
};

} // namespace pouch::redact::recognise
