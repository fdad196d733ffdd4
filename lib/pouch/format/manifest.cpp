#include "pouch/format/manifest.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/tar.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <limits>
#include <ranges>

namespace pouch::format {

namespace {

/// Takes one line, without its LF, from the front of `text`; nothing if there is no LF.
std::optional<std::string_view> take_line(std::string_view& text)
{
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

/// `<hex digest>  ` from the front of a line.
std::optional<crypto::Digest> take_digest(std::string_view& line, crypto::Algorithm algorithm)
{
    const auto size = 2 * crypto::digest_size(algorithm);
    if (line.size() < size + 3 || line.substr(size, 2) != "  ") return std::nullopt;
    const auto digest = crypto::digest_from_hex(algorithm, line.substr(0, size));
    line.remove_prefix(size + 2);
    return digest;
}

} // namespace

void append_manifest_line(Bytes& out, const crypto::Digest& digest, std::string_view path)
{
    append(out, digest.hex());
    append(out, "  ");
    append(out, path);
    append(out, "\n");
}

Manifest read_manifest(std::string_view text, crypto::Algorithm algorithm, std::string_view name)
{
    Manifest manifest;
    manifest.text_ = text;
    manifest.algorithm_ = algorithm;
    auto& lines = manifest.lines_;
    if (text.size() > std::numeric_limits<std::uint32_t>::max())
        throw refused("limit.size", "{}: more than 4 GiB", name);
    for (auto rest = text; !rest.empty();) {
        const auto start = text.size() - rest.size();
        auto line = take_line(rest);
        if (!line || !take_digest(*line, algorithm))
            throw refused("manifest.malformed", "{}: line {} is malformed", name, lines.size() + 1);
        lines.push_back(static_cast<std::uint32_t>(start));
    }
    return manifest;
}

std::string_view Manifest::path(std::size_t line) const
{
    const auto start = lines_[line] + 2 * crypto::digest_size(algorithm_) + 2;
    const auto end = line + 1 < lines_.size() ? lines_[line + 1] : text_.size();
    return text_.substr(start, end - 1 - start);
}

ManifestEntry Manifest::operator[](std::size_t line) const
{
    const auto hex = text_.substr(lines_[line], 2 * crypto::digest_size(algorithm_));
    return {crypto::digest_from_hex(algorithm_, hex).value(), path(line)};
}

std::optional<std::size_t> Manifest::find(std::string_view path) const
{
    const auto lines = std::views::iota(std::size_t{0}, size());
    const auto found =
        std::ranges::lower_bound(lines, path, {}, [this](std::size_t line) { return this->path(line); });
    const auto at = static_cast<std::size_t>(found - lines.begin());
    return at < size() && this->path(at) == path ? std::optional(at) : std::nullopt;
}

void append_frame_line(Bytes& out, const FrameEntry& entry)
{
    append(out, fmt::format("{}  {}  {}\n", entry.digest.hex(), entry.compressed_size, entry.content_size));
}

std::vector<FrameEntry> read_frame_table(std::string_view text, crypto::Algorithm algorithm)
{
    std::vector<FrameEntry> entries;
    const auto malformed = [&] {
        return refused("frames.malformed", "the frame table: line {} is malformed", entries.size() + 1);
    };
    if (text.empty()) throw refused("frames.malformed", "the frame table is empty");
    while (!text.empty()) {
        auto line = take_line(text);
        const auto digest = line ? take_digest(*line, algorithm) : std::nullopt;
        if (!digest) throw malformed();
        const auto gap = line->find("  ");
        const auto compressed = parse_number(line->substr(0, gap));
        const auto content =
            gap == std::string_view::npos ? std::nullopt : parse_number(line->substr(gap + 2));
        if (!compressed || !content) throw malformed();
        if (*compressed == 0 || *compressed > frame_size_limit || *content == 0 ||
            *content > frame_content_size || *content % tar_block != 0) {
            throw refused("frames.malformed", "the frame table: line {} has impossible sizes",
                          entries.size() + 1);
        }
        if (!entries.empty() && entries.back().content_size != frame_content_size) {
            throw refused("frames.malformed", "the frame table: line {} is short and not the last",
                          entries.size());
        }
        entries.push_back({*digest, *compressed, *content});
    }
    return entries;
}

} // namespace pouch::format
