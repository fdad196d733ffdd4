#include "pouch/io/companion.hpp"

#include <unistd.h>

namespace pouch::io {

Companion::~Companion()
{
    if (is_published_) ::unlink(path_.c_str());
}

void Companion::publish(Sink& sink)
{
    const bool is_named = sink_->is_atomic();
    sink.commit();
    is_published_ = is_named;
}

bool is_same_name(const std::string& a, const std::string& b)
{
    if (base_name_of(a) != base_name_of(b)) return false;
    const auto first = status_if_there(directory_of(a));
    const auto second = status_if_there(directory_of(b));
    return first && second && first->st_dev == second->st_dev && first->st_ino == second->st_ino;
}

} // namespace pouch::io
