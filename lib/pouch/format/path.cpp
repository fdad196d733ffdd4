#include "pouch/format/path.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <utf8proc.h>

namespace pouch::format {

namespace {

std::string mapped(std::string_view text, utf8proc_option_t options)
{
    utf8proc_uint8_t* raw = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &raw, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(raw, &std::free);
    if (size == UTF8PROC_ERROR_NOMEM) throw std::bad_alloc();
    if (size < 0) throw bug("utf8proc refuses text that was checked");
    return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

constexpr auto option(int bits)
{
    return static_cast<utf8proc_option_t>(bits);
}

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// CON, PRN, AUX, NUL, COM0-9, LPT0-9 and their superscript digits, whatever follows the first dot.
bool is_device_name(std::string_view component)
{
    std::string stem(component.substr(0, component.find('.')));
    while (!stem.empty() && stem.back() == ' ') stem.pop_back();
    for (auto& c : stem) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    constexpr std::array<std::string_view, 6> names = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
    if (std::find(names.begin(), names.end(), stem) != names.end()) return true;
    if (stem.rfind("COM", 0) != 0 && stem.rfind("LPT", 0) != 0) return false;
    const auto tail = std::string_view(stem).substr(3);
    return (tail.size() == 1 && tail[0] >= '0' && tail[0] <= '9') || tail == "\u00B9" || tail == "\u00B2" ||
           tail == "\u00B3";
}

std::string component_fault(std::string_view component)
{
    if (component.empty()) return "an empty component";
    if (component == "." || component == "..") return "a component is . or ..";
    if (component.size() > component_limit) return "a component of more than 251 bytes";
    if (component.front() == '-' || component.front() == ' ') return "a component begins with - or a blank";
    if (component.back() == ' ' || component.back() == '.') return "a component ends with a blank or a dot";
    if (is_device_name(component)) return "a component is a reserved device name";
    return {};
}

} // namespace

std::string path_fault(std::string_view path)
{
    if (path.empty()) return "an empty path";
    if (path.size() > path_limit) return "more than 1000 bytes";
    if (!is_utf8(path)) return "not UTF-8";
    if (path.front() == '/') return "an absolute path";
    if (path.find_first_of("\\%<>:\"|?*") != std::string_view::npos) return "one of \\ % < > : \" | ? *";
    const auto parts = split(path, '/');
    if (parts.size() > depth_limit) return "more than 32 components";
    for (const auto part : parts) {
        if (auto fault = component_fault(part); !fault.empty()) return fault;
    }
    if (escaped(path) != path)
        return "a control, invisible or direction character"; // no backslash is left here
    return is_nfc(path) ? std::string() : "not in normal form NFC";
}

bool is_nfc(std::string_view text)
{
    return is_ascii(text) || mapped(text, option(UTF8PROC_STABLE | UTF8PROC_COMPOSE)) == text;
}

std::string place_fault(std::string_view path)
{
    constexpr std::string_view sidecar = ".bdo";
    for (const std::string_view prefix : {"data/", "labels/data/"}) {
        if (path.substr(0, prefix.size()) != prefix) continue;
        path.remove_prefix(prefix.size());
        break;
    }
    auto fault = path_fault(path);
    const bool is_label =
        path.size() > sidecar.size() && path.substr(path.size() - sidecar.size()) == sidecar;
    if (!fault.empty() && is_label) fault = path_fault(path.substr(0, path.size() - sidecar.size()));
    return fault;
}

void require_path(std::string_view path)
{
    if (const auto fault = path_fault(path); !fault.empty())
        throw refused("path.grammar", "{}: {}", path, fault);
}

bool is_reserved_path(std::string_view path)
{
    constexpr std::string_view sidecar = ".bdo";
    constexpr std::string_view own = ".pouch/";
    const auto same = [](std::string_view text, std::string_view lower) {
        return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                          [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
    };
    return same(path.substr(0, own.size()), own) ||
           (path.size() > sidecar.size() && same(path.substr(path.size() - sidecar.size()), sidecar));
}

bool is_bundle_id(std::string_view text)
{
    const auto alphanumeric = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    return !text.empty() && text.size() <= 64 && alphanumeric(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

std::string collision_key(std::string_view path)
{
    if (is_ascii(path)) {
        std::string key(path);
        for (auto& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return key;
    }
    return mapped(path, option(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
}

} // namespace pouch::format
