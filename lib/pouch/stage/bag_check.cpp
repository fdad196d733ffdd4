#include "pouch/stage/bag_check.hpp"

#include "pouch/base/checked.hpp"
#include "pouch/format/path.hpp"
#include "pouch/stage/bag_findings.hpp"
#include "pouch/stage/bag_hash.hpp"
#include "pouch/stage/bag_manifests.hpp"

#include <algorithm>
#include <unordered_map>

namespace pouch::stage {

namespace {

using crypto::AnyAlgorithm;

bool is_payload(std::string_view path)
{
    return path.rfind(format::payload_prefix, 0) == 0;
}

class BagCheck {
  public:
    BagCheck(int root, const BagOptions& options, format::BagWarnings& warnings)
        : root_(root), options_(options), warnings_(warnings)
    {
    }

    CheckedBag run()
    {
        files_ = walk_bag(root_, options_.limits);
        if (find("bagit.txt") == nullptr) throw refused("bag.missing-element", "no bagit.txt");
        require_data_directory();
        manifests_ = list_manifests(files_, "manifest-");
        tag_manifests_ = list_manifests(files_, "tagmanifest-");
        if (manifests_.empty()) throw refused("bag.missing-element", "no payload manifest");
        bag_.declaration = format::read_bag_declaration(as_text(read_tag("bagit.txt")), warnings_);
        read_manifests();
        read_info();
        read_fetch();
        warn_of_bag_names(files_, warnings_);
        count_payload();
        require_complete();
        require_valid();
        return bag_;
    }

  private:
    [[nodiscard]] const BagFile* find(std::string_view path) const
    {
        const auto at =
            std::lower_bound(files_.begin(), files_.end(), path,
                             [](const BagFile& file, std::string_view p) { return file.path < p; });
        return at != files_.end() && at->path == path ? &*at : nullptr;
    }

    void require_data_directory() const
    {
        try {
            static_cast<void>(io::open_beneath(root_, "data", O_PATH | O_DIRECTORY));
        } catch (const Error& error) {
            if (error.fault() == Fault::temporary) throw;
            throw refused("bag.missing-element", "no directory data");
        }
    }

    /// Reads a tag file, once: what is interpreted is what is hashed.
    Bytes read_tag(const std::string& path)
    {
        auto bytes = read_bag_file(root_, path, options_.limits.tag_file);
        std::vector<AnyAlgorithm> algorithms;
        for (const auto& manifest : tag_manifests_) algorithms.push_back(manifest.algorithm);
        crypto::AnyHasher hasher(algorithms);
        hasher.update(bytes);
        read_tags_[path] = hasher.finish();
        return bytes;
    }

    std::string read_text(const std::string& path)
    {
        return format::decode_tag_file(as_text(read_tag(path)), bag_.declaration, path, warnings_);
    }

    void read_manifests()
    {
        std::size_t entries = 0;
        const auto read = [&](BagManifest& manifest) {
            const auto text = read_text(manifest.name);
            manifest.entries = format::read_bag_manifest(text, manifest.algorithm, bag_.declaration,
                                                         manifest.name, warnings_);
            entries += manifest.entries.size();
            if (entries > 8 * options_.limits.files)
                throw refused("limit.files", "{}: too many lines", manifest.name);
        };
        bool is_weak = true;
        for (auto& manifest : manifests_) {
            read(manifest);
            bag_.algorithms.push_back(manifest.algorithm);
            is_weak = is_weak && manifest.algorithm != AnyAlgorithm::sha256 &&
                      manifest.algorithm != AnyAlgorithm::sha512;
            for (const auto& entry : manifest.entries) {
                if (!is_payload(entry.path))
                    throw refused("bag.manifest", "{}: {}: is not payload", manifest.name, entry.path);
            }
        }
        if (is_weak)
            warnings_.add("bag.weak", "no payload manifest is of sha256 or sha512: it shows accidents only");
        for (auto& manifest : tag_manifests_) {
            read(manifest);
            check_tag_manifest(manifest);
        }
    }

    void check_tag_manifest(const BagManifest& manifest)
    {
        for (const auto& entry : manifest.entries) {
            if (is_payload(entry.path) || entry.path.rfind("tagmanifest-", 0) == 0)
                throw refused("bag.manifest", "{}: {}: does not belong there", manifest.name, entry.path);
        }
        for (const auto& listed : manifests_) {
            if (manifest.find(listed.name) != nullptr) continue;
            const auto message = fmt::format("{}: does not list {}", manifest.name, listed.name);
            if (bag_.declaration.is_strict()) throw refused("bag.manifest", "{}", message);
            warnings_.add("bag.legacy", message);
        }
    }

    void read_info()
    {
        std::string name = "bag-info.txt";
        if (find(name) == nullptr && bag_.declaration.version < 96)
            name = "package-info.txt"; // its name until then
        if (find(name) == nullptr) {
            warnings_.add("bag.oxum", "no bag-info.txt, and so no Payload-Oxum");
            return;
        }
        oxum_ = format::read_bag_oxum(read_text(name), bag_.declaration, name, warnings_);
        if (!oxum_) warnings_.add("bag.oxum", fmt::format("{}: no Payload-Oxum", name));
    }

    void read_fetch()
    {
        if (find("fetch.txt") == nullptr) return;
        const auto entries = format::read_bag_fetch(read_text("fetch.txt"), bag_.declaration, warnings_);
        warnings_.add("bag.fetch",
                      fmt::format("fetch.txt: names {} files elsewhere; nothing is fetched", entries.size()));
        for (const auto& entry : entries) {
            const bool strict = bag_.declaration.is_strict();
            const auto lists = [&](const BagManifest& manifest) {
                return manifest.find(entry.path) != nullptr;
            };
            if (strict ? !std::all_of(manifests_.begin(), manifests_.end(), lists)
                       : std::none_of(manifests_.begin(), manifests_.end(), lists))
                throw refused("bag.fetch", "fetch.txt: {}: is not in the manifests", entry.path);
            const auto* file = find(entry.path);
            if (file == nullptr) {
                incomplete_.add(fmt::format("{}: left to fetch.txt, and not there", entry.path));
            } else if (entry.size && *entry.size != file->size) {
                throw refused("bag.fetch", "fetch.txt: {}: another length", entry.path);
            }
        }
    }

    void count_payload()
    {
        for (const auto& file : files_) {
            if (!is_payload(file.path)) continue;
            ++bag_.files;
            bag_.octets = checked_add(bag_.octets, file.size);
        }
        // A wrong count with a file missing is said as a missing file, which tells more.
        for (const auto& manifest : manifests_) require_present(manifest);
        for (const auto& manifest : tag_manifests_) require_present(manifest);
    }

    void require_present(const BagManifest& manifest)
    {
        for (const auto& entry : manifest.entries) {
            if (find(entry.path) == nullptr)
                incomplete_.add(fmt::format("{}: is in {}, and not in the bag", entry.path, manifest.name));
        }
    }

    void require_complete()
    {
        for (const auto& file : files_) {
            if (!is_payload(file.path)) {
                const bool listed =
                    std::any_of(tag_manifests_.begin(), tag_manifests_.end(),
                                [&](const auto& manifest) { return manifest.find(file.path) != nullptr; });
                if (!listed && file.path.rfind("tagmanifest-", 0) != 0) ++bag_.unlisted;
                continue;
            }
            const auto lists = [&](const BagManifest& manifest) {
                return manifest.find(file.path) != nullptr;
            };
            const auto listed =
                static_cast<std::size_t>(std::count_if(manifests_.begin(), manifests_.end(), lists));
            if (listed == manifests_.size()) continue;
            if (listed == 0) {
                incomplete_.add(fmt::format("{}: is in no manifest", file.path));
            } else if (bag_.declaration.is_strict()) {
                incomplete_.add(fmt::format("{}: is not in every manifest", file.path));
            } else {
                warnings_.add("bag.legacy", fmt::format("{}: is not in every manifest", file.path));
            }
        }
        incomplete_.refuse_if_any("bag.incomplete", "not complete: files missing or unlisted");
        if (oxum_ && (oxum_->octets != bag_.octets || oxum_->files != bag_.files)) {
            throw refused("bag.oxum", "Payload-Oxum says {}.{}, the payload is {}.{}", oxum_->octets,
                          oxum_->files, bag_.octets, bag_.files);
        }
    }

    void compare(const BagFile& file, const std::vector<BagManifest>& manifests,
                 const std::vector<AnyAlgorithm>& algorithms, const std::vector<crypto::Digest>& digests)
    {
        for (const auto& manifest : manifests) {
            const auto* entry = manifest.find(file.path);
            if (entry == nullptr) continue;
            const auto at = std::find(algorithms.begin(), algorithms.end(), manifest.algorithm);
            if (at == algorithms.end()) throw bug("a digest was not made");
            if (!(digests.at(static_cast<std::size_t>(at - algorithms.begin())) == entry->digest))
                wrong_.add(fmt::format("{}: is not what {} says", file.path, manifest.name));
        }
    }

    void require_valid()
    {
        const auto manifests_of = [&](const BagFile& file) -> const std::vector<BagManifest>& {
            return is_payload(file.path) ? manifests_ : tag_manifests_;
        };
        const auto wanted = [&](const BagFile& file) {
            std::vector<AnyAlgorithm> algorithms;
            if (read_tags_.count(file.path) > 0) return algorithms;
            for (const auto& manifest : manifests_of(file)) {
                if (manifest.find(file.path) != nullptr) algorithms.push_back(manifest.algorithm);
            }
            return algorithms;
        };
        std::vector<AnyAlgorithm> of_tags;
        for (const auto& manifest : tag_manifests_) of_tags.push_back(manifest.algorithm);
        const auto deliver = [&](const BagFile& file, const auto& algorithms, const auto& digests) {
            const auto read = read_tags_.find(file.path);
            if (read != read_tags_.end()) return compare(file, tag_manifests_, of_tags, read->second);
            compare(file, manifests_of(file), algorithms, digests);
            options_.when_hashed(file.size);
        };
        hash_bag({root_, files_, wanted, deliver}, options_.threads);
        wrong_.refuse_if_any("bag.digest", "not valid: digests that differ");
    }

    int root_;
    const BagOptions& options_;
    format::BagWarnings& warnings_;
    CheckedBag bag_;
    std::vector<BagFile> files_;
    std::vector<BagManifest> manifests_;
    std::vector<BagManifest> tag_manifests_;
    std::unordered_map<std::string, std::vector<crypto::Digest>> read_tags_;
    std::optional<format::BagOxum> oxum_;
    BagFindings incomplete_;
    BagFindings wrong_;
};

} // namespace

CheckedBag check_bag(int root, const BagOptions& options, format::BagWarnings& warnings)
{
    return BagCheck(root, options, warnings).run();
}

} // namespace pouch::stage
