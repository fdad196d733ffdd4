#include "pouch/redact/ooxml/mark_check.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/ooxml/package.hpp"
#include "pouch/redact/ooxml/paragraphs.hpp"

namespace pouch::redact::ooxml {

namespace {

/// True for types of content that office software reads as parts of a document of its own.
bool is_of_office(std::string_view content_type)
{
    const bool is_known = content_type.starts_with("application/vnd.openxmlformats-officedocument.") ||
                          content_type.starts_with("application/vnd.ms-");
    return is_known && content_type.ends_with("+xml");
}

std::string place_of(const std::string& part, std::size_t paragraph)
{
    if (paragraph > 0) return fmt::format("{}, paragraph {}", part, paragraph);
    return fmt::format("{}, outside of paragraphs", part);
}

} // namespace

void check_package_marks(ByteView archive, std::uint64_t limit, const MarkedLabel& label,
                         const std::function<void(MarkFault fault, const std::string& place)>& report)
{
    const Package package(archive, limit);
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
