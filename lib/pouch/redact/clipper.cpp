#include "pouch/redact/clipper.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/csv/clipper.hpp"
#include "pouch/redact/json/clipper.hpp"
#include "pouch/redact/xml/clipper.hpp"

namespace pouch::redact {

namespace {

/// Lets everything pass.
class PlainClipper final : public Clipper {
  public:
    std::size_t seek(std::string_view /*text*/, std::size_t to) override { return to; }
    [[nodiscard]] bool clip(std::string_view /*text*/, std::size_t end, bool /*is_last*/,
                            std::vector<Part>& parts) const override
    {
        parts.push_back({0, end, {}, {}, {}});
        return true;
    }
    [[nodiscard]] std::unique_ptr<Clipper> copy() const override { return std::make_unique<PlainClipper>(); }
};

} // namespace

std::unique_ptr<Clipper> clipper_of(Syntax syntax)
{
    switch (syntax.kind) {
    case FormatKind::text:
        return std::make_unique<PlainClipper>();
    case FormatKind::json:
    case FormatKind::jsonl:
    case FormatKind::stix:
    case FormatKind::misp:
        return std::make_unique<json::JsonClipper>();
    case FormatKind::csv:
        return std::make_unique<csv::CsvClipper>(syntax.delimiter);
    case FormatKind::xml:
        return std::make_unique<xml::XmlClipper>();
    case FormatKind::docx:
        break;
    }
    throw bug("no clipper for {}", name_of(syntax.kind));
}

} // namespace pouch::redact
