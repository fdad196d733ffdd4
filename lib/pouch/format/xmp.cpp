#include "pouch/format/xmp.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/xml_reader.hpp"

#include <algorithm>
#include <functional>

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
constexpr std::size_t widest = 4; ///< Bytes of a character of UTF-32.
constexpr std::size_t stray_reach =
    widest * property_ns.size() + 1; ///< Bytes in which a stray label shows itself.

/// `text` as it stands in UTF-16 or UTF-32 of either byte order, without what is before its first and behind its last
/// character.
std::string widened(std::string_view text, std::size_t width)
{
    std::string wide(1, text.front());
    for (const char c : text.substr(1)) wide.append(width - 1, '\0') += c;
    return wide;
}

/// Looks for one name in many pieces of text.
class NameSearch {
  public:
    explicit NameSearch(std::string name) : name_(std::move(name)) {}
    NameSearch(const NameSearch&) = delete;
    NameSearch& operator=(const NameSearch&) = delete;

    /// Where it stands at or behind `from`; npos if nowhere.
    [[nodiscard]] std::size_t find(std::string_view text, std::size_t from = 0) const
    {
        const auto at = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), searcher_);
        return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
    }
    [[nodiscard]] bool is_in(std::string_view text) const { return find(text) != std::string_view::npos; }

  private:
    std::string name_;
    std::boyer_moore_horspool_searcher<std::string::const_iterator> searcher_{name_.cbegin(), name_.cend()};
};

/// True if the namespace of labels stands in `text` in UTF-16 or UTF-32.
bool has_wide_label(std::string_view text)
{
    static const NameSearch in_utf_16(widened(property_ns, 2));
    static const NameSearch in_utf_32(widened(property_ns, widest));
    return in_utf_16.is_in(text) || in_utf_32.is_in(text);
}

/// True if an element or an attribute is called as the property, in an encoding of `width` bytes a character: XML cannot write
/// a name otherwise, as it can a namespace (`&#35;`).
bool has_property(std::string_view text, const NameSearch& name, std::size_t width)
{
    for (auto at = name.find(text); at != std::string_view::npos; at = name.find(text, at + 1)) {
        if (at >= width && (text[at - width] == ':' || text[at - width] == '<')) return true;
    }
    return false;
}

/// True if the namespace of labels is declared in `text`, or their property stands there, in any encoding.
bool has_stray_label(std::string_view text)
{
    static const NameSearch in_quotes(std::string(property_ns) + '"');
    static const NameSearch in_apostrophes(std::string(property_ns) + '\'');
    static const NameSearch plain_property{std::string(property)};
    static const NameSearch in_utf_16(widened(property, 2));
    static const NameSearch in_utf_32(widened(property, widest));
    return in_quotes.is_in(text) || in_apostrophes.is_in(text) || has_wide_label(text) ||
           has_property(text, plain_property, 1) || has_property(text, in_utf_16, 2) ||
           has_property(text, in_utf_32, widest);
}

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
    if (!in_packet_) check_outside(held_.size());
    if (in_packet_ && held_.size() - start_ > xmp_limit) {
        leave_out(held_.size(), "limit.size", "is too large");
        is_too_large_ = true;
        start_ = held_.size() - stray_reach + 1; // the rest of the packet is still looked at
    }
    const auto kept_from =
        std::min(searched_, in_packet_ ? start_ : held_.size() - std::min(held_.size(), stray_reach));
    held_.erase(0, kept_from);
    searched_ -= kept_from;
    start_ -= std::min(start_, kept_from);
}

/// Outside of packets, from start_ to `end`.
void XmpScanner::check_outside(std::size_t end) const
{
    if (!has_stray_label(std::string_view(held_).substr(start_, end - start_))) return;
    throw refused("xmp.malformed", "XMP with the namespace of labels, in no packet or not in UTF-8");
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
        if (in_packet_)
            leave_out(at, "xmp.malformed", "has no end");
        else
            check_outside(at);
        in_packet_ = true;
        is_too_large_ = false;
        start_ = at;
    } else if (in_packet_ && rest.starts_with(packet_end)) {
        const auto close = rest.substr(0, longest_end).find(instruction_end);
        if (close == std::string_view::npos && rest.size() < longest_end) return false;
        if (close != std::string_view::npos) {
            const auto end = at + close + instruction_end.size();
            if (is_too_large_)
                leave_out(end, "limit.size", "is too large");
            else
                take_packet(std::string_view(held_).substr(start_, end - start_));
            in_packet_ = false;
            start_ = end;
        }
    }
    searched_ = at + instruction.size();
    return true;
}

void XmpScanner::leave_out(std::size_t end, std::string_view reason, std::string_view why)
{
    const auto text = std::string_view(held_).substr(start_, end - start_);
    if (text.find(property) == std::string_view::npos && !has_wide_label(text)) return;
    throw refused(reason, "a packet of XMP that holds a label {}", why);
}

std::optional<EmbeddedLabel> XmpScanner::finish()
{
    if (in_packet_) leave_out(held_.size(), "xmp.malformed", "has no end");
    return std::move(found_);
}

void XmpScanner::take_packet(std::string_view packet)
{
    if (has_wide_label(packet)) // a packet in UTF-16 begins so, and is none here
        throw refused("xmp.malformed", "a packet of XMP that holds a label is not in UTF-8");
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
