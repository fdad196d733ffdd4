#include "pouch/stage/bag_manifests.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/path.hpp"

#include <algorithm>
#include <unordered_map>

namespace pouch::stage {

namespace {

/// The algorithm of a file `manifest-<alg>.txt`; nothing for any other name.
std::optional<crypto::AnyAlgorithm> algorithm_of(std::string_view path, std::string_view prefix)
{
    constexpr std::string_view suffix = ".txt";
    if (path.rfind(prefix, 0) != 0 || path.find('/') != path.npos ||
        path.size() <= prefix.size() + suffix.size() || path.substr(path.size() - suffix.size()) != suffix)
        return std::nullopt;
    const auto name = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
    std::string known;
    for (const char c : name) known += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto algorithm = crypto::any_algorithm_named(known);
    if (!algorithm) throw refused("bag.algorithm", "{}: a digest that is not known here", path);
    return algorithm;
}

} // namespace

const format::BagEntry* BagManifest::find(std::string_view path) const
{
    const auto at =
        std::lower_bound(entries.begin(), entries.end(), path,
                         [](const format::BagEntry& entry, std::string_view p) { return entry.path < p; });
    return at != entries.end() && at->path == path ? &*at : nullptr;
}

std::vector<BagManifest> list_manifests(const std::vector<BagFile>& files, std::string_view prefix)
{
    std::vector<BagManifest> manifests;
    for (const auto& file : files) {
        const auto algorithm = algorithm_of(file.path, prefix);
        if (!algorithm) continue;
        for (const auto& other : manifests) {
            if (other.algorithm == *algorithm)
                throw refused("bag.algorithm", "{}: a second manifest of this digest", file.path);
        }
        manifests.push_back({file.path, *algorithm, {}});
    }
    return manifests;
}

void warn_of_bag_names(const std::vector<BagFile>& files, format::BagWarnings& warnings)
{
    std::unordered_map<std::string, std::string> seen;
    std::string_view last_parent;
    for (const auto& file : files) {
        const std::string_view path = file.path;
        if (!is_utf8(path)) {
            warnings.add("bag.name", fmt::format("{}: the name is not UTF-8", path));
            continue;
        }
        const auto add = [&](std::string_view name) {
            const auto [at, is_new] = seen.try_emplace(format::collision_key(name), name);
            if (!is_new && at->second != name)
                warnings.add("bag.name", fmt::format("{}: differs from {} only in case or normal form", name,
                                                     at->second));
        };
        const auto parent = path.substr(0, path.rfind('/') == path.npos ? 0 : path.rfind('/'));
        if (parent != last_parent) {
            for (auto at = parent.find('/'); at != parent.npos; at = parent.find('/', at + 1))
                add(parent.substr(0, at));
            if (!parent.empty()) add(parent);
            last_parent = parent;
        }
        add(path);
    }
}

} // namespace pouch::stage
