#pragma once
#include "pouch/cli/label_options.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/label/policy.hpp"
#include "pouch/stage/label_document.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The forms of the label tool: `label`, `label bdo`, ... Each is one row in label.cpp and one function here.
namespace pouch::label_tool {

/// What the command line says, for all forms together.
struct Options {
    cli::LabelOptions labels;
    std::string classification;
    std::vector<std::string> categories;
    std::string originator;
    std::string review;
    std::string map;
    std::string at;
    std::string to;
    bool received = false;
    std::string location;
    std::string language;
    bool content = false;
    bool downgrade = false;
    bool drop_signatures = false;
};

/// One run of the tool.
struct Call {
    Options options;
    cli::Streams streams;
    cli::Common common;
    std::vector<std::string>
        words; ///< What is given without an option: FILE, or the words of `label policy`.

    /// Locks the process, which has opened its input and its output.
    void lock() const { common.lock({{}, {}, cli::directories_of({streams.output})}); }
    /// The same for one that reads no more but `files`, and then opens its output.
    void lock(const std::vector<std::string>& files) const
    {
        common.lock({files, cli::directories_of({streams.output})});
    }
};

/// One form: the options it takes besides those of every tool, and how many of them, from the first, it needs.
struct Form {
    std::string_view name;
    const char* what; ///< Its line in the help.
    void (*run)(const Call&);
    std::size_t needs;
    std::array<std::string_view, 12> takes;
};

void label_bundle(const Call& call);
void strip_bundle(const Call& call);
void write_bdo(const Call& call);
void show(const Call& call);
void check(const Call& call);
void policy(const Call& call);
void translate(const Call& call);

/// The policy in that file. What is odd about it is told with -v, what is mended on request (--lenient) is a warning.
[[nodiscard]] label::Policy read_policy(const Call& call, const std::string& path);
/// The policy of --policy.
[[nodiscard]] label::Policy read_policy(const Call& call);
/// --at, or now.
[[nodiscard]] Instant time_of(const Options& options);
[[nodiscard]] stage::Downgrade downgrade_rule(const Options& options);

} // namespace pouch::label_tool
