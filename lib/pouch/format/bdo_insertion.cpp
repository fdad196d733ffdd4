#include "pouch/format/bdo_insertion.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/confidentiality_label.hpp"

#include <fmt/core.h>

namespace pouch::format {

namespace {

constexpr std::string_view reference = "DataReference";

/// Where the start tag of the last DataReference begins, and its prefix with the colon; nothing if there is none.
struct Place {
    std::size_t offset;
    std::string_view prefix;
};
std::optional<Place> place_in(std::string_view text)
{
    for (auto at = text.rfind(reference); at != std::string_view::npos && at > 0;
         at = text.rfind(reference, at - 1)) {
        const auto open = text.rfind('<', at);
        if (open == std::string_view::npos) return std::nullopt;
        const auto prefix = text.substr(open + 1, at - open - 1);
        const bool is_prefix =
            prefix.empty() || (prefix.back() == ':' && prefix.front() != '/' &&
                               prefix.find_first_of(" \t\r\n\"'=>") == std::string_view::npos);
        if (is_prefix) return Place{open, prefix};
    }
    return std::nullopt;
}

} // namespace

Bytes Insertion::into(ByteView document) const
{
    Bytes bytes;
    bytes.reserve(document.size() + text.size());
    append(bytes, document.first(offset));
    append(bytes, text);
    append(bytes, document.subspan(offset));
    return bytes;
}

Insertion insertion_of(ByteView document, const Bdo& bdo, const label::Label& alternative)
{
    if (bdo.has_signature) {
        throw not_allowed("label.signed", "the label has an XML signature, which would not hold any more");
    }
    const auto no_place = [] {
        return not_allowed("label.form", "no label can be added to a document of this form");
    };
    const auto place = place_in(as_text(document));
    if (!place) throw no_place();
    const Insertion insertion{place->offset,
                              fmt::format("<{0}Metadata>\n{1}   </{0}Metadata>\n   ", place->prefix,
                                          label_text(alternative, LabelRole::alternative, 4))};
    auto expected = bdo;
    expected.alternatives.push_back(alternative);
    const auto found = read_bdo(insertion.into(document));
    const bool is_good = found.originator == expected.originator &&
                         found.alternatives == expected.alternatives && found.data_uri == expected.data_uri &&
                         found.content_type == expected.content_type;
    if (!is_good) throw no_place();
    return insertion;
}

} // namespace pouch::format
