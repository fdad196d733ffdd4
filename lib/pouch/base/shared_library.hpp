#pragma once
#include "pouch/base/error.hpp"

#include <dlfcn.h>
#include <string>
#include <utility>

/// Libraries that are loaded when they are first wanted: what a run has no use for costs it nothing.
namespace pouch {

/// A library that stays loaded. To be opened before a sandbox closes the file system.
class SharedLibrary {
  public:
    /// By its name with version, as `libcrypto.so.3`. Throws Fault::system `io.missing` if it is not there.
    explicit SharedLibrary(std::string name)
        : name_(std::move(name)), handle_(::dlopen(name_.c_str(), RTLD_NOW | RTLD_LOCAL))
    {
        if (handle_ == nullptr) throw make_error(Fault::system, "io.missing", "{}: cannot be loaded", name_);
    }

    /// Sets `function` to the one of that name.
    template <typename Function> void find(Function*& function, const char* symbol) const
    {
        function = reinterpret_cast<Function*>(::dlsym(handle_, symbol));
        if (function == nullptr) throw make_error(Fault::system, "io.missing", "{}: no {}", name_, symbol);
    }

  private:
    std::string name_;
    void* handle_;
};

} // namespace pouch
