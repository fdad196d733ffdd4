#pragma once
#include "pouch/redact/clipper.hpp"

#include <optional>

/// Editable parts of XML: text, values of attributes, CDATA sections, and the insides of comments and processing
/// instructions, byte for byte but for references, which go whole; the value of a namespace declaration as a whole.
/// Brackets, names, quotes, white space in tags and the XML declaration stay.
///
/// A name that a match is all about cannot be replaced: clip() throws Fault::policy `redact.name`.
namespace pouch::redact::xml {

class XmlClipper final : public Clipper {
  public:
    std::size_t seek(std::string_view text, std::size_t to) override;
    [[nodiscard]] bool clip(std::string_view text, std::size_t end, bool is_last,
                            std::vector<Part>& parts) const override;
    [[nodiscard]] std::unique_ptr<Clipper> copy() const override
    {
        return std::make_unique<XmlClipper>(*this);
    }

  private:
    enum class State { text, name, tag, value, space, cdata, comment, target, instruction, declaration };
    enum class UnitKind { text, value, space, other, name, markup };

    /// What stands at a place: a run of plain bytes, or a unit.
    struct Unit {
        UnitKind kind;
        std::size_t end;
        State next;
    };
    [[nodiscard]] std::optional<Unit> unit_at(std::string_view text, std::size_t at, std::size_t bound,
                                              bool is_last) const;
    [[nodiscard]] std::optional<Unit> text_at(std::string_view text, std::size_t at, std::size_t bound,
                                              bool is_last) const;
    [[nodiscard]] Unit tag_at(std::string_view text, std::size_t at, std::size_t bound) const;
    [[nodiscard]] std::optional<Unit> name_at(std::string_view text, std::size_t at, bool is_last) const;
    [[nodiscard]] std::optional<Unit> run_at(std::string_view text, std::size_t at, std::size_t bound,
                                             bool is_last) const;
    [[nodiscard]] static std::string_view nothing_for(UnitKind kind, char next);
    void pass(const Unit& unit, std::string_view text, std::size_t at);

    State state_ = State::text;
    char quote_ = '"';          ///< Of the value.
    bool is_declaring_ = false; ///< The name before is one of a namespace declaration.
};

} // namespace pouch::redact::xml
