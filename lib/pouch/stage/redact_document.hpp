#pragma once
#include "pouch/redact/content.hpp"
#include "pouch/redact/engine.hpp"
#include "pouch/redact/image.hpp"
#include "pouch/redact/member_spool.hpp"
#include "pouch/stage/label_judge.hpp"
#include "pouch/stage/redact.hpp"
#include "pouch/stage/redact_findings.hpp"

#include <optional>
#include <string>
#include <string_view>

/// redact, of one document: the input, or a member of it.
namespace pouch::stage {

class DocumentRedactor {
  public:
    /// All live as long as this does.
    DocumentRedactor(const redact::Rulebook& book, const RedactOptions& options, Findings& findings);

    /// Redacts a document of that format; true if something is left that the reader may see. `member`: its name in a tar
    /// stream.
    bool redact(redact::FormatKind kind, io::Source& in, io::Sink& out, std::size_t threads,
                const std::string& member);

    /// What `sample` begins as if it is an image that the rules let out without its metadata.
    [[nodiscard]] std::optional<redact::ImageKind> strippable(ByteView sample) const;
    /// Writes an image anew, in place of what is in `out`. Throws what LabelledSource does, as redact() does of a document
    /// of Word.
    void strip(redact::ImageKind kind, io::Source& in, redact::MemberSpool& out, const std::string& member);

    /// What a document is that is named as one of `kind`: events of MISP and bundles of STIX are called JSON too. What was
    /// read of `in` to tell goes to `held`.
    [[nodiscard]] redact::FormatKind exact_kind(redact::FormatKind kind, io::Source& in, Bytes& held) const;

    /// True if a document of that format goes as a whole, since it carries no portion marks.
    [[nodiscard]] bool withholds_unmarked(redact::FormatKind kind) const;

    /// Throws if what begins with `sample` cannot be of the format that it should have, or if rules about fields would
    /// do nothing because of its name.
    void confirm(redact::FormatKind kind, ByteView sample, std::string_view reason) const;

  private:
    /// Calls `act(in)`, and judges the label in the document that it reads.
    template <typename Act> void judged(io::Source& in, const std::string& member, Act act) const;
    bool office(io::Source& in, io::Sink& out, const std::string& member);
    bool text(io::Source& in, io::Sink& out, std::size_t threads, const std::string& member);
    bool structured(redact::FormatKind kind, io::Source& in, io::Sink& out, std::size_t threads,
                    const std::string& member);

    const redact::Rulebook& book_;
    const RedactOptions& options_;
    Findings& findings_;
    redact::Engine engine_;
    LabelDemand demand_;               ///< Of labels in documents; without policies nobody judges them.
    std::vector<std::string> columns_; ///< Of CSV, that the rules name.
};

} // namespace pouch::stage
