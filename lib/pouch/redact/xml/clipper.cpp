#include "pouch/redact/xml/clipper.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/xml_character.hpp"
#include "pouch/redact/characters.hpp"

#include <algorithm>

namespace pouch::redact::xml {

namespace {

using format::is_xml_blank;

bool is_sign_of_tag(char c)
{
    return is_xml_blank(c) || std::string_view("=/>\"'").find(c) != std::string_view::npos;
}

/// How the markup that begins with `rest`, a `<`, begins; empty if more is needed to tell.
std::string_view opener_of(std::string_view rest)
{
    constexpr std::string_view comment = "<!--";
    constexpr std::string_view cdata = "<![CDATA[";
    const char second = at_or_nul(rest, 1);
    if (second == '\0') return {};
    if (second == '/') return "</";
    if (second == '?') return "<?";
    if (second != '!') return "<";
    const auto opener = at_or_nul(rest, 2) == '-' ? comment : cdata;
    return rest.size() < opener.size() ? std::string_view() : opener;
}

} // namespace

/// The run or the unit at `at`, where the clipper stands; a run ends at `bound`. Nothing if more text is needed to tell.
std::optional<XmlClipper::Unit> XmlClipper::unit_at(std::string_view text, std::size_t at, std::size_t bound,
                                                    bool is_last) const
{
    switch (state_) {
    case State::text:
    case State::value:
        return text_at(text, at, bound, is_last);
    case State::name:
    case State::target:
        return name_at(text, at, is_last);
    case State::tag:
        if (is_sign_of_tag(text[at])) return tag_at(text, at, bound);
        return name_at(text, at, is_last);
    case State::space: {
        if (text[at] == quote_) return Unit{UnitKind::markup, at + 1, State::tag};
        const auto end = text.find(quote_, at);
        if (end != std::string_view::npos) return Unit{UnitKind::space, end, state_};
        if (!is_last) return std::nullopt;
        return Unit{UnitKind::space, text.size(), state_};
    }
    case State::cdata:
    case State::comment:
    case State::instruction:
    case State::declaration:
        break;
    }
    return run_at(text, at, bound, is_last);
}

/// In text and in values: a reference, markup, or what stands before the next of them.
std::optional<XmlClipper::Unit> XmlClipper::text_at(std::string_view text, std::size_t at, std::size_t bound,
                                                    bool is_last) const
{
    const bool is_value = state_ == State::value;
    const auto kind = is_value ? UnitKind::value : UnitKind::text;
    const char stop = is_value ? quote_ : '<';
    if (text[at] == '&') {
        const auto sign = text.find(';', at);
        if (sign == std::string_view::npos && !is_last) return std::nullopt;
        return Unit{kind, std::min(sign, text.size() - 1) + 1, state_};
    }
    if (text[at] != stop) {
        // Looking far for one sign would be slow where the other is frequent.
        constexpr std::size_t longest_run = 512;
        const auto part = text.substr(0, std::min(bound, at + longest_run));
        const auto end = std::min(part.find(stop, at), part.size());
        return Unit{kind, std::min(part.substr(0, end).find('&', at), end), state_};
    }
    if (is_value) return Unit{UnitKind::markup, at + 1, State::tag};
    const auto opener = opener_of(text.substr(at));
    if (opener.empty()) {
        if (!is_last) return std::nullopt;
        return Unit{UnitKind::markup, text.size(), state_};
    }
    const auto next = opener == "<?"      ? State::target
                      : opener == "<!--"  ? State::comment
                      : opener.size() > 4 ? State::cdata
                                          : State::name;
    return Unit{UnitKind::markup, at + opener.size(), next};
}

/// White space, signs and quotes of a tag.
XmlClipper::Unit XmlClipper::tag_at(std::string_view text, std::size_t at, std::size_t bound) const
{
    const char c = text[at];
    if (c == '>') return {UnitKind::markup, at + 1, State::text};
    if (c == '"' || c == '\'') return {UnitKind::markup, at + 1, is_declaring_ ? State::space : State::value};
    auto end = at + 1;
    while (is_xml_blank(c) && end < bound && is_xml_blank(text[end])) ++end;
    return {UnitKind::markup, end, state_};
}

std::optional<XmlClipper::Unit> XmlClipper::name_at(std::string_view text, std::size_t at, bool is_last) const
{
    auto end = at;
    while (end < text.size() && !is_sign_of_tag(text[end]) && text[end] != '?') ++end;
    if (end == text.size() && !is_last) return std::nullopt;
    if (state_ != State::target) return Unit{UnitKind::name, end, State::tag};
    if (text.substr(at, end - at) == "xml") return Unit{UnitKind::markup, end, State::declaration};
    return Unit{UnitKind::name, end, State::instruction};
}

/// In what ends with a sequence of signs: that, or what stands before the next sign that may begin it.
std::optional<XmlClipper::Unit> XmlClipper::run_at(std::string_view text, std::size_t at, std::size_t bound,
                                                   bool is_last) const
{
    const std::string_view closer = state_ == State::cdata ? "]]>" : state_ == State::comment ? "-->" : "?>";
    const auto kind = state_ == State::declaration ? UnitKind::markup : UnitKind::other;
    if (text[at] != closer.front()) {
        const auto part = text.substr(0, bound);
        return Unit{kind, std::min(part.find(closer.front(), at), bound), state_};
    }
    const auto here = text.substr(at, closer.size());
    if (here == closer) return Unit{UnitKind::markup, at + closer.size(), State::text};
    if (closer.starts_with(here) && !is_last) return std::nullopt;
    return Unit{kind, at + 1, state_};
}

/// Goes on behind `unit`, which stands at `at`.
void XmlClipper::pass(const Unit& unit, std::string_view text, std::size_t at)
{
    if (state_ == State::tag || state_ == State::name) {
        const auto written = text.substr(at, unit.end - at);
        if (unit.kind == UnitKind::name)
            is_declaring_ = state_ == State::tag && (written == "xmlns" || written.starts_with("xmlns:"));
        if (unit.next == State::value || unit.next == State::space) quote_ = written.front();
    }
    state_ = unit.next;
}

/// What is left where all of a part is dropped, `next` behind it. What comes together there must not end what it stands in,
/// as `]]` and `>` would.
std::string_view XmlClipper::nothing_for(UnitKind kind, char next)
{
    if (kind == UnitKind::space) return "[REDACTED]";
    const bool may_end = kind == UnitKind::other ? next == ']' || next == '-' || next == '?' || next == '>'
                                                 : kind == UnitKind::text && next == '>';
    return may_end ? " " : "";
}

std::size_t XmlClipper::seek(std::string_view text, std::size_t to)
{
    std::size_t at = 0;
    while (at < to) {
        const auto unit = unit_at(text, at, to, false);
        if (!unit || unit->end > to) break;
        pass(*unit, text, at);
        at = unit->end;
    }
    return at;
}

bool XmlClipper::clip(std::string_view text, std::size_t end, bool is_last, std::vector<Part>& parts) const
{
    if (end > text.size()) {
        if (!is_last) return false;
        end = text.size();
    }
    auto here = *this;
    bool has_name = false;
    bool has_markup = false;
    bool is_running = false; // the last part goes on
    bool has_blanks = false; // it is text of white space only
    const auto first = parts.size();
    // White space between tags is no text that anybody wrote.
    const auto drop_blanks = [&] {
        if (has_blanks && has_markup) parts.pop_back();
        has_blanks = false;
    };
    for (std::size_t at = 0; at < end;) {
        const auto unit = here.unit_at(text, at, end, is_last);
        if (!unit) return false;
        here.pass(*unit, text, at);
        if (unit->kind == UnitKind::name || unit->kind == UnitKind::markup) {
            has_name = has_name || unit->kind == UnitKind::name;
            has_markup = true;
            drop_blanks();
            is_running = false;
        } else {
            const auto written = text.substr(at, unit->end - at);
            const bool is_blank =
                unit->kind == UnitKind::text && std::all_of(written.begin(), written.end(), is_xml_blank);
            has_blanks = is_blank && (has_blanks || !is_running);
            if (!is_running) parts.push_back({at, at, {}, {}, {}});
            is_running = true;
            auto& part = parts.back();
            part.end = unit->end;
            if (unit->end == text.size() && !is_last) return false;
            part.nothing = nothing_for(unit->kind, at_or_nul(text, unit->end));
        }
        at = unit->end;
    }
    drop_blanks();
    if (has_name && parts.size() == first)
        throw not_allowed("redact.name", "a name of an element or attribute cannot be replaced")
            .with_hint("a field rule can drop the element, and the names of attributes with their values");
    return true;
}

} // namespace pouch::redact::xml
