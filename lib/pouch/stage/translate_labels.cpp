#include "pouch/stage/translate_labels.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/bdo_insertion.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/io/prefixed.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/new_label.hpp"
#include "pouch/stage/bound_labels.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <memory>

namespace pouch::stage {

namespace {

constexpr int review_years = 10;

bool says_the_same(const label::Label& a, const label::Label& b)
{
    return a.classification == b.classification && a.categories == b.categories &&
           a.privacy_mark == b.privacy_mark && a.succession == b.succession && a.successor == b.successor;
}

/// What becomes of one BDO.
struct Plan {
    std::vector<label::Finding> findings; ///< Why nothing can; the rest is empty then.
    std::optional<label::Label> label;    ///< What it says in the other policy.
    std::optional<format::Insertion> insertion;
    std::optional<std::size_t> replaced; ///< The alternative whose place the label takes.
};

class Translator {
  public:
    explicit Translator(const TranslateOptions& options) : options_(options) {}

    /// A translation of what is to hold at a later day must not admit more than what holds until then: the other policy
    /// would have the later one at once.
    void check_until(const label::Label& label) const
    {
        if (options_.downgrade == Downgrade::allowed) return;
        const auto& then = label::label_at(label, options_.at);
        for (const auto* before : labels_until(label, options_.at)) {
            if (label::dominates(*options_.from, then, *before)) continue;
            throw not_allowed("label.downgrade",
                              "until {} the label admits fewer readers than its translation would",
                              format_rfc3339(options_.at))
                .with_hint("--downgrade, if that is meant");
        }
    }

    /// The label in the other policy.
    label::Label translated(const label::Label& label, std::vector<label::Finding>& findings)
    {
        auto result = label::translate(*options_.from, label, *options_.to, options_.direction, options_.at,
                                       label::Mode::created);
        for (auto& sentence : result.discarded) discard({"label.discarded", std::move(sentence)});
        for (auto& sentence : result.added) discard({"label.added", std::move(sentence)});
        findings = std::move(result.findings);
        if (!result.label) return {};
        auto made = std::move(*result.label);
        made.created = options_.created;
        made.originator = options_.originator;
        if (!made.review && !made.succession) made.review = add_years(options_.created, review_years);
        return made;
    }

    Plan plan(ByteView document, const format::Bdo& bdo)
    {
        Plan plan;
        if (label::is_under(*options_.to, bdo.originator)) {
            plan.label = label::label_at(bdo.originator, options_.at);
            return plan;
        }
        const auto* source = label_under(*options_.from, bdo, options_.at);
        if (source == nullptr) {
            plan.findings.push_back(
                {"label.other-policy", fmt::format("a label in policy '{}', and none in '{}'",
                                                   bdo.originator.policy_name, options_.from->name)});
            return plan;
        }
        check_until(today_of(bdo, *source));
        auto made = translated(with_its_review(bdo, *source), plan.findings);
        if (!plan.findings.empty()) return plan;
        const auto old = std::find_if(bdo.alternatives.begin(), bdo.alternatives.end(),
                                      [&](const auto& one) { return label::is_under(*options_.to, one); });
        if (old == bdo.alternatives.end()) {
            plan.insertion = format::insertion_of(document, bdo, made);
        } else if (!says_the_same(*old, made)) {
            check_downgrade(*old, made);
            if (bdo.has_signature) {
                throw not_allowed("label.signed",
                                  "the label has an XML signature, which would not hold any more");
            }
            plan.replaced = static_cast<std::size_t>(old - bdo.alternatives.begin());
        }
        plan.label = std::move(made);
        return plan;
    }

    /// The document with its new label.
    static Bytes carry_out(const Plan& plan, ByteView document, format::Bdo bdo, std::string_view data_uri)
    {
        if (plan.insertion) return plan.insertion->into(document);
        if (!plan.replaced) return {document.begin(), document.end()};
        bdo.alternatives[*plan.replaced] = *plan.label;
        bdo.data_uri = data_uri;
        return format::write_bdo(bdo);
    }

    [[nodiscard]] std::vector<label::Finding> discarded() const { return discarded_; }

  private:
    /// A successor has no review date of its own.
    static label::Label with_its_review(const format::Bdo& bdo, const label::Label& source)
    {
        auto label = source;
        if (!label.review) label.review = bdo.originator.review;
        return label;
    }

    /// The label of `bdo` of which `current` is what holds at the day asked about.
    const label::Label& today_of(const format::Bdo& bdo, const label::Label& current) const
    {
        for (const auto& one : bdo.alternatives) {
            if (&label::label_at(one, options_.at) == &current) return one;
        }
        return bdo.originator;
    }

    void check_downgrade(const label::Label& old, const label::Label& made) const
    {
        if (options_.downgrade == Downgrade::allowed) return;
        for (const auto* before : labels_from(old, options_.at)) {
            for (const auto* after : labels_from(made, options_.at)) {
                if (label::dominates(*options_.to, *after, *before)) continue;
                throw not_allowed("label.downgrade",
                                  "the translation admits readers whom the alternative label that is "
                                  "there does not")
                    .with_hint("--downgrade, if that is meant");
            }
        }
    }

    void discard(label::Finding finding)
    {
        if (std::find(discarded_.begin(), discarded_.end(), finding) == discarded_.end()) {
            discarded_.push_back(std::move(finding));
        }
    }

    const TranslateOptions& options_;
    std::vector<label::Finding> discarded_;
};

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
        label::throw_findings(findings_, what_failed(options_));
    }

    Bytes rewrite(const format::TagFile& file)
    {
        const auto item = labels_.read(file.content, path_of(file.name));
        return Translator::carry_out(*plan_of(file.content, item), file.content, *item.bdo, item.data_uri);
    }

    [[nodiscard]] std::vector<label::Finding> discarded() const { return translator_.discarded(); }

  private:
    using PlanPointer = std::shared_ptr<const Plan>;

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
        if (!item.form) return std::make_shared<const Plan>(translator_.plan(document, *item.bdo));
        if (*item.form >= known_.size()) known_.resize(*item.form + 1);
        auto& known = known_[*item.form];
        if (known == nullptr) known = std::make_shared<const Plan>(translator_.plan(document, *item.bdo));
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
            findings_.push_back(
                {finding.reason, fmt::format("{}: {}", name_of_labelled(path), finding.sentence)});
        }
        if (path.empty()) {
            whole_ = std::move(plan);
        } else if (plan->label && whole_ && whole_->label &&
                   !label::dominates(*options_.to, *whole_->label, *plan->label)) {
            findings_.push_back(
                {"label.dominance",
                 fmt::format("{}: the label of the bundle would not dominate its label", path)});
        }
    }

    const TranslateOptions& options_;
    Translator translator_;
    BoundLabels labels_;
    std::vector<PlanPointer> known_; ///< By form.
    PlanPointer whole_;
    std::vector<label::Finding> findings_;
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

Bytes translated_bdo(Translator& translator, ByteView document, const TranslateOptions& options)
{
    const auto bdo = format::read_bdo(document);
    const auto plan = translator.plan(document, bdo);
    label::throw_findings(plan.findings, what_failed(options));
    return Translator::carry_out(plan, document, bdo, bdo.data_uri);
}

Bytes translated_label(Translator& translator, const label::Label& label, const TranslateOptions& options)
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
    Translator translator(options);
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
