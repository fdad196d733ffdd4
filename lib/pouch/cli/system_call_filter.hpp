#pragma once
#include <cstdint>
#include <memory>

/// A filter of system calls in the making, by libseccomp: seccomp_init(3).
namespace pouch::cli::system_calls {

/// Of calls that are on no list it says ENOSYS, as a kernel that lacks them; those that no tool of ours makes, and of
/// which nothing good comes, kill the process. Throws Fault::system `sandbox.refused`.
class Filter {
  public:
    Filter();

    /// Adds calls by name; one may be missing on a machine, or newer than the library.
    template <typename Names> void allow(const Names& names)
    {
        for (const char* name : names) add(name, allowed);
    }
    template <typename Names> void kill(const Names& names)
    {
        for (const char* name : names) add(name, killed);
    }
    template <typename Names> void fail(const Names& names, int error)
    {
        for (const char* name : names) add(name, failing(error));
    }
    /// Allows the call where its first argument, masked, is `wanted`; otherwise it fails as what is not on the list.
    void allow_if(const char* name, std::uint64_t mask, std::uint64_t wanted);
    /// The same for all bits of a number of 32.
    void allow_for(const char* name, std::uint64_t wanted) { allow_if(name, 0xFFFFFFFF, wanted); }

    /// Allows fcntl(2) but for the commands that make the kernel send signals to others.
    void allow_fcntl();

    /// From here on, for all threads of this process.
    void load();

  private:
    static const std::uint32_t allowed;
    static const std::uint32_t killed;
    static std::uint32_t failing(int error);
    void add(const char* name, std::uint32_t action);

    struct Release {
        void operator()(void* context) const;
    };
    std::unique_ptr<void, Release> context_;
};

} // namespace pouch::cli::system_calls
