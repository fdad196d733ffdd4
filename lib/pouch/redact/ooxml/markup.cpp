#include "pouch/redact/ooxml/markup.hpp"

#include "pouch/base/error.hpp"

namespace pouch::redact::ooxml {

std::string without(std::string_view text, const std::vector<TextCut>& cuts)
{
    std::string out;
    std::size_t at = 0;
    for (const auto& cut : cuts) {
        if (cut.begin < at)
            throw refused("ooxml.element", "byte {}: an element where none may stand", cut.begin);
        out += text.substr(at, cut.begin - at);
        out += cut.replacement;
        at = cut.end;
    }
    out += text.substr(at);
    return out;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\r':
            out += "&#13;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace pouch::redact::ooxml
