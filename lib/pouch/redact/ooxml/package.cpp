#include "pouch/redact/ooxml/package.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/encoding.hpp"
#include "pouch/redact/ooxml/markup.hpp"
#include "pouch/redact/xml/reader.hpp"
#include "pouch/redact/xml/reference.hpp"

#include <algorithm>
#include <set>

namespace pouch::redact::ooxml {

namespace {

constexpr std::string_view relationships_space =
    "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr std::string_view types_space = "http://schemas.openxmlformats.org/package/2006/content-types";
constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

[[noreturn]] void fail(std::string_view what)
{
    throw refused("ooxml.package", "{}", what);
}

using Values = std::map<std::string, std::string, std::less<>>;

/// Reads a list of empty elements below one root: calls `take(name, values)` for each.
template <typename Take>
void read_list(std::string_view text, std::string_view space, std::string_view root, Take take)
{
    xml::Reader reader(text);
    std::size_t depth = 0;
    for (auto token = reader.next(); token.kind != xml::TokenKind::end; token = reader.next()) {
        using xml::TokenKind;
        if (token.kind == TokenKind::close) --depth;
        if (token.kind == TokenKind::cdata) fail("text where none belongs");
        if (token.kind == TokenKind::text &&
            text.substr(token.begin, token.end - token.begin).find_first_not_of(" \t\r\n") !=
                std::string_view::npos)
            fail("text where none belongs");
        if (token.kind != TokenKind::open && token.kind != TokenKind::empty) continue;
        if (reader.name().space != space || depth > 1 || (depth == 0) != (reader.name().local == root))
            fail("not a list of relationships or types of content");
        Values values;
        for (const auto& attribute : reader.attributes()) {
            if (attribute.is_declaration()) continue;
            if (!attribute.name.space.empty()) fail("an attribute that is not known");
            values.emplace(attribute.name.local,
                           xml::decoded_value(text.substr(attribute.value_begin,
                                                          attribute.value_end - attribute.value_begin)));
        }
        if (depth > 0) {
            take(reader.name().local, std::move(values));
        } else if (!values.empty()) {
            fail("an attribute that is not known");
        }
        if (token.kind == TokenKind::open) ++depth;
    }
}

/// Takes the value of that name out of `values`.
std::string taken(Values& values, std::string_view name)
{
    const auto value = values.find(name);
    if (value == values.end()) fail("an attribute is missing");
    auto text = std::move(value->second);
    values.erase(value);
    return text;
}

void require_empty(const Values& values)
{
    if (!values.empty()) fail("an attribute that is not known");
}

bool is_id(std::string_view id)
{
    constexpr std::size_t longest = 64;
    return !id.empty() && id.size() <= longest && !is_digit(id.front()) &&
           std::all_of(id.begin(), id.end(), [](char c) { return is_word(c); });
}

std::string lowered(std::string text)
{
    for (auto& c : text) c = to_lower(c);
    return text;
}

} // namespace

std::vector<Relationship> read_relationships(std::string_view text)
{
    std::vector<Relationship> all;
    std::set<std::string> ids;
    read_list(text, relationships_space, "Relationships", [&](std::string_view name, Values values) {
        if (name != "Relationship") fail("not a relationship");
        Relationship one{taken(values, "Id"), taken(values, "Type"), taken(values, "Target"), false};
        if (values.find("TargetMode") != values.end()) {
            const auto mode = taken(values, "TargetMode");
            if (mode != "External" && mode != "Internal")
                fail("a target that is neither internal nor external");
            one.is_external = mode == "External";
        }
        require_empty(values);
        if (!is_id(one.id) || !ids.insert(one.id).second)
            fail("an id twice, or of other signs than letters and digits");
        all.push_back(std::move(one));
    });
    return all;
}

std::string text_of(const std::vector<Relationship>& relationships)
{
    auto text = fmt::format("{}<Relationships xmlns=\"{}\">", declaration, relationships_space);
    for (const auto& one : relationships) {
        text +=
            fmt::format("<Relationship Id=\"{}\" Type=\"{}\" Target=\"{}\"{}/>", one.id, escaped(one.type),
                        escaped(one.target), one.is_external ? " TargetMode=\"External\"" : "");
    }
    return text + "</Relationships>";
}

std::string_view ContentTypes::of(const std::string& part) const
{
    if (const auto own = by_part.find(part); own != by_part.end()) return own->second;
    const auto name = part.substr(part.rfind('/') + 1);
    const auto dot = name.rfind('.');
    if (dot == std::string::npos) return {};
    const auto known = by_extension.find(lowered(name.substr(dot + 1)));
    return known == by_extension.end() ? std::string_view() : std::string_view(known->second);
}

ContentTypes read_content_types(std::string_view text)
{
    ContentTypes types;
    read_list(text, types_space, "Types", [&](std::string_view name, Values values) {
        auto type = taken(values, "ContentType");
        if (name == "Default") {
            const auto extension = lowered(taken(values, "Extension"));
            if (!types.by_extension.emplace(extension, std::move(type)).second)
                fail("two types of one extension");
        } else if (name == "Override") {
            const auto part = taken(values, "PartName");
            if (!part.starts_with('/')) fail("a part name that does not begin with a slash");
            if (!types.by_part.emplace(part.substr(1), std::move(type)).second) fail("two types of one part");
        } else {
            fail("not a type of content");
        }
        require_empty(values);
    });
    return types;
}

std::string text_of(const ContentTypes& types)
{
    auto text = fmt::format("{}<Types xmlns=\"{}\">", declaration, types_space);
    for (const auto& [extension, type] : types.by_extension)
        text +=
            fmt::format("<Default Extension=\"{}\" ContentType=\"{}\"/>", escaped(extension), escaped(type));
    for (const auto& [part, type] : types.by_part)
        text += fmt::format("<Override PartName=\"/{}\" ContentType=\"{}\"/>", escaped(part), escaped(type));
    return text + "</Types>";
}

std::string relationships_name(const std::string& part)
{
    const auto base = part.rfind('/') + 1; // 0 without a slash
    return fmt::format("{}_rels/{}.rels", part.substr(0, base), part.substr(base));
}

std::optional<std::string> resolved(const std::string& part, std::string_view target)
{
    std::vector<std::string_view> steps;
    const auto walk = [&](std::string_view path) {
        while (!path.empty()) {
            const auto size = std::min(path.find('/'), path.size());
            const auto step = path.substr(0, size);
            path.remove_prefix(std::min(size + 1, path.size()));
            if (step == "..") {
                if (steps.empty()) return false;
                steps.pop_back();
            } else if (step != "." && !step.empty()) {
                steps.push_back(step);
            }
        }
        return true;
    };
    const bool is_absolute = target.starts_with('/');
    if (!is_absolute && !walk(std::string_view(part).substr(0, part.rfind('/') + 1))) return std::nullopt;
    if (!walk(target)) return std::nullopt;
    std::string name;
    for (const auto step : steps) name += fmt::format("{}{}", name.empty() ? "" : "/", step);
    return name;
}

Package::Package(ByteView archive, std::uint64_t limit) : entries_(format::read_zip(archive, limit))
{
    for (const auto& entry : entries_) by_name_.emplace(entry.name, &entry);
    const auto* types = find(std::string(content_types_name));
    if (types == nullptr) fail("a ZIP archive, but no office document");
    types_ = read_content_types(text_of_entry(*types));
}

const format::ZipEntry* Package::find(const std::string& name) const
{
    const auto entry = by_name_.find(name);
    return entry == by_name_.end() ? nullptr : entry->second;
}

std::string Package::text_of_entry(const format::ZipEntry& entry) const
{
    const auto bytes = format::expand(entry);
    check_text(as_text(bytes), 0);
    return std::string(as_text(bytes));
}

std::vector<Relationship> Package::relationships_of(const std::string& part) const
{
    const auto* entry = find(relationships_name(part));
    return entry == nullptr ? std::vector<Relationship>() : read_relationships(text_of_entry(*entry));
}

} // namespace pouch::redact::ooxml
