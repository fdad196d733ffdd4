#include "pouch/stage/translate_labels.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/io/prefixed.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/new_label.hpp"
#include "pouch/stage/bound_labels.hpp"
#include "pouch/stage/translate_bdo.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <memory>

namespace pouch::stage {

namespace {

std::string what_failed(const TranslateOptions& options)
{
    return fmt::format("cannot be said in policy '{}'", options.to->name);
}

/// The labels of one head: first all are planned, so that every offender is named, then written. Only the plans of labels
/// that recur are kept; others are made again, so that memory does not grow with their number.
class HeadTranslator {
  public:
    explicit HeadTranslator(const TranslateOptions& options) : options_(options), translator_(options) {}

    void judge(const format::Head& head)
    {
        if (!head.label() && head.file_labels().empty()) {
            throw not_allowed("label.missing", "the bundle has no label to translate");
        }
        if (head.label()) add(*head.label(), {});
        for (const auto& file : head.file_labels()) add(file.content, file.path);
        if (findings_.empty()) return;
        if (more_ > 0) findings_.push_back({"label.invalid", fmt::format("and {} more findings", more_)});
        throw label::error_of(findings_, what_failed(options_));
    }

    Bytes rewrite(const format::TagFile& file)
    {
        const auto item = labels_.read(file.content, path_of(file.name));
        return BdoTranslator::carry_out(*plan_of(file.content, item), file.content, *item.bdo, item.data_uri);
    }

    [[nodiscard]] std::vector<label::Finding> discarded() const { return translator_.discarded(); }

  private:
    using PlanPointer = std::shared_ptr<const TranslationPlan>;

    /// The payload file that a label file of a head is for; empty for that of the bundle.
    static std::string path_of(std::string_view name)
    {
        constexpr std::string_view prefix = "labels/data/";
        constexpr std::string_view suffix = ".bdo";
        if (!name.starts_with(prefix)) return {};
        return std::string(name.substr(prefix.size(), name.size() - prefix.size() - suffix.size()));
    }

    PlanPointer plan_of(ByteView document, const format::BdoSeries::Item& item)
    {
        if (!item.form) return std::make_shared<const TranslationPlan>(translator_.plan(document, *item.bdo));
        if (*item.form >= known_.size()) known_.resize(*item.form + 1);
        auto& known = known_[*item.form];
        if (known == nullptr)
            known = std::make_shared<const TranslationPlan>(translator_.plan(document, *item.bdo));
        return known;
    }

    void add(ByteView document, const std::string& path)
    {
        const auto item = labels_.read(document, path);
        PlanPointer plan;
        try {
            plan = plan_of(document, item);
        } catch (const Error& error) {
            throw error.in(name_of_labelled(path));
        }
        for (const auto& finding : plan->findings) {
            keep({finding.reason, fmt::format("{}: {}", name_of_labelled(path), finding.sentence)});
        }
        more_ += plan->more_findings;
        if (path.empty()) {
            whole_ = std::move(plan);
        } else if (plan->label && whole_ && whole_->label &&
                   !label::dominates(*options_.to, *whole_->label, *plan->label)) {
            keep({"label.dominance",
                  fmt::format("{}: the label of the bundle would not dominate its label", path)});
        }
    }

    void keep(label::Finding finding)
    {
        if (size_ > most_bytes) {
            ++more_;
            return;
        }
        size_ += finding.sentence.size();
        findings_.push_back(std::move(finding));
    }

    /// Of sentences that are kept; the rest is counted.
    static constexpr std::size_t most_bytes = std::size_t{1} << 20U;

    const TranslateOptions& options_;
    BdoTranslator translator_;
    BoundLabels labels_;
    std::vector<PlanPointer> known_; ///< By form.
    PlanPointer whole_;
    std::vector<label::Finding> findings_;
    std::size_t size_ = 0; ///< Of their sentences.
    std::size_t more_ = 0; ///< Findings beside them.
};

std::vector<label::Finding> translate_bundle(io::Source& in, io::Sink& out, const TranslateOptions& options)
{
    HeadTranslator translator(options);
    RelabelOptions relabelling;
    relabelling.drop_signatures = options.drop_signatures;
    relabelling.judge = [&](const format::Head& head) { translator.judge(head); };
    relabelling.keeps_label = true;
    relabelling.rewrite = [&](const format::TagFile& file) { return translator.rewrite(file); };
    relabel(in, out, relabelling);
    return translator.discarded();
}

Bytes translated_bdo(BdoTranslator& translator, ByteView document, const TranslateOptions& options)
{
    const auto bdo = format::read_bdo(document);
    const auto plan = translator.plan(document, bdo);
    label::throw_findings(with_count(plan), what_failed(options));
    return BdoTranslator::carry_out(plan, document, bdo, bdo.data_uri);
}

Bytes translated_label(BdoTranslator& translator, const label::Label& label, const TranslateOptions& options)
{
    std::vector<label::Finding> findings;
    translator.check_until(label);
    const auto made = translator.translated(label, findings);
    label::throw_findings(findings, what_failed(options));
    return to_bytes(format::write_label(made, format::LabelRole::alternative));
}

} // namespace

std::vector<label::Finding> translate_labels(io::Source& in, io::Sink& out, const TranslateOptions& options)
{
    Bytes start(format::stored_frame_start.size());
    start.resize(io::read_up_to(in, start).size());
    const bool is_bundle = begins_as_zstd(start);
    io::PrefixedSource whole(std::move(start), in);
    if (is_bundle) return translate_bundle(whole, out, options);

    if (options.drop_signatures) throw usage_error("usage", "--drop-signatures is about bundles");
    const auto bytes = io::read_all(whole, format::bdo_limit);
    io::MemorySource again(bytes);
    const auto document = read_label_document(again);
    BdoTranslator translator(options);
    if (std::holds_alternative<format::Bdo>(document)) {
        out.write(translated_bdo(translator, bytes, options));
    } else if (const auto* label = std::get_if<label::Label>(&document)) {
        out.write(translated_label(translator, *label, options));
    } else {
        throw refused("label.malformed", "a clearance, not a label");
    }
    return translator.discarded();
}

} // namespace pouch::stage
