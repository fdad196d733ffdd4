// broken-tool MODE INPUT OUTPUT [MICROSECONDS]: copies INPUT to OUTPUT as no tool of ours may. What disturbs tools is shown
// to see each way of being wrong. MICROSECONDS are waited before each of sixteen pieces.
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

volatile std::sig_atomic_t stop_signal = 0;

void die_of(int signal)
{
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

int open_file(const char* name, int flags)
{
    int number = -1;
    do {
        number = ::open(name, flags | O_CLOEXEC, 0666);
    } while (number < 0 && errno == EINTR);
    return number;
}

std::optional<std::string> content_of(const char* name)
{
    const int in = open_file(name, O_RDONLY);
    if (in < 0) return std::nullopt;
    std::string all;
    for (std::array<char, 65536> buffer{};;) {
        const auto got = ::read(in, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::nullopt;
        if (got == 0) return all;
        all.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

/// Writes `bytes` in sixteen pieces; false if a write failed or a signal came.
bool write_slowly(int descriptor, std::string_view bytes, useconds_t pause)
{
    const auto piece = bytes.size() / 16 + 1;
    while (!bytes.empty()) {
        if (pause > 0) ::usleep(pause);
        if (stop_signal != 0) return false;
        const auto put = ::write(descriptor, bytes.data(), std::min(piece, bytes.size()));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4) return 2;
    const std::string mode = argv[1];
    const std::string output = argv[3];
    const auto pause = static_cast<useconds_t>(argc > 4 ? std::strtoul(argv[4], nullptr, 10) : 0);
    ::prctl(PR_SET_DUMPABLE, 0); // where a tool begins its own work
    const auto bytes = content_of(argv[2]);
    if (!bytes) {
        if (mode != "silent") std::fprintf(stderr, "broken-tool: read: error %d\n", errno);
        return 75;
    }

    // torn: straight to the name. deaf: a failed write, or a signal, is as good as the end. litter: what it began stays.
    // hasty: what it replaces is gone before the new is there. silent: says nothing. sound: none of these.
    if (mode != "litter")
        for (const int number : {SIGTERM, SIGINT}) std::signal(number, [](int got) { stop_signal = got; });
    const auto slash = output.rfind('/') + 1;
    const auto hidden = output.substr(0, slash) + "." + output.substr(slash) + ".0123456789abcdef.tmp";
    const auto temporary = mode == "torn" ? output : mode == "litter" ? output + ".part" : hidden;
    const auto give_up = [&](const char* what) {
        const int error = errno;
        if (mode != "torn" && mode != "litter") ::unlink(temporary.c_str());
        if (stop_signal != 0) die_of(stop_signal);
        if (mode != "silent") std::fprintf(stderr, "broken-tool: %s: error %d\n", what, error);
        return 75;
    };
    if (mode == "hasty") ::unlink(output.c_str());
    const int out = open_file(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC);
    if (out < 0) return give_up("open");
    if (!write_slowly(out, *bytes, pause) && mode != "deaf") return give_up("write");
    if (temporary != output && ::rename(temporary.c_str(), output.c_str()) != 0) return give_up("rename");
    return 0;
}
