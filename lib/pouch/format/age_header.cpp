#include "pouch/format/age_header.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace pouch::format {

namespace {

constexpr std::string_view version_line = "age-encryption.org/v1\n";
constexpr std::string_view any_version = "age-encryption.org/";
constexpr std::string_view armor_start = "-----BEGIN AGE"; // no longer than the version line
constexpr std::string_view stanza_start = "-> ";
constexpr std::string_view end_start = "---";
constexpr std::size_t columns = 64;
constexpr std::size_t step = 65536;

Error malformed(std::string_view what)
{
    return refused("age.header", "age header: {}", what);
}

/// Lines from the front of a stream; keeps every byte that it has read.
class Lines {
  public:
    explicit Lines(io::Source& in) : in_(in) {}

    /// Everything read so far.
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }
    /// Where the next line begins.
    [[nodiscard]] std::size_t at() const { return at_; }

    /// Reads until at least `size` bytes are there; false if the stream ends before.
    bool fill(std::size_t size)
    {
        while (bytes_.size() < size) {
            if (!read_more()) return false;
        }
        return true;
    }

    /// The next line without its line feed; valid until the next call.
    std::string_view next()
    {
        for (auto from = at_;;) {
            const auto text = as_text(bytes_);
            const auto end = text.find('\n', from);
            if (std::min(end, text.size()) >= age_header_limit) {
                throw refused("limit.size", "age header: more than {} bytes", age_header_limit);
            }
            if (end != std::string_view::npos) {
                const auto start = std::exchange(at_, end + 1);
                return text.substr(start, end - start);
            }
            from = text.size();
            if (!read_more()) throw refused("age.truncated", "the input ends inside the age header");
        }
    }

  private:
    bool read_more()
    {
        const auto old = bytes_.size();
        bytes_.resize(old + step);
        const auto got = in_.read(MutableByteView(bytes_).subspan(old));
        bytes_.resize(old + got);
        return got > 0;
    }

    io::Source& in_;
    Bytes bytes_;
    std::size_t at_ = 0;
};

void read_version(Lines& lines)
{
    const bool is_complete = lines.fill(version_line.size());
    const auto front = as_text(lines.bytes()).substr(0, version_line.size());
    if (front == version_line) {
        static_cast<void>(lines.next());
        return;
    }
    if (!is_complete && !front.empty() && version_line.starts_with(front)) {
        throw refused("age.truncated", "the input ends inside the age header");
    }
    if (front.starts_with(any_version)) throw refused("age.version", "not version 1 of the age format");
    if (front.starts_with(armor_start)) throw refused("age.armored", "armored age files are not supported");
    throw refused("age.not", "not an age file");
}

std::vector<std::string> read_arguments(std::string_view text)
{
    std::vector<std::string> arguments;
    for (const auto argument : split(text, ' ')) {
        const auto is_visible = [](char c) { return c >= 0x21 && c <= 0x7E; };
        if (argument.empty() || !std::all_of(argument.begin(), argument.end(), is_visible)) {
            throw malformed("a stanza has a malformed argument");
        }
        arguments.emplace_back(argument);
    }
    return arguments;
}

Bytes read_body(Lines& lines)
{
    Bytes body;
    for (;;) {
        const auto line = lines.next();
        const auto bytes = line.size() <= columns ? from_base64(line, Padding::none) : std::optional<Bytes>();
        if (!bytes) throw malformed("a stanza has a malformed body");
        append(body, *bytes);
        if (line.size() < columns) return body;
    }
}

/// The MAC in the last line, all of which is `line`.
crypto::Mac read_mac(std::string_view line)
{
    crypto::Mac mac{};
    const auto text = line.substr(end_start.size());
    const auto bytes =
        text.starts_with(' ') ? from_base64(text.substr(1), Padding::none) : std::optional<Bytes>();
    if (!bytes || bytes->size() != mac.size()) throw malformed("the last line is malformed");
    std::copy(bytes->begin(), bytes->end(), mac.begin());
    return mac;
}

} // namespace

AgeFront read_age_header(io::Source& in)
{
    Lines lines(in);
    read_version(lines);
    AgeFront front;
    auto& header = front.header;
    for (;;) {
        const auto start = lines.at();
        const auto line = lines.next();
        if (line.starts_with(stanza_start)) {
            if (header.stanzas.size() == age_stanza_limit) {
                throw refused("limit.size", "age header: more than {} stanzas", age_stanza_limit);
            }
            auto arguments = read_arguments(line.substr(stanza_start.size()));
            header.stanzas.push_back({std::move(arguments), read_body(lines)});
        } else if (line.starts_with(end_start)) {
            if (header.stanzas.empty()) throw malformed("no stanza");
            header.mac = read_mac(line);
            append(header.covered, ByteView(lines.bytes()).first(start + end_start.size()));
            append(front.rest, ByteView(lines.bytes()).subspan(lines.at()));
            return front;
        } else {
            throw malformed("neither a stanza nor the last line");
        }
    }
}

Bytes age_header_covered(const std::vector<AgeStanza>& stanzas)
{
    Bytes out = to_bytes(version_line);
    for (const auto& stanza : stanzas) {
        append(out, "->");
        for (const auto& argument : stanza.arguments) append(out, " " + argument);
        const auto body = to_base64(stanza.body, Padding::none);
        std::string_view rest = body;
        for (;;) {
            append(out, "\n");
            append(out, rest.substr(0, columns));
            if (rest.size() < columns) break;
            rest.remove_prefix(columns);
        }
        append(out, "\n");
    }
    append(out, end_start);
    return out;
}

Bytes age_header_bytes(Bytes covered, const crypto::Mac& mac)
{
    append(covered, " " + to_base64(mac, Padding::none) + "\n");
    return covered;
}

} // namespace pouch::format
