#pragma once
#include "pouch/format/zip_reader.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The Open Packaging Conventions (ECMA-376 part 2): parts in a ZIP archive, the types of their content, and the
/// relationships that lead from one to the next.
namespace pouch::redact::ooxml {

inline constexpr std::string_view content_types_name = "[Content_Types].xml";

struct Relationship {
    std::string id;
    std::string type;
    std::string target; ///< As it is written: a path relative to the folder of the part, or a URI.
    bool is_external;
};

/// What a file of relationships says. Throws Fault::refused `ooxml.package`, and what xml/reader.hpp does.
[[nodiscard]] std::vector<Relationship> read_relationships(std::string_view text);
/// The same as text, in the one form that is written.
[[nodiscard]] std::string text_of(const std::vector<Relationship>& relationships);

/// The types of content by part: a type of its own, or the one of its extension.
struct ContentTypes {
    std::map<std::string, std::string> by_extension; ///< In lower case.
    std::map<std::string, std::string> by_part;      ///< Named as its entry is.

    /// Empty if nothing is said of that part.
    [[nodiscard]] std::string_view of(const std::string& part) const;
};
[[nodiscard]] ContentTypes read_content_types(std::string_view text);
[[nodiscard]] std::string text_of(const ContentTypes& types);

/// Where the relationships of a part stand: `word/_rels/document.xml.rels`; of the package, for an empty name.
[[nodiscard]] std::string relationships_name(const std::string& part);

/// The entry that an internal target of a part means; nothing if it leads out of the package.
[[nodiscard]] std::optional<std::string> resolved(const std::string& part, std::string_view target);

/// A package that is read from bytes, which outlive it.
class Package {
  public:
    /// Throws Fault::refused `zip.*`, `ooxml.package`.
    Package(ByteView archive, std::uint64_t limit);

    [[nodiscard]] const format::ZipEntry* find(const std::string& name) const;
    [[nodiscard]] const std::vector<format::ZipEntry>& entries() const { return entries_; }
    [[nodiscard]] const ContentTypes& types() const { return types_; }
    /// The text of an entry. Throws Fault::refused `text.encoding` too.
    [[nodiscard]] std::string text_of_entry(const format::ZipEntry& entry) const;
    /// The relationships of a part; none without a file of them.
    [[nodiscard]] std::vector<Relationship> relationships_of(const std::string& part) const;

  private:
    std::vector<format::ZipEntry> entries_;
    std::map<std::string, const format::ZipEntry*, std::less<>> by_name_;
    ContentTypes types_;
};

} // namespace pouch::redact::ooxml
