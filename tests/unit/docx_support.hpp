#pragma once
#include "pouch/format/zip_reader.hpp"
#include "pouch/format/zip_writer.hpp"
#include "pouch/io/memory.hpp"
#include "pouch/redact/ooxml/document.hpp"
#include "unit/redact_support.hpp"

#include <string>
#include <utility>
#include <vector>

/// What the tests of Word documents share: small ones, and runs over them.
namespace pouch::test {

inline const std::string word_space =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

inline Bytes zip_of_parts(const std::vector<std::pair<std::string, std::string>>& parts)
{
    io::MemorySink out;
    format::ZipWriter writer(out);
    for (const auto& [name, content] : parts) writer.add(name, as_bytes(content));
    writer.finish();
    return std::move(out.bytes);
}

inline const std::string word_type =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// A document of one part, with that in its body; of that type by the table of types, under that name there.
inline Bytes docx_of(std::string_view body, const std::string& type = word_type,
                     const std::string& typed = "/word/document.xml")
{
    return zip_of_parts(
        {{"[Content_Types].xml",
          std::string(
              "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
              "Extension=\"rels\" "
              "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override ") +
              "PartName=\"" + typed + "\" ContentType=\"" + type + "\"/></Types>"},
         {"_rels/.rels",
          "<Relationships "
          "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
          "Id=\"rId1\" "
          "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
          "Target=\"word/document.xml\"/></Relationships>"},
         {"word/document.xml",
          "<w:document" + word_space + "><w:body>" + std::string(body) + "</w:body></w:document>"}});
}

/// The body of such a document.
inline std::string body_of(ByteView archive)
{
    for (const auto& entry : format::read_zip(archive, 1U << 26U)) {
        if (entry.name != "word/document.xml") continue;
        const auto content = format::expand(entry);
        const auto text = as_text(content);
        const auto begin = text.find("<w:body>") + 8;
        return std::string(text.substr(begin, text.find("</w:body>") - begin));
    }
    return "no document";
}

struct DocxRun {
    Bytes output;
    std::vector<redact::ooxml::DocumentRemoval> removals;
    bool is_left = false;
};

inline DocxRun run_docx(const redact::Scanner& scanner, const redact::Target& target, ByteView archive,
                        redact::PortionJudge* judge = nullptr)
{
    DocxRun run;
    io::MemorySource in(archive);
    io::MemorySink out;
    run.is_left = redact::ooxml::redact_document(
        in, out,
        {scanner, target, judge, std::uint64_t{1} << 26U,
         [&](const redact::ooxml::DocumentRemoval& removal) { run.removals.push_back(removal); }});
    run.output = std::move(out.bytes);
    return run;
}

} // namespace pouch::test
