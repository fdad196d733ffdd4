#include "pouch/format/path_set.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/path.hpp"

#include <cstring>
#include <sodium.h>

namespace pouch::format {

namespace {

NameTable::SipKey random_key()
{
    NameTable::SipKey key{};
    randombytes_buf(key.data(), key.size());
    return key;
}

} // namespace

NameTable::Key NameTable::digest(std::string_view text, const SipKey& key)
{
    std::array<unsigned char, crypto_shorthash_siphashx24_BYTES> out{};
    crypto_shorthash_siphashx24(out.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                key.data());
    Key digest{};
    std::memcpy(&digest, out.data(), sizeof digest);
    return digest;
}

void NameTable::add(std::string_view name, bool is_file, std::string_view whole, const SipKey& key)
{
    const auto spelling = digest(name, key).low;
    const auto [at, is_new] =
        entries_.try_emplace(digest(collision_key(name), key), Entry{spelling, is_file});
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

void NameTable::clear()
{
    constexpr std::size_t cheap_to_clear = 64; // clearing takes the time of all buckets
    if (entries_.bucket_count() <= cheap_to_clear) {
        entries_.clear();
    } else {
        entries_ = {};
    }
}

PathSet::PathSet() : key_(random_key()) {}

void PathSet::add(std::string_view path)
{
    const auto slash = path.rfind('/');
    const auto parent = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    if (!parent.empty() && parent != last_parent_) {
        for (auto at = parent.find('/'); at != std::string_view::npos; at = parent.find('/', at + 1)) {
            names_.add(parent.substr(0, at), false, path, key_);
        }
        names_.add(parent, false, path, key_);
        last_parent_ = std::string(parent);
    }
    names_.add(path, true, path, key_);
}

SortedPaths::SortedPaths() : key_(random_key()), open_(1) {}

void SortedPaths::enter(std::string_view name)
{
    if (depth_ == open_.size()) open_.emplace_back();
    auto& directory = open_[depth_++];
    directory.name = std::string(name);
    directory.names.clear();
}

void SortedPaths::add(std::string_view path)
{
    std::size_t at = 0;
    auto rest = path;
    for (auto slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
        const auto name = rest.substr(0, slash);
        rest.remove_prefix(slash + 1);
        if (at + 1 >= depth_ || open_[at + 1].name != name) {
            depth_ = at + 1;
            open_[at].names.add(name, false, path, key_);
            enter(name);
        }
        ++at;
    }
    depth_ = at + 1;
    open_[at].names.add(rest, true, path, key_);
}

} // namespace pouch::format
