#include "pouch/redact/json/editor.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"

#include <charconv>
#include <system_error>

namespace pouch::redact::json {

namespace {

std::string quoted(std::string_view text)
{
    return fmt::format("\"{}\"", text);
}

/// True for a replacement, and for one that was told apart from others like it: `[REDACTED]~2`. `place`: the name is the
/// so manieth of its object, and so the number at most that.
bool is_replaced_name(std::string_view name, std::string_view replacement, std::size_t place)
{
    if (!name.starts_with(replacement)) return false;
    name.remove_prefix(replacement.size());
    if (name.empty()) return true;
    std::size_t number = 0;
    const auto digits = name.substr(1);
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_number = fault == std::errc() && end == digits.data() + digits.size();
    return name.front() == '~' && is_number && digits.front() != '0' && number >= 2 && number <= place;
}

constexpr bool is_open(TokenKind kind)
{
    return kind == TokenKind::object_begin || kind == TokenKind::array_begin;
}
constexpr bool is_close(TokenKind kind)
{
    return kind == TokenKind::object_end || kind == TokenKind::array_end;
}

} // namespace

Editor::Editor(FormatKind kind, const StructureOptions& options)
    : options_(options), labels_(options.target.json_labels, options.judge)
{
    // STIX and MISP have markings of their own: a label can only withhold more.
    const bool is_plain = kind == FormatKind::json || kind == FormatKind::jsonl;
    needs_labels_ = is_plain && labels_.are_wanted() && options.target.unmarked == Unmarked::withhold;
    for (std::uint32_t i = 0; i < options.rules.size(); ++i) {
        const auto& rule = options.rules[i];
        if (!rule.field || !rule.scope.has(kind)) continue;
        rules_.push_back(i);
        fields_.add(PointerPattern(*rule.field));
    }
    operators_.emplace(options.rules, rules_, options.key);
    for (const auto& pointer : options.target.only) allowed_.add(PointerPattern(pointer));
    is_blind_ = fields_.is_empty() && allowed_.is_empty();
}

bool Editor::edit(std::string_view text, std::uint64_t origin)
{
    text_ = text;
    origin_ = origin;
    keys_.clear();
    cuts_.clear();
    doubts_.clear();
    containers_.clear();
    fields_.reset();
    allowed_.reset();
    allowed_from_.reset();
    labelled_from_.reset();
    key_.reset();
    item_ = 0;
    skipped_ = 0;
    is_all_dropped_ = false;
    is_withheld_ = false;

    if (labels_.are_wanted()) labels_.read(text, origin, doubts_);
    Reader reader(text, origin);
    for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
        if (token.kind == TokenKind::object_begin) keys_.open();
        if (token.kind == TokenKind::object_end) check_names();
        if (token.kind == TokenKind::key) {
            const auto raw = text.substr(token.begin + 1, token.end - token.begin - 2);
            keys_.add(raw, token);
            if (skipped_ > 0) continue;
            key_ = token;
            begin_item(token.begin, keys_.last());
            continue;
        }
        if (skipped_ > 0) {
            if (is_open(token.kind)) ++skipped_;
            if (is_close(token.kind) && --skipped_ == 0) end_item(token.end);
            continue;
        }
        if (is_close(token.kind)) {
            end_container(token.end);
            continue;
        }
        if (!containers_.empty() && !containers_.back().is_object)
            begin_item(token.begin, is_blind_ ? std::string() : std::to_string(containers_.back().count));
        begin_value(token);
    }
    return !is_all_dropped_;
}

void Editor::check_names()
{
    if (const auto place = keys_.close_unique())
        throw refused("json.duplicate", "byte {}: a member for the second time", origin_ + *place);
}

void Editor::begin_item(std::size_t begin, std::string_view name)
{
    item_ = begin;
    if (is_blind_) return;
    fields_.enter(name);
    allowed_.enter(name);
}

void Editor::begin_value(const Token& token)
{
    const bool is_root = containers_.empty();
    if (is_root) item_ = token.begin;
    verdict_ = verdict_on(token);
    std::optional<Container::Before> before;
    if (!is_root && is_on_way()) before = {item_, cuts_.size(), containers_.back().items};
    if (!is_root && !verdict_.is_dropped) {
        auto& siblings = containers_.back().items;
        if (siblings.cut_from) cuts_.push_back({*siblings.cut_from, item_, {}});
        siblings = {true, std::nullopt};
        if (verdict_.key) cuts_.push_back({key_->begin + 1, key_->end - 1, *verdict_.key});
    }
    const bool is_cut = verdict_.is_dropped || verdict_.value;
    if (is_cut) {
        if (verdict_.value) cuts_.push_back({token.begin, token.end, *verdict_.value});
        if (is_open(token.kind)) {
            skipped_ = 1;
        } else {
            end_item(token.end);
        }
        return;
    }
    if (!is_open(token.kind)) return end_item(token.end);
    auto& container = containers_.emplace_back();
    container.begin = token.begin;
    container.is_object = token.kind == TokenKind::object_begin;
    container.before = before;
}

void Editor::end_container(std::size_t end)
{
    const auto container = containers_.back();
    containers_.pop_back();
    verdict_ = {};
    const bool is_unlabelled = lacks_label();
    if (allowed_from_ == containers_.size()) allowed_from_.reset();
    if (labelled_from_ == containers_.size()) labelled_from_.reset();
    const bool is_root = containers_.empty();
    if (!container.items.has_kept && (is_root ? is_unlabelled : container.before.has_value())) {
        // It was on the way to nothing, and its name is content.
        is_withheld_ = is_root;
        if (!is_root) {
            item_ = container.before->item;
            cuts_.resize(container.before->cut_count);
            containers_.back().items = container.before->siblings;
        }
        verdict_.is_dropped = true;
        const auto reason = is_unlabelled ? CutReason::portion : CutReason::not_allowed;
        if (container.count == 0) verdict_.cut = cut_at(item_, reason);
    } else if (container.items.cut_from) {
        cuts_.push_back({*container.items.cut_from, container.last_end, {}});
    }
    end_item(end);
}

/// The present item ends, and verdict_ is on it.
void Editor::end_item(std::size_t end)
{
    if (verdict_.value) cuts_.back().end = end;
    if (verdict_.cut) report(*verdict_.cut, end);
    if (containers_.empty()) {
        is_all_dropped_ = verdict_.is_dropped;
        return;
    }
    auto& parent = containers_.back();
    if (verdict_.is_dropped) {
        if (parent.items.has_kept) {
            cuts_.push_back({parent.last_end, end, {}});
        } else if (!parent.items.cut_from) {
            parent.items.cut_from = item_;
        }
    }
    parent.last_end = end;
    ++parent.count;
    if (is_blind_) return;
    fields_.leave();
    allowed_.leave();
}

/// The rule that decides about the present value, or about its name: by priority, then by order.
std::optional<std::uint32_t> Editor::rule_for(bool is_key) const
{
    std::optional<std::uint32_t> best;
    if (is_blind_) return best;
    fields_.for_each_match([&](std::size_t pattern) {
        const auto index = rules_[pattern];
        const auto& rule = options_.rules[index];
        const auto other = is_key ? FieldPart::value : FieldPart::key;
        if (rule.field_part == other) return;
        if (!best || rule.priority > options_.rules[*best].priority) best = index;
    });
    return best;
}

Editor::Verdict Editor::verdict_on(const Token& token)
{
    Verdict verdict;
    const bool is_object = token.kind == TokenKind::object_begin;
    const auto label = is_object && labels_.are_wanted() ? labels_.of(token.begin) : RecordLabel::none;
    const auto withhold = [&] {
        is_withheld_ = containers_.empty();
        verdict.is_dropped = true;
        verdict.cut = cut_at(item_, CutReason::portion);
        return verdict;
    };
    if (label == RecordLabel::withheld) return withhold();
    if (!allowed_.is_empty() && !allowed_from_) {
        if (allowed_.is_match()) {
            // A scalar ends at once, and nothing lies below it.
            if (is_open(token.kind)) allowed_from_ = containers_.size();
        } else if (!is_open(token.kind) || !allowed_.is_live()) {
            doubt_mark(token);
            verdict.is_dropped = true;
            verdict.cut = cut_at(item_, CutReason::not_allowed);
            return verdict;
        }
    }
    if (label == RecordLabel::readable && !labelled_from_) labelled_from_ = containers_.size();
    if (lacks_label() && !is_open(token.kind)) {
        doubt_mark(token);
        return withhold();
    }
    replace_value(token, verdict);
    if (verdict.is_dropped || (verdict.value && is_open(token.kind))) {
        if (allowed_from_ == containers_.size()) allowed_from_.reset();
        if (labelled_from_ == containers_.size()) labelled_from_.reset();
    }
    if (!verdict.is_dropped && !containers_.empty() && containers_.back().is_object) replace_key(verdict);
    return verdict;
}

/// The value goes that begins with `token`: what is around it may be what it marks.
void Editor::doubt_mark(const Token& token)
{
    if (token.kind != TokenKind::string || containers_.empty() || labels_.is_label(token.begin)) return;
    doubt_lost_mark(text_, token.begin, token.end, containers_.back().begin, origin_, options_, doubts_);
}

void Editor::replace_value(const Token& token, Verdict& verdict)
{
    if (const auto index = rule_for(false)) {
        const auto& rule = options_.rules[*index];
        auto replacement = quoted(replacement_of(token, *index));
        if (rule.action == Action::drop) {
            verdict.is_dropped = true;
        } else if (text_.substr(token.begin, token.end - token.begin) == replacement) {
            return; // by an earlier run of the filter
        } else {
            verdict.value = std::move(replacement);
        }
        doubt_mark(token);
        verdict.cut = cut_at(verdict.is_dropped ? item_ : token.begin, CutReason::rule, *index);
        return;
    }
    if (token.kind != TokenKind::string) return;
    const auto holder = containers_.empty() ? token.begin : containers_.back().begin;
    auto cut = portion_cut(text_, token.begin, token.end, holder, origin_, options_, doubts_);
    if (!cut) return;
    verdict.value = std::move(cut->replacement);
    verdict.cut = cut_at(token.begin, CutReason::portion);
}

/// What stands for the value that begins with `token`. Only strings and numbers have one that operators take.
std::string Editor::replacement_of(const Token& token, std::uint32_t rule) const
{
    if (!takes_value(options_.rules[rule].action)) return options_.rules[rule].replacement();
    const auto raw = text_.substr(token.begin, token.end - token.begin);
    if (token.kind == TokenKind::string)
        return operators_->replacement(rule, decoded(raw.substr(1, raw.size() - 2)));
    return operators_->replacement(rule, token.kind == TokenKind::number ? std::optional(raw) : std::nullopt);
}

void Editor::replace_key(Verdict& verdict)
{
    const auto index = rule_for(true);
    if (!index) return;
    auto replacement = options_.rules[*index].replacement();
    const auto name = text_.substr(key_->begin + 1, key_->end - key_->begin - 2);
    if (is_replaced_name(name, replacement, containers_.back().count + 1)) return;
    verdict.key = std::move(replacement);
    report(cut_at(key_->begin, CutReason::rule, *index), key_->end);
}

/// What is cut from `place` on; where it ends is known later.
FieldCut Editor::cut_at(std::size_t place, CutReason reason, std::uint32_t rule) const
{
    return {reason, rule, origin_ + place, origin_ + place};
}

void Editor::report(FieldCut cut, std::size_t end) const
{
    cut.end = origin_ + end;
    if (options_.report) options_.report(cut);
}

} // namespace pouch::redact::json
