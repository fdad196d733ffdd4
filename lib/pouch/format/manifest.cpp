#include "pouch/format/manifest.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/tar.hpp"

#include <fmt/core.h>

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

std::vector<ManifestEntry> read_manifest(std::string_view text, crypto::Algorithm algorithm,
                                         std::string_view name)
{
    std::vector<ManifestEntry> entries;
    while (!text.empty()) {
        auto line = take_line(text);
        const auto digest = line ? take_digest(*line, algorithm) : std::nullopt;
        if (!digest)
            throw refused("manifest.malformed", "{}: line {} is malformed", name, entries.size() + 1);
        entries.push_back({*digest, *line});
    }
    return entries;
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
