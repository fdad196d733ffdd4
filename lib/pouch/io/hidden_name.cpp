#include "pouch/io/hidden_name.hpp"

namespace pouch::io {

namespace {

constexpr std::size_t name_limit = 100;

bool continues_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::string hidden_name(const std::string& path, std::string_view random)
{
    auto name = path.substr(path.rfind('/') + 1);
    if (name.size() > name_limit) {
        auto end = name_limit; // some file systems take UTF-8 only
        while (end > 0 && continues_character(name[end])) --end;
        name.resize(end);
    }
    return "." + name + "." + std::string(random) + ".tmp";
}

} // namespace pouch::io
