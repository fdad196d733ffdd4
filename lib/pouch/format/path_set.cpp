#include "pouch/format/path_set.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/path.hpp"

#include <cstring>
#include <sodium.h>

namespace pouch::format {

PathSet::PathSet()
{
    randombytes_buf(key_.data(), key_.size());
}

PathSet::Key PathSet::digest(std::string_view text) const
{
    std::array<unsigned char, crypto_shorthash_siphashx24_BYTES> out{};
    crypto_shorthash_siphashx24(out.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                key_.data());
    Key key{};
    std::memcpy(&key, out.data(), sizeof key);
    return key;
}

void PathSet::add_one(std::string_view path, std::string_view whole, bool is_file)
{
    const auto spelling = digest(path).low;
    const auto [at, is_new] = entries_.try_emplace(digest(collision_key(path)), Entry{spelling, is_file});
    if (is_new) return;
    if (at->second.spelling != spelling) {
        throw refused("path.collision", "{}: differs from another path only in case or normal form", whole);
    }
    if (is_file && at->second.is_file)
        throw refused("path.duplicate", "{}: a second file of this name", whole);
    if (is_file || at->second.is_file) {
        throw refused("path.collision", "{}: one path is both a file and a directory", whole);
    }
}

void PathSet::add(std::string_view path)
{
    const auto slash = path.rfind('/');
    const auto parent = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    if (!parent.empty() && parent != last_parent_) {
        for (auto at = parent.find('/'); at != std::string_view::npos; at = parent.find('/', at + 1)) {
            add_one(parent.substr(0, at), path, false);
        }
        add_one(parent, path, false);
        last_parent_ = std::string(parent);
    }
    add_one(path, path, true);
}

} // namespace pouch::format
