#include "pouch/redact/xml/editor.hpp"

#include "pouch/redact/portion_mark.hpp"
#include "pouch/redact/portion_text.hpp"
#include "pouch/redact/xml/reference.hpp"

#include <algorithm>

namespace pouch::redact::xml {

namespace {

constexpr std::string_view signature_namespace = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view binding_namespace = "urn:nato:stanag:4778:bindinginformation:1:0";
constexpr std::string_view token_of_root = "[REDACTED]"; ///< For a root element that a rule drops.

} // namespace

Editor::Editor(const StructureOptions& options) : options_(options)
{
    for (std::uint32_t i = 0; i < options.rules.size(); ++i) {
        const auto& rule = options.rules[i];
        if (!rule.field || !rule.scope.has(FormatKind::xml)) continue;
        rules_.push_back(i);
        fields_.add(PathPattern(*rule.field, &options.target.xml_namespaces));
    }
    operators_.emplace(options.rules, rules_, options.key);
}

void Editor::edit(std::string_view text)
{
    text_ = text;
    cuts_.clear();
    open_.clear();
    skipped_.reset();
    fields_.reset();
    Reader reader(text);
    for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) take(token, reader);
}

void Editor::take(const Token& token, const Reader& reader)
{
    if (token.kind == TokenKind::open || token.kind == TokenKind::empty) note_signature(token, reader.name());
    if (skipped_) {
        if (token.kind == TokenKind::open) ++skipped_->depth;
        if (token.kind == TokenKind::close && --skipped_->depth == 0) end_skipped(token);
        if (token.kind == TokenKind::text || token.kind == TokenKind::cdata) note_skipped(token);
        return;
    }
    switch (token.kind) {
    case TokenKind::open:
    case TokenKind::empty:
        return begin_element(token, reader);
    case TokenKind::close:
        return end_element(token);
    case TokenKind::text:
    case TokenKind::cdata:
        return judge(token);
    case TokenKind::comment:
    case TokenKind::instruction:
        if (options_.target.keeps_comments) return judge_aside(token);
        check_lost(aside_text(token), token.begin);
        cuts_.push_back({token.begin, token.end, {}});
        return report(CutReason::comment, 0, token.begin, token.end);
    case TokenKind::declaration:
    case TokenKind::end:
        break;
    }
}

void Editor::begin_element(const Token& token, const Reader& reader)
{
    const bool is_empty = token.kind == TokenKind::empty;
    const bool is_root = open_.empty();
    fields_.enter(Element{reader.name(), reader.attributes(), text_});
    std::optional<std::uint32_t> index;
    fields_.for_each_match([&](std::size_t path) { prefer(index, path); });
    const bool is_dropped = index && options_.rules[*index].action == Action::drop;
    if (is_dropped && !is_root) {
        if (!is_empty) {
            skipped_ = Skipped{token.begin, true, {}, *index};
            return;
        }
        report(CutReason::rule, *index, token.begin, token.end);
        cuts_.push_back({token.begin, token.end, {}});
        return fields_.leave();
    }
    edit_attributes(reader, is_dropped);
    if (!index) {
        if (is_empty) return fields_.leave();
        open_.push_back({token.end});
        return;
    }
    auto replacement = is_dropped ? std::string(token_of_root) : options_.rules[*index].replacement();
    if (!is_empty) {
        skipped_ = Skipped{token.end, false, std::move(replacement), *index};
        return;
    }
    report(CutReason::rule, *index, token.begin, token.end);
    const auto sign = token.end - std::string_view("/>").size();
    cuts_.push_back({sign, token.end, fmt::format(">{}</{}>", replacement, reader.written_name())});
    fields_.leave();
}

void Editor::end_skipped(const Token& token)
{
    const auto end = skipped_->is_dropped ? token.end : token.begin;
    const auto content = span(skipped_->begin, end);
    if (takes_value(options_.rules[skipped_->rule].action) && content.find('<') == std::string_view::npos)
        skipped_->replacement = operators_->replacement(skipped_->rule, decoded_text(content));
    const bool is_done = !skipped_->is_dropped && content == skipped_->replacement; // by an earlier run
    if (!is_done) {
        if (!open_.empty()) check_lost(skipped_->text, skipped_->begin);
        cuts_.push_back({skipped_->begin, end, std::move(skipped_->replacement)});
        report(CutReason::rule, skipped_->rule, skipped_->begin, end);
    }
    skipped_.reset();
    fields_.leave();
}

void Editor::end_element(const Token& token)
{
    const auto element = open_.back();
    open_.pop_back();
    fields_.leave();
    if (!element.is_withheld) return;
    const auto is_blank = [&](std::size_t begin, std::size_t end) {
        return span(begin, end).find_first_not_of(" \t\r\n") == std::string_view::npos;
    };
    if (element.mark && is_blank(element.content, element.mark->first) &&
        is_blank(element.mark->second, token.begin))
        throw mark_alone(element.mark->first);
    while (!cuts_.empty() && cuts_.back().begin >= element.content) cuts_.pop_back();
    cuts_.push_back({element.content, token.begin, std::string(portion_token)});
    report(CutReason::portion, 0, element.content, token.begin);
}

/// `drops_all`: no attribute may stay but namespaces.
void Editor::edit_attributes(const Reader& reader, bool drops_all)
{
    for (const auto& attribute : reader.attributes()) {
        if (attribute.is_declaration()) continue;
        if (drops_all) {
            cuts_.push_back({attribute.begin, attribute.value_end + 1, {}});
        } else {
            edit_attribute(attribute);
        }
    }
}

void Editor::edit_attribute(const Attribute& attribute)
{
    std::optional<std::uint32_t> index;
    fields_.for_each_match([&](std::size_t path) { prefer(index, path); }, attribute.name);
    const auto raw = span(attribute.value_begin, attribute.value_end);
    if (!index) {
        if (options_.judge == nullptr || !may_hold_mark(raw) ||
            !is_withheld_value(decoded_value(raw), *options_.judge, attribute.value_begin))
            return;
        cuts_.push_back({attribute.value_begin, attribute.value_end, std::string(portion_token)});
        return report(CutReason::portion, 0, attribute.value_begin, attribute.value_end);
    }
    const auto& rule = options_.rules[*index];
    const auto check = [&] {
        if (may_hold_mark(raw)) check_lost(decoded_value(raw), attribute.value_begin);
    };
    if (rule.action == Action::drop) {
        check();
        cuts_.push_back({attribute.begin, attribute.value_end + 1, {}});
        return report(CutReason::rule, *index, attribute.begin, attribute.value_end + 1);
    }
    auto replacement =
        takes_value(rule.action) ? operators_->replacement(*index, decoded_value(raw)) : rule.replacement();
    if (raw == replacement) return; // by an earlier run of the filter
    check();
    cuts_.push_back({attribute.value_begin, attribute.value_end, std::move(replacement)});
    report(CutReason::rule, *index, attribute.value_begin, attribute.value_end);
}

/// Looks for portion marks in a stretch of text.
void Editor::judge(const Token& token)
{
    if (options_.judge == nullptr || open_.empty() || open_.back().is_withheld) return;
    if (!may_hold_mark(span(token.begin, token.end))) return;
    const auto text = text_of(token);
    auto& element = open_.back();
    element.is_withheld = holds_withheld_portion(text, *options_.judge, token.begin);
    if (element.is_withheld && is_bare_mark(text)) element.mark = {token.begin, token.end};
}

/// What a comment holds, or a processing instruction behind its name.
std::string_view Editor::aside_text(const Token& token) const
{
    const bool is_comment = token.kind == TokenKind::comment;
    const auto head = std::string_view(is_comment ? "<!--" : "<?").size();
    const auto tail = std::string_view(is_comment ? "-->" : "?>").size();
    auto text = span(token.begin + head, token.end - tail);
    if (!is_comment) text.remove_prefix(std::min(text.find_first_of(" \t\r\n"), text.size()));
    return text;
}

/// Cuts a comment or a processing instruction that holds a portion which the reader may not see.
void Editor::judge_aside(const Token& token)
{
    const auto text = aside_text(token);
    if (options_.judge == nullptr || !may_hold_mark(text) ||
        !is_withheld_value(text, *options_.judge, token.begin))
        return;
    cuts_.push_back({token.begin, token.end, {}});
    report(CutReason::portion, 0, token.begin, token.end);
}

/// Takes note of a stretch of text in an element that goes.
void Editor::note_skipped(const Token& token)
{
    if (options_.judge != nullptr && skipped_->text.size() < mark_reach)
        skipped_->text.append(text_of(token)).append("\n");
}

/// Refuses a mark by itself that goes: what it marks may be in the element around it.
void Editor::check_lost(std::string_view text, std::size_t place) const
{
    if (options_.judge == nullptr) return;
    if (auto error = lost_mark(text, *options_.judge, place)) throw Error(*error);
}

/// What stands in a stretch of text or a CDATA section.
std::string Editor::text_of(const Token& token) const
{
    constexpr auto head = std::string_view("<![CDATA[").size();
    constexpr auto tail = std::string_view("]]>").size();
    return token.kind == TokenKind::cdata ? std::string(span(token.begin + head, token.end - tail))
                                          : decoded_text(span(token.begin, token.end));
}

/// What a signature or a bound label covers must not change, which nobody here can tell.
void Editor::note_signature(const Token& token, const Name& name) const
{
    if (!options_.note) return;
    if (name.space == signature_namespace && name.local == "Signature")
        options_.note("signature", token.begin);
    if (name.space == binding_namespace && name.local == "BindingInformation")
        options_.note("bound label", token.begin);
}

/// The rule that decides is the one of the highest priority, then the first.
void Editor::prefer(std::optional<std::uint32_t>& best, std::size_t path) const
{
    const auto index = rules_[path];
    if (!best || options_.rules[index].priority > options_.rules[*best].priority) best = index;
}

void Editor::report(CutReason reason, std::uint32_t rule, std::size_t begin, std::size_t end) const
{
    if (options_.report) options_.report({reason, rule, begin, end});
}

} // namespace pouch::redact::xml
