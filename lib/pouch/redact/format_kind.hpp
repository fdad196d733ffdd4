#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

/// The formats that redact knows by name, and sets of them.
namespace pouch::redact {

enum class FormatKind {
    text, ///< No structure: any byte may go.
    json,
    jsonl, ///< JSON Lines: one JSON text a line.
    csv,
    xml,
    stix,
    misp,
    docx, ///< An office document of Word: held and written anew as a whole, see ooxml/document.hpp.
};

/// `text`, `json` and so on, as options and rules write them.
[[nodiscard]] std::string_view name_of(FormatKind kind);

/// The format of that name; nothing if there is none.
[[nodiscard]] std::optional<FormatKind> format_named(std::string_view name);

/// True if this version knows its structure, or need not.
[[nodiscard]] bool is_supported(FormatKind kind);

/// The format that the suffix of a file's name claims, in any case; text if the suffix claims none that is supported.
[[nodiscard]] FormatKind format_claimed_by(std::string_view file_name);

/// True if a document that begins with `sample` may be one of that format: a cheap test, which the format's own reader
/// completes.
[[nodiscard]] bool may_be(FormatKind kind, std::string_view sample);

/// True if a text that begins with `sample` is probably JSON after all: it begins as an object or an array of strings or of
/// these does.
[[nodiscard]] bool looks_like_json(std::string_view sample);

/// True if it looks like JSON and names what bundles of STIX or events of MISP are made of.
[[nodiscard]] bool looks_like_marks(std::string_view sample);
/// True if a text that begins with `sample` is probably XML after all: it begins with a declaration, a comment or a tag.
[[nodiscard]] bool looks_like_xml(std::string_view sample);

/// Some of the formats.
class FormatSet {
  public:
    constexpr FormatSet() = default;
    constexpr FormatSet(std::initializer_list<FormatKind> kinds)
    {
        for (const auto kind : kinds) add(kind);
    }
    [[nodiscard]] static constexpr FormatSet all()
    {
        FormatSet set;
        set.bits_ = ~0U;
        return set;
    }
    constexpr void add(FormatKind kind) { bits_ |= bit(kind); }
    [[nodiscard]] constexpr bool has(FormatKind kind) const { return (bits_ & bit(kind)) != 0; }
    [[nodiscard]] constexpr bool has_all(FormatSet other) const
    {
        return (bits_ & other.bits_) == other.bits_;
    }
    [[nodiscard]] constexpr bool meets(FormatSet other) const { return (bits_ & other.bits_) != 0; }
    [[nodiscard]] constexpr bool operator==(const FormatSet&) const = default;
    [[nodiscard]] constexpr bool is_all() const { return bits_ == ~0U; }

  private:
    static constexpr std::uint32_t bit(FormatKind kind) { return 1U << static_cast<unsigned>(kind); }
    std::uint32_t bits_ = 0;
};

} // namespace pouch::redact
