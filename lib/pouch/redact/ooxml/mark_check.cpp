#include "pouch/redact/ooxml/mark_check.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/ooxml/package.hpp"
#include "pouch/redact/ooxml/paragraphs.hpp"

#include <map>

namespace pouch::redact::ooxml {

namespace {

/// True for types of content that office software reads as parts of a document of its own.
bool is_of_office(std::string_view content_type)
{
    if (content_type == "application/vnd.openxmlformats-officedocument.vmlDrawing") return true;
    const bool is_known = content_type.starts_with("application/vnd.openxmlformats-officedocument.") ||
                          content_type.starts_with("application/vnd.ms-");
    return is_known && content_type.ends_with("+xml");
}

std::string place_of(const std::string& part, std::size_t paragraph)
{
    if (paragraph > 0) return fmt::format("{}, paragraph {}", part, paragraph);
    return fmt::format("{}, outside of paragraphs", part);
}

std::string lowered(std::string text)
{
    for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// A type of content goes by the exact name of its part. Office software takes it in any case: so another case would hide
/// what the part is.
void check_spelling(const Package& package)
{
    std::map<std::string, std::string> typed;
    for (const auto& [part, type] : package.types().by_part) typed.emplace(lowered(part), part);
    for (const auto& entry : package.entries()) {
        const auto found = typed.find(lowered(entry.name));
        if (found != typed.end() && found->second != entry.name)
            throw refused("ooxml.part", "{}: its type of content is given in another spelling", entry.name);
    }
}

} // namespace

void check_package_marks(ByteView archive, std::uint64_t limit, const MarkedLabel& label,
                         const std::function<void(MarkFault fault, const std::string& place)>& report)
{
    const Package package(archive, limit);
    check_spelling(package);
    for (const auto& entry : package.entries()) {
        if (!is_of_office(package.types().of(entry.name))) continue;
        try {
            for_each_paragraph(package.text_of_entry(entry), [&](std::size_t number, std::string_view text) {
                MarkChecker checker(
                    label, [&](MarkFault fault, auto) { report(fault, place_of(entry.name, number)); });
                checker.feed(as_bytes(text));
                checker.finish();
            });
        } catch (const Error& error) {
            throw error.in(entry.name);
        }
    }
}

} // namespace pouch::redact::ooxml
