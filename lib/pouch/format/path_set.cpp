#include "pouch/format/path_set.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/path.hpp"

#include <algorithm>
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

std::uint64_t NameTable::short_digest(std::string_view name, const SipKey& key)
{
    return digest(collision_key(name), key).low;
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

namespace {

/// Goes through files in byte order, where a directory is over when the next path is not below it. `Directory` is what is
/// kept of each that is open; the walk below them is the same for all.
template <typename Directory> class SortedWalk {
  public:
    template <typename Visit, typename Leave> void add(std::string_view path, Visit visit, Leave leave)
    {
        std::size_t at = 0;
        auto rest = path;
        for (auto slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
            const auto name = rest.substr(0, slash);
            rest.remove_prefix(slash + 1);
            if (at + 1 >= depth_ || open_[at + 1].name != name) {
                close_to(at + 1, leave);
                visit(open_[at].kept, name, false);
                if (depth_ == open_.size()) open_.emplace_back();
                open_[depth_++].name = std::string(name);
            }
            ++at;
        }
        close_to(at + 1, leave);
        visit(open_[at].kept, rest, true);
    }
    template <typename Leave> void close_to(std::size_t depth, Leave leave)
    {
        while (depth_ > depth) leave(open_[--depth_].kept);
    }

  private:
    struct Open {
        std::string name;
        Directory kept{};
    };
    std::vector<Open> open_{
        1}; ///< The root, and below it the directories of the last path; then such to use again.
    std::size_t depth_ = 1; ///< How many are open.
};

/// The digests that two names in one directory have in common, sorted.
std::vector<std::uint64_t> find_suspects(const std::function<void(const TakePath&)>& walk,
                                         const NameTable::SipKey& key)
{
    using Digests = std::vector<std::uint64_t>;
    Digests suspects;
    SortedWalk<Digests> paths;
    const auto visit = [&](Digests& names, std::string_view name, bool) {
        names.push_back(NameTable::short_digest(name, key));
    };
    const auto leave = [&](Digests& names) {
        std::sort(names.begin(), names.end());
        for (auto at = names.begin(); (at = std::adjacent_find(at, names.end())) != names.end(); ++at) {
            suspects.push_back(*at);
        }
        names.clear();
    };
    walk([&](std::string_view path) { paths.add(path, visit, leave); });
    paths.close_to(0, leave);
    std::sort(suspects.begin(), suspects.end());
    return suspects;
}

} // namespace

void check_sorted_paths(const std::function<void(const TakePath& take)>& walk)
{
    const auto key = random_key();
    const auto suspects = find_suspects(walk, key);
    if (suspects.empty()) return;
    SortedWalk<NameTable> paths;
    walk([&](std::string_view path) {
        const auto visit = [&](NameTable& names, std::string_view name, bool is_file) {
            if (std::binary_search(suspects.begin(), suspects.end(), NameTable::short_digest(name, key)))
                names.add(name, is_file, path, key);
        };
        paths.add(path, visit, [](NameTable& names) { names.clear(); });
    });
}

} // namespace pouch::format
