#pragma once
#include "label_samples.hpp"
#include "unit/docx_support.hpp"

/// Labels inside documents, for tests.
namespace pouch::test {

/// The sample label, for what `references` name.
inline std::string embedded_bdo(const std::vector<std::string>& references,
                                const std::string& classification = "SECRET")
{
    std::string elements;
    for (const auto& uri : references) elements += "<s4778:DataReference URI=\"" + uri + "\"/>";
    return with(with(alfa_bdo,
                     "<s4778:DataReference URI=\"./report.pdf\" xmime:contentType=\"application/pdf\"/>",
                     elements),
                "<s4774:Classification>SECRET", "<s4774:Classification>" + classification);
}

inline std::string xml_text(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
    }
    return out;
}

/// A packet of XMP with `properties` in its description.
inline std::string xmp_packet(const std::string& properties, const std::string& attributes = "")
{
    return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
           "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
           "<rdf:Description rdf:about=\"\" "
           "xmlns:mbxmp=\"urn:nato:stanag:4778:bindinginformation:1:0:xmp#\"" +
           attributes + ">" + properties + "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

inline std::string xmp_with(const std::string& bdo)
{
    return xmp_packet("<mbxmp:bindingInformation>" + xml_text(bdo) + "</mbxmp:bindingInformation>");
}

/// A document of Word with these parts more.
inline Bytes docx_with(const std::string& body, const std::vector<std::pair<std::string, std::string>>& more)
{
    std::vector<std::pair<std::string, std::string>> parts;
    const auto plain = docx_of(body);
    for (const auto& entry : format::read_zip(plain, 1U << 26U))
        parts.emplace_back(entry.name, std::string(as_text(format::expand(entry))));
    parts.insert(parts.end(), more.begin(), more.end());
    return zip_of_parts(parts);
}

} // namespace pouch::test
