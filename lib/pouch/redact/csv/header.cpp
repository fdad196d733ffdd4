#include "pouch/redact/csv/header.hpp"

#include "pouch/format/path.hpp"

namespace pouch::redact::csv {

std::string folded(std::string_view name)
{
    return format::collision_key(name);
}

} // namespace pouch::redact::csv
