#include "pouch/redact/xml/checker.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/xml/reader.hpp"

#include <new>
#include <optional>
#include <pugixml.hpp>

namespace pouch::redact::xml {

namespace {

/// The elements of a document, counted by the strict reader; nothing if it refuses.
std::optional<std::size_t> count_strictly(std::string_view text)
{
    std::size_t count = 0;
    try {
        Reader reader(text);
        for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
            if (token.kind == TokenKind::open || token.kind == TokenKind::empty) ++count;
        }
    } catch (const Error&) {
        return std::nullopt;
    }
    return count;
}

/// The same by pugixml.
std::optional<std::size_t> count_again(ByteView bytes)
{
    pugi::xml_document document;
    const auto result =
        document.load_buffer(bytes.data(), bytes.size(), pugi::parse_full, pugi::encoding_utf8);
    if (result.status == pugi::status_out_of_memory) throw std::bad_alloc();
    if (!result) return std::nullopt;
    std::size_t count = 0;
    for (pugi::xml_node node = document.first_child(); node;) {
        if (node.type() == pugi::node_element) ++count;
        auto next = node.first_child();
        while (!next && node) {
            next = node.next_sibling();
            node = node.parent();
        }
        node = next;
    }
    return count;
}

} // namespace

void DocumentChecker::check(Bytes& document)
{
    const auto count = count_strictly(as_text(document));
    if (!count || count != count_again(document))
        throw not_allowed("redact.invalid-output", "what is left is no XML any more");
}

} // namespace pouch::redact::xml
