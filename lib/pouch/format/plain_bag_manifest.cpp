#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/plain_bag.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

constexpr std::string_view blanks = " \t";

/// Takes a word and the blanks behind it from the front of `line`; empty if there is no such thing.
std::string_view take_word(std::string_view& line)
{
    const auto end = line.find_first_of(blanks);
    if (end == std::string_view::npos) return {};
    const auto word = line.substr(0, end);
    const auto next = line.find_first_not_of(blanks, end);
    line.remove_prefix(next == std::string_view::npos ? line.size() : next);
    return word;
}

std::optional<crypto::Digest> digest_of_hex(std::string_view hex, crypto::AnyAlgorithm algorithm)
{
    std::string small(hex);
    for (auto& c : small) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto bytes = from_hex(small);
    if (!bytes || bytes->size() != crypto::digest_size(algorithm)) return std::nullopt;
    crypto::Digest digest;
    digest.size = bytes->size();
    std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
    return digest;
}

/// `scheme:rest` of printable ASCII, as RFC 3986 has it.
bool is_url(std::string_view text)
{
    const auto colon = text.find(':');
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (colon == std::string_view::npos || colon + 1 == text.size() || !letter(text.front())) return false;
    const auto scheme = text.substr(0, colon);
    return std::all_of(scheme.begin(), scheme.end(),
                       [&](char c) {
                           return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
                       }) &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

} // namespace

std::vector<BagEntry> read_bag_manifest(std::string_view text, crypto::AnyAlgorithm algorithm,
                                        const BagDeclaration& bag, std::string_view name,
                                        BagWarnings& warnings)
{
    std::vector<BagEntry> entries;
    std::size_t number = 0;
    for (auto line : bag_lines(text, name, warnings)) {
        ++number;
        const auto digest = digest_of_hex(take_word(line), algorithm);
        if (!digest || line.empty()) throw refused("bag.manifest", "{}: line {} is malformed", name, number);
        if (line.front() == '*') {
            warnings.add("bag.legacy", fmt::format("{}: line {}: a * before the path", name, number));
            line.remove_prefix(1);
        }
        entries.push_back({read_bag_path(line, bag, name, warnings), *digest});
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) { return a.path < b.path; });
    const auto twice = [&](const BagEntry& a, const BagEntry& b) {
        if (a.path != b.path) return false;
        if (bag.is_strict() || !(a.digest == b.digest))
            throw refused("bag.duplicate", "{}: {}: is listed twice", name, a.path);
        warnings.add("bag.duplicate", fmt::format("{}: {}: is listed twice", name, a.path));
        return true;
    };
    entries.erase(std::unique(entries.begin(), entries.end(), twice), entries.end());
    return entries;
}

std::vector<BagFetch> read_bag_fetch(std::string_view text, const BagDeclaration& bag, BagWarnings& warnings)
{
    constexpr std::string_view name = "fetch.txt";
    std::vector<BagFetch> entries;
    std::size_t number = 0;
    for (auto line : bag_lines(text, name, warnings)) {
        ++number;
        const auto url = take_word(line);
        const auto length = take_word(line);
        const auto size = parse_number(length);
        if (url.empty() || !is_url(url) || (!size && length != "-") || line.empty())
            throw refused("bag.fetch", "{}: line {} is malformed", name, number);
        auto path = read_bag_path(line, bag, name, warnings);
        if (path.rfind("data/", 0) != 0) throw refused("bag.fetch", "{}: {}: not payload", name, path);
        entries.push_back({std::move(path), size});
    }
    return entries;
}

} // namespace pouch::format
