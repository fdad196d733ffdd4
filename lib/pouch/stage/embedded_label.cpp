#include "pouch/stage/embedded_label.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/opc_label.hpp"
#include "pouch/io/file.hpp"

#include <algorithm>
#include <array>

namespace pouch::stage {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view package_start = "PK\x03\x04"sv;
constexpr std::array<std::string_view, 6> starts{
    "\xFF\xD8\xFF"sv, "\x89PNG\r\n\x1A\n"sv, "%PDF-"sv, "II*\0"sv, "MM\0*"sv, package_start};
constexpr std::size_t piece_size = std::size_t{1} << 16U;

/// XMP is of the file it stands in: its label refers to that, by nothing or by its name.
void check_reference(const format::EmbeddedLabel& label, std::string_view name)
{
    for (const auto& uri : label.binding.references) {
        if (uri.empty() || format::referenced_file(uri) == name) continue;
        throw refused("label.reference", "the label refers to {}, not to the document it stands in", uri);
    }
}

} // namespace

bool may_carry_label(ByteView start)
{
    const auto text = as_text(start);
    return std::any_of(starts.begin(), starts.end(),
                       [&](std::string_view begin) { return text.starts_with(begin); }) ||
           text.substr(std::min<std::size_t>(text.size(), 4)).starts_with("ftyp");
}

void EmbeddedLabelReader::feed(ByteView piece)
{
    if (!has_begun_) {
        append(package_, piece);
        if (package_.size() < package_start.size()) return;
        has_begun_ = true;
        is_package_ = as_text(package_).starts_with(package_start);
        if (is_package_) return;
        scanner_.feed(package_);
        package_.clear();
        return;
    }
    if (!is_package_) return scanner_.feed(piece);
    if (package_.size() + piece.size() > document_limit) {
        throw refused("limit.size", "a package of more than {} bytes", document_limit);
    }
    append(package_, piece);
}

std::optional<format::EmbeddedLabel> EmbeddedLabelReader::finish(std::string_view name)
{
    if (is_package_) return format::opc_label(package_, document_limit);
    auto label = scanner_.finish();
    if (label) check_reference(*label, name);
    return label;
}

std::optional<format::EmbeddedLabel> read_embedded_label(io::Source& in)
{
    EmbeddedLabelReader reader;
    Bytes buffer(piece_size);
    while (true) {
        const auto piece = io::read_up_to(in, buffer);
        if (piece.empty()) return reader.finish(io::base_name_of(in.name()));
        reader.feed(piece);
    }
}

} // namespace pouch::stage
