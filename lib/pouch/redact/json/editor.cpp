#include "pouch/redact/json/editor.hpp"

#include "pouch/base/error.hpp"

namespace pouch::redact::json {

Editor::Editor(const StructureOptions& options) : options_(options) {}

bool Editor::edit(std::string_view text, std::uint64_t origin)
{
    cuts_.clear();
    keys_ = {};
    Reader reader(text, origin);
    for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
        if (token.kind == TokenKind::object_begin) keys_.open();
        if (token.kind == TokenKind::key)
            keys_.add(text.substr(token.begin + 1, token.end - token.begin - 2), token.end);
        if (token.kind == TokenKind::object_end) {
            keys_.close([&](std::span<const KeyStack::Key> keys) {
                for (std::size_t i = 1; i < keys.size(); ++i) {
                    if (keys[i].name != keys[i - 1].name) continue;
                    throw refused("json.duplicate", "byte {}: a member for the second time",
                                  origin + keys[i].place);
                }
            });
        }
    }
    return true;
}

} // namespace pouch::redact::json
