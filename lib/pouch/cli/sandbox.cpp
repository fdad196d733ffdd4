#include "pouch/cli/sandbox.hpp"

#include "pouch/base/error.hpp"
#include "pouch/cli/landlock.hpp"
#include "pouch/cli/system_calls.hpp"
#include "pouch/io/file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/prctl.h>

namespace pouch::cli {

namespace {

// The sanitizers make calls of their own, and look at /proc when the process ends.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool has_sanitizer = true;
#elif defined(__has_feature)
constexpr bool has_sanitizer = __has_feature(address_sanitizer);
#else
constexpr bool has_sanitizer = false;
#endif

bool has_system_call_lock()
{
    return !has_sanitizer && system_calls::is_supported();
}

void renounce_privileges()
{
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) throw system_error(errno, "renounce privileges");
}

/// The edition of Landlock; 0 to do without.
int landlock_edition(Sandbox wanted)
{
    const auto edition = landlock::edition();
    if (edition == 0 && wanted == Sandbox::require)
        throw Error(Fault::system, "sandbox.missing", "this kernel has no Landlock")
            .with_hint("without --sandbox=require the tool runs with seccomp alone");
    return edition;
}

/// Opens places to say of each what stays allowed.
class Grants {
  public:
    Grants()
    {
        if (has_sanitizer) add({"/proc"}, landlock::Access::read);
    }
    void add(const std::vector<std::string>& paths, landlock::Access access)
    {
        for (const auto& path : paths) {
            open_.push_back(io::open_file(path, O_PATH));
            grants_.push_back({open_.back().get(), access});
        }
    }
    void add(int place, landlock::Access access) { grants_.push_back({place, access}); }
    void enforce(int edition) const { landlock::restrict_to(edition, grants_); }

  private:
    std::vector<io::Descriptor> open_;
    std::vector<landlock::Grant> grants_;
};

void close_file_system(Sandbox wanted, const Needs& needs)
{
    const auto edition = landlock_edition(wanted);
    if (edition == 0) return;
    Grants grants;
    grants.add(needs.read, landlock::Access::read);
    grants.add(needs.write, landlock::Access::all);
    grants.add(needs.name, landlock::Access::name);
    grants.enforce(edition);
}

/// False to do without seccomp.
bool wants_system_call_lock(Sandbox wanted)
{
    if (has_sanitizer && wanted != Sandbox::require) return false;
    if (has_system_call_lock()) return true;
    if (wanted == Sandbox::attempt) return false;
    throw Error(Fault::system, "sandbox.missing", "this kernel or build has no seccomp")
        .with_hint("--sandbox=try runs with what there is");
}

void close_kernel(Sandbox wanted, const Needs& needs)
{
    if (!wants_system_call_lock(wanted)) return;
    const bool opens = !needs.read.empty() || !needs.write.empty();
    system_calls::restrict_to(opens                 ? system_calls::Opening::allowed
                              : !needs.name.empty() ? system_calls::Opening::naming
                                                    : system_calls::Opening::refused,
                              needs.child);
}

std::string_view state_of_seccomp()
{
    if (has_system_call_lock()) return "there";
    return has_sanitizer ? "not in a build with sanitizers" : "missing";
}

} // namespace

Sandbox sandbox_named(std::string_view word)
{
    if (word == "standard") return Sandbox::standard;
    if (word == "require") return Sandbox::require;
    if (word == "try") return Sandbox::attempt;
    if (word == "off") return Sandbox::off;
    throw usage_error("usage", "--sandbox: {}: neither require, try nor off", word);
}

void enter_sandbox(Sandbox wanted, const Needs& needs)
{
    if (wanted == Sandbox::off) return;
    renounce_privileges();
    close_file_system(wanted, needs);
    close_kernel(wanted, needs);
}

void enter_writer_sandbox(Sandbox wanted, int tree, int parent)
{
    if (wanted == Sandbox::off) return;
    renounce_privileges();
    const auto edition = landlock_edition(wanted);
    if (edition == 0) return;
    Grants grants;
    grants.add(tree, landlock::Access::fill);
    grants.add(parent, landlock::Access::shape);
    grants.enforce(edition);
}

void complete_writer_sandbox(Sandbox wanted)
{
    if (wanted != Sandbox::off && wants_system_call_lock(wanted)) system_calls::restrict_to_writing();
}

std::string describe_sandbox()
{
    const auto edition = landlock::edition();
    return fmt::format("sandbox: seccomp {}, Landlock {}", state_of_seccomp(),
                       edition > 0 ? fmt::format("edition {}", edition) : "missing");
}

std::string describe_writer_sandbox()
{
    return fmt::format("writer of -x: seccomp {}, {}", state_of_seccomp(),
                       landlock::edition() > 0 ? "Landlock for all but its tree"
                                               : "Landlock missing: beneath its tree by openat2 alone");
}

} // namespace pouch::cli
