#include "pouch/base/error.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace pouch {

Error::Error(Fault fault, std::string reason, std::string message, std::string hint)
    : fault_(fault), reason_(std::move(reason)), message_(std::move(message)), hint_(std::move(hint))
{
}

Error Error::with_hint(std::string hint) const
{
    Error copy = *this;
    copy.hint_ = std::move(hint);
    return copy;
}

Error Error::in(std::string_view where) const
{
    Error copy = *this;
    copy.message_ = std::string(where) + ": " + message_;
    return copy;
}

Error Error::with_details(std::vector<std::string> details) const
{
    Error copy = *this;
    copy.details_ = std::move(details);
    return copy;
}

namespace {

struct Meaning {
    Fault fault;
    const char* reason;
};

Meaning meaning_of(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return {Fault::temporary, "io.nospace"};
    case EIO:
        return {Fault::temporary, "io.failed"};
    case ENOMEM:
    case EMFILE:
    case ENFILE:
    case EAGAIN:
        return {Fault::temporary, "io.resources"};
    case EEXIST:
    case ENOTEMPTY:
        return {Fault::system, "io.exists"};
    case ENOENT:
    case ENOTDIR:
        return {Fault::system, "io.missing"};
    case EACCES:
    case EPERM:
    case EROFS:
        return {Fault::system, "io.permission"};
    default:
        return {Fault::system, "io.failed"};
    }
}

} // namespace

Error system_failure(int number, std::string what)
{
    const auto [fault, reason] = meaning_of(number);
    return {fault, reason, std::move(what) + ": " + std::generic_category().message(number)};
}

} // namespace pouch
