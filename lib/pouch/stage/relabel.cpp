#include "pouch/stage/relabel.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/stage/frames.hpp"

namespace pouch::stage {

void relabel(io::Source& in, io::Sink& out, const RelabelOptions& options)
{
    const format::Head head(format::read_stored_frame(in, format::default_head_limit));
    const auto checked = format::check_head(head);
    if (!head.signatures().empty() && !options.drop_signatures) {
        throw not_allowed("signature.present", "the bundle is signed, and its signatures cover the label")
            .with_hint("--drop-signatures takes them out");
    }
    if (options.judge) options.judge(head);

    format::HeadBuilder builder(head.id(), head.algorithm(),
                                head.content().size() + (options.label ? options.label->size() + 8192 : 0));
    for (std::size_t i = 0; i + 1 < head.files().size(); ++i) {
        const auto& file = head.files()[i];
        if (file.name != "labels/bundle.bdo" || options.rewrite) {
            const auto changed =
                options.rewrite && file.name.starts_with("labels/") ? options.rewrite(file) : std::nullopt;
            builder.add(file.name, changed ? ByteView(*changed) : file.content);
        }
        if (file.name == "bag-info.txt" && options.label) builder.add("labels/bundle.bdo", *options.label);
    }
    builder.add_tag_manifest();

    format::FrameSink frames(out);
    format::write_stored_frame(builder.take(), [&](ByteView piece) { frames.write(piece); });
    copy_unchecked(in, frames, checked);
    frames.finish();
}

} // namespace pouch::stage
