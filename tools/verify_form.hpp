#pragma once
#include "pouch/cli/label_options.hpp"
#include "pouch/stage/verify.hpp"

#include <string>
#include <vector>

/// What the command line of verify says, and its forms.
namespace pouch::verify_tool {

/// The options as they are written, before anything is opened.
struct Options {
    std::string signers;
    std::vector<std::string> required;
    cli::LabelOptions labels;
    std::string recipient;
    std::string at;
    std::string receipt;
    std::string ignored;
    std::string extract;
    cli::LabelInput read; ///< What the options about labels name.
    std::string bag;
    bool payload = false;
    bool test = false;
    bool unlabelled = false;
    bool is_unsigned = false;
    stage::VerifyOptions verify;

    void declare(cli::App& app);

    /// Checks the command line, opens what it names, and returns the names of the checks it takes out.
    std::vector<std::string> prepare(const cli::Common& common);
};

/// --bag: another kind of input, with few of the options.
void check_plain_bag(const cli::App& app, const cli::Common& common, const Options& options);

} // namespace pouch::verify_tool
