#include "pouch/stage/untidy_document.hpp"

#include "pouch/format/label_mend.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/io/prefixed.hpp"

namespace pouch::stage {

namespace {

bool looks_like_xml(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '<';
}

} // namespace

LabelDocument read_untidy_document(io::Source& in, std::vector<std::string>& mended)
{
    Bytes start(format::bdo_limit + 1);
    start.resize(io::read_up_to(in, start).size());
    if (start.size() > format::bdo_limit || !looks_like_xml(as_text(start))) {
        io::PrefixedSource whole(std::move(start), in);
        return read_label_document(whole);
    }
    const auto document = format::mend_label(start);
    mended.insert(mended.end(), document.mended.begin(), document.mended.end());
    io::MemorySource text(as_bytes(document.text));
    return read_label_document(text);
}

} // namespace pouch::stage
