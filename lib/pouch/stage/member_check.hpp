#pragma once
#include "pouch/format/bdo.hpp"
#include "pouch/redact/mark_check.hpp"
#include "pouch/redact/policy_marks.hpp"
#include "pouch/stage/check_content.hpp"
#include "pouch/stage/content_findings.hpp"
#include "pouch/stage/embedded_label.hpp"

/// One document against its label, taken in pieces.
namespace pouch::stage {

/// What all documents of a run are held against.
struct CheckContext {
    const ContentDemand& demand;
    redact::PolicyMarks& marks;
    ContentFindings& findings;
};

/// What is known of the label of a document before it is read.
struct KnownLabels {
    std::optional<label::Label> own;   ///< In the policy: that of its sidecar.
    std::optional<label::Label> whole; ///< In the policy: that of its bundle.
};

class MemberCheck {
  public:
    MemberCheck(const CheckContext& context, std::string path, KnownLabels known);

    MemberCheck(const MemberCheck&) = delete;
    MemberCheck& operator=(const MemberCheck&) = delete;

    /// Throws nothing for what is wrong with the document: that is a finding.
    void feed(ByteView piece);
    /// After the last piece. Throws Fault::policy `label.missing` for a document without any label.
    void finish();

  private:
    void begin();
    void pass(ByteView piece);
    void close();
    void judge_inner(const format::EmbeddedLabel& inner);
    [[nodiscard]] const label::Label* chosen() const;
    void start_marks();
    void search_marks();
    void report_marks();
    template <typename Work> void guarded(Work work);

    const CheckContext& context_;
    std::string path_;
    KnownLabels known_;
    std::optional<label::Label> inner_; ///< In the policy, and valid.
    bool has_inner_ = false;            ///< Good or bad.

    enum class Kind { unknown, text, package, other };
    Kind kind_ = Kind::unknown;
    std::string_view format_; ///< What it is, if its marks are not read.
    Bytes start_;             ///< Until it is known what it is.
    bool is_failed_ = false;  ///< It cannot be read, which has been told.
    EmbeddedLabelReader inner_reader_;
    std::optional<redact::MarkedLabel> marked_;
    std::optional<redact::MarkChecker> checker_;
    std::optional<redact::MarkedLabel>
        unlabelled_; ///< Of a text that may bear its label inside, behind marks.
    std::optional<redact::MarkChecker> mark_search_;
    bool has_marks_ = false; ///< Such a text has any.
    MarkFaults faults_;
};

} // namespace pouch::stage
