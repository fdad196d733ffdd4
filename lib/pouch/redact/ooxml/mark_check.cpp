#include "pouch/redact/ooxml/mark_check.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/ooxml/package.hpp"
#include "pouch/redact/ooxml/paragraphs.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace pouch::redact::ooxml {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view vml = "application/vnd.openxmlformats-officedocument.vmldrawing";

std::string lowered(std::string text)
{
    for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// A type of content without its parameters, in lower case: those are equal (RFC 2045, section 5.1).
std::string plain_type(std::string_view type)
{
    type = type.substr(0, type.find(';'));
    const auto first = type.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return lowered(std::string(type.substr(first, type.find_last_not_of(" \t\r\n") + 1 - first)));
}

/// True for types of content of office software.
bool is_of_office(std::string_view type)
{
    return type.starts_with("application/vnd.openxmlformats-officedocument.") ||
           type.starts_with("application/vnd.ms-");
}

/// True if `bytes` speak of a namespace of documents, in UTF-8 or UTF-16, whatever is said of their type: readers differ
/// about which of the two counts.
bool speaks_of_documents(std::string_view bytes)
{
    constexpr std::array names{"openxmlformats.org/wordprocessingml/"sv,
                               "openxmlformats.org/spreadsheetml/"sv, "openxmlformats.org/presentationml/"sv,
                               "purl.oclc.org/ooxml/"sv};
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        if (bytes.find(name) != std::string_view::npos) return true;
        std::string wide(1, name.front());
        for (const char c : name.substr(1)) (wide += '\0') += c;
        return bytes.find(wide) != std::string_view::npos;
    });
}

bool is_medium(std::string_view type)
{
    constexpr std::array kinds{"image/"sv, "audio/"sv, "video/"sv};
    return std::any_of(kinds.begin(), kinds.end(),
                       [&](std::string_view kind) { return type.starts_with(kind); });
}

enum class Part { read, unread, other };

/// What a part is for this check.
Part kind_of(const Package& package, const format::ZipEntry& entry)
{
    const auto type = plain_type(package.types().of(entry.name));
    const bool is_typed = is_of_office(type);
    if (is_typed && (type.ends_with("+xml") || type == vml)) return Part::read;
    if (is_medium(type) || entry.name.ends_with(".rels")) return Part::other;
    if (speaks_of_documents(as_text(format::expand(entry)))) return Part::read;
    return is_typed ? Part::unread : Part::other;
}

std::string place_of(const std::string& part, std::size_t paragraph)
{
    if (paragraph > 0) return fmt::format("{}, paragraph {}", part, paragraph);
    return fmt::format("{}, outside of paragraphs", part);
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
                         const std::function<void(MarkFault fault, const std::string& place)>& report,
                         const std::function<void(const std::string& part)>& on_unread)
{
    const Package package(archive, limit);
    check_spelling(package);
    for (const auto& entry : package.entries()) {
        const auto kind = kind_of(package, entry);
        if (kind == Part::unread) on_unread(entry.name);
        if (kind != Part::read) continue;
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
