#include "pouch/stage/tag_files.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>
#include <cstring>

namespace pouch::stage {

void for_each_tag_file(const format::Head& head, bool payload_only,
                       const std::function<void(std::string_view, ByteView)>& visit)
{
    if (payload_only) {
        for (const auto& label : head.file_labels()) visit(label.path + ".bdo", label.content);
        return;
    }
    for (const auto& file : head.files()) visit(file.name, file.content);
    for (const auto& file : head.signatures())
        visit(format::signature_name(file.role, file.key_id), file.content);
}

SpanFiller::SpanFiller(WriteClient& client) : client_(client), letter_(client.letter(0)) {}

void SpanFiller::add(std::string_view path, ByteView content)
{
    const std::uint64_t size = content.size();
    for (;;) {
        const auto span = client_.span(slot_);
        const auto count = std::min(content.size(), span.size() - filled_);
        const bool is_full = count == 0 && !content.empty();
        const format::FilePiece piece{path, size, size - content.size(), static_cast<std::uint32_t>(filled_),
                                      static_cast<std::uint32_t>(count)};
        if (is_full || !letter_.add(piece)) {
            if (letter_.size() == 0) throw bug("{}: no room for its name", path);
            hand_over();
            continue;
        }
        if (count > 0) std::memcpy(span.data() + filled_, content.data(), count);
        filled_ += count;
        content = content.subspan(count);
        if (content.empty()) return;
    }
}

void SpanFiller::hand_over()
{
    client_.send(slot_, letter_.size());
    slot_ = (slot_ + 1) % client_.slot_count();
    client_.await(slot_);
    letter_ = client_.letter(slot_);
    filled_ = 0;
}

void SpanFiller::finish()
{
    if (letter_.size() > 0) hand_over();
    for (std::size_t slot = 0; slot < client_.slot_count(); ++slot) client_.await(slot);
}

} // namespace pouch::stage
