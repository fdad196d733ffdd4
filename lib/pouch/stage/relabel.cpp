#include "pouch/stage/relabel.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/bdo.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/file.hpp"
#include "pouch/stage/frames.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::stage {

namespace {

constexpr std::string_view bundle_label = "labels/bundle.bdo";

std::string name_in_head(const std::string& path)
{
    return fmt::format("labels/data/{}.bdo", path);
}

/// Puts the tag files of a head together again, with the labels that change.
class Rewriter {
  public:
    Rewriter(const format::Head& head, const format::CheckedHead& checked, const RelabelOptions& options)
        : head_(head), options_(options), label_(options.label_for ? options.label_for(head) : options.label),
          added_(options.add ? options.add(head, checked) : std::vector<AddedLabel>()),
          builder_(head.id(), head.algorithm())
    {
    }

    /// The new head, which lends from the old one.
    const format::HeadBuilder& run()
    {
        for (std::size_t i = 0; i + 1 < head_.files().size(); ++i) {
            const auto& file = head_.files()[i];
            if (file.name == bundle_label && !options_.keeps_label) continue;
            if (i > 1 && file.name != bundle_label) add_up_to(file.name);
            const auto changed =
                options_.rewrite && file.name.starts_with("labels/") ? options_.rewrite(file) : std::nullopt;
            changed ? builder_.add(file.name, *changed) : builder_.lend(file);
            if (file.name == "bag-info.txt" && label_) builder_.add(bundle_label, *label_);
        }
        builder_.add_tag_manifest();
        return builder_;
    }

  private:
    /// The labels whose place is before the tag file of that name: all of them, if that is no label itself.
    void add_up_to(const std::string& name)
    {
        const bool is_label = name.starts_with("labels/data/");
        for (; next_ < added_.size(); ++next_) {
            const auto own = name_in_head(added_[next_].path);
            if (is_label && own > name) return;
            format::Bdo bdo;
            bdo.originator = *added_[next_].label;
            bdo.data_uri = format::reference_to(io::base_name_of(added_[next_].path));
            builder_.add(own, format::write_bdo(bdo));
            if (builder_.size() > format::default_head_limit) throw head_too_large();
        }
    }

    const format::Head& head_;
    const RelabelOptions& options_;
    std::optional<Bytes> label_;
    std::vector<AddedLabel> added_;
    format::HeadBuilder builder_;
    std::size_t next_ = 0;
};

} // namespace

bool in_order_of_head(const AddedLabel& a, const AddedLabel& b)
{
    return name_in_head(a.path) < name_in_head(b.path);
}

void relabel(io::Source& in, io::Sink& out, const RelabelOptions& options)
{
    const format::Head head(format::read_stored_frame(in, format::default_head_limit));
    const auto checked = format::check_head(head);
    if (!head.signatures().empty() && !options.drop_signatures) {
        throw not_allowed("signature.present", "the bundle is signed, and its signatures cover the label")
            .with_hint("--drop-signatures takes them out");
    }
    if (options.judge) options.judge(head);

    Rewriter rewriter(head, checked, options);
    format::FrameSink frames(out);
    write_head(rewriter.run(), frames);
    copy_unchecked(in, frames, checked);
    frames.finish();
}

} // namespace pouch::stage
