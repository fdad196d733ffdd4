#include "pouch/cli/run.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/interrupt.hpp"
#include "pouch/cli/report.hpp"
#include "pouch/cli/self_test.hpp"
#include "pouch/io/pipe.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <exception>
#include <fcntl.h>
#include <fmt/format.h>
#include <new>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

namespace pouch::cli {

namespace {

/// stderr is the last resort: what cannot be written there cannot be reported at all.
void print_error(std::string_view text) noexcept
{
    while (!text.empty()) {
        const auto put = ::write(STDERR_FILENO, text.data(), text.size());
        if (put < 0 && errno != EINTR) return;
        if (put > 0) text.remove_prefix(static_cast<std::size_t>(put));
    }
}

/// Data for people (help, version) goes out as carefully as any other: a full disk is an error.
void print_output(std::string_view text)
{
    const auto out = io::open_sink("-");
    out->write(as_bytes(text));
    out->commit();
}

/// A closed standard descriptor would be reused by the next open. Each is filled with /dev/null opened the
/// wrong way round, so that using it fails instead of losing data in silence.
void guard_standard_descriptors()
{
    for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(number, F_GETFD) < 0 && errno == EBADF) {
            const int opened = ::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            if (opened != number) _exit(static_cast<int>(Fault::system));
        }
    }
}

void prepare_process()
{
    guard_standard_descriptors();
    ::signal(SIGPIPE, SIG_IGN); // EPIPE unwinds first, then the tool dies of the signal, quietly as cat does
    ::signal(SIGCHLD, SIG_DFL); // ignored by a caller, nobody would learn how a process ended
    ::signal(SIGXFSZ, SIG_IGN); // so that a file size limit is an error (EFBIG), not a death
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action {};
        ::sigaction(number, nullptr, &action);
        if (action.sa_handler == SIG_IGN) continue; // nohup, background jobs
        action = {};
        action.sa_handler = [](int signal) {
            // The second signal does not wait for anything.
            if (interrupt_signal.exchange(signal, std::memory_order_relaxed) == 0) return;
            ::signal(signal, SIG_DFL);
            ::raise(signal);
        };
        ::sigaction(number, &action, nullptr); // without SA_RESTART, so that a blocked read wakes up
    }
    const struct rlimit no_core = {0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::prctl(PR_SET_DUMPABLE, 0);
    if (sodium_init() < 0) throw bug("libsodium cannot start");
}

/// Runs `action` and turns whatever it throws into an exit status and a report. Throws std::bad_alloc where there is no
/// memory for either.
int status_of(const Common& common, const std::function<void()>& action)
{
    const auto report = [&](const Error& error) {
        print_error(error_report(common.tool, error, common.json, common.members));
        return static_cast<int>(error.fault());
    };
    try {
        action();
        return 0;
    } catch (const Error& error) {
        return report(error);
    } catch (const Interrupted& interrupted) {
        ::signal(interrupted.signal, SIG_DFL);
        ::raise(interrupted.signal);
        return 128 + interrupted.signal;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::system_error& error) {
        return report(system_failure(error.code().value(), "start a thread"));
    } catch (const std::exception& error) {
        return report(bug("unexpected: {}", error.what()));
    }
}

/// What is said without memory, made while there is some.
std::string no_memory = "not enough memory [io.resources]\n";

int report_no_memory()
{
    print_error(no_memory);
    return static_cast<int>(Fault::temporary);
}

/// For std::terminate: a library threw where it had promised not to, most likely for want of memory. Nothing unwinds any
/// more, but the status is of the table and the complaint is one line.
[[noreturn]] void end_at_once()
{
    try {
        if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
    } catch (const std::bad_alloc&) {
        _exit(report_no_memory());
    } catch (...) {
    }
    print_error("an exception where none may be [bug]\n");
    _exit(static_cast<int>(Fault::bug));
}

/// As status_of, without memory too.
int guarded(const Common& common, const std::function<void()>& action)
{
    std::set_terminate(end_at_once);
    try {
        const Error error(Fault::temporary, "io.resources", "not enough memory");
        no_memory = error_report(common.tool, error, common.json, common.members);
        return status_of(common, action);
    } catch (const std::bad_alloc&) {
        return report_no_memory();
    }
}

} // namespace

void Common::declare(App& app, const std::string& formats, Processes processes)
{
    tool = app.name();
    app.add_common();
    const auto version =
        fmt::format("{} (pouch) {}{}{}\n", tool, POUCH_VERSION, formats.empty() ? "" : "; ", formats);
    const bool writes_apart = processes == Processes::with_writer;
    app.add_question("--version", "Print the version and exit", [&app, version, writes_apart] {
        if (app.count("--verbose") == 0) return version;
        return version + describe_sandbox() + "\n" + (writes_apart ? describe_writer_sandbox() + "\n" : "");
    });
    app.add_question("--sandbox-test", "Show that the locks hold", [writes_apart] {
        auto test = test_sandbox();
        if (writes_apart) {
            const auto writer = test_writer_sandbox();
            test.lines.insert(test.lines.end(), writer.lines.begin(), writer.lines.end());
            test.has_held = test.has_held && writer.has_held;
        }
        if (!test.has_held)
            throw Error(Fault::system, "sandbox.open", "the locks do not hold").with_details(test.lines);
        return fmt::format("{}\n", fmt::join(test.lines, "\n"));
    });
    app.add_flag("--json", json, "Report each finding as a JSON object");
    app.add_flag("-q,--quiet", quiet, "No warnings and no progress");
    app.add_flag("-v,--verbose", verbose, "A line for each step");
    app.add_flag("--progress", progress, "Show progress also when stderr is no terminal");
    command_line_only({app.add_option("--sandbox", sandbox, "Locks wanted: require, try or off")
                           ->type_name("MODE")
                           ->one_of({"require", "try", "off"})});
}

void Common::warn(std::string_view reason, std::string_view message) const
{
    if (quiet) return;
    print_error(json ? json_line(tool, "warning", reason, message, 0)
                     : text_line(tool, fmt::format("warning: {}", message), reason));
}

void Common::step(std::string_view message) const
{
    if (!verbose) return;
    print_error(json ? json_line(tool, "step", "", message, 0) : text_line(tool, message, {}));
}

void Common::note(std::string_view message) const
{
    print_error(json ? json_line(tool, "note", "", message, 0) : text_line(tool, message, {}));
}

void Common::object(std::string_view outcome, std::string_view reason, std::string_view message, int status,
                    std::string_view members_of_it) const
{
    print_error(json_line(tool, outcome, reason, message, status, members_of_it));
}

void Streams::declare_output(App& app)
{
    output_option_ = app.add_option("-o,--output", output, "Write to FILE, complete or not at all")
                         ->type_name("FILE")
                         ->output();
    app.add_flag("--force", force, "Replace an existing output file");
}

void Streams::declare(App& app)
{
    declare_output(app);
    app.add_operand("FILE", input, "Input; standard input by default");
}

std::unique_ptr<io::FileSource> Streams::open_input() const
{
    return io::open_source(input);
}

std::unique_ptr<io::FileSink> Streams::open_output(Content content, const io::FileSource* in,
                                                   bool is_private) const
{
    const bool named_dash = output_option_ != nullptr && output_option_->count() > 0;
    if (output == "-" && content == Content::binary && !named_dash && ::isatty(STDOUT_FILENO) == 1) {
        throw usage_error("usage.terminal", "will not write binary data to a terminal")
            .with_hint("use -o FILE, or -o - to force it");
    }
    if (in != nullptr && io::names_file_of(output, in->descriptor())) {
        throw usage_error("usage.same-file", "{}: is both input and output", in->name());
    }
    auto out = io::open_sink(output, {force ? io::Replace::yes : io::Replace::no, is_private});
    io::widen_pipe(out->descriptor());
    return out;
}

int run(App& app, const Common& common, int argc, char** argv, const std::function<void()>& body)
{
    bool proceed = false;
    // What is wrong with the command line is told as it asks to be told, before it is understood.
    Common early = common;
    auto* const end = std::find(argv, argv + argc, std::string_view("--"));
    early.json = std::find(argv, end, std::string_view("--json")) != end;
    const int parsed = guarded(early, [&] {
        prepare_process();
        if (const auto text = app.parse(argc, argv)) return print_output(*text);
        proceed = true;
    });
    return proceed ? guarded(common, body) : parsed;
}

} // namespace pouch::cli
