#include "pouch/stage/bound_labels.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/file.hpp"

namespace pouch::stage {

format::BdoSeries::Item BoundLabels::read(ByteView bdo, const std::string& path)
{
    try {
        const auto item = series_.read(bdo);
        const bool bound = path.empty() ? item.data_uri == format::bundle_reference
                                        : format::referenced_file(item.data_uri) == io::base_name_of(path);
        if (!bound)
            throw refused("label.reference", "the label names {}, not what it stands beside", item.data_uri);
        return item;
    } catch (const Error& error) {
        throw error.in(path.empty() ? std::string("the bundle label") : name_of_labelled(path));
    }
}

std::string name_of_labelled(const std::string& path)
{
    if (path.empty()) return "the bundle";
    // A sender may call a file so.
    return path.starts_with("the ") ? "./" + path : path;
}

} // namespace pouch::stage
