#include "pouch/redact/structure.hpp"

#include "pouch/base/error.hpp"
#include "pouch/redact/csv/checker.hpp"
#include "pouch/redact/csv/structure.hpp"
#include "pouch/redact/json/checker.hpp"
#include "pouch/redact/json/structure.hpp"
#include "pouch/redact/misp/structure.hpp"
#include "pouch/redact/stix/checker.hpp"
#include "pouch/redact/stix/structure.hpp"
#include "pouch/redact/xml/checker.hpp"
#include "pouch/redact/xml/structure.hpp"

namespace pouch::redact {

std::unique_ptr<Structure> structure_of(FormatKind kind, io::Source& in, const StructureOptions& options)
{
    switch (kind) {
    case FormatKind::json:
        return std::make_unique<json::DocumentStructure>(in, options);
    case FormatKind::jsonl:
        return std::make_unique<json::LinesStructure>(in, options);
    case FormatKind::csv:
        return std::make_unique<csv::CsvStructure>(in, options);
    case FormatKind::xml:
        return std::make_unique<xml::DocumentStructure>(in, options);
    case FormatKind::misp:
        return std::make_unique<misp::EventStructure>(in, options);
    case FormatKind::stix:
        return std::make_unique<stix::BundleStructure>(in, options);
    case FormatKind::text:
    case FormatKind::docx:
        break;
    }
    throw bug("no structure for {}", name_of(kind));
}

std::unique_ptr<Checker> checker_of(Syntax syntax, io::Sink& out, const FormulaReport& on_formula)
{
    switch (syntax.kind) {
    case FormatKind::json:
    case FormatKind::misp:
        return std::make_unique<json::DocumentChecker>(out);
    case FormatKind::jsonl:
        return std::make_unique<json::LinesChecker>(out);
    case FormatKind::csv:
        return std::make_unique<csv::CsvChecker>(out, syntax.delimiter, on_formula);
    case FormatKind::xml:
        return std::make_unique<xml::DocumentChecker>(out);
    case FormatKind::stix:
        return std::make_unique<stix::BundleChecker>(out);
    case FormatKind::text:
    case FormatKind::docx:
        break;
    }
    throw bug("no checker for {}", name_of(syntax.kind));
}

} // namespace pouch::redact
