#include "pouch/io/companion.hpp"

#include <unistd.h>

namespace pouch::io {

Companion::~Companion()
{
    if (!is_published_) return;
    try {
        if (names_file_of(path_, sink_->descriptor()))
            ::unlink(path_.c_str()); // and not what another put there
    } catch (...) {                  // it stays where it cannot be told whose it is
    }
}

void Companion::publish(Sink& sink)
{
    is_published_ = sink_->is_atomic(); // also where the commit fails behind the name
    sink.commit();
}

bool is_same_name(const std::string& a, const std::string& b)
{
    if (base_name_of(a) != base_name_of(b)) return false;
    const auto first = status_if_there(directory_of(a));
    const auto second = status_if_there(directory_of(b));
    return first && second && first->st_dev == second->st_dev && first->st_ino == second->st_ino;
}

bool may_destroy(const std::string& output, const std::string& source)
{
    if (is_same_name(output, source)) return true;
    const auto first = status_if_there(output);
    const auto second = status_if_there(source);
    return first && second && S_ISREG(first->st_mode) && first->st_dev == second->st_dev &&
           first->st_ino == second->st_ino;
}

namespace {

/// One file or pipe; a device may be shared.
bool is_shared(const struct ::stat& a, const struct ::stat& b)
{
    return !S_ISCHR(b.st_mode) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

} // namespace

bool leads_to(const std::string& path, int descriptor)
{
    const auto named = status_if_there(path);
    const auto open = status_of(descriptor, path);
    return named && is_shared(*named, open);
}

bool is_same_place(int a, int b)
{
    return is_shared(status_of(a, "an output"), status_of(b, "an output"));
}

} // namespace pouch::io
