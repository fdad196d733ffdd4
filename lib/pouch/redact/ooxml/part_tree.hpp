#pragma once
#include "pouch/redact/ooxml/package.hpp"
#include "pouch/redact/ooxml/part_kind.hpp"
#include "pouch/redact/rules.hpp"

#include <map>
#include <string>
#include <vector>

/// Walks a package from part to part, and says what of it stays.
namespace pouch::redact::ooxml {

/// A relationship of a part that stays, for now.
struct Link {
    Relationship relationship;
    std::size_t part; ///< Index of what it leads to; none for a hyperlink.
};
inline constexpr std::size_t no_part = static_cast<std::size_t>(-1);

struct Part {
    PartKind kind;
    const format::ZipEntry* entry;
    std::string name; ///< What it is called from now on: names are content too.
    std::vector<Link> links;
};

/// Gives parts their names: `word/document.xml`, `word/header2.xml`.
class PartNames {
  public:
    /// The name of the next part of that kind. Throws Fault::refused `ooxml.part` for a second one of a kind of which there
    /// is one.
    [[nodiscard]] std::string next(PartKind kind);

  private:
    std::map<std::string_view, std::size_t> counts_; ///< By stem: pictures are numbered together.
};

struct PartTree {
    std::vector<Part>
        parts; ///< The document first, the others in the order in which relationships lead to them.
    std::size_t removed = 0; ///< Parts that go: properties, comments and the like.
};

/// The tree of `package`. Throws Fault::refused `ooxml.part` for a part that is not on the lists of part_kind.hpp, or that
/// nothing leads to, `ooxml.package`.
[[nodiscard]] PartTree tree_of(const Package& package, Images images);

} // namespace pouch::redact::ooxml
