#include "pouch/format/plain_bag.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

constexpr std::size_t bag_path_limit = 4096;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_but_case(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The value of the field `label` on `line`. `plain` becomes false if it is not written as 1.0 demands.
std::string_view declared(std::string_view line, std::string_view label, bool& plain)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !same_but_case(trimmed(line.substr(0, colon)), label))
        throw refused("bag.declaration", "bagit.txt: no line of {}", label);
    const auto value = trimmed(line.substr(colon + 1));
    plain = plain && line == fmt::format("{}: {}", label, value);
    return value;
}

unsigned version_named(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, unsigned>, 6> known{
        {{"0.93", 93}, {"0.94", 94}, {"0.95", 95}, {"0.96", 96}, {"0.97", 97}, {"1.0", 100}}};
    for (const auto& [name, version] : known) {
        if (name == text) return version;
    }
    throw refused("bag.version", "bagit.txt: version {} is not one of 0.93 to 0.97 and 1.0", text);
}

BagCharset charset_named(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, BagCharset>, 7> known{
        {{"utf-8", BagCharset::utf8},
         {"utf8", BagCharset::utf8},
         {"us-ascii", BagCharset::utf8},
         {"iso-8859-1", BagCharset::latin1},
         {"utf-16", BagCharset::utf16},
         {"utf-16le", BagCharset::utf16le},
         {"utf-16be", BagCharset::utf16be}}};
    for (const auto& [name, charset] : known) {
        if (same_but_case(name, text)) return charset;
    }
    throw refused("bag.charset", "bagit.txt: tag files in {}, which is not read here", text);
}

} // namespace

void BagWarnings::add(std::string_view reason, std::string message)
{
    const auto count = ++counts_[std::string(reason)];
    if (count <= kept_of_each) kept_.push_back({std::string(reason), std::move(message)});
}

std::vector<BagWarnings::Warning> BagWarnings::all() const
{
    auto all = kept_;
    for (const auto& [reason, count] : counts_) {
        if (count > kept_of_each) all.push_back({reason, fmt::format("and {} more", count - kept_of_each)});
    }
    return all;
}

BagDeclaration read_bag_declaration(std::string_view text, BagWarnings& warnings)
{
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
        throw refused("bag.declaration", "bagit.txt: begins with a byte order mark");
    if (!is_utf8(text) || text.find('\0') != std::string_view::npos)
        throw refused("bag.declaration", "bagit.txt: not UTF-8 text");
    const auto lines = bag_lines(text, "bagit.txt", warnings);
    if (lines.size() != 2) throw refused("bag.declaration", "bagit.txt: not two lines");

    bool plain = true;
    BagDeclaration bag;
    bag.version = version_named(declared(lines[0], "BagIt-Version", plain));
    const auto charset = declared(lines[1], "Tag-File-Character-Encoding", plain);
    bag.charset = charset_named(charset);
    if (!plain && bag.is_strict())
        throw refused("bag.declaration", "bagit.txt: blanks or letters that 1.0 does not have");
    if (!plain) warnings.add("bag.legacy", "bagit.txt: blanks or letters that 1.0 does not have");
    if (bag.version < 100) warnings.add("bag.legacy", "a bag of a version before 1.0");
    if (bag.charset != BagCharset::utf8)
        warnings.add("bag.legacy", fmt::format("tag files in {}, not UTF-8", charset));
    return bag;
}

std::vector<std::string_view> bag_lines(std::string_view text, std::string_view name, BagWarnings& warnings)
{
    std::vector<std::string_view> lines;
    bool has_odd_ends = false;
    while (!text.empty()) {
        const auto end = text.find_first_of("\r\n");
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            warnings.add("bag.line-end", fmt::format("{}: the last line has no end", name));
            break;
        }
        has_odd_ends = has_odd_ends || text[end] == '\r';
        text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
    }
    if (has_odd_ends) warnings.add("bag.line-end", fmt::format("{}: lines end in CR or CRLF", name));
    return lines;
}

std::string read_bag_path(std::string_view spelt, const BagDeclaration& bag, std::string_view name,
                          BagWarnings& warnings)
{
    const auto fault = [&](std::string_view why) {
        constexpr std::size_t shown = 256;
        return refused("bag.path", "{}: {}: {}", name, spelt.substr(0, shown), why);
    };
    constexpr std::size_t longest_form = 3; // %0A
    if (spelt.size() > longest_form * bag_path_limit) throw fault("longer than a path can be");
    std::string path;
    for (std::size_t at = 0; at < spelt.size(); ++at) {
        const auto form = spelt.substr(at, 3);
        const char decoded = same_but_case(form, "%0a")         ? '\n'
                             : same_but_case(form, "%0d")       ? '\r'
                             : form == "%25" && bag.is_strict() ? '%'
                                                                : '\0';
        if (decoded != '\0') {
            path += decoded;
            at += 2;
            continue;
        }
        if (spelt[at] == '%')
            warnings.add("bag.percent", fmt::format("{}: {}: a % that stands for itself", name, spelt));
        path += spelt[at];
    }
    while (path.rfind("./", 0) == 0) {
        warnings.add("bag.legacy", fmt::format("{}: {}: begins with ./", name, spelt));
        path.erase(0, 2);
    }
    if (path.empty()) throw fault("an empty path");
    if (path.size() > bag_path_limit) throw fault("longer than a path can be");
    if (path.front() == '/') throw fault("an absolute path");
    if (path.find('\0') != std::string::npos) throw fault("NUL");
    for (const auto part : split(path, '/')) {
        if (part.empty() || part == "." || part == "..") throw fault("a component is empty, . or ..");
    }
    if (path.front() == '~') warnings.add("bag.path", fmt::format("{}: {}: begins with ~", name, spelt));
    if (path.find('\\') != std::string::npos || (path.size() > 1 && path[1] == ':'))
        warnings.add("bag.path", fmt::format("{}: {}: a path of Windows", name, spelt));
    return path;
}

std::optional<BagOxum> read_bag_oxum(std::string_view text, const BagDeclaration& bag, std::string_view name,
                                     BagWarnings& warnings)
{
    std::optional<BagOxum> oxum;
    bool may_continue = false;
    std::size_t number = 0;
    for (const auto line : bag_lines(text, name, warnings)) {
        ++number;
        const auto malformed = [&](std::string_view why) {
            return refused("bag.info", "{}: line {}: {}", name, number, why);
        };
        if (trimmed(line).empty()) {
            warnings.add("bag.legacy", fmt::format("{}: line {} is empty", name, number));
            continue;
        }
        if (line.front() == ' ' || line.front() == '\t') {
            if (!may_continue) throw malformed("continues nothing");
            continue;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) throw malformed("not Label: value");
        const auto label = trimmed(line.substr(0, colon));
        if (label.size() != colon) {
            if (bag.is_strict()) throw malformed("a blank before the colon");
            warnings.add("bag.legacy", fmt::format("{}: line {}: a blank before the colon", name, number));
        }
        const auto rest = line.substr(colon + 1);
        if (!rest.empty() && rest.front() != ' ' && rest.front() != '\t')
            warnings.add("bag.legacy", fmt::format("{}: line {}: no blank after the colon", name, number));
        may_continue = !same_but_case(label, "Payload-Oxum"); // a number is on one line
        if (may_continue) continue;
        const auto value = trimmed(rest);
        const auto dot = value.find('.');
        if (oxum || dot == std::string_view::npos) throw malformed("Payload-Oxum twice, or not OCTETS.FILES");
        const auto octets = parse_number(value.substr(0, dot));
        const auto files = parse_number(value.substr(dot + 1));
        if (!octets || !files) throw malformed("Payload-Oxum is not OCTETS.FILES");
        oxum = BagOxum{*octets, *files};
    }
    return oxum;
}

} // namespace pouch::format
