#include "pouch/redact/view/charset.hpp"

#include "pouch/base/text.hpp"
#include "pouch/redact/characters.hpp"
#include "pouch/redact/view/code_point.hpp"

#include <array>
#include <iconv.h>
#include <memory>
#include <utility>
#include <vector>

namespace pouch::redact {

namespace {

/// Names in mail, and what iconv(3) calls them; empty: UTF-8 or a part of it.
constexpr std::array<std::pair<std::string_view, const char*>, 14> charsets{{
    {"utf-8", nullptr},
    {"utf8", nullptr},
    {"us-ascii", nullptr},
    {"iso-8859-1", "ISO-8859-1"},
    {"windows-1252", "WINDOWS-1252"},
    {"euc-kr", "CP949"}, // what is labelled so is often the larger set
    {"ks_c_5601-1987", "CP949"},
    {"ksc5601", "CP949"},
    {"cp949", "CP949"},
    {"uhc", "CP949"},
    {"windows-949", "CP949"},
    {"utf-16", "UTF-16"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
}};

struct Closer {
    void operator()(iconv_t converter) const { ::iconv_close(converter); }
};
using Converter = std::unique_ptr<void, Closer>;

/// Null if the system does not know the charset.
Converter converter_from(const char* charset)
{
    const auto raw = ::iconv_open("UTF-8", charset);
    return Converter(raw == reinterpret_cast<iconv_t>(-1) ? nullptr : raw);
}

std::optional<std::string> converted(const char* from, std::string_view bytes)
{
    const auto converter = converter_from(from);
    if (!converter) return std::nullopt;
    const auto raw = converter.get();
    std::string in(bytes);
    std::string out(bytes.size() * 3 + 8, '\0'); // no charset of the list needs more
    char* from_here = in.data();
    char* to_here = out.data();
    std::size_t from_left = in.size();
    std::size_t to_left = out.size();
    const auto failed = static_cast<std::size_t>(-1);
    if (::iconv(raw, &from_here, &from_left, &to_here, &to_left) == failed || from_left > 0)
        return std::nullopt;
    if (::iconv(raw, nullptr, nullptr, &to_here, &to_left) == failed) return std::nullopt;
    out.resize(out.size() - to_left);
    return is_utf8(out) ? std::optional(out) : std::nullopt;
}

} // namespace

std::optional<std::string> utf8_from(std::string_view charset, std::string_view bytes)
{
    std::string name;
    for (const char c : charset) name += to_lower(c);
    for (const auto& [known, system_name] : charsets) {
        if (known != name) continue;
        if (system_name != nullptr) return converted(system_name, bytes);
        if (!is_utf8(bytes)) return std::nullopt;
        return std::string(bytes);
    }
    return std::nullopt;
}

void hold_charsets()
{
    static std::vector<Converter> held;
    for (const auto& [known, system_name] : charsets) {
        if (system_name != nullptr) held.push_back(converter_from(system_name));
    }
}

} // namespace pouch::redact
