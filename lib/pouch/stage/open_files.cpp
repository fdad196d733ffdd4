#include "pouch/stage/open_files.hpp"

#include "pouch/base/error.hpp"

#include <iterator>

namespace pouch::stage {

namespace {

Error mistaken(const format::FilePiece& piece, std::string_view what)
{
    return make_error(Fault::bug, "writer.order", "{}: {}", piece.path, what);
}

} // namespace

void OpenFiles::take_run(File& file, std::uint64_t begin, std::uint64_t end) const
{
    auto next = file.taken.lower_bound(begin);
    const bool has_before = next != file.taken.begin();
    const auto before = has_before ? std::prev(next) : next;
    if ((next != file.taken.end() && next->first < end) || (has_before && before->second > begin))
        throw make_error(Fault::bug, "writer.order", "a byte is given twice");
    if (next != file.taken.end() && next->first == end) {
        end = next->second;
        file.taken.erase(next);
    }
    if (has_before && before->second == begin) {
        before->second = end;
    } else {
        file.taken.emplace(begin, end);
    }
    if (file.taken.size() > limit_) throw make_error(Fault::bug, "writer.order", "too many gaps");
}

std::shared_ptr<const OpenFiles::File> OpenFiles::take(const format::FilePiece& piece,
                                                       const std::function<io::Descriptor()>& create)
{
    const std::lock_guard lock(mutex_);
    auto at = files_.find(piece.path);
    if (at == files_.end()) {
        if (files_.size() >= limit_) throw mistaken(piece, "too many files at a time");
        auto file = std::make_shared<File>();
        file->descriptor = create();
        file->size = piece.file_size;
        at = files_.emplace(std::string(piece.path), std::move(file)).first;
    }
    auto& file = *at->second;
    if (file.size != piece.file_size) throw mistaken(piece, "another size than before");
    try {
        take_run(file, piece.file_offset, piece.file_offset + piece.size);
    } catch (const Error& error) {
        throw error.in(piece.path);
    }
    return at->second;
}

void OpenFiles::finish(const format::FilePiece& piece)
{
    const std::lock_guard lock(mutex_);
    const auto at = files_.find(piece.path);
    at->second->written += piece.size;
    if (at->second->written == at->second->size) files_.erase(at);
}

bool OpenFiles::is_empty() const
{
    const std::lock_guard lock(mutex_);
    return files_.empty();
}

} // namespace pouch::stage
