#include "pouch/stage/member_check.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/opc_label.hpp"
#include "pouch/io/file.hpp"
#include "pouch/label/decision.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/same_label.hpp"
#include "pouch/label/validity.hpp"
#include "pouch/redact/content.hpp"
#include "pouch/redact/encoding.hpp"
#include "pouch/redact/ooxml/mark_check.hpp"
#include "pouch/stage/label_document.hpp"

#include <fmt/core.h>

namespace pouch::stage {

MemberCheck::MemberCheck(const CheckContext& context, std::string path, KnownLabels known)
    : context_(context), path_(std::move(path)), known_(std::move(known))
{
}

/// Runs `work`; what is wrong with the document becomes a finding, and the rest of it is not looked at.
template <typename Work> void MemberCheck::guarded(Work work)
{
    if (is_failed_) return;
    try {
        work();
    } catch (const Error& error) {
        if (error.fault() != Fault::refused) throw;
        is_failed_ = true;
        context_.findings.add(path_, error.reason(), error.message());
    }
}

void MemberCheck::feed(ByteView piece)
{
    guarded([&] {
        if (kind_ != Kind::unknown) return pass(piece);
        append(start_, piece);
        if (start_.size() >= redact::sample_size) begin();
    });
}

void MemberCheck::finish()
{
    guarded([&] {
        if (kind_ == Kind::unknown) begin();
        close();
    });
    report_marks();
    if (chosen() == nullptr && !has_inner_ && !is_failed_) {
        throw not_allowed("label.missing", "{}: no label beside it or in it", path_);
    }
}

/// Tells what the document is, by its start.
void MemberCheck::begin()
{
    const auto sample = ByteView(start_).first(std::min(start_.size(), redact::sample_size));
    const auto foreign = redact::not_text(sample);
    if (!foreign) {
        kind_ = Kind::text;
        start_marks();
        if (!known_.own) search_marks();
    } else {
        format_ = *foreign;
        kind_ = format_ == "a ZIP container" ? Kind::package : Kind::other;
        if (kind_ == Kind::package && !as_text(sample).starts_with("PK"))
            throw refused("zip.syntax", "something stands before the ZIP container");
    }
    auto start = std::move(start_);
    start_.clear();
    pass(start);
}

void MemberCheck::pass(ByteView piece)
{
    if (checker_) checker_->feed(piece);
    if (mark_search_ && !has_marks_) mark_search_->feed(piece);
    inner_reader_.feed(piece);
}

void MemberCheck::close()
{
    const auto inner = inner_reader_.finish(io::base_name_of(path_));
    if (inner) judge_inner(*inner);
    if (kind_ == Kind::text) {
        if (checker_) checker_->finish();
        if (mark_search_ && !has_marks_) mark_search_->finish();
        if (inner && has_marks_)
            context_.findings.add(
                path_, "label.inside",
                "marks of a text are held against a label beside it, and this one bears its label inside");
        return;
    }
    if (kind_ == Kind::package && format::is_package(inner_reader_.package())) {
        start_marks();
        if (!marked_) return;
        redact::ooxml::check_package_marks(
            inner_reader_.package(), document_limit, *marked_,
            [&](auto fault, const std::string& place) { faults_.add(fault, place); },
            [&](const std::string& part) { context_.demand.on_unread(path_ + ": " + part, "no XML"); });
    } else {
        context_.demand.on_unread(path_, format_);
    }
}

void MemberCheck::judge_inner(const format::EmbeddedLabel& inner)
{
    has_inner_ = true;
    const auto& demand = context_.demand;
    const auto& policy = demand.policy;
    const auto find = [&](std::string_view reason, std::string_view sentence) {
        context_.findings.add(path_, reason, fmt::format("the label in {}: {}", inner.where, sentence));
    };
    const auto* label = label_under(policy, inner.binding.bdo, demand.at);
    if (label == nullptr) {
        find("label.unknown-policy", fmt::format("in another policy, and no alternative in {}", policy.name));
        return;
    }
    const auto wrong = label::findings_of(policy, *label, demand.at, label::Mode::existing);
    for (const auto& finding : wrong) find("label.invalid", finding.sentence);
    if (!wrong.empty()) return;
    if (known_.own) {
        if (!label::same_label(policy, *known_.own, *label))
            find("label.conflict", "not the one that stands beside the document");
        return;
    }
    inner_ = *label;
    if (known_.whole && !label::dominates(policy, *known_.whole, *label))
        find("label.dominance", "the bundle label does not dominate it");
    if (!demand.clearance) return;
    const auto decision = label::decide(policy, *label, *demand.clearance);
    if (!decision.permitted) find("label.denied", decision.clause);
}

/// The label that counts.
const label::Label* MemberCheck::chosen() const
{
    for (const auto* label : {&known_.own, &inner_, &known_.whole}) {
        if (*label) return &**label;
    }
    return nullptr;
}

void MemberCheck::start_marks()
{
    if (chosen() == nullptr) return;
    marked_.emplace(context_.marks, *chosen());
    if (kind_ != Kind::text) return;
    checker_.emplace(*marked_, [this](redact::MarkFault fault, std::uint64_t line) {
        faults_.add(fault, fmt::format("line {}", line));
    });
}

/// What a text without a label beside it says of marks: a label inside it may come behind them.
void MemberCheck::search_marks()
{
    unlabelled_.emplace(context_.marks);
    mark_search_.emplace(*unlabelled_, [this](redact::MarkFault, std::uint64_t) { has_marks_ = true; });
}

void MemberCheck::report_marks()
{
    if (!marked_) return;
    context_.findings.add(
        path_, faults_, label::marking_of(context_.demand.policy, *chosen(), label::Location::page_top, {}));
}

} // namespace pouch::stage
