#pragma once
#include "pouch/redact/json/editor.hpp"
#include "pouch/redact/streamed_structure.hpp"

/// JSON documents and JSON Lines, read strictly, with what fields and allow-list say cut out.
namespace pouch::redact::json {

/// What DocumentStructure and LinesStructure share.
class EditedSource : public StreamedStructure {
  protected:
    EditedSource(FormatKind kind, io::Source& in, const StructureOptions& options)
        : StreamedStructure(in, options.places), editor_(kind, options)
    {
    }
    /// Edits one JSON text, which stands at `origin` of the document, into out_; false if none of it is left.
    bool edit(std::string_view text, std::uint64_t origin);
    [[nodiscard]] const Editor& editor() const { return editor_; }

  private:
    Editor editor_;
};

/// One JSON text, held as a whole. Where rules leave none of it, the string `"[REDACTED]"` is left. Throws Fault::refused
/// `limit.size` and Fault::policy `portion.unknown` besides what Reader and Editor throw.
class DocumentStructure final : public EditedSource {
  public:
    DocumentStructure(io::Source& in, const StructureOptions& options)
        : DocumentStructure(FormatKind::json, in, options)
    {
    }
    /// The same of a format that is written in JSON.
    DocumentStructure(FormatKind kind, io::Source& in, const StructureOptions& options)
        : EditedSource(kind, in, options), limit_(options.max_size)
    {
    }
    [[nodiscard]] bool is_all_withheld() const override { return is_withheld_; }

  protected:
    bool refill() override;

  private:
    std::uint64_t limit_;
    bool is_read_ = false;
    bool is_withheld_ = false;
};

/// One JSON text a line, a record; one of which nothing may leave goes with its line end. Lines end with LF or CR LF, the last
/// one also without; blank lines stand at the end only. Throws
/// Fault::refused `json.marked` for a line that holds a bundle of STIX or an event of MISP where the target judges marks,
/// `limit.size` for a line of more than `longest_line` bytes, `json.blank-line`.
class LinesStructure final : public EditedSource {
  public:
    static constexpr std::size_t longest_line = std::size_t{64} << 20U;

    LinesStructure(io::Source& in, const StructureOptions& options)
        : EditedSource(FormatKind::jsonl, in, options), has_marks_(options.target.judges_marks())
    {
    }
    [[nodiscard]] bool is_all_withheld() const override { return has_dropped_ && !has_kept_; }

  protected:
    bool refill() override;

  private:
    void take(std::string_view line);

    bool has_marks_; ///< The rules speak of marks, which say nothing of lines.
    Bytes text_;     ///< Read, from a line's beginning on.
    std::uint64_t origin_ = 0;
    std::size_t searched_ = 0; ///< Bytes of text_ without a line end.
    bool is_ended_ = false;
    bool has_blank_ = false;
    bool has_dropped_ = false;
    bool has_kept_ = false;
};

} // namespace pouch::redact::json
