#include "pouch/format/opc_label.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/xml_reader.hpp"
#include "pouch/format/zip_reader.hpp"

#include <algorithm>
#include <iterator>

namespace pouch::format {

namespace {

constexpr std::string_view content_types = "[Content_Types].xml"; // names of parts count in any case
constexpr std::string_view package_relationships = "_rels/.rels";
constexpr std::string_view relationships_ns = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr std::string_view root_name = "BindingInformation";
constexpr std::string_view package_scheme = "pack:///";

/// True if the first element of `document` is called BindingInformation, in whatever namespace, or if that cannot be told
/// without a reader that knows more: then the reader decides. Most parts are large and something else.
bool may_be_binding(std::string_view document)
{
    // In UTF-16: no label is written so, and the reader says that.
    if (document.substr(0, 4).find('\0') != std::string_view::npos) {
        std::string narrow;
        std::copy_if(document.begin(), document.end(), std::back_inserter(narrow),
                     [](char c) { return c != 0; });
        return narrow.find(root_name) != std::string::npos;
    }
    for (auto at = document.find('<'); at != std::string_view::npos; at = document.find('<', at + 1)) {
        auto rest = document.substr(at + 1);
        const auto skip = [&](std::string_view begin, std::string_view end) {
            if (!rest.starts_with(begin)) return false;
            const auto close = rest.find(end, begin.size());
            at = close == std::string_view::npos ? document.size() : at + 1 + close;
            return true;
        };
        if (skip("!--", "-->") || skip("?", "?>")) continue;
        if (rest.starts_with('!')) return rest.find(root_name) != std::string_view::npos;
        auto name = rest.substr(0, rest.find_first_of(" \t\r\n/>"));
        name.remove_prefix(name.find(':') + 1); // 0 without a prefix
        return name == root_name;
    }
    return false;
}

/// Parts that are worth to be expanded: by their names, in any case of letters.
bool may_be_xml(std::string_view name)
{
    std::string end(name.substr(name.size() - std::min<std::size_t>(name.size(), 4)));
    for (auto& c : end) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return end == ".xml" || end == ".bdo";
}

/// The part of that name in any case, as ECMA-376 has it; null if there is none. The archive has no two of them.
const ZipEntry* find(const std::vector<ZipEntry>& entries, std::string_view name)
{
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& entry) { return label::same_name(entry.name, name); });
    return found == entries.end() ? nullptr : &*found;
}

/// The part that is the document, if the package says which it is.
std::optional<std::string> main_part(const std::vector<ZipEntry>& entries)
{
    const auto* entry = find(entries, package_relationships);
    if (entry == nullptr) return std::nullopt;
    const auto root = rethrow_as(Fault::refused, "label.malformed", [&] { return read_xml(expand(*entry)); });
    for (const auto& child : root.children) {
        const auto* type = child.attribute("Type");
        const auto* target = child.attribute("Target");
        if (!child.is(relationships_ns, "Relationship") || type == nullptr || target == nullptr) continue;
        if (!type->ends_with("/officeDocument")) continue;
        return target->substr(target->starts_with('/') ? 1 : 0);
    }
    return std::nullopt;
}

/// The part that `uri` names, its escapes undone; nothing for any other URI.
std::optional<std::string> referenced_part(std::string_view uri)
{
    if (!uri.starts_with(package_scheme)) return std::nullopt;
    uri.remove_prefix(package_scheme.size());
    std::string part;
    for (const auto component : split(uri, '/')) {
        const auto name = referenced_file("./" + std::string(component));
        if (!name) return std::nullopt;
        part += (part.empty() ? "" : "/") + *name;
    }
    return part;
}

void check_references(const std::vector<ZipEntry>& entries, const std::vector<std::string>& references)
{
    const auto main = main_part(entries);
    bool is_of_document = false;
    for (const auto& uri : references) {
        const auto part = referenced_part(uri);
        if (!uri.empty() && (!part || find(entries, *part) == nullptr)) {
            throw refused("label.reference", "the label refers to {}, which is no part of the document", uri);
        }
        is_of_document = is_of_document || uri.empty() || !main || label::same_name(*part, *main);
    }
    if (!is_of_document) {
        throw refused("label.reference", "the label refers to parts of the document, but not to {}", *main);
    }
}

} // namespace

bool is_package(ByteView archive)
{
    const auto text = as_text(archive);
    for (auto at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
        if (label::same_name(text.substr(at, content_types.size()), content_types)) return true;
    }
    return false;
}

std::optional<EmbeddedLabel> opc_label(ByteView archive, std::uint64_t limit)
{
    if (!is_package(archive)) return std::nullopt;
    const auto entries = read_zip(archive, limit);
    std::optional<EmbeddedLabel> found;
    for (const auto& entry : entries) {
        if (!may_be_xml(entry.name)) continue;
        const auto content = expand(entry);
        if (!may_be_binding(as_text(content))) continue;
        if (found) {
            throw refused("label.ambiguous", "two labels in one document, in {} and {}", found->where,
                          entry.name);
        }
        try {
            found = EmbeddedLabel{entry.name, read_embedded_bdo(content)};
        } catch (const Error& error) {
            throw error.in(entry.name);
        }
    }
    if (found) check_references(entries, found->binding.references);
    return found;
}

} // namespace pouch::format
