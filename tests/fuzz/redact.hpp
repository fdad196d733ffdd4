#pragma once
#include "pouch/base/bytes.hpp"

/// Entries for redact. What they find wrong is a std::logic_error.
namespace pouch::fuzz {

/// A rules file and its compilation.
void redact_rules(ByteView bytes);

/// Any text through rules that name every recogniser; what comes out must hold nothing that they find.
void redact_views(ByteView bytes);

/// A short text through the engine and through the slow reference: both make the same of it, or both refuse. The
/// first byte chooses the size of blocks, the second the rules.
void redact_engine(ByteView bytes);

/// An image; what comes out must come out the same again.
void redact_jpeg(ByteView bytes);
void redact_png(ByteView bytes);
/// Any text as JSON and as JSON Lines, with fields, an allow-list and every recogniser; what comes out must be JSON to
/// simdjson, with nothing left for
/// rules of text. The first byte chooses.
void redact_json(ByteView bytes);
/// Any text as events of MISP, with fields and every recogniser; what comes out must be JSON to simdjson, and hold
/// nothing more that goes. The first byte chooses.
void redact_misp(ByteView bytes);
/// Any text as a bundle of STIX, with a key, fields and every recogniser; what comes out must be JSON to simdjson, and hold
/// nothing more that goes. The first byte chooses.
void redact_stix(ByteView bytes);
/// Any text as a pattern of STIX; what is one stays one as a part of another.
void stix_pattern(ByteView bytes);
/// Any text as XML, with fields and every recogniser; what comes out must be XML to pugixml, and come out the same again.
/// The first byte chooses.
void redact_xml(ByteView bytes);
/// Any text as CSV, with a column and every recogniser; what comes out must be CSV, and stay as it is. The first byte
/// chooses.
void redact_csv(ByteView bytes);
/// A ZIP archive; what is read of it must come out again of what is written.
void redact_zip(ByteView bytes);
/// A document of Word: an archive as it is, else the body of one, by the first byte under portion marks too. What comes out
/// must come out the same again.
void redact_docx(ByteView bytes);

} // namespace pouch::fuzz
