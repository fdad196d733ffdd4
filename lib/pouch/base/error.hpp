#pragma once
#include <exception>
#include <fmt/core.h>
#include <string>
#include <string_view>
#include <vector>

/// The toolkit's one error type. A check that fails throws it; unwinding is what discards half-written
/// output; cli::run turns it into one line and an exit status.
namespace pouch {

/// Who must act. The value is the exit status of the tool (EXIT STATUS in each manual page).
enum class Fault : int {
    refused = 1,    ///< The data is bad: malformed, truncated, tampered with, over a limit. The sender acts.
    usage = 2,      ///< Command line, rules, policy, signers or configuration is wrong. The caller acts.
    system = 3,     ///< A permanent local fault: no such file, exists, permission, unreadable key.
    policy = 4,     ///< Authentic, but not allowed.
    no_key = 5,     ///< No identity or trust anchor for this data.
    bug = 70,       ///< An invariant broke.
    temporary = 75, ///< No space, I/O error, no memory, lock held: trying again may help.
};

/// A refusal: whose turn it is, a stable dotted reason such as `bundle.truncated`, and one line of text in
/// lower case without a full stop. The text never holds payload or key bytes; names from input are escaped
/// when the line is printed, not here.
class Error : public std::exception {
  public:
    Error(Fault fault, std::string reason, std::string message, std::string hint = {});

    [[nodiscard]] Fault fault() const noexcept { return fault_; }
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
    [[nodiscard]] const std::string& message() const noexcept { return message_; }
    /// What to try instead; printed on a line of its own. Often empty.
    [[nodiscard]] const std::string& hint() const noexcept { return hint_; }
    [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

    /// Further findings behind the one line, one each: every offender of a denial, say. Often empty.
    [[nodiscard]] const std::vector<std::string>& details() const noexcept { return details_; }

    /// The same error with a hint.
    [[nodiscard]] Error with_hint(std::string hint) const;
    /// The same error with `where: ` before its message.
    [[nodiscard]] Error in(std::string_view where) const;
    /// The same error with `details`.
    [[nodiscard]] Error with_details(std::vector<std::string> details) const;

  private:
    Fault fault_;
    std::string reason_;
    std::string message_;
    std::string hint_;
    std::vector<std::string> details_;
};

template <typename... Args>
[[nodiscard]] Error make_error(Fault fault, std::string_view reason, fmt::format_string<Args...> format,
                               Args&&... args)
{
    return {fault, std::string(reason), fmt::vformat(format, fmt::make_format_args(args...))};
}

/// Fault::refused: `throw refused("tar.header", "member {} ...", n)`.
template <typename... Args>
[[nodiscard]] Error refused(std::string_view reason, fmt::format_string<Args...> format, Args&&... args)
{
    return make_error(Fault::refused, reason, format, std::forward<Args>(args)...);
}

/// Fault::usage.
template <typename... Args>
[[nodiscard]] Error usage_error(std::string_view reason, fmt::format_string<Args...> format, Args&&... args)
{
    return make_error(Fault::usage, reason, format, std::forward<Args>(args)...);
}

/// Fault::policy.
template <typename... Args>
[[nodiscard]] Error not_allowed(std::string_view reason, fmt::format_string<Args...> format, Args&&... args)
{
    return make_error(Fault::policy, reason, format, std::forward<Args>(args)...);
}

/// Fault::no_key.
template <typename... Args>
[[nodiscard]] Error no_key(std::string_view reason, fmt::format_string<Args...> format, Args&&... args)
{
    return make_error(Fault::no_key, reason, format, std::forward<Args>(args)...);
}

/// Fault::bug: an invariant of ours broke. Never used for bad input.
template <typename... Args> [[nodiscard]] Error bug(fmt::format_string<Args...> format, Args&&... args)
{
    return make_error(Fault::bug, "bug", format, std::forward<Args>(args)...);
}

/// A failed system call: `number` is errno, the text says what was tried on what. Fault and reason follow
/// from the number: ENOSPC, EDQUOT, EFBIG, EIO, ENOMEM, EMFILE, ENFILE, EAGAIN are temporary (`io.nospace`,
/// `io.failed`, `io.resources`); EEXIST is `io.exists`, ENOENT `io.missing`, EACCES and EPERM
/// `io.permission`; the rest `io.failed`, all permanent.
[[nodiscard]] Error system_failure(int number, std::string what);

template <typename... Args>
[[nodiscard]] Error system_error(int number, fmt::format_string<Args...> format, Args&&... args)
{
    return system_failure(number, fmt::vformat(format, fmt::make_format_args(args...)));
}

} // namespace pouch
