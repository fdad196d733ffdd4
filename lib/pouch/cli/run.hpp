#pragma once
#include "pouch/cli/app.hpp"
#include "pouch/cli/sandbox.hpp"
#include "pouch/io/file.hpp"

#include <functional>
#include <memory>
#include <string>

/// What every tool does the same way: options common to all, input and output, the one catch, the one map
/// from outcome to exit status, one-line errors.
namespace pouch::cli {

/// What a tool consists of while it works.
enum class Processes {
    one,
    with_writer, ///< Also one that writes: see enter_writer_sandbox().
};

/// Options every tool takes; see the COMMON OPTIONS of each manual.
struct Common {
    bool json = false;                ///< --json: each finding on stderr is one JSON object.
    bool quiet = false;               ///< -q: no warnings, no progress.
    bool verbose = false;             ///< -v: a line for each step.
    bool progress = false;            ///< --progress: also when stderr is no terminal.
    std::string sandbox = "standard"; ///< --sandbox: which locks must hold.

    /// Adds --json, -q, -v, --progress, --sandbox, --sandbox-test, --config and --version to `app`. `formats` names the versions of the
    /// formats the tool reads or writes, for --version; `processes`, what --version -v and --sandbox-test tell of.
    void declare(App& app, const std::string& formats, Processes processes = Processes::one);

    /// Locks the process, which has opened everything but what `needs` says: see sandbox.hpp. Before any thread starts.
    void lock(const Needs& needs) const { enter_sandbox(sandbox_named(sandbox), needs); }

    /// A warning: something odd that does not refuse the data. Suppressed by -q.
    void warn(std::string_view reason, std::string_view message) const;
    /// A step, with -v only.
    void step(std::string_view message) const;
    /// A line that is the answer of the tool, not a complaint (a new recipient, a digest); never suppressed.
    void note(std::string_view message) const;

    /// A finding as one JSON object, for where --json is given; see json_line().
    void object(std::string_view outcome, std::string_view reason, std::string_view message, int status,
                std::string_view members) const;

    /// Members of the JSON object with which a failed run ends, in place of the details of its error.
    std::string members;

    std::string tool; ///< Set by declare: the name before each line.
};

/// Input and output of a filter: `[-o FILE] [FILE]`, each `-` by default.
struct Streams {
    std::string input = "-";
    std::string output = "-";
    bool force = false;

    /// Adds -o, --force and the positional FILE.
    void declare(App& app);
    /// Adds -o and --force only, for tools whose positionals mean something else.
    void declare_output(App& app);

    enum class Content { text, binary };
    [[nodiscard]] std::unique_ptr<io::FileSource> open_input() const;
    /// Refuses (Fault::usage) to write binary data to a terminal, or over its own input.
    [[nodiscard]] std::unique_ptr<io::FileSink>
    open_output(Content content, const io::FileSource* input = nullptr, bool is_private = false) const;

  private:
    Option* output_option_ = nullptr;
};

/// Parses the command line, runs `body`, and returns the exit status. Nothing is opened before `body` runs,
/// but for the file of --config.
int run(App& app, const Common& common, int argc, char** argv, const std::function<void()>& body);

} // namespace pouch::cli
