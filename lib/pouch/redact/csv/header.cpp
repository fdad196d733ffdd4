#include "pouch/redact/csv/header.hpp"

#include "pouch/format/path.hpp"
#include "pouch/redact/stray_mark.hpp"

namespace pouch::redact::csv {

std::string folded(std::string_view name)
{
    return format::collision_key(pouch::redact::folded(name));
}

} // namespace pouch::redact::csv
