#pragma once
#include "pouch/format/head.hpp"
#include "pouch/stage/write_client.hpp"

/// The files of a head, as `verify -x` writes them.
namespace pouch::stage {

/// Calls `visit(path, content)` for each file of `head` that goes into a tree: all of them, or with `payload_only`
/// each label beside its file.
void for_each_tag_file(const format::Head& head, bool payload_only,
                       const std::function<void(std::string_view, ByteView)>& visit);

/// Has files written whose content lies elsewhere: copies them into the slots of a client, many small ones together.
class SpanFiller {
  public:
    explicit SpanFiller(WriteClient& client);

    void add(std::string_view path, ByteView content);
    /// After the last file. When it returns all of them are written, and the slots are free.
    void finish();

  private:
    void hand_over();

    WriteClient& client_;
    std::size_t slot_ = 0;
    std::size_t filled_ = 0;
    format::LetterWriter letter_;
};

} // namespace pouch::stage
