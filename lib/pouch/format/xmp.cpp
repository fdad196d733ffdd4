#include "pouch/format/xmp.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/xml_reader.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

constexpr std::string_view instruction = "<?xpacket ";
constexpr std::string_view packet_begin = "<?xpacket begin=";
constexpr std::string_view packet_end = "<?xpacket end=";
constexpr std::string_view instruction_end = "?>";
constexpr std::size_t longest_end = 64; ///< Bytes of the instruction that ends a packet.
constexpr std::string_view rdf_ns = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view property_ns = "urn:nato:stanag:4778:bindinginformation:1:0:xmp#";
constexpr std::string_view property = "bindingInformation";

/// Collects the values of the property, wherever they stand.
struct Values {
    std::vector<std::string> of_document; ///< In a description of the whole.
    bool has_other = false;               ///< One that describes something else, or of another form.

    void take(const XmlElement& element, std::size_t depth, bool is_in_rdf)
    {
        const bool is_description = is_in_rdf && element.is(rdf_ns, "Description");
        if (const auto* value = element.attribute(property_ns, property)) add(*value, is_description);
        for (const auto& child : element.children) {
            if (child.is(property_ns, property)) {
                add(child.text, is_description && child.children.empty());
            } else {
                // RDF stands at the top, or in one element around it.
                take(child, depth + 1, depth < 2 && element.is(rdf_ns, "RDF"));
            }
        }
    }

    void add(const std::string& value, bool is_of_document)
    {
        of_document.push_back(value);
        has_other = has_other || !is_of_document;
    }
};

} // namespace

void XmpScanner::feed(ByteView bytes)
{
    held_ += as_text(bytes);
    while (step()) {
    }
    if (in_packet_ && held_.size() - start_ > xmp_limit) {
        leave_out(held_.size(), "limit.size", "is too large");
        in_packet_ = false;
    }
    const auto kept_from = in_packet_ ? start_ : searched_;
    held_.erase(0, kept_from);
    searched_ -= kept_from;
    start_ = 0;
}

bool XmpScanner::step()
{
    const auto at = held_.find(instruction, searched_);
    if (at == std::string::npos) {
        searched_ = std::max(searched_, held_.size() - std::min(held_.size(), instruction.size() - 1));
        return false;
    }
    const auto rest = std::string_view(held_).substr(at);
    searched_ = at;
    if (rest.size() < packet_begin.size()) return false;
    if (rest.starts_with(packet_begin)) {
        if (in_packet_) leave_out(at, "xmp.malformed", "has no end");
        in_packet_ = true;
        start_ = at;
    } else if (in_packet_ && rest.starts_with(packet_end)) {
        const auto close = rest.substr(0, longest_end).find(instruction_end);
        if (close == std::string_view::npos && rest.size() < longest_end) return false;
        if (close != std::string_view::npos) {
            take_packet(std::string_view(held_).substr(start_, at + close + instruction_end.size() - start_));
            in_packet_ = false;
        }
    }
    searched_ = at + instruction.size();
    return true;
}

void XmpScanner::leave_out(std::size_t end, std::string_view reason, std::string_view why)
{
    if (std::string_view(held_).substr(start_, end - start_).find(property) == std::string_view::npos) return;
    throw refused(reason, "a packet of XMP that holds a label {}", why);
}

std::optional<EmbeddedLabel> XmpScanner::finish()
{
    if (in_packet_) leave_out(held_.size(), "xmp.malformed", "has no end");
    return std::move(found_);
}

void XmpScanner::take_packet(std::string_view packet)
{
    if (packet.find(property) == std::string_view::npos) return;
    XmlLimits limits;
    limits.bytes = xmp_limit;
    limits.attributes = 1024; // settings of cameras
    Values values;
    values.take(
        rethrow_as(Fault::refused, "xmp.malformed", [&] { return read_xml(as_bytes(packet), limits); }), 0,
        false);
    if (values.of_document.empty()) return;
    if (found_ || values.of_document.size() > 1)
        throw refused("label.ambiguous", "two labels in one document, in XMP");
    if (values.has_other) {
        throw refused("label.malformed", "XMP: a label of something else than the document, or not as text");
    }
    found_ = EmbeddedLabel{"XMP", read_embedded_bdo(as_bytes(values.of_document.front()))};
}

} // namespace pouch::format
