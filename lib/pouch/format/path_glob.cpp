#include "pouch/format/path_glob.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/path.hpp"

namespace pouch::format {

namespace {

constexpr std::string_view any_components = "**";

/// The bytes of the character that `text` begins with.
std::size_t character_size(std::string_view text)
{
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
    return size;
}

/// Matches one component. When the rest does not fit, the last star takes one character more: earlier stars need not.
bool component_matches(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0;
    std::size_t t = 0;
    auto star = std::string_view::npos;
    std::size_t star_text = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_text = t;
        } else if (p < pattern.size() && pattern[p] == '?') {
            ++p;
            t += character_size(text.substr(t));
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            star_text += character_size(text.substr(star_text));
            t = star_text;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

/// The same, with components for characters and `**` for the star.
bool components_match(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path)
{
    std::size_t p = 0;
    std::size_t t = 0;
    auto star = pattern.size();
    std::size_t star_path = 0;
    while (t < path.size()) {
        if (p < pattern.size() && pattern[p] == any_components) {
            star = p++;
            star_path = t;
        } else if (p < pattern.size() && component_matches(pattern[p], path[t])) {
            ++p;
            ++t;
        } else if (star < pattern.size()) {
            p = star + 1;
            t = ++star_path;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == any_components) ++p;
    return p == pattern.size();
}

/// A path that the pattern could match, if any path could.
std::string example_of(const std::vector<std::string>& components)
{
    std::string path;
    for (const auto& component : components) {
        if (!path.empty()) path += '/';
        for (const char c : component == any_components ? std::string("x") : component) {
            path += c == '*' || c == '?' ? 'x' : c;
        }
    }
    return path;
}

} // namespace

PathGlob::PathGlob(std::string_view text) : text_(text), is_of_name_(text.find('/') == std::string_view::npos)
{
    for (const auto component : split(text, '/')) {
        components_.emplace_back(component);
        if (component != any_components && component.find(any_components) != std::string_view::npos) {
            throw usage_error("glob.grammar", "'{}': ** is a component of its own", text);
        }
        if (component.empty()) throw usage_error("glob.grammar", "'{}': an empty component", text);
    }
    if (const auto fault = path_fault(example_of(components_)); !fault.empty()) {
        throw usage_error("glob.grammar", "'{}': no path can match it: {}", text, fault);
    }
    if (is_reserved_path(text)) {
        throw usage_error("glob.grammar", "'{}': no path can match it: the name of a label or a record",
                          text);
    }
}

bool PathGlob::matches(std::string_view path) const
{
    if (is_of_name_ && text_ != any_components) {
        return component_matches(text_, path.substr(path.rfind('/') + 1));
    }
    return components_match(components_, split(path, '/'));
}

} // namespace pouch::format
